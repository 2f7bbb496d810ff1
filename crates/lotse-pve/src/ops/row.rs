//! The tolerant reader: one object of an answer, key by key.
//!
//! Proxmox is Perl. A number arrives as `1`, `"1"` or `1.0`, a boolean as `0`, `1`, `"0"`, `"1"` or `true`, a list as an array
//! or as text with commas, and any key may be missing or `null`. Each method here takes all forms of one meaning and
//! says `None` for what is not there; only a key that a thing cannot do without is an error, and that error costs its row
//! and nothing else (see [`super::rows`]).

use std::str::FromStr;

use lotse_model::{Bytes, Seconds, Share, Timestamp};
use serde_json::{Map, Value};

/// How much of a value that could not be read is shown.
const EXCERPT: usize = 80;

/// Why a row could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// The key that was missing or unreadable; empty when the row is no object.
    pub(crate) key: String,
    /// What was found there, as JSON, cut short; `None` when the key was missing.
    pub(crate) found: Option<String>,
}

impl Malformed {
    pub(crate) fn at(key: &str, found: Option<&Value>) -> Self {
        Self { key: key.to_owned(), found: found.map(excerpt) }
    }

    /// The row in one line: `vmid: "lots"`, or `vmid: -` where the key was missing.
    #[must_use]
    pub(crate) fn line(&self) -> String {
        format!("{}: {}", self.key, self.found.as_deref().unwrap_or("-"))
    }
}

fn excerpt(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// One object of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    map: &'a Map<String, Value>,
}

impl<'a> Row<'a> {
    /// The object `value`, or why it is none.
    pub(crate) fn of(value: &'a Value) -> Result<Self, Malformed> {
        match value {
            Value::Object(map) => Ok(Self { map }),
            other => Err(Malformed::at("", Some(other))),
        }
    }

    /// The value of `key`; `null` counts as missing.
    pub(crate) fn get(self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// All keys with their values, in the order of the answer (which is random for most calls).
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.map.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// A text; a number or boolean in its written form.
    pub(crate) fn text(self, key: &str) -> Option<String> {
        self.get(key).and_then(text)
    }

    /// A text that is not empty.
    pub(crate) fn word(self, key: &str) -> Option<String> {
        self.text(key).filter(|text| !text.is_empty())
    }

    /// A whole number, not negative. A fraction is cut off.
    pub(crate) fn whole(self, key: &str) -> Option<u64> {
        self.get(key).and_then(whole)
    }

    /// A small whole number, not negative.
    pub(crate) fn small(self, key: &str) -> Option<u32> {
        self.whole(key).and_then(|number| u32::try_from(number).ok())
    }

    /// A number that is finite.
    pub(crate) fn real(self, key: &str) -> Option<f64> {
        self.get(key).and_then(real)
    }

    /// A boolean.
    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        self.get(key).and_then(flag)
    }

    /// A boolean that is off where it is missing.
    pub(crate) fn is(self, key: &str) -> bool {
        self.flag(key).unwrap_or(false)
    }

    /// A number of bytes.
    pub(crate) fn bytes(self, key: &str) -> Option<Bytes> {
        self.whole(key).map(Bytes)
    }

    /// A length of time in seconds.
    pub(crate) fn seconds(self, key: &str) -> Option<Seconds> {
        self.whole(key).map(Seconds)
    }

    /// A part of a whole, where 1 is the whole.
    pub(crate) fn share(self, key: &str) -> Option<Share> {
        self.real(key).map(Share::new)
    }

    /// A point in time, in seconds since 1970. Zero stands for "never" everywhere in Proxmox and is `None`.
    pub(crate) fn time(self, key: &str) -> Option<Timestamp> {
        self.whole(key).and_then(|seconds| i64::try_from(seconds).ok()).filter(|&seconds| seconds != 0).map(Timestamp)
    }

    /// Words: of an array, or of a text with commas, semicolons or blanks between them. Sorted, since the order of comma
    /// lists is random on each request.
    pub(crate) fn words(self, key: &str) -> Vec<String> {
        let mut words = self.get(key).map(words).unwrap_or_default();
        words.sort();
        words.dedup();
        words
    }

    /// An object within.
    pub(crate) fn object(self, key: &str) -> Option<Row<'a>> {
        self.get(key).and_then(|value| Row::of(value).ok())
    }

    /// The elements of an array within; of a missing key or of something else, none.
    pub(crate) fn elements(self, key: &str) -> &'a [Value] {
        self.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// A name, id or number that the row cannot do without.
    pub(crate) fn need<T: FromStr>(self, key: &str) -> Result<T, Malformed> {
        self.name(key).ok_or_else(|| Malformed::at(key, self.map.get(key)))
    }

    /// A name, id or number that may be missing, or unreadable.
    pub(crate) fn name<T: FromStr>(self, key: &str) -> Option<T> {
        self.text(key).and_then(|text| text.parse().ok())
    }

    /// A text that the row cannot do without.
    pub(crate) fn need_text(self, key: &str) -> Result<String, Malformed> {
        self.word(key).ok_or_else(|| Malformed::at(key, self.map.get(key)))
    }
}

/// The text of a scalar.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        // `105.0` is how a JSON library may write a whole number that Perl held as a float.
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 => Some(format!("{float:.0}")),
            _ => Some(number.to_string()),
        },
        Value::Bool(flag) => Some(if *flag { "1" } else { "0" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The whole number that a scalar stands for.
pub(crate) fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(cut)),
        Value::String(text) => text.trim().parse().ok().or_else(|| text.trim().parse().ok().and_then(cut)),
        Value::Bool(flag) => Some(u64::from(*flag)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
fn cut(float: f64) -> Option<u64> {
    (0.0..=9_007_199_254_740_992.0).contains(&float).then_some(float as u64)
}

/// The number that a scalar stands for.
pub(crate) fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// The boolean that a scalar stands for, in the forms of `PVE::JSONSchema::parse_boolean` and of JSON.
pub(crate) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => flag_word(text),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The boolean that a word stands for.
pub(crate) fn flag_word(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match text {
        _ if is(&["1", "on", "yes", "true"]) => Some(true),
        _ if is(&["0", "off", "no", "false", ""]) => Some(false),
        _ => None,
    }
}

/// The words of an array or of a list in text.
pub(crate) fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().filter_map(text).collect(),
        other => text(other).as_deref().map(split).unwrap_or_default(),
    }
}

/// The words of a list as `PVE::Tools::split_list` separates them: commas, semicolons, blanks and zero bytes.
pub(crate) fn split(text: &str) -> Vec<String> {
    text.split(|c: char| matches!(c, ',' | ';' | '\0') || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use lotse_model::{NodeName, Timestamp, Vmid};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::Row;
    use crate::ops::any_json::any_json;

    fn row(value: &Value) -> Row<'_> {
        Row::of(value).expect("an object")
    }

    #[test]
    fn a_number_is_read_in_every_form_that_perl_writes() {
        for form in [json!(105), json!("105"), json!(105.0), json!("105.0"), json!(" 105 "), json!(105.9)] {
            let value = json!({ "n": form });
            assert_eq!(row(&value).whole("n"), Some(105), "{form}");
        }
        for none in [json!(null), json!(-1), json!("many"), json!([105]), json!({}), json!(1e300), json!("")] {
            let value = json!({ "n": none });
            assert_eq!(row(&value).whole("n"), None, "{none}");
        }
    }

    #[test]
    fn a_boolean_is_read_in_every_form() {
        for form in [json!(1), json!("1"), json!(true), json!(1.0), json!("on"), json!("Yes")] {
            let value = json!({ "b": form });
            assert_eq!(row(&value).flag("b"), Some(true), "{form}");
        }
        for form in [json!(0), json!("0"), json!(false), json!(""), json!("off")] {
            let value = json!({ "b": form });
            assert_eq!(row(&value).flag("b"), Some(false), "{form}");
        }
        assert_eq!(row(&json!({ "b": "perhaps" })).flag("b"), None);
    }

    #[test]
    fn a_vmid_may_be_a_text_and_a_name_may_be_a_number() {
        let value = json!({ "vmid": "100", "float": 100.0, "node": 1, "bad": "../etc" });
        assert_eq!(row(&value).need::<Vmid>("vmid").unwrap().get(), 100);
        assert_eq!(row(&value).need::<Vmid>("float").unwrap().get(), 100);
        assert_eq!(row(&value).need::<NodeName>("node").unwrap().as_str(), "1");
        let error = row(&value).need::<NodeName>("bad").unwrap_err();
        assert_eq!(error.line(), "bad: \"../etc\"");
        assert_eq!(row(&value).need::<NodeName>("none").unwrap_err().line(), "none: -");
    }

    #[test]
    fn null_is_missing_and_the_epoch_is_never() {
        let value = json!({ "a": null, "zero": 0, "t": "1795401000" });
        assert!(row(&value).get("a").is_none());
        assert_eq!(row(&value).time("zero"), None);
        assert_eq!(row(&value).time("t"), Some(Timestamp(1_795_401_000)));
    }

    #[test]
    fn lists_come_as_arrays_or_as_text_and_are_sorted() {
        let value = json!({ "array": ["b", 1], "text": "iso,backup; images", "empty": "" });
        assert_eq!(row(&value).words("array"), ["1", "b"]);
        assert_eq!(row(&value).words("text"), ["backup", "images", "iso"]);
        assert!(row(&value).words("empty").is_empty());
    }

    proptest! {
        #[test]
        fn any_scalar_is_read_or_left_without_a_panic(value in any_json()) {
            let _ = (super::text(&value), super::whole(&value), super::real(&value), super::flag(&value), super::words(&value));
        }

        #[test]
        fn a_whole_number_survives_every_form(number in 0_u64..9_007_199_254_740_992) {
            for form in [json!(number), json!(number.to_string())] {
                prop_assert_eq!(super::whole(&form), Some(number));
            }
        }
    }
}
