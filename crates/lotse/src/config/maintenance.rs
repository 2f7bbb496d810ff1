//! `[[maintenance]]`: when and over what nothing is told.

use jiff::{civil::DateTime, tz::TimeZone};
use lotse_engine::{access::Entry, watch::Window};
use lotse_model::Timestamp;

use super::{
    Located, Problem, hours,
    route::Known,
    section::{At, Section},
};

/// Reads all windows.
pub(super) fn read(
    root: &mut Section<'_, '_>,
    known: &Known<'_>,
    zone: &TimeZone,
    problems: &mut Vec<Located>,
) -> Vec<Window> {
    let tables = root.tables("maintenance", problems);
    tables.into_iter().flat_map(|table| read_one(table, known, zone, problems)).collect()
}

fn read_one(
    mut section: Section<'_, '_>,
    known: &Known<'_>,
    zone: &TimeZone,
    problems: &mut Vec<Located>,
) -> Vec<Window> {
    let scope = known.scope(&mut section, problems).unwrap_or_default();
    if section.place("scope").is_none() {
        problems.push(section.missing("scope"));
    }
    let weekly = hours::read(&mut section, "hours", problems);
    let once = once(&mut section, zone, problems);
    let (has_hours, has_dates) =
        (section.place("hours").is_some(), section.place("from").is_some() || section.place("to").is_some());
    if has_hours == has_dates {
        problems.push(section.problem(Problem::WindowForm));
    }
    section.finish(problems);
    let each = |scope: Entry| {
        let once = once.map(|(from, to)| Window::Once { scope: scope.clone(), from, to });
        let weekly = weekly.iter().map(|hours| Window::Weekly { scope: scope.clone(), hours: hours.clone() });
        once.into_iter().chain(weekly).collect::<Vec<_>>()
    };
    scope.into_iter().flat_map(each).collect()
}

/// `from` and `to`, when either is there.
fn once(section: &mut Section<'_, '_>, zone: &TimeZone, problems: &mut Vec<Located>) -> Option<(Timestamp, Timestamp)> {
    let from = section.written_date("from", problems);
    let to = section.written_date("to", problems);
    for (has, lacks) in [("from", "to"), ("to", "from")] {
        if section.place(has).is_some() && section.place(lacks).is_none() {
            problems.push(section.problem(Problem::Pair { has, lacks }));
        }
    }
    let begin = from.and_then(|from| moment(&from, zone, problems));
    let to = to?;
    let end = moment(&to, zone, problems);
    let (begin, end) = (begin?, end?);
    if begin >= end {
        problems.push(to.problem(Problem::WindowOrder));
        return None;
    }
    Some((begin, end))
}

/// A time with its offset, or a time on the clocks of the configured zone.
fn moment(text: &At<String>, zone: &TimeZone, problems: &mut Vec<Located>) -> Option<Timestamp> {
    let read = parse(&text.value, zone);
    if read.is_none() {
        problems.push(text.problem(Problem::BadMoment { value: text.value.clone() }));
    }
    read
}

fn parse(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let exact = text.parse::<jiff::Timestamp>().ok();
    let moment = match exact {
        Some(moment) => moment,
        None => text.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()?.timestamp(),
    };
    Some(Timestamp(moment.as_second()))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use lotse_model::Timestamp;

    use super::parse;

    #[test]
    fn a_moment_is_read_with_its_offset_or_on_the_clocks_of_the_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let ten = Some(Timestamp(1_795_770_000));
        assert_eq!(parse("2026-11-27T09:00:00Z", &berlin), ten);
        assert_eq!(parse("2026-11-27T10:00:00", &berlin), ten);
        assert_eq!(parse("2026-11-27 10:00", &berlin), ten);
        assert_eq!(parse("tomorrow", &berlin), None);
    }
}
