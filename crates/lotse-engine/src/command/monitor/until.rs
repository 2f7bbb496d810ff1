//! Until when, as people say it: `08:00`, `8`, `tomorrow`, `morgen 8 Uhr`, `明日8時`, `2026-11-28 08:00`.

use jiff::{
    ToSpan as _, Zoned,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use lotse_model::Timestamp;

/// When a day begins for people who say no time.
const MORNING: i8 = 8;

/// Words for the next day and for this one, folded.
const TOMORROW: [&str; 4] = ["tomorrow", "morgen", "明日", "あした"];
const TODAY: [&str; 3] = ["today", "heute", "今日"];

/// Reads it on the clocks of `zone`. A time of day is the next one that comes.
pub(super) fn parse(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let text = lotse_text::fold(text);
    let text = text.trim();
    let here = jiff::Timestamp::from_second(now.0).ok()?.to_zoned(zone.clone());
    if let Some(exact) = exact(text, zone) {
        return Some(Timestamp(exact.timestamp().as_second()));
    }
    let strip = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word));
    let (day, rest) = match (strip(&TOMORROW), strip(&TODAY)) {
        (Some(rest), _) => (Some(here.date().tomorrow().ok()?), rest),
        (None, Some(rest)) => (Some(here.date()), rest),
        (None, None) => (None, text),
    };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | 'の'));
    let rest = ["at ", "um "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let time = match (rest, day) {
        // "Today" alone says nothing, and "tomorrow" alone the morning.
        ("", Some(day)) if day > here.date() => Time::new(MORNING, 0, 0, 0).ok()?,
        ("frueh" | "morning" | "朝", Some(_)) => Time::new(MORNING, 0, 0, 0).ok()?,
        ("", _) => return None,
        (said, _) => daytime(said)?,
    };
    let at = |day: Date| -> Option<Zoned> { day.to_datetime(time).to_zoned(zone.clone()).ok() };
    let moment = if let Some(day) = day {
        at(day)?
    } else {
        let today = at(here.date())?;
        if today > here { today } else { at(here.date().checked_add(1.day()).ok()?)? }
    };
    Some(Timestamp(moment.timestamp().as_second()))
}

/// A date with a time, with its offset or without.
fn exact(text: &str, zone: &TimeZone) -> Option<Zoned> {
    let upper = text.to_uppercase();
    if let Ok(moment) = upper.parse::<jiff::Timestamp>() {
        return Some(moment.to_zoned(zone.clone()));
    }
    if upper.len() <= "2026-11-28".len() {
        return None;
    }
    upper.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()
}

/// `8`, `08:00`, `8 uhr`, `8h`, `8時`, `8時30分`, `8am`, `8:30 pm`.
fn daytime(text: &str) -> Option<Time> {
    let text = text.trim();
    let (text, later) = if let Some(rest) = text.strip_suffix("pm") {
        (rest.trim(), Some(true))
    } else if let Some(rest) = text.strip_suffix("am") {
        (rest.trim(), Some(false))
    } else {
        (text, None)
    };
    let text = ["uhr", "h", "分"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim();
    let (hours, minutes) = match text.split_once([':', '.', '時']) {
        Some((hours, "")) => (hours, "0"),
        Some((hours, minutes)) => (hours, minutes),
        None => (text, "0"),
    };
    let (hours, minutes): (i8, i8) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
    let hours = match later {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(later) => hours % 12 + if later { 12 } else { 0 },
    };
    Time::new(hours, minutes, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use lotse_model::Timestamp;

    use super::parse;

    fn until(text: &str, now: &str) -> Option<String> {
        let zone = TimeZone::get("Europe/Berlin").expect("known");
        let now = format!("{now}[Europe/Berlin]").parse::<jiff::Zoned>().expect("a time").timestamp().as_second();
        let until = parse(text, Timestamp(now), &zone)?;
        let there = jiff::Timestamp::from_second(until.0).expect("a time").to_zoned(zone);
        Some(there.strftime("%m-%d %H:%M").to_string())
    }

    #[test]
    fn a_time_of_day_is_the_next_one_that_comes() {
        for text in ["08:00", "8", "8:00", "8 Uhr", "8h", "8時", "8 am", "um 8"] {
            assert_eq!(until(text, "2026-11-22T21:30").as_deref(), Some("11-23 08:00"), "{text}");
            assert_eq!(until(text, "2026-11-22T07:59").as_deref(), Some("11-22 08:00"), "{text}");
        }
        assert_eq!(until("8:30pm", "2026-11-22T21:30").as_deref(), Some("11-23 20:30"));
        assert_eq!(until("8時30分", "2026-11-22T21:30").as_deref(), Some("11-23 08:30"));
    }

    #[test]
    fn tomorrow_is_a_day_and_its_morning_when_nothing_else_is_said() {
        for text in
            ["tomorrow", "morgen", "明日", "morgen früh", "tomorrow 8", "morgen um 8 Uhr", "明日8時", "明日の8時"]
        {
            assert_eq!(until(text, "2026-11-22T01:00").as_deref(), Some("11-23 08:00"), "{text}");
        }
        assert_eq!(until("heute 22:00", "2026-11-22T21:30").as_deref(), Some("11-22 22:00"));
    }

    #[test]
    fn a_date_is_exact_and_the_clocks_change_in_between() {
        assert_eq!(until("2026-11-28 08:00", "2026-11-22T21:30").as_deref(), Some("11-28 08:00"));
        assert_eq!(until("2026-11-28T08:00:00Z", "2026-11-22T21:30").as_deref(), Some("11-28 09:00"));
        assert_eq!(until("tomorrow 8", "2026-10-24T21:30").as_deref(), Some("10-25 08:00"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "soon", "25:00", "8:61", "today", "-8", "13pm", "tomorrow late"] {
            assert_eq!(until(text, "2026-11-22T21:30"), None, "{text}");
        }
    }
}
