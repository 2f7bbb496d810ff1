//! Hours that come again: `22:00-07:00`, `mon-fri 22:00-07:00`, `sat,sun 00:00-24:00`.

use jiff::civil::{Time, Weekday};
use lotse_engine::watch::Hours;

use super::{Located, Problem, section::Section};

/// The days by the first letters of their names.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// A text that is no hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no hours: {0:?}")]
pub(super) struct BadHours(String);

/// Reads a list of hours, or one.
pub(super) fn read(section: &mut Section<'_, '_>, key: &'static str, problems: &mut Vec<Located>) -> Vec<Hours> {
    let mut found = Vec::new();
    for text in section.strings(key, problems).unwrap_or_default() {
        match parse(&text.value) {
            Ok(hours) => found.push(hours),
            Err(_) => problems.push(text.problem(Problem::BadHours { value: text.value.clone() })),
        }
    }
    found
}

/// Reads hours: days, if any, and from when until when.
pub(super) fn parse(text: &str) -> Result<Hours, BadHours> {
    let bad = || BadHours(text.to_owned());
    let plain = text.trim().to_lowercase().replace(['–', '—'], "-");
    let first_digit = plain.find(|c: char| c.is_ascii_digit()).ok_or_else(bad)?;
    let (days, times) = plain.split_at(first_digit);
    let (from, to) = times.split_once('-').ok_or_else(bad)?;
    let from = daytime(from).ok_or_else(bad)?;
    // The end of a day is the beginning of the next.
    let to = if to.trim() == "24:00" { Time::midnight() } else { daytime(to).ok_or_else(bad)? };
    Ok(Hours { days: days_of(days).ok_or_else(bad)?, from, to })
}

fn daytime(text: &str) -> Option<Time> {
    Time::strptime("%H:%M", text.trim()).ok()
}

/// Days and ranges of days with commas or blanks between; nothing is every day.
fn days_of(text: &str) -> Option<Vec<Weekday>> {
    let mut days: Vec<Weekday> = Vec::new();
    for part in text.split([',', ' ', '\t']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        let mut day = first;
        loop {
            if !days.contains(&day) {
                days.push(day);
            }
            if day == last {
                break;
            }
            day = day.next();
        }
    }
    Some(days)
}

/// A day by its name or the beginning of it, three letters at least.
fn day(text: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let name = NAMES.iter().find(|name| text.len() >= 3 && name.starts_with(text))?;
    DAYS.iter().find(|(short, _)| name.starts_with(short)).map(|(_, day)| *day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, time};

    use super::parse;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let night = parse("22:00-07:00").unwrap();
        assert_eq!((night.from, night.to), (time(22, 0, 0, 0), time(7, 0, 0, 0)));
        assert!(night.days.is_empty(), "every day");
        let weekend = parse("Sat, sunday 00:00 – 24:00").unwrap();
        assert_eq!(weekend.days, [Weekday::Saturday, Weekday::Sunday]);
        assert_eq!((weekend.from, weekend.to), (time(0, 0, 0, 0), time(0, 0, 0, 0)));
        let over = parse("fri-mon 8:30-9:00").unwrap();
        assert_eq!(over.days, [Weekday::Friday, Weekday::Saturday, Weekday::Sunday, Weekday::Monday]);
        assert_eq!(over.from, time(8, 30, 0, 0));
    }

    #[test]
    fn what_is_no_hours_is_refused() {
        for text in ["", "night", "22:00", "22-07", "25:00-07:00", "24:00-07:00", "xyz 22:00-07:00", "m 22:00-07:00"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
