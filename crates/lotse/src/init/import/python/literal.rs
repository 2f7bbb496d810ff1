//! The values themselves, as Python's reference writes them (Lexical analysis, 2.5 and 2.6).

use super::{Fault, Literal, Problem, Reader};

/// Lists within lists, at most so deep.
const DEEPEST: usize = 16;

impl Reader<'_> {
    /// The value of `key` up to the end of its statement.
    pub(super) fn value(&mut self, key: &'static str) -> Result<Literal, Problem> {
        self.blanks(false);
        let first = self.literal(key, 0)?;
        self.blanks(false);
        let value = if self.peek() == Some(',') { self.bare_tuple(first, key)? } else { first };
        match self.peek() {
            None | Some('\n' | '#' | ';') => Ok(value),
            Some(_) => Err(self.problem(Fault::NotLiteral { key })),
        }
    }

    /// `1, 2` without brackets.
    fn bare_tuple(&mut self, first: Literal, key: &'static str) -> Result<Literal, Problem> {
        let mut all = vec![first];
        while self.peek() == Some(',') {
            self.bump();
            self.blanks(false);
            if matches!(self.peek(), None | Some('\n' | '#' | ';')) {
                break;
            }
            all.push(self.literal(key, 0)?);
            self.blanks(false);
        }
        Ok(Literal::List(all))
    }

    fn literal(&mut self, key: &'static str, depth: usize) -> Result<Literal, Problem> {
        let not = |reader: &Self| reader.problem(Fault::NotLiteral { key });
        if depth > DEEPEST {
            return Err(not(self));
        }
        match self.peek() {
            Some('[') => self.list(']', key, depth),
            Some('(') => self.list(')', key, depth),
            Some('"' | '\'') => self.texts(key, depth > 0),
            Some('+' | '-' | '0'..='9') => self.number().ok_or_else(|| not(self)),
            Some(c) if c.is_alphabetic() => {
                let (from, name) = (self.at, self.name());
                match name {
                    "None" => Ok(Literal::None),
                    "True" => Ok(Literal::Bool(true)),
                    "False" => Ok(Literal::Bool(false)),
                    "r" | "R" | "u" | "U" if matches!(self.peek(), Some('"' | '\'')) => {
                        self.at = from;
                        self.texts(key, depth > 0)
                    }
                    _ => Err(not(self)),
                }
            }
            _ => Err(not(self)),
        }
    }

    /// A list, a tuple, or a value in parentheses.
    fn list(&mut self, closing: char, key: &'static str, depth: usize) -> Result<Literal, Problem> {
        let start = self.problem(Fault::Unterminated);
        self.bump();
        let (mut all, mut commas) = (Vec::new(), 0_usize);
        loop {
            self.blanks(true);
            match self.peek() {
                None => return Err(start),
                Some(c) if c == closing => {
                    self.bump();
                    break;
                }
                Some(_) if all.len() == commas => all.push(self.literal(key, depth + 1)?),
                Some(',') => {
                    commas += 1;
                    self.bump();
                }
                Some(_) => return Err(self.problem(Fault::NotLiteral { key })),
            }
        }
        match all.pop() {
            Some(only) if closing == ')' && commas == 0 => Ok(only),
            last => {
                all.extend(last);
                Ok(Literal::List(all))
            }
        }
    }

    /// Texts one behind the other are one text.
    fn texts(&mut self, key: &'static str, in_brackets: bool) -> Result<Literal, Problem> {
        let mut whole = String::new();
        loop {
            let from = self.at;
            let prefix = self.name();
            let raw = matches!(prefix, "r" | "R");
            let plain = raw || matches!(prefix, "" | "u" | "U");
            if !matches!(self.peek(), Some('"' | '\'')) {
                self.at = from;
                return Ok(Literal::Text(whole));
            }
            if !plain {
                return Err(self.problem(Fault::NotLiteral { key }));
            }
            self.text(raw, key, &mut whole)?;
            self.blanks(in_brackets);
        }
    }

    fn text(&mut self, raw: bool, key: &'static str, into: &mut String) -> Result<(), Problem> {
        let start = self.problem(Fault::Unterminated);
        let quotes = self.opening();
        loop {
            if self.rest().starts_with(quotes) {
                self.at += quotes.len();
                return Ok(());
            }
            match self.bump() {
                None => return Err(start),
                Some('\n') if quotes.len() == 1 => return Err(start),
                Some('\\') if raw => {
                    into.push('\\');
                    into.extend(self.bump());
                }
                Some('\\') => self.escape(into).ok_or_else(|| self.problem(Fault::NotLiteral { key }))?,
                Some(c) => into.push(c),
            }
        }
    }

    /// What a backslash means with what is behind it; `None` for what is not a character.
    fn escape(&mut self, into: &mut String) -> Option<()> {
        let c = self.bump()?;
        let plain = match c {
            '\n' => return Some(()),
            '\\' | '\'' | '"' => c,
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'x' => self.code(16, 2, 2)?,
            'u' => self.code(16, 4, 4)?,
            'U' => self.code(16, 8, 8)?,
            // The name of a character wants a table of names.
            'N' => return None,
            '0'..='7' => {
                self.at -= 1;
                self.code(8, 1, 3)?
            }
            other => {
                into.push('\\');
                other
            }
        };
        into.push(plain);
        Some(())
    }

    fn code(&mut self, radix: u32, least: usize, most: usize) -> Option<char> {
        let rest = self.rest();
        let digits = rest.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        if digits < least {
            return None;
        }
        let code = u32::from_str_radix(rest.get(..digits)?, radix).ok()?;
        self.at += digits;
        char::from_u32(code)
    }

    fn number(&mut self) -> Option<Literal> {
        let negative = self.peek() == Some('-');
        if matches!(self.peek(), Some('+' | '-')) {
            self.bump();
        }
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        let word = rest.get(..end)?;
        let number = whole(word)?;
        self.at += end;
        Some(Literal::Number(if negative { -number } else { number }))
    }
}

/// A whole number: `100`, `1_000`, `0x64`. One with leading zeros is none in Python either.
fn whole(word: &str) -> Option<i128> {
    let lower = word.to_ascii_lowercase();
    let (digits, radix) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, radix)))
        .unwrap_or((&lower, 10));
    let separated = radix == 10 && digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    let digits = digits.replace('_', "");
    let zeros = radix == 10 && digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|digit| digit != b'0');
    if separated || zeros || digits.starts_with(['+', '-']) {
        return None;
    }
    i128::from_str_radix(&digits, radix).ok()
}
