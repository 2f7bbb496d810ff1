//! What a request may hold: Discord's own description of its API ([`schema`]), and what is documented beyond it.

pub mod command;
pub mod component;
pub mod embed;
pub mod message;
pub mod modal;
pub mod respond;
pub mod schema;
pub mod upload;

use serde_json::{Map, Value, json};

/// One thing that is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Where: member names and indices with dots between, empty for the body itself.
    pub path: String,
    /// Discord's code for it, such as `BASE_TYPE_MAX_LENGTH`.
    pub code: &'static str,
    /// What is wrong, in words.
    pub message: String,
}

/// Collects flaws while a body is walked.
#[derive(Debug, Default)]
pub struct Flaws(pub Vec<Flaw>);

impl Flaws {
    /// Notes a flaw.
    pub fn add(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(Flaw { path: path.into(), code, message: message.into() });
    }

    /// Notes a flaw unless `fine`.
    pub fn demand(&mut self, fine: bool, path: &str, code: &'static str, message: &str) {
        if !fine {
            self.add(path, code, message);
        }
    }

    /// Notes a text that is longer than `most` characters, or shorter than `least`.
    pub fn length(&mut self, path: &str, value: Option<&Value>, least: usize, most: usize) {
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        let Some(text) = value.as_str() else {
            return self.add(path, "STRING_TYPE_CONVERT", "Could not interpret as string.");
        };
        let length = text.chars().count();
        if length > most {
            self.add(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length; it is {length}."));
        } else if length < least {
            self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length."));
        }
    }

    /// Notes a list with more than `most` entries, and returns its entries.
    pub fn list<'a>(&mut self, path: &str, value: Option<&'a Value>, most: usize) -> &'a [Value] {
        match value {
            None | Some(Value::Null) => &[],
            Some(Value::Array(list)) => {
                if list.len() > most {
                    let message = format!("Must be {most} or fewer in length; it is {}.", list.len());
                    self.add(path, "BASE_TYPE_MAX_LENGTH", message);
                }
                list
            }
            Some(_) => {
                self.add(path, "LIST_TYPE_CONVERT", "Could not interpret as list.");
                &[]
            }
        }
    }

    /// Notes that a member is missing.
    pub fn required(&mut self, path: &str, value: Option<&Value>) {
        if value.is_none_or(Value::is_null) {
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }
}

/// How many characters a text has; none where it is absent.
#[must_use]
pub fn characters(value: Option<&Value>) -> usize {
    value.and_then(Value::as_str).map_or(0, |text| text.chars().count())
}

/// The number in a member that may be written as a number or as a string of digits.
#[must_use]
pub fn number(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A path with one more part.
#[must_use]
pub fn under(path: &str, part: impl std::fmt::Display) -> String {
    if path.is_empty() { part.to_string() } else { format!("{path}.{part}") }
}

/// The nested `errors` of Discord's answer to a bad body.
#[must_use]
pub fn nested(flaws: &[Flaw]) -> Value {
    let mut root = Map::new();
    for flaw in flaws {
        let parts: Vec<&str> = flaw.path.split('.').filter(|part| !part.is_empty()).collect();
        insert(&mut root, &parts, flaw);
    }
    Value::Object(root)
}

fn insert(at: &mut Map<String, Value>, parts: &[&str], flaw: &Flaw) {
    if let Some((first, rest)) = parts.split_first() {
        let next = at.entry((*first).to_owned()).or_insert_with(|| json!({}));
        if let Value::Object(next) = next {
            insert(next, rest, flaw);
        }
        return;
    }
    let errors = at.entry("_errors".to_owned()).or_insert_with(|| json!([]));
    if let Value::Array(errors) = errors {
        errors.push(json!({ "code": flaw.code, "message": flaw.message }));
    }
}
