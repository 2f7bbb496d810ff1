//! Answers for programs: one object, whose keys never change.

use std::fmt::Write as _;

use lotse_engine::view::Answer;
use lotse_model::Timestamp;
use lotse_text::Language;
use serde_json::{Value, json};

/// `{"schema","language","complete","missing","sources","data"}`, with times in RFC 3339; `narrowed` beside them when criteria
/// were given, or words of the question are not heeded.
#[must_use]
pub(crate) fn answer(answer: &Answer, language: Language) -> Value {
    let data = serde_json::to_value(&answer.view).unwrap_or(Value::Null);
    let mut object = json!({
        "schema": answer.view.schema(),
        "language": language.tag(),
        "complete": answer.missing.is_empty(),
        "missing": answer.missing,
        "sources": answer.sources.iter().map(|source| json!({
            "call": source.call,
            "as_of": timestamp(source.as_of),
        })).collect::<Vec<_>>(),
        "data": data,
    });
    if let (Some(object), Some(narrowed)) = (object.as_object_mut(), &answer.narrowed) {
        object.insert("narrowed".to_owned(), json!(narrowed));
    }
    object
}

/// A point in time as JSON shows it: RFC 3339 in UTC.
#[must_use]
pub(crate) fn timestamp(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// JSON as text, pure of what a terminal would obey: C1 controls and the marks that hide or reorder are written as
/// `\uXXXX`, which is the same JSON. (C0 controls are escaped by the format itself.)
#[must_use]
pub(crate) fn text(value: &Value) -> String {
    value.to_string().chars().fold(String::new(), |mut text, c| {
        let is_obeyed = matches!(c, '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if is_obeyed {
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::text;

    #[test]
    fn json_holds_nothing_that_a_terminal_would_obey_and_stays_the_same_json() {
        let value = json!({"description": "a\u{9b}31m\u{202e}b\u{1b}[2J ノード"});
        let written = text(&value);
        assert!(!written.chars().any(|c| c.is_control() || c == '\u{202e}'), "{written:?}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }
}
