//! `[watch]`: how is watched.

use std::{path::Path, time::Duration};

use lotse_engine::watch::{Flapping, Settings};

use super::{
    Located, Problem, Serve, durations, hours,
    kind::Kind,
    route::Known,
    said,
    section::{At, Section},
    service_address,
};

/// Bounds in seconds: faster than five seconds is a burden, slower than an hour is no watch.
const INTERVAL: (u64, u64) = (5, 3600);
/// A second look at once would see the same lagging list, one after half a minute would be late.
const CONFIRM: (u64, u64) = (1, 30);
/// An explained event: from a second to a week.
const GRACE: (u64, u64) = (1, 7 * 86_400);
/// Reminders: every five minutes to every thirty days.
const REMIND: (u64, u64) = (300, 30 * 86_400);
/// Windows of flapping: a minute to a day.
const FLAPPING: (u64, u64) = (60, 86_400);

/// Reads the section over the defaults.
pub(super) fn read(
    mut section: Section<'_, '_>,
    known: &Known<'_>,
    folder: &Path,
    (settings, serve): (&mut Settings, &mut Serve),
    problems: &mut Vec<Located>,
) {
    serve.watches = section.boolean("on", problems).unwrap_or(true);
    let lengths = [
        ("interval", INTERVAL, &mut settings.interval),
        ("confirm", CONFIRM, &mut settings.confirm),
        ("grace", GRACE, &mut settings.grace),
    ];
    for (key, bounds, place) in lengths {
        if let Some(seconds) = durations::read_within(&mut section, key, bounds, problems) {
            *place = Duration::from_secs(seconds);
        }
    }
    remind(&mut section, settings, problems);
    if let Some(inner) = section.section("flapping", problems) {
        flapping(inner, &mut settings.flapping, problems);
    }
    if let Some(looks) = section.integer("blind-after", 1..=100, problems) {
        settings.blind_after = u32::try_from(looks).unwrap_or(settings.blind_after);
    }
    settings.quiet = hours::read(&mut section, "quiet", problems);
    serve.heartbeat = said::read(&mut section, "heartbeat-url", folder, problems, heartbeat);
    if let Some(names) = known.channels(&mut section, "default-route", problems) {
        settings.default_route = names;
    }
    section.finish(problems);
}

fn heartbeat(section: &mut Section<'_, '_>, text: &At<String>, problems: &mut Vec<Located>) -> Option<url::Url> {
    let url = service_address::parse(&text.value, service_address::WEB);
    if url.is_none() {
        let problem = Problem::BadService { key: section.full("heartbeat-url"), value: text.value.clone() };
        problems.push(text.problem(problem));
    }
    url
}

/// A length of time, or `false` for never.
fn remind(section: &mut Section<'_, '_>, settings: &mut Settings, problems: &mut Vec<Located>) {
    if section.kind_of("remind") == Some(Kind::Boolean) {
        // `true` says no more than the default does.
        if section.boolean("remind", problems) == Some(false) {
            settings.remind = None;
        }
    } else if let Some(seconds) = durations::read_within(section, "remind", REMIND, problems) {
        settings.remind = Some(Duration::from_secs(seconds));
    }
}

/// `{ changes = 6, within = "1h", calm = "30m" }`, each of them.
fn flapping(mut section: Section<'_, '_>, flapping: &mut Flapping, problems: &mut Vec<Located>) {
    if let Some(changes) = section.integer("changes", 3..=100, problems) {
        flapping.changes = u32::try_from(changes).unwrap_or(flapping.changes);
    }
    for (key, place) in [("within", &mut flapping.within), ("calm", &mut flapping.calm)] {
        if let Some(seconds) = durations::read_within(&mut section, key, FLAPPING, problems) {
            *place = Duration::from_secs(seconds);
        }
    }
    section.finish(problems);
}
