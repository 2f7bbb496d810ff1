//! Lengths of time as people write them: `30s`, `2m`, `500ms`, a bare number of seconds.

use std::time::Duration;

use super::{Located, Problem, kind::Kind, section::Section};

/// A text that is no length of time, or one that nobody can mean (nothing, or more than an hour).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a length of time: {0:?}")]
pub(crate) struct BadDuration(pub(crate) String);

/// The longest deadline that is taken.
const LONGEST: Duration = Duration::from_hours(1);

/// The longest age that is taken, in seconds: ten years.
const LONGEST_AGE: u64 = 3650 * 86_400;

/// Reads a length of time, from a millisecond to an hour.
pub(crate) fn parse(text: &str) -> Result<Duration, BadDuration> {
    let bad = || BadDuration(text.to_owned());
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: f64 = digits.parse().map_err(|_| bad())?;
    let seconds = match unit.trim() {
        "" | "s" | "sec" => number,
        "ms" => number / 1000.0,
        "m" | "min" => number * 60.0,
        "h" => number * 3600.0,
        _ => return Err(bad()),
    };
    let length = Duration::try_from_secs_f64(seconds).map_err(|_| bad())?;
    if length < Duration::from_millis(1) || length > LONGEST { Err(bad()) } else { Ok(length) }
}

/// Reads an age in seconds, up to ten years: `8d`, `2w`, `12h`, a bare number of seconds.
pub(super) fn parse_age(text: &str) -> Result<u64, BadDuration> {
    let bad = || BadDuration(text.to_owned());
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: u64 = digits.parse().map_err(|_| bad())?;
    let length = match unit.trim() {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        _ => return Err(bad()),
    };
    number.checked_mul(length).filter(|seconds| (1..=LONGEST_AGE).contains(seconds)).ok_or_else(bad)
}

/// A length of time of the section in seconds: `"8d"`, or a number of seconds.
pub(super) fn read_seconds(
    section: &mut Section<'_, '_>,
    key: &'static str,
    problems: &mut Vec<Located>,
) -> Option<u64> {
    if section.kind_of(key) == Some(Kind::Integer) {
        return section.integer(key, 1..=LONGEST_AGE, problems);
    }
    let text = section.string(key, problems)?;
    let read = parse_age(&text.value);
    if read.is_err() {
        problems.push(text.problem(Problem::BadAge { value: text.value.clone() }));
    }
    read.ok()
}

/// A length of time of the section in seconds, between two bounds.
pub(super) fn read_within(
    section: &mut Section<'_, '_>,
    key: &'static str,
    (low, high): (u64, u64),
    problems: &mut Vec<Located>,
) -> Option<u64> {
    let place = section.place(key).unwrap_or_default();
    let seconds = read_seconds(section, key, problems)?;
    if (low..=high).contains(&seconds) {
        return Some(seconds);
    }
    problems.push(Located {
        span: place,
        problem: Problem::OutOfBounds {
            key: section.full(key),
            value: format!("{seconds} s"),
            low: format!("{low} s"),
            high: format!("{high} s"),
        },
    });
    None
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{parse, parse_age};

    #[test]
    fn ages_are_read_in_days_and_weeks_too() {
        assert_eq!(parse_age("8d").unwrap(), 8 * 86_400);
        assert_eq!(parse_age("2w").unwrap(), 14 * 86_400);
        assert_eq!(parse_age("90").unwrap(), 90);
        for text in ["", "0", "-1d", "1y", "99999w", "1.5d"] {
            assert!(parse_age(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lengths_are_read_as_people_write_them() {
        assert_eq!(parse("30").unwrap(), Duration::from_secs(30));
        assert_eq!(parse("1.5s").unwrap(), Duration::from_millis(1500));
        assert_eq!(parse("500 ms").unwrap(), Duration::from_millis(500));
        assert_eq!(parse("2m").unwrap(), Duration::from_mins(2));
    }

    #[test]
    fn nothing_and_nonsense_are_refused() {
        for text in ["", "0", "-1", "fast", "30 parsecs", "1e9", "2h", "1..2"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
