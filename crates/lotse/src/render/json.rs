//! Answers for programs: one object, whose keys never change.

use lotse_engine::view::Answer;
use lotse_model::Timestamp;
use lotse_text::Language;
use serde_json::{Value, json};

/// `{"schema","language","complete","missing","sources","data"}`, with times in RFC 3339.
#[must_use]
pub(crate) fn answer(answer: &Answer, language: Language) -> Value {
    let data = serde_json::to_value(&answer.view).unwrap_or(Value::Null);
    json!({
        "schema": answer.view.schema(),
        "language": language.tag(),
        "complete": answer.missing.is_empty(),
        "missing": answer.missing,
        "sources": answer.sources.iter().map(|source| json!({
            "call": source.call,
            "as_of": timestamp(source.as_of),
        })).collect::<Vec<_>>(),
        "data": data,
    })
}

/// A point in time as JSON shows it: RFC 3339 in UTC.
#[must_use]
pub(crate) fn timestamp(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}
