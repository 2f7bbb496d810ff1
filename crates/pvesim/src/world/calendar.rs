//! Calendar events of jobs (`pve-calendar-event`, described in the manual's appendix "Calendar Events"): a subset of
//! systemd's, `[WEEKDAY] [[YEAR-]MONTH-DAY] [HOUR:]MINUTE`, with lists, ranges and steps.

use jiff::civil::{DateTime, Time, Weekday};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use super::moment::Moment;

/// When a job runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    weekdays: [bool; 7],
    years: Field,
    months: Field,
    days: Field,
    hours: Field,
    minutes: Field,
}

/// Values of one part; empty: every one.
type Field = Vec<i32>;

/// How many days ahead the next time is looked for: `02-29` may be eight years away.
const HORIZON_DAYS: i32 = 366 * 9;

impl Calendar {
    /// Reads an event; the error is what stands behind `invalid calendar event 'x' - `.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read(text).ok_or_else(|| format!("unable to parse calendar event - {text}\n"))
    }

    fn read(text: &str) -> Option<Self> {
        let mut calendar = Self {
            weekdays: [true; 7],
            years: Vec::new(),
            months: Vec::new(),
            days: Vec::new(),
            hours: vec![0],
            minutes: vec![0],
        };
        match text.trim() {
            "" => return None,
            "minutely" => (calendar.hours, calendar.minutes) = (Vec::new(), Vec::new()),
            "hourly" => calendar.hours = Vec::new(),
            "daily" => {}
            "weekly" => calendar.weekdays = MONDAY,
            "monthly" => calendar.days = vec![1],
            "yearly" | "annually" => (calendar.months, calendar.days) = (vec![1], vec![1]),
            "quarterly" => (calendar.months, calendar.days) = (vec![1, 4, 7, 10], vec![1]),
            "semiannually" | "semi-annually" => (calendar.months, calendar.days) = (vec![1, 7], vec![1]),
            words => {
                for (at, word) in words.split_whitespace().enumerate() {
                    if at == 0
                        && let Some(days) = weekdays(word)
                    {
                        calendar.weekdays = days;
                    } else if word.contains('-') {
                        calendar.date(word)?;
                    } else {
                        calendar.time(word)?;
                    }
                }
            }
        }
        Some(calendar)
    }

    fn date(&mut self, word: &str) -> Option<()> {
        let parts: Vec<_> = word.split('-').collect();
        let (year, month, day) = match parts.as_slice() {
            [year, month, day] => (*year, *month, *day),
            [month, day] => ("*", *month, *day),
            _ => return None,
        };
        self.years = field(year, 1970, 2200)?;
        self.months = field(month, 1, 12)?;
        self.days = field(day, 1, 31)?;
        Some(())
    }

    fn time(&mut self, word: &str) -> Option<()> {
        let mut parts = word.split(':');
        let (first, second, third) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() || third.is_some_and(|seconds| field(seconds, 0, 59).is_none()) {
            return None;
        }
        if let Some(minutes) = second {
            self.hours = field(first, 0, 23)?;
            self.minutes = field(minutes, 0, 59)?;
        } else {
            // A single number is a minute of every hour.
            self.hours = Vec::new();
            self.minutes = field(first, 0, 59)?;
        }
        Some(())
    }

    /// The first time after a moment, in a time zone.
    #[must_use]
    pub fn next_after(&self, moment: Moment, zone: &TimeZone) -> Option<Moment> {
        let start = Timestamp::from_second(moment.seconds()).ok()?.to_zoned(zone.clone()).datetime();
        let mut date = start.date();
        for _ in 0..HORIZON_DAYS {
            let day_fits = self.weekdays.get(weekday_index(date.weekday())).copied().unwrap_or(false)
                && fits(&self.years, i32::from(date.year()))
                && fits(&self.months, i32::from(date.month()))
                && fits(&self.days, i32::from(date.day()));
            if day_fits {
                let from = if date == start.date() { Some(start) } else { None };
                if let Some(time) = self.first_time(from) {
                    let at = DateTime::from_parts(date, time).to_zoned(zone.clone()).ok()?;
                    return Some(Moment::from_seconds(at.timestamp().as_second()));
                }
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }

    /// The first time of a day; later than `after` when that is on the same day.
    fn first_time(&self, after: Option<DateTime>) -> Option<Time> {
        for hour in (0..24).filter(|hour| fits(&self.hours, *hour)) {
            for minute in (0..60).filter(|minute| fits(&self.minutes, *minute)) {
                let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
                if after.is_none_or(|after| time > after.time()) {
                    return Some(time);
                }
            }
        }
        None
    }
}

fn fits(field: &[i32], value: i32) -> bool {
    field.is_empty() || field.contains(&value)
}

/// Monday alone.
const MONDAY: [bool; 7] = [true, false, false, false, false, false, false];

fn weekday_index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

/// `mon`, `mon..fri`, `sat,sun`.
fn weekdays(word: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    for part in word.split(',') {
        let (from, to) = match part.split_once("..") {
            Some((from, to)) => (weekday(from)?, weekday(to)?),
            None => (weekday(part)?, weekday(part)?),
        };
        if from > to {
            return None;
        }
        for day in days.iter_mut().take(to + 1).skip(from) {
            *day = true;
        }
    }
    Some(days)
}

fn weekday(name: &str) -> Option<usize> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let name = name.to_ascii_lowercase();
    NAMES.iter().position(|full| name.len() >= 3 && full.starts_with(&name))
}

/// `*`, `5`, `1,2`, `8..18`, `0/15`, `*/15`.
fn field(text: &str, min: i32, max: i32) -> Option<Field> {
    let mut values = Vec::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<i32>().ok().filter(|step| *step > 0)?)),
            None => (part, None),
        };
        let (from, to) = match range.split_once("..") {
            Some((from, to)) => (from.parse().ok()?, to.parse().ok()?),
            None if range == "*" && step.is_none() => return Some(Vec::new()),
            None if range == "*" => (min, max),
            None => {
                let only = range.parse().ok()?;
                (only, if step.is_some() { max } else { only })
            }
        };
        if from < min || to > max || from > to {
            return None;
        }
        let step = usize::try_from(step.unwrap_or(1)).ok()?;
        values.extend((from..=to).step_by(step));
    }
    (!values.is_empty()).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday, 22 November 2026, 05:49:12 UTC.
    const NOW: Moment = Moment::from_seconds(1_795_326_552);

    fn next(text: &str) -> i64 {
        Calendar::parse(text).unwrap().next_after(NOW, &TimeZone::UTC).unwrap().seconds()
    }

    #[test]
    fn the_recorded_jobs_run_when_they_did() {
        assert_eq!(next("02:30"), 1_795_401_000);
        assert_eq!(next("sat 03:00"), 1_795_834_800);
    }

    #[test]
    fn steps_ranges_and_names_are_understood() {
        assert_eq!(next("*/15") - NOW.seconds(), 648);
        assert_eq!(next("*:0/30"), next("*:00,30"));
        assert_eq!(next("hourly") % 3600, 0);
        assert_eq!(next("mon..fri 22:00"), next("mon 22:00"));
        assert_eq!(next("monthly"), 1_796_083_200);
        assert!(next("2027-02-01 00:00") > NOW.seconds());
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in ["whenever", "x", "25:00", "sat..mon 1:00", "*/0", "8..2:00", "1:2:3:4", ""] {
            assert!(Calendar::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_summer_time_zone_moves_the_hour() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let at = Calendar::parse("02:30").unwrap().next_after(NOW, &berlin).unwrap();
        assert_eq!(at.seconds(), 1_795_401_000 - 3600);
    }
}
