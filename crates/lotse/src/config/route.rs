//! `[[route]]`: who is told what; and what routes may name.

use std::time::Duration;

use lotse_engine::{
    access::Entry,
    command::closest,
    watch::{Escalation, Route},
};
use lotse_model::{ClusterName, Severity};

use super::{Located, Problem, access, durations, hours, section::Section};

/// The severities by their names.
pub(super) const SEVERITIES: [(&str, Severity); 4] = [
    ("info", Severity::Info),
    ("warning", Severity::Warning),
    ("error", Severity::Error),
    ("critical", Severity::Critical),
];

/// How long nobody may acknowledge before the next is told, in seconds: a minute to a day.
const ESCALATION: (u64, u64) = (60, 86_400);

/// What the sections of the watch may name.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// The clusters of the configuration.
    pub(super) clusters: &'a [ClusterName],
    /// The names of the channels.
    pub(super) channels: Vec<&'a str>,
}

impl Known<'_> {
    /// The channels that a key names; one that does not exist is a problem at its place.
    pub(super) fn channels(
        &self,
        section: &mut Section<'_, '_>,
        key: &'static str,
        problems: &mut Vec<Located>,
    ) -> Option<Vec<String>> {
        let texts = section.strings(key, problems)?;
        for text in &texts {
            if !self.channels.contains(&text.value.as_str()) {
                let suggestion = closest(&text.value, self.channels.iter().copied()).into_iter().next();
                let known = self.channels.iter().map(|name| (*name).to_owned()).collect();
                problems.push(text.problem(Problem::NoSuchChannel { value: text.value.clone(), suggestion, known }));
            }
        }
        Some(texts.into_iter().map(|text| text.value).collect())
    }

    /// The scope that a section says, each entry checked against the clusters; `None` when it says none.
    pub(super) fn scope(&self, section: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Option<Vec<Entry>> {
        let texts = section.strings("scope", problems)?;
        Some(access::checked_entries(&section.full("scope"), &texts, self.clusters, problems))
    }
}

/// Reads all routes, in their order.
pub(super) fn read(root: &mut Section<'_, '_>, known: &Known<'_>, problems: &mut Vec<Located>) -> Vec<Route> {
    let tables = root.tables("route", problems);
    tables.into_iter().filter_map(|table| read_one(table, known, problems)).collect()
}

fn read_one(mut section: Section<'_, '_>, known: &Known<'_>, problems: &mut Vec<Located>) -> Option<Route> {
    let before = problems.len();
    let scope = known.scope(&mut section, problems);
    // An empty scope is nothing, as in a rule; an engine's route without one is about everything.
    if scope.as_ref().is_some_and(Vec::is_empty) && problems.len() == before {
        problems.push(section.problem(Problem::Empty { key: section.full("scope") }));
    }
    let severity = section.choice("severity", &SEVERITIES, problems).unwrap_or(Severity::Info);
    let hours = hours::read(&mut section, "hours", problems);
    let channels = known.channels(&mut section, "channels", problems);
    if section.place("channels").is_none() {
        problems.push(section.missing("channels"));
    }
    let escalation = section.section("escalation", problems).and_then(|inner| escalation(inner, known, problems));
    let goes_on = section.boolean("continue", problems).unwrap_or(false);
    section.finish(problems);
    Some(Route { scope: scope.unwrap_or_default(), severity, hours, channels: channels?, escalation, goes_on })
}

/// `{ after = "15m", channels = ["phone"] }`.
fn escalation(mut section: Section<'_, '_>, known: &Known<'_>, problems: &mut Vec<Located>) -> Option<Escalation> {
    let after = durations::read_within(&mut section, "after", ESCALATION, problems);
    let channels = known.channels(&mut section, "channels", problems);
    for key in ["after", "channels"] {
        if section.place(key).is_none() {
            problems.push(section.missing(key));
        }
    }
    section.finish(problems);
    Some(Escalation { after: Duration::from_secs(after?), channels: channels? })
}
