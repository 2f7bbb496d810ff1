//! A result in the format that was asked for.

use serde_json::Value;

use super::argv::{OutputFormat, Style};
use super::columns::{columns, is_truth, is_unmentioned};
use super::json::{line, pretty, sorted, yaml};
use super::render::{Renderer, render, renderer};
use super::table::{Column, table};

/// The text of a result; empty for a null one, which prints nothing in any format.
#[must_use]
pub fn print(path: &str, value: &Value, style: Style) -> String {
    if style.quiet || value.is_null() {
        return String::new();
    }
    match style.format {
        OutputFormat::Json => format!("{}\n", line(value)),
        OutputFormat::JsonPretty => format!("{}\n", pretty(value)),
        OutputFormat::Yaml => yaml(value),
        OutputFormat::Text => text(path, value, style),
    }
}

fn text(path: &str, value: &Value, style: Style) -> String {
    match value {
        Value::Object(members) => {
            let titles =
                [Column { title: "key".to_owned(), right: false }, Column { title: "value".to_owned(), right: false }];
            let rows: Vec<Vec<String>> = sorted(members)
                .into_iter()
                .filter(|(key, value)| !value.is_null() && !is_unmentioned(path, key))
                .map(|(key, value)| vec![key.to_owned(), render(value, renderer(key), style.human)])
                .collect();
            table(&titles, &rows, style.bare, style.headless)
        }
        Value::Array(items) if items.iter().all(Value::is_object) => list(path, items, style),
        Value::Array(items) => items.iter().fold(String::new(), |mut text, item| {
            text.push_str(&render(item, Renderer::Plain, false));
            text.push('\n');
            text
        }),
        Value::String(text) => format!("{}\n", text.trim_end_matches('\n')),
        other => format!("{other}\n"),
    }
}

fn list(path: &str, items: &[Value], style: Style) -> String {
    let names: Vec<String> = if let Some(known) = columns(path) {
        known.always.iter().chain(known.sometimes).map(|name| (*name).to_owned()).collect()
    } else {
        let mut names: Vec<String> =
            items.iter().filter_map(Value::as_object).flat_map(|item| item.keys().cloned()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    if items.is_empty() {
        return String::new();
    }
    let titles: Vec<Column> = names
        .iter()
        .map(|name| Column { title: name.clone(), right: !is_truth(name) && is_numeric(name, items) })
        .collect();
    let mut sorted: Vec<&Value> = items.iter().collect();
    if let Some(first) = names.first() {
        sorted.sort_by(|a, b| order(a.get(first), b.get(first)));
    }
    let rows: Vec<Vec<String>> = sorted
        .iter()
        .map(|item| {
            names
                .iter()
                .map(|name| item.get(name).map(|value| render(value, renderer(name), style.human)).unwrap_or_default())
                .collect()
        })
        .collect();
    table(&titles, &rows, style.bare, style.headless)
}

/// Numbers in every row that has the column; a column without a value counts by what it would hold.
fn is_numeric(name: &str, items: &[Value]) -> bool {
    let mut values = items.iter().filter_map(|item| item.get(name)).filter(|value| !value.is_null()).peekable();
    if values.peek().is_none() {
        return renderer(name) != Renderer::Plain || matches!(name, "vmid" | "nodes" | "nodeid" | "version");
    }
    values.all(Value::is_number)
}

fn order(a: Option<&Value>, b: Option<&Value>) -> std::cmp::Ordering {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return a.total_cmp(&b);
    }
    let text = |value: Option<&Value>| value.map(|value| render(value, Renderer::Plain, false));
    text(a).cmp(&text(b))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn style(format: OutputFormat) -> Style {
        Style { format, ..Style::default() }
    }

    #[test]
    fn a_plain_value_prints_bare_in_text_and_quoted_in_json() {
        assert_eq!(print("/cluster/nextid", &json!("105"), style(OutputFormat::Text)), "105\n");
        assert_eq!(print("/cluster/nextid", &json!("105"), style(OutputFormat::Json)), "\"105\"\n");
        assert_eq!(print("/x", &Value::Null, style(OutputFormat::Json)), "");
    }

    #[test]
    fn a_list_shows_the_known_columns_sorted_by_the_first() {
        let snapshots = json!([
            {"name": "snap1", "description": "first", "snaptime": 1_795_324_883, "vmstate": 1},
            {"name": "current", "description": "You are here!", "running": 1, "digest": "x", "parent": "snap1"},
        ]);
        let text = print("/nodes/pve/qemu/100/snapshot", &snapshots, style(OutputFormat::Text));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "│ description   │ name    │ parent │            snaptime │ vmstate │");
        assert_eq!(lines[3], "│ You are here! │ current │ snap1  │                     │         │");
        assert_eq!(lines[5], "│ first         │ snap1   │        │ 2026-11-22 05:21:23 │ 1       │");
    }

    #[test]
    fn an_object_shows_keys_and_values() {
        let text = print("/version", &json!({"version": "8.4.21", "release": "8.4"}), style(OutputFormat::Text));
        assert_eq!(text.lines().nth(3), Some("│ release │ 8.4    │"));
        assert_eq!(text.lines().nth(5), Some("│ version │ 8.4.21 │"));
    }
}
