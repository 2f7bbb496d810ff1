//! Hours of the day that come again, in the zone of the settings: over midnight, and through the changes of the clock.

use jiff::{civil::Date, tz::TimeZone};
use lotse_model::Timestamp;

use super::Hours;

/// How many hours that follow each other without a gap are taken together: a week of days, and one more.
const CHAIN: usize = 8;

impl Hours {
    /// Until when they go on, when they hold at `now`. A beginning and an end at the same time of day are a whole day. Times
    /// that a change of the clock leaves out or has twice are read as jiff's "compatible" strategy reads them (RFC 5545).
    #[must_use]
    pub fn until(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let here = jiff::Timestamp::from_second(now.0).ok()?.to_zoned(zone.clone()).date();
        // What began yesterday may go on until today.
        [here.yesterday().ok(), Some(here)].into_iter().flatten().find_map(|day| {
            let (from, to) = self.on(day, zone)?;
            (from <= now && now < to).then_some(to)
        })
    }

    /// The hours that begin on this day.
    fn on(&self, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        if !self.days.is_empty() && !self.days.contains(&day.weekday()) {
            return None;
        }
        let last = if self.to > self.from { day } else { day.tomorrow().ok()? };
        let at = |day: Date, time| {
            let zoned = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
            Some(Timestamp(zoned.timestamp().as_second()))
        };
        Some((at(day, self.from)?, at(last, self.to)?))
    }
}

/// Until when one of several hours goes on that holds at `now`, those that follow without a gap included.
#[must_use]
pub fn any_until(all: &[Hours], now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let longest = |at: Timestamp| all.iter().filter_map(|hours| hours.until(at, zone)).max();
    let mut end = longest(now)?;
    for _ in 0..CHAIN {
        let Some(later) = longest(end) else { break };
        end = later;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use jiff::{
        civil::{Weekday, time},
        tz::TimeZone,
    };
    use lotse_model::Timestamp;
    use proptest::prelude::*;

    use super::any_until;
    use crate::watch::Hours;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("a zone")
    }

    fn at(text: &str) -> Timestamp {
        let zoned = format!("{text}[Europe/Berlin]").parse::<jiff::Zoned>().expect("a time");
        Timestamp(zoned.timestamp().as_second())
    }

    fn hours(days: &[Weekday], from: i8, to: i8) -> Hours {
        Hours { days: days.to_vec(), from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) }
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
        let friday = hours(&[Weekday::Friday], 22, 6);
        let (zone, end) = (berlin(), at("2026-11-21T06:00"));
        assert_eq!(friday.until(at("2026-11-20T21:59"), &zone), None);
        assert_eq!(friday.until(at("2026-11-20T22:00"), &zone), Some(end));
        assert_eq!(friday.until(at("2026-11-21T05:59"), &zone), Some(end), "on Saturday morning");
        assert_eq!(friday.until(end, &zone), None, "the end is no part of it");
        assert_eq!(friday.until(at("2026-11-20T03:00"), &zone), None, "Thursday's night is not Friday's");
    }

    #[test]
    fn every_day_means_every_day_and_the_same_time_twice_a_whole_one() {
        let zone = berlin();
        assert_eq!(hours(&[], 8, 18).until(at("2026-11-22T12:00"), &zone), Some(at("2026-11-22T18:00")));
        let sunday = hours(&[Weekday::Sunday], 0, 0);
        assert_eq!(sunday.until(at("2026-11-22T23:59"), &zone), Some(at("2026-11-23T00:00")));
        assert_eq!(sunday.until(at("2026-11-23T00:00"), &zone), None);
    }

    #[test]
    fn a_night_with_a_change_of_the_clock_ends_at_its_time_of_day() {
        let (zone, night) = (berlin(), hours(&[], 22, 6));
        let spring = night.until(at("2026-03-28T22:00"), &zone).expect("it holds");
        assert_eq!(spring, at("2026-03-29T06:00"));
        assert_eq!(spring.0 - at("2026-03-28T22:00").0, 7 * 3600, "one hour is missing");
        let autumn = night.until(at("2026-10-24T22:00"), &zone).expect("it holds");
        assert_eq!(autumn.0 - at("2026-10-24T22:00").0, 9 * 3600, "one hour comes twice");
    }

    #[test]
    fn hours_without_a_gap_between_them_end_together() {
        let zone = berlin();
        let all = [hours(&[], 22, 0), hours(&[], 0, 7)];
        assert_eq!(any_until(&all, at("2026-11-20T23:00"), &zone), Some(at("2026-11-21T07:00")));
        assert!(any_until(&[hours(&[], 0, 0)], at("2026-11-20T23:00"), &zone).is_some(), "always is no endless loop");
        assert_eq!(any_until(&[], at("2026-11-20T23:00"), &zone), None);
    }

    proptest! {
        #[test]
        fn an_end_lies_ahead_and_holds_until_then(now in 0..4_000_000_000_i64, from in 0..24_i8, to in 0..24_i8) {
            let (zone, hours) = (berlin(), hours(&[], from, to));
            if let Some(end) = hours.until(Timestamp(now), &zone) {
                prop_assert!(end.0 > now && end.0 - now <= 25 * 3600);
                prop_assert!(hours.until(Timestamp(end.0 - 1), &zone) >= Some(end));
            }
        }
    }
}
