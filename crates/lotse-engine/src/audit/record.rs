//! An entry with its person, as the one text that is chained.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{entry::AuditEntry, scrub::scrub};
use crate::access::Person;

/// An entry with its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who, with their roles at that moment, from where.
    pub by: Person,
    /// What.
    pub entry: AuditEntry,
}

impl Record {
    /// The body of its line: JSON without secrets, without spaces, the keys of every object in the order of their code points, so
    /// that the same record is always the same text.
    #[must_use]
    pub fn body(&self) -> String {
        // Of strings, whole numbers and maps with names: this always serialises.
        let value = serde_json::to_value(self).unwrap_or_default();
        let mut text = String::new();
        write(&cleared(value), &mut text);
        text
    }

    /// Reads the body of a line.
    pub fn parse(body: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(body)
    }
}

/// The value without secrets: in texts, and as values of keys that are called like one.
fn cleared(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(scrub(&text)),
        Value::Array(all) => Value::Array(all.into_iter().map(cleared).collect()),
        Value::Object(all) => {
            let cleared = |(key, value): (String, Value)| match value {
                Value::String(_) if super::scrub::is_secret_name(&key) => {
                    (key, Value::String(super::scrub::MASK.to_owned()))
                }
                value => (key, cleared(value)),
            };
            Value::Object(all.into_iter().map(cleared).collect())
        }
        plain => plain,
    }
}

fn write(value: &Value, into: &mut String) {
    match value {
        Value::Array(all) => {
            into.push('[');
            for (one, index) in all.iter().zip(0..) {
                comma(index, into);
                write(one, into);
            }
            into.push(']');
        }
        Value::Object(all) => {
            let mut keys: Vec<_> = all.iter().collect();
            keys.sort_unstable_by_key(|(key, _)| key.as_str());
            into.push('{');
            for ((key, one), index) in keys.into_iter().zip(0..) {
                comma(index, into);
                into.push_str(&Value::String(key.clone()).to_string());
                into.push(':');
                write(one, into);
            }
            into.push('}');
        }
        plain => into.push_str(&plain.to_string()),
    }
}

fn comma(index: usize, into: &mut String) {
    if index > 0 {
        into.push(',');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::write;

    fn text(value: &Value) -> String {
        let mut text = String::new();
        write(value, &mut text);
        text
    }

    #[test]
    fn the_order_of_keys_is_always_the_same() {
        let one = json!({"b": [1, {"z": null, "a": "ü\n"}], "a": true});
        let other = json!({"a": true, "b": [1, {"a": "ü\n", "z": null}]});
        assert_eq!(text(&one), r#"{"a":true,"b":[1,{"a":"ü\n","z":null}]}"#);
        assert_eq!(text(&one), text(&other));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(keys in proptest::collection::hash_map(".{0,6}", ".{0,12}", 0..6)) {
            let value = json!({"keys": keys, "list": keys.values().collect::<Vec<_>>()});
            prop_assert_eq!(serde_json::from_str::<Value>(&text(&value)).expect("JSON"), value);
        }
    }
}
