//! Values as `pvesh` shows them to people: sizes, shares, durations, times.

use std::fmt::Write as _;

use serde_json::Value;

use super::json::line;
use crate::world::moment::Moment;

/// How a column's values are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// As they are.
    Plain,
    /// Bytes with a binary unit.
    Bytes,
    /// A share as a percentage.
    Share,
    /// Seconds as weeks, days, hours, minutes and seconds.
    Duration,
    /// Seconds of the epoch as a date and time.
    Timestamp,
}

/// The renderer of a property. The schema names one for each; the names are the same everywhere.
#[must_use]
pub fn renderer(property: &str) -> Renderer {
    match property {
        "mem" | "maxmem" | "disk" | "maxdisk" | "diskread" | "diskwrite" | "netin" | "netout" | "maxswap" | "avail"
        | "total" | "used" | "size" => Renderer::Bytes,
        "cpu" | "used_fraction" => Renderer::Share,
        "uptime" => Renderer::Duration,
        "snaptime" | "notafter" | "notbefore" => Renderer::Timestamp,
        _ => Renderer::Plain,
    }
}

/// The text of a value.
#[must_use]
pub fn render(value: &Value, renderer: Renderer, human: bool) -> String {
    let number = value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    match (renderer, number) {
        (Renderer::Bytes, Some(number)) if human => bytes(number),
        (Renderer::Share, Some(number)) if human => format!("{:.2}%", number * 100.0),
        (Renderer::Duration, Some(number)) if human => duration(whole(number)),
        (Renderer::Timestamp, Some(number)) if human => Moment::from_seconds(whole(number)).format("%Y-%m-%d %H:%M:%S"),
        _ => match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => line(other),
        },
    }
}

#[expect(clippy::cast_possible_truncation, reason = "times and durations are far below 2^53")]
fn whole(number: f64) -> i64 {
    number as i64
}

/// Bytes with the largest binary unit of which there is at least one (`PVE::CLIFormatter::render_bytes`).
#[must_use]
pub fn bytes(mut number: f64) -> String {
    let mut units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"].into_iter();
    let mut unit = units.next().unwrap_or("B");
    while number >= 1024.0 {
        let Some(next) = units.next() else { break };
        unit = next;
        number /= 1024.0;
    }
    format!("{number:.2} {unit}")
}

/// A duration in its parts, the greatest first; seconds always (`PVE::CLIFormatter::render_duration`).
#[must_use]
pub fn duration(seconds: i64) -> String {
    let mut rest = seconds.max(0);
    let mut text = String::new();
    for (unit, length) in [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60)] {
        let count = rest / length;
        if count > 0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{count}{unit} ");
            rest %= length;
        }
    }
    let _ = write!(text, "{rest}s");
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sizes_shares_durations_and_times_read_as_recorded() {
        assert_eq!(bytes(0.0), "0.00 B");
        assert_eq!(bytes(25_276_502_016.0), "23.54 GiB");
        assert_eq!(duration(4714), "1h 18m 34s");
        assert_eq!(duration(9), "9s");
        assert_eq!(render(&json!(0.176_991_150_442_478), renderer("cpu"), true), "17.70%");
        assert_eq!(render(&json!(1_795_324_883), renderer("snaptime"), true), "2026-11-22 05:21:23");
    }

    #[test]
    fn without_human_readable_values_stay_as_they_are() {
        assert_eq!(render(&json!(1024), renderer("mem"), false), "1024");
        assert_eq!(render(&json!({"mode": "x"}), Renderer::Plain, true), r#"{"mode":"x"}"#);
    }
}
