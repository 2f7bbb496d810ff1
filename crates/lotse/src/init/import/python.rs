//! A Python file, read as plain values and never executed. Pure.
//!
//! Of the whole language only this counts: `NAME = VALUE` at the margin, for the names that are asked for, with a value that is
//! written out: texts, whole numbers, lists, `None`, `True`, `False`. Everything else is stepped over. Where a statement could
//! change one of these names in another way, that is an error: a value is never guessed.

use std::collections::BTreeMap;

mod literal;

/// A value that is written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    /// `None`.
    None,
    /// `True`, `False`.
    Bool(bool),
    /// A whole number.
    Number(i128),
    /// A text.
    Text(String),
    /// A list or a tuple.
    List(Vec<Literal>),
}

/// A name with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    /// The line where it begins, from 1.
    pub(super) line: usize,
    /// What it is.
    pub(super) value: Literal,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// The line, from 1.
    pub(super) line: usize,
    /// What.
    pub(super) fault: Fault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The value would have to be computed.
    NotLiteral {
        /// Of this name.
        key: &'static str,
    },
    /// It is set only under a condition, or inside of something.
    InBlock {
        /// This name.
        key: &'static str,
    },
    /// A statement would change it when it is executed.
    Changed {
        /// This name.
        key: &'static str,
    },
    /// A text or bracket that begins there never ends.
    Unterminated,
}

/// Statements that give names a value without `=`.
const BINDING: &[&str] = &["async", "class", "def", "del", "for", "from", "global", "import", "with"];

/// The values of the names `keys`. Of several the last counts, as in Python.
pub(super) fn settings(text: &str, keys: &[&'static str]) -> Result<BTreeMap<&'static str, Setting>, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = Reader { text: &text, at: 0, indented: false };
    let mut found = BTreeMap::new();
    while reader.reach_statement() {
        let line = reader.line();
        let name = reader.name();
        let Some(key) = keys.iter().copied().find(|key| *key == name) else {
            reader.step_over(name, keys)?;
            continue;
        };
        let problem = |fault| Err(Problem { line, fault });
        reader.annotation();
        if !reader.takes_assignment() {
            return problem(Fault::Changed { key });
        }
        if reader.indented {
            return problem(Fault::InBlock { key });
        }
        let value = reader.value(key)?;
        found.insert(key, Setting { line, value });
    }
    Ok(found)
}

/// Where one is in the text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Whether the line at whose statements one is begins with blanks.
    indented: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// The number of the line, from 1.
    fn line(&self) -> usize {
        self.text.get(..self.at).unwrap_or_default().matches('\n').count() + 1
    }

    fn problem(&self, fault: Fault) -> Problem {
        Problem { line: self.line(), fault }
    }

    /// Goes to the next statement; false at the end.
    fn reach_statement(&mut self) -> bool {
        loop {
            match self.peek() {
                None => return false,
                Some('\n') => {
                    self.bump();
                    self.indented = matches!(self.peek(), Some(' ' | '\t'));
                }
                Some('#') => self.comment(),
                Some('\\') if self.second() == Some('\n') => {
                    self.bump();
                    self.bump();
                }
                Some(' ' | '\t' | '\u{c}' | ';') => {
                    // Blanks at the very beginning of the file are an indentation, too.
                    self.indented |= self.at == 0 && self.peek() != Some(';');
                    self.bump();
                }
                Some(_) => return true,
            }
        }
    }

    fn comment(&mut self) {
        while self.peek().is_some_and(|c| c != '\n') {
            self.bump();
        }
    }

    /// Blanks and joined lines within a statement; within brackets also line ends and comments.
    fn blanks(&mut self, in_brackets: bool) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\u{c}') => {}
                Some('\\') if self.second() == Some('\n') => drop(self.bump()),
                Some('\n') if in_brackets => {}
                Some('#') if in_brackets => {
                    self.comment();
                    continue;
                }
                _ => return,
            }
            self.bump();
        }
    }

    /// A name, empty when there is none.
    fn name(&mut self) -> &'t str {
        let rest = self.rest();
        let starts = rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let name = if starts { rest.get(..end).unwrap_or_default() } else { "" };
        self.at += name.len();
        name
    }

    /// The type behind a name: `: int`, `: list[int]`.
    fn annotation(&mut self) {
        self.blanks(false);
        if self.peek() != Some(':') {
            return;
        }
        while self.peek().is_some_and(|c| !matches!(c, '=' | '\n' | '#' | ';' | '"' | '\'')) {
            self.bump();
        }
    }

    /// Takes a single `=`.
    fn takes_assignment(&mut self) -> bool {
        self.blanks(false);
        if self.peek() != Some('=') || self.second() == Some('=') {
            return false;
        }
        self.bump();
        true
    }

    /// Steps over a statement that begins with `first`. One that gives a value to one of `keys` is an error.
    fn step_over(&mut self, first: &str, keys: &[&'static str]) -> Result<(), Problem> {
        let start = Problem { line: self.line(), fault: Fault::Unterminated };
        let binding = BINDING.contains(&first);
        let (mut depth, mut assigned) = (0_usize, false);
        let mut mentioned = None;
        loop {
            let Some(c) = self.peek() else { return if depth > 0 { Err(start) } else { Ok(()) } };
            match c {
                '\n' | ';' if depth == 0 => return Ok(()),
                '#' => self.comment(),
                '\\' => {
                    self.bump();
                    self.bump();
                }
                '"' | '\'' => self.step_over_text()?,
                '(' | '[' | '{' => {
                    depth += 1;
                    self.bump();
                }
                ')' | ']' | '}' => {
                    depth = depth.saturating_sub(1);
                    self.bump();
                }
                '=' | '!' | '<' | '>' if self.second() == Some('=') => {
                    self.bump();
                    self.bump();
                }
                '=' if depth == 0 => {
                    if let Some(key) = mentioned.filter(|_| !assigned) {
                        return Err(self.problem(Fault::Changed { key }));
                    }
                    assigned = true;
                    self.bump();
                }
                c if c.is_alphabetic() || c == '_' => {
                    let name = self.name();
                    mentioned = mentioned.or_else(|| keys.iter().copied().find(|key| *key == name));
                    if let Some(key) = mentioned.filter(|_| binding) {
                        return Err(self.problem(Fault::Changed { key }));
                    }
                }
                c if c.is_ascii_digit() => {
                    // `0x1F`, `1e5`: what looks like a name in a number is none.
                    while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
                        self.bump();
                    }
                }
                _ => drop(self.bump()),
            }
        }
    }

    /// Steps over a text, whatever is in it. A quote behind a backslash is in it also where backslashes mean nothing else.
    fn step_over_text(&mut self) -> Result<(), Problem> {
        let start = Problem { line: self.line(), fault: Fault::Unterminated };
        let quotes = self.opening();
        loop {
            if self.rest().starts_with(quotes) {
                self.at += quotes.len();
                return Ok(());
            }
            match self.bump() {
                None => return Err(start),
                Some('\n') if quotes.len() == 1 => return Err(start),
                Some('\\') => drop(self.bump()),
                Some(_) => {}
            }
        }
    }

    /// Takes the quotes that open a text.
    fn opening(&mut self) -> &'static str {
        let rest = self.rest();
        let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| rest.starts_with(quotes));
        let quotes = quotes.unwrap_or("'");
        self.at += quotes.len();
        quotes
    }
}

#[cfg(test)]
mod tests;
