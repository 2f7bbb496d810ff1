//! A table of the configuration, read key by key. What nobody asked for is an unknown key.

use std::ops::Range;

use lotse_engine::command::closest;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Located, Problem, kind::Kind};

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    /// The value.
    pub(super) value: T,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

impl<T> At<T> {
    /// A problem at its place.
    pub(super) fn problem(&self, problem: Problem) -> Located {
        Located { span: self.span.clone(), problem }
    }
}

/// A table with its name, and what was asked for so far.
pub(super) struct Section<'t, 'i> {
    table: &'t DeTable<'i>,
    /// Its name with dots (`cluster.home`); empty for the whole document.
    name: String,
    /// Its header, or its value.
    span: Range<usize>,
    asked: Vec<&'static str>,
}

impl<'t, 'i> Section<'t, 'i> {
    /// The whole document.
    pub(super) const fn root(table: &'t DeTable<'i>, span: Range<usize>) -> Self {
        Self { table, name: String::new(), span, asked: Vec::new() }
    }

    /// Its name with dots.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A problem with the table as a whole.
    pub(super) fn problem(&self, problem: Problem) -> Located {
        Located { span: self.span.clone(), problem }
    }

    /// Where the key stands, when it is there.
    pub(super) fn place(&self, key: &str) -> Option<Range<usize>> {
        self.table.get_key_value(key).map(|(key, _)| key.span())
    }

    /// What kind of value the key has, when it is there.
    pub(super) fn kind_of(&self, key: &str) -> Option<Kind> {
        self.table.get(key).map(|value| Kind::of(value.get_ref()))
    }

    /// Knows the key without reading it, and says where it stands.
    pub(super) fn skip(&mut self, key: &'static str) -> Option<Range<usize>> {
        self.asked.push(key);
        self.place(key)
    }

    fn ask(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: Kind) -> Located {
        let problem = Problem::WrongKind { key: self.full(key), wanted, found: Kind::of(value.get_ref()) };
        Located { span: value.span(), problem }
    }

    /// The key with its table in front.
    pub(super) fn full(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// A text that is not empty.
    pub(super) fn string(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<At<String>> {
        let value = self.ask(key)?;
        let Some(text) = value.get_ref().as_str() else {
            problems.push(self.wrong(key, value, Kind::Text));
            return None;
        };
        let at = At { value: text.trim().to_owned(), span: value.span() };
        if at.value.is_empty() {
            problems.push(at.problem(Problem::Empty { key: self.full(key) }));
            return None;
        }
        Some(at)
    }

    /// A list of texts; a single text stands for a list of one.
    pub(super) fn strings(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<Vec<At<String>>> {
        if self.kind_of(key) == Some(Kind::Text) {
            return self.string(key, problems).map(|text| vec![text]);
        }
        let value = self.ask(key)?;
        let Some(list) = value.get_ref().as_array() else {
            problems.push(self.wrong(key, value, Kind::Texts));
            return None;
        };
        let mut texts = Vec::new();
        for item in list {
            match item.get_ref().as_str() {
                Some(text) => texts.push(At { value: text.trim().to_owned(), span: item.span() }),
                None => problems.push(self.wrong(key, item, Kind::Text)),
            }
        }
        Some(texts)
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<bool> {
        let value = self.ask(key)?;
        let answer = value.get_ref().as_bool();
        if answer.is_none() {
            problems.push(self.wrong(key, value, Kind::Boolean));
        }
        answer
    }

    /// A whole number between two bounds.
    pub(super) fn integer(
        &mut self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<u64>,
        problems: &mut Vec<Located>,
    ) -> Option<u64> {
        let value = self.ask(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            problems.push(self.wrong(key, value, Kind::Integer));
            return None;
        };
        let read = u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok();
        let inside = read.filter(|number| bounds.contains(number));
        if inside.is_none() {
            problems.push(Located {
                span: value.span(),
                problem: Problem::OutOfBounds {
                    key: self.full(key),
                    value: integer.as_str().to_owned(),
                    low: bounds.start().to_string(),
                    high: bounds.end().to_string(),
                },
            });
        }
        inside
    }

    /// A share between 0 and 1, also written as percent (`"85%"`).
    pub(super) fn share(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<f64> {
        let value = self.ask(key)?;
        let (text, read) = match value.get_ref() {
            DeValue::Float(float) => (float.as_str().to_owned(), float.as_str().replace('_', "").parse::<f64>().ok()),
            DeValue::Integer(integer) => (integer.as_str().to_owned(), integer.as_str().parse().ok()),
            DeValue::String(text) => {
                let number = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
                (text.to_string(), number.map(|percent| percent / 100.0))
            }
            _ => {
                problems.push(self.wrong(key, value, Kind::Number));
                return None;
            }
        };
        let inside = read.filter(|share| (0.0..=1.0).contains(share));
        if inside.is_none() {
            problems.push(Located {
                span: value.span(),
                problem: Problem::OutOfBounds {
                    key: self.full(key),
                    value: text,
                    low: "0".to_owned(),
                    high: "1".to_owned(),
                },
            });
        }
        inside
    }

    /// A table within this one.
    pub(super) fn section(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<Section<'t, 'i>> {
        let value = self.ask(key)?;
        self.inner(key, value, problems)
    }

    /// The table that the value is.
    fn inner(
        &self,
        key: &str,
        value: &'t Spanned<DeValue<'i>>,
        problems: &mut Vec<Located>,
    ) -> Option<Section<'t, 'i>> {
        let Some(table) = value.get_ref().as_table() else {
            problems.push(self.wrong(key, value, Kind::Table));
            return None;
        };
        Some(Section { table, name: self.full(key), span: value.span(), asked: Vec::new() })
    }

    /// A list of tables (`[[policy.rule]]`), in the order of the file.
    pub(super) fn tables(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Vec<Section<'t, 'i>> {
        let Some(value) = self.ask(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            problems.push(self.wrong(key, value, Kind::List));
            return Vec::new();
        };
        list.iter().filter_map(|item| self.inner(key, item, problems)).collect()
    }

    /// A whole number or a text, as text: ids of Discord are written both ways.
    pub(super) fn digits(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<At<String>> {
        if self.kind_of(key) == Some(Kind::Integer) {
            let value = self.ask(key)?;
            let written = value.get_ref().as_integer()?.as_str().replace('_', "");
            return Some(At { value: written, span: value.span() });
        }
        self.string(key, problems)
    }

    /// A date with a time as it stands there, written as a date of TOML or as a text.
    pub(super) fn written_date(&mut self, key: &'static str, problems: &mut Vec<Located>) -> Option<At<String>> {
        if self.kind_of(key) == Some(Kind::Date) {
            let value = self.ask(key)?;
            let written = value.get_ref().as_datetime()?.to_string();
            return Some(At { value: written, span: value.span() });
        }
        self.string(key, problems)
    }

    /// One of these words; another one is a problem that says what was meant.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        problems: &mut Vec<Located>,
    ) -> Option<T> {
        let text = self.string(key, problems)?;
        let found = chosen(&text, words);
        if found.is_none() {
            problems.push(self.not_one_of(key, &text, words.iter().map(|(word, _)| *word)));
        }
        found
    }

    /// Each of a list one of these words.
    pub(super) fn choices<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        problems: &mut Vec<Located>,
    ) -> Option<Vec<T>> {
        let texts = self.strings(key, problems)?;
        let mut found = Vec::new();
        for text in &texts {
            match chosen(text, words) {
                Some(value) => found.push(value),
                None => problems.push(self.not_one_of(key, text, words.iter().map(|(word, _)| *word))),
            }
        }
        Some(found)
    }

    /// The problem that a text is none of the words that the key takes.
    pub(super) fn not_one_of<'w>(
        &self,
        key: &str,
        text: &At<String>,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Located {
        let choices: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let suggestion = closest(&text.value, choices.iter().map(String::as_str)).into_iter().next();
        text.problem(Problem::BadChoice { key: self.full(key), value: text.value.clone(), choices, suggestion })
    }

    /// The problem that the key is not there.
    pub(super) fn missing(&self, key: &str) -> Located {
        self.problem(Problem::Missing { key: self.full(key) })
    }

    /// All keys, in the order of the file.
    pub(super) fn keys(&self) -> Vec<At<String>> {
        let keys = self.table.keys().map(|key| At { value: key.get_ref().to_string(), span: key.span() });
        let mut keys: Vec<_> = keys.collect();
        keys.sort_by_key(|key| key.span.start);
        keys
    }

    /// The keys of the table that the value of this key is; none when it is not there or no table.
    pub(super) fn inner_names(&self, key: &str) -> Vec<String> {
        let table = self.table.get(key).and_then(|value| value.get_ref().as_table());
        table.into_iter().flat_map(|table| table.keys().map(|key| key.get_ref().to_string())).collect()
    }

    /// Whether the value of the key is a table.
    pub(super) fn is_table(&self, key: &str) -> bool {
        self.kind_of(key) == Some(Kind::Table)
    }

    /// The table that the value of one of its keys is.
    pub(super) fn sub(&self, key: &At<String>, problems: &mut Vec<Located>) -> Option<Section<'t, 'i>> {
        let value = self.table.get(key.value.as_str())?;
        self.inner(&key.value, value, problems)
    }

    /// All keys with the tables that they must be, in the order of the file.
    pub(super) fn sections(&self, problems: &mut Vec<Located>) -> Vec<(At<String>, Section<'t, 'i>)> {
        let mut found = Vec::new();
        for (key, value) in self.table {
            if let Some(mut section) = self.inner(key.get_ref(), value, problems) {
                section.span = key.span();
                found.push((At { value: key.get_ref().to_string(), span: key.span() }, section));
            }
        }
        found.sort_by_key(|(key, _)| key.span.start);
        found
    }

    /// All keys with the texts that they must be, in the order of the file.
    pub(super) fn texts(&self, problems: &mut Vec<Located>) -> Vec<(At<String>, At<String>)> {
        let mut found = Vec::new();
        for (key, value) in self.table {
            match value.get_ref().as_str() {
                Some(text) => found.push((
                    At { value: key.get_ref().to_string(), span: key.span() },
                    At { value: text.trim().to_owned(), span: value.span() },
                )),
                None => problems.push(self.wrong(key.get_ref(), value, Kind::Text)),
            }
        }
        found.sort_by_key(|(key, _)| key.span.start);
        found
    }

    /// Reports every key that was not asked for, with the one that was perhaps meant.
    pub(super) fn finish(self, problems: &mut Vec<Located>) {
        for key in self.table.keys() {
            if !self.asked.contains(&key.get_ref().as_ref()) {
                problems.push(Located {
                    span: key.span(),
                    problem: Problem::UnknownKey {
                        key: key.get_ref().to_string(),
                        table: self.name.clone(),
                        suggestion: closest(key.get_ref(), &self.asked).into_iter().next(),
                    },
                });
            }
        }
    }
}

fn chosen<T: Copy>(text: &At<String>, words: &[(&str, T)]) -> Option<T> {
    words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value)
}
