//! Which backups a retention keeps (`prune-backups`, the manual's chapter "Backup Retention").

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::config::property;
use super::moment::Moment;

/// A retention: how many of which kind are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// Everything.
    pub all: bool,
    /// The newest.
    pub last: usize,
    /// The newest of each of this many hours, days, … that have a backup.
    pub hourly: usize,
    /// Days.
    pub daily: usize,
    /// Weeks (ISO).
    pub weekly: usize,
    /// Months.
    pub monthly: usize,
    /// Years.
    pub yearly: usize,
}

impl Retention {
    /// From a property string; without any number everything is kept.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let number = |name: &str| property(text, None, name).and_then(|value| value.parse().ok()).unwrap_or(0);
        let mut retention = Self {
            all: property(text, None, "keep-all") == Some("1"),
            last: number("keep-last"),
            hourly: number("keep-hourly"),
            daily: number("keep-daily"),
            weekly: number("keep-weekly"),
            monthly: number("keep-monthly"),
            yearly: number("keep-yearly"),
        };
        retention.all |= retention == Self::default();
        retention
    }
}

/// What becomes of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Stays.
    Keep,
    /// Goes.
    Remove,
    /// Stays because it is protected; counts for nothing.
    Protected,
}

impl Mark {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Remove => "remove",
            Self::Protected => "protected",
        }
    }
}

/// Marks the backups of **one** guest: time and whether protected, in any order; the marks come in the same order.
#[must_use]
pub fn mark(backups: &[(Moment, bool)], retention: &Retention, zone: &TimeZone) -> Vec<Mark> {
    let mut marks: Vec<Mark> =
        backups.iter().map(|(_, protected)| if *protected { Mark::Protected } else { Mark::Remove }).collect();
    if retention.all {
        return marks.into_iter().map(|mark| if mark == Mark::Remove { Mark::Keep } else { mark }).collect();
    }
    let mut newest: Vec<usize> = (0..backups.len()).filter(|at| marks.get(*at) == Some(&Mark::Remove)).collect();
    newest.sort_by_key(|at| std::cmp::Reverse(backups.get(*at).map(|(time, _)| *time)));
    for at in newest.iter().take(retention.last) {
        keep(&mut marks, *at);
    }
    let rules: [(usize, Period); 5] = [
        (retention.hourly, |date, hour| format!("{date} {hour}")),
        (retention.daily, |date, _| date.to_string()),
        (retention.weekly, |date, _| {
            let week = date.iso_week_date();
            format!("{}/{}", week.year(), week.week())
        }),
        (retention.monthly, |date, _| format!("{}/{}", date.year(), date.month())),
        (retention.yearly, |date, _| date.year().to_string()),
    ];
    for (count, period) in rules {
        by_period(backups, &newest, &mut marks, count, zone, period);
    }
    marks
}

/// Names the period of a local day and hour.
type Period = fn(Date, i8) -> String;

/// Keeps the newest of each period, until `count` periods that nothing before this rule covered were found.
fn by_period(
    backups: &[(Moment, bool)],
    newest: &[usize],
    marks: &mut [Mark],
    count: usize,
    zone: &TimeZone,
    period: Period,
) {
    let name_of = |at: usize| {
        let time = backups.get(at).map_or_else(Moment::default, |(time, _)| *time);
        let local = time.timestamp().to_zoned(zone.clone());
        period(local.date(), local.hour())
    };
    let covered: BTreeSet<String> =
        newest.iter().filter(|at| marks.get(**at) == Some(&Mark::Keep)).map(|at| name_of(*at)).collect();
    let mut chosen: BTreeSet<String> = BTreeSet::new();
    for at in newest {
        if marks.get(*at) == Some(&Mark::Keep) {
            continue;
        }
        let name = name_of(*at);
        if covered.contains(&name) || chosen.contains(&name) {
            continue;
        }
        if chosen.len() >= count {
            break;
        }
        chosen.insert(name);
        keep(marks, *at);
    }
}

fn keep(marks: &mut [Mark], at: usize) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = Mark::Keep;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(count: i64) -> Vec<(Moment, bool)> {
        (0..count).map(|day| (Moment::from_seconds(1_795_000_000 + day * 86_400), false)).collect()
    }

    fn kept(backups: &[(Moment, bool)], text: &str) -> Vec<usize> {
        let marks = mark(backups, &Retention::parse(text), &TimeZone::UTC);
        (0..marks.len()).filter(|at| marks[*at] != Mark::Remove).collect()
    }

    #[test]
    fn the_newest_stay() {
        assert_eq!(kept(&days(4), "keep-last=1"), [3]);
        assert_eq!(kept(&days(4), "keep-last=2"), [2, 3]);
    }

    #[test]
    fn without_numbers_everything_stays() {
        assert_eq!(kept(&days(4), "keep-all=1").len(), 4);
        assert_eq!(kept(&days(4), "").len(), 4);
    }

    #[test]
    fn periods_come_on_top_of_the_newest() {
        assert_eq!(kept(&days(10), "keep-last=2,keep-daily=3"), [5, 6, 7, 8, 9]);
        assert_eq!(kept(&days(40), "keep-monthly=1"), [39]);
    }

    #[test]
    fn protected_ones_stay_and_count_for_nothing() {
        let mut backups = days(3);
        backups[2].1 = true;
        let marks = mark(&backups, &Retention::parse("keep-last=1"), &TimeZone::UTC);
        assert_eq!(marks, [Mark::Remove, Mark::Keep, Mark::Protected]);
    }

    proptest! {
        #[test]
        fn a_larger_retention_never_keeps_less(times in proptest::collection::vec(1_700_000_000_i64..1_800_000_000, 0..40), last in 0_usize..6) {
            let backups: Vec<_> = times.iter().map(|time| (Moment::from_seconds(*time), false)).collect();
            let fewer = kept(&backups, &format!("keep-last={},keep-daily=2", last + 1));
            let more = kept(&backups, &format!("keep-last={},keep-daily=2", last + 2));
            prop_assert!(more.len() >= fewer.len());
        }
    }
}
