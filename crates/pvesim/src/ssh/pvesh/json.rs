//! JSON and YAML as `pvesh` prints them: keys sorted.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// One line of JSON with sorted keys, no blanks.
#[must_use]
pub fn line(value: &Value) -> String {
    let mut text = String::new();
    compact(value, &mut text);
    text
}

fn compact(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            text.push('{');
            for (index, (name, member)) in sorted(members).into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                scalar(&Value::from(name), text);
                text.push(':');
                compact(member, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                compact(item, text);
            }
            text.push(']');
        }
        other => scalar(other, text),
    }
}

/// JSON over several lines as Perl's JSON module writes it: three blanks of indent, a blank on both sides of the colon.
#[must_use]
pub fn pretty(value: &Value) -> String {
    let mut text = String::new();
    indented(value, 0, &mut text);
    text
}

fn indented(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push_str("{\n");
            for (index, (name, member)) in sorted(members).into_iter().enumerate() {
                if index > 0 {
                    text.push_str(",\n");
                }
                indent(depth + 1, text);
                scalar(&Value::from(name), text);
                text.push_str(" : ");
                indented(member, depth + 1, text);
            }
            text.push('\n');
            indent(depth, text);
            text.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            text.push_str("[\n");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(",\n");
                }
                indent(depth + 1, text);
                indented(item, depth + 1, text);
            }
            text.push('\n');
            indent(depth, text);
            text.push(']');
        }
        Value::Object(_) => text.push_str("{}"),
        Value::Array(_) => text.push_str("[]"),
        other => scalar(other, text),
    }
}

fn indent(depth: usize, text: &mut String) {
    for _ in 0..depth {
        text.push_str("   ");
    }
}

fn scalar(value: &Value, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(text, "{value}");
}

pub(super) fn sorted(members: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut sorted: Vec<(&str, &Value)> = members.iter().map(|(name, value)| (name.as_str(), value)).collect();
    sorted.sort_by_key(|(name, _)| *name);
    sorted
}

/// A YAML document, as YAML::XS writes it.
#[must_use]
pub fn yaml(value: &Value) -> String {
    let mut text = "---".to_owned();
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('\n');
            yaml_object(members, 0, false, &mut text);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            yaml_array(items, 0, &mut text);
        }
        other => {
            text.push(' ');
            text.push_str(&yaml_scalar(other, 0));
            text.push('\n');
        }
    }
    text
}

fn yaml_object(members: &Map<String, Value>, depth: usize, inline: bool, text: &mut String) {
    for (index, (name, member)) in sorted(members).into_iter().enumerate() {
        if index > 0 || !inline {
            text.push_str(&" ".repeat(depth));
        }
        text.push_str(&yaml_string(name, depth));
        text.push(':');
        yaml_member(member, depth, text);
    }
}

fn yaml_member(member: &Value, depth: usize, text: &mut String) {
    match member {
        Value::Object(inner) if !inner.is_empty() => {
            text.push('\n');
            yaml_object(inner, depth + 2, false, text);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            yaml_array(items, depth, text);
        }
        other => {
            text.push(' ');
            text.push_str(&yaml_scalar(other, depth + 2));
            text.push('\n');
        }
    }
}

fn yaml_array(items: &[Value], depth: usize, text: &mut String) {
    for item in items {
        text.push_str(&" ".repeat(depth));
        text.push('-');
        match item {
            Value::Object(inner) if !inner.is_empty() => {
                text.push(' ');
                yaml_object(inner, depth + 2, true, text);
            }
            Value::Array(inner) if !inner.is_empty() => {
                text.push('\n');
                yaml_array(inner, depth + 2, text);
            }
            other => {
                text.push(' ');
                text.push_str(&yaml_scalar(other, depth + 2));
                text.push('\n');
            }
        }
    }
}

fn yaml_scalar(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::String(text) => yaml_string(text, depth),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// Strings that another reader would take for something else are quoted.
fn yaml_string(text: &str, depth: usize) -> String {
    if text.contains('\n') {
        let mark = if text.ends_with('\n') { "|" } else { "|-" };
        let inner: Vec<String> =
            text.trim_end_matches('\n').lines().map(|line| format!("{}{line}", " ".repeat(depth))).collect();
        return format!("{mark}\n{}", inner.join("\n"));
    }
    let special = text.is_empty()
        || text.parse::<f64>().is_ok()
        || matches!(text, "~" | "null" | "true" | "false" | "yes" | "no" | "y" | "n")
        || text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', ' ',
        ])
        || text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #");
    if special { format!("'{}'", text.replace('\'', "''")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_on_one_line() {
        assert_eq!(
            line(&json!({"b": [1, null], "a": {"z": "ü", "y": 0.5}})),
            r#"{"a":{"y":0.5,"z":"ü"},"b":[1,null]}"#
        );
    }

    #[test]
    fn pretty_json_indents_by_three() {
        assert_eq!(
            pretty(&json!({"release": "8.4", "list": [1], "empty": []})),
            "{\n   \"empty\" : [],\n   \"list\" : [\n      1\n   ],\n   \"release\" : \"8.4\"\n}"
        );
    }

    #[test]
    fn yaml_quotes_what_looks_like_a_number() {
        assert_eq!(
            yaml(&json!({"version": "8.4.21", "release": "8.4", "list": [{"a": 1, "b": "x"}], "none": null})),
            "---\nlist:\n- a: 1\n  b: x\nnone: ~\nrelease: '8.4'\nversion: 8.4.21\n"
        );
        assert_eq!(yaml(&json!([1, "a"])), "---\n- 1\n- a\n");
    }
}
