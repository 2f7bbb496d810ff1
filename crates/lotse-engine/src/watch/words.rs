//! Alerts in words: a headline that fits a phone's notification, a text below it, and several at once. No medium: a channel
//! draws these lines in its own form.

use lotse_model::{Seconds, Timestamp};
use lotse_text::{Language, date, duration, moment, tr};

use super::{
    Alert, Member, Notice, NoticeKind, Phase, Reason, State, Thing,
    terms::{case, explanation, named, place, reason, state, thing},
};
use crate::page::{Reader, finding_title};

/// So many guests are named in a text; the others are counted.
const NAMED: usize = 12;

/// Several notices at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many there are, and how many of them are not over.
    pub headline: String,
    /// A line for each alert, with its number and since when it is or was so, in the order in which they were first told.
    pub lines: Vec<String>,
}

/// What is told, in one line.
#[must_use]
pub fn headline(notice: &Notice, reader: &Reader) -> String {
    let language = reader.language;
    let Some(alert) = &notice.alert else { return tr::watch_test(language) };
    let lasted = |until: Timestamp| duration(language, alert.since.age(until));
    match notice.kind {
        NoticeKind::Raised | NoticeKind::Changed => what(alert, reader),
        NoticeKind::Reminder => tr::watch_reminder(language, lasted(notice.at), what(alert, reader)),
        NoticeKind::Escalated => tr::watch_escalated(language, what(alert, reader)),
        NoticeKind::Recovered => {
            let until = ended(alert).unwrap_or(notice.at);
            tr::watch_over_after(language, lasted(until), over(alert, reader))
        }
        NoticeKind::Test => tr::watch_test(language),
    }
}

/// The lines below the headline.
#[must_use]
pub fn body(notice: &Notice, reader: &Reader) -> Vec<String> {
    let Some(alert) = &notice.alert else { return Vec::new() };
    let language = reader.language;
    let at = |at: Timestamp| moment(language, at, &reader.zone);
    let mut lines = Vec::new();
    if notice.kind != NoticeKind::Recovered {
        lines.push(explanation(alert.state, language));
    }
    if let Some(known) = &alert.reason {
        lines.push(reason_line(known, reader));
    }
    lines.push(if let Some(until) = ended(alert) {
        tr::watch_line_over(language, duration(language, alert.since.age(until)), at(alert.since), at(until))
    } else {
        let age = lotse_text::age(language, alert.since.age(reader.now));
        tr::watch_line_since(language, age, at(alert.since))
    });
    if !matches!(alert.thing, Thing::Guest { .. }) && !alert.members.is_empty() {
        lines.push(tr::watch_line_guests(language, alert.members.len(), guests(&alert.members, language)));
    }
    match &alert.phase {
        Phase::Acknowledged { by, at: when } => {
            lines.push(tr::watch_line_acknowledged(language, at(*when), &by.name));
        }
        Phase::Snoozed { by, until, .. } => lines.push(tr::watch_line_snoozed(language, at(*until), &by.name)),
        Phase::Alerting | Phase::Recovered { .. } => {}
    }
    if !alert.is_numbered() {
        lines.push(tr::watch_line_unwritten(language));
        return lines;
    }
    let severity = case("severity", &alert.severity, language);
    let number = format!("a{}", alert.id.0);
    lines.push(tr::watch_line_alert(language, number, alert.entries.join(", "), severity));
    lines
}

/// Several notices in a few lines: one for each alert, and what began and ended meanwhile as one event.
#[must_use]
pub fn summary(notices: &[Notice], reader: &Reader) -> Summary {
    let language = reader.language;
    let mut alerts: Vec<(&Notice, &Notice)> = Vec::new();
    // Those without a number are told from each other by what they are about.
    let of = |notice: &Notice| notice.alert.as_ref().map(|alert| (alert.id, alert.thing.clone()));
    for notice in notices {
        let id = of(notice);
        let same = |(first, _): &&mut (&Notice, &Notice)| id.is_some() && of(first) == id;
        match alerts.iter_mut().find(same) {
            Some((_, last)) => *last = notice,
            None => alerts.push((notice, notice)),
        }
    }
    let is_over = |notice: &Notice| notice.kind == NoticeKind::Recovered;
    let is_open = |(_, last): &&(&Notice, &Notice)| !is_over(last) && last.alert.is_some();
    let open = alerts.iter().filter(is_open).count();
    let lines = alerts.iter().map(|(first, last)| {
        let line = match &last.alert {
            Some(alert) if is_over(last) && !is_over(first) => {
                let lasted = alert.since.age(ended(alert).unwrap_or(last.at));
                tr::watch_summary_over(language, duration(language, lasted), what(alert, reader))
            }
            _ => headline(last, reader),
        };
        // Whoever reads it in the morning wants to know when, and how to name it.
        match &last.alert {
            Some(alert) => {
                let number = if alert.is_numbered() { format!("a{} · ", alert.id.0) } else { String::new() };
                format!("{number}{} · {line}", date(language, alert.since, &reader.zone))
            }
            None => line,
        }
    });
    let mut lines: Vec<String> = lines.collect();
    if notices.iter().filter_map(|notice| notice.alert.as_ref()).any(|alert| !alert.is_numbered()) {
        lines.push(tr::watch_line_unwritten(language));
    }
    Summary { headline: tr::watch_summary(language, alerts.len(), open), lines }
}

/// What is so.
fn what(alert: &Alert, reader: &Reader) -> String {
    let language = reader.language;
    let because = alert.reason.as_ref().map(|known| reason(known, language)).unwrap_or_default();
    let by = alert.reason.is_some();
    let state = alert.state;
    match &alert.thing {
        Thing::Guest { .. } => {
            let (guest, place) = (thing(alert, language), place_of(alert, language));
            match state {
                State::Ok => tr::watch_guest_ok(language, guest, place),
                State::Off => tr::watch_guest_off(language, guest, place),
                State::OffOnPurpose if by => tr::watch_guest_off_on_purpose(language, guest, place, because),
                State::OffUnexplained | State::OffOnPurpose => tr::watch_guest_off_unexplained(language, guest, place),
                State::Restarted => tr::watch_guest_restarted(language, guest, place),
                State::Paused if by => tr::watch_guest_paused_by(language, guest, place, because),
                State::Paused => tr::watch_guest_paused(language, guest, place),
                State::Suspended if by => tr::watch_guest_suspended_by(language, guest, place, because),
                State::Suspended => tr::watch_guest_suspended(language, guest, place),
                State::Gone if by => tr::watch_guest_gone_by(language, guest, place, because),
                State::Gone => tr::watch_guest_gone(language, guest, place),
                State::Replaced if by => tr::watch_guest_replaced_by(language, guest, place, because),
                State::Replaced => tr::watch_guest_replaced(language, guest, place),
                State::Flapping => tr::watch_guest_flapping(language, guest, place),
                State::Unknown => tr::watch_guest_unknown(language, guest, place),
                _ => other(guest, state, language),
            }
        }
        Thing::Node { .. } => {
            let (node, guests) = (thing(alert, language), alert.members.len());
            match state {
                State::NodeOffline if by => tr::watch_node_offline_by(language, guests, node, because),
                State::NodeOffline => tr::watch_node_offline(language, guests, node),
                State::NodeSilent => tr::watch_node_silent(language, node),
                State::NodeGone => tr::watch_node_gone(language, node),
                State::Restarted => tr::watch_node_restarted(language, node),
                State::Flapping => tr::watch_node_flapping(language, node),
                _ => other(tr::watch_thing_node(language, node), state, language),
            }
        }
        Thing::Cluster { cluster } => match state {
            State::Unreachable => tr::watch_cluster_unreachable(language, cluster.as_str()),
            State::Refused => tr::watch_cluster_refused(language, cluster.as_str()),
            State::Untrusted => tr::watch_cluster_untrusted(language, cluster.as_str()),
            State::Failing => tr::watch_cluster_failing(language, cluster.as_str()),
            State::NoQuorum => tr::watch_cluster_no_quorum(language, cluster.as_str()),
            State::OutOfSight => tr::watch_cluster_out_of_sight(language, cluster.as_str(), alert.members.len()),
            State::Flapping => tr::watch_cluster_flapping(language, cluster.as_str()),
            _ => other(tr::watch_thing_cluster(language, cluster.as_str()), state, language),
        },
        Thing::Storage { .. } => {
            let storage = thing(alert, language);
            match state {
                State::Unavailable => tr::watch_storage_unavailable(language, storage),
                State::Flapping => tr::watch_storage_flapping(language, storage),
                _ => other(tr::watch_thing_storage(language, storage), state, language),
            }
        }
        Thing::Finding { .. } => title(alert, reader),
    }
}

/// That it is over.
fn over(alert: &Alert, reader: &Reader) -> String {
    let language = reader.language;
    match &alert.thing {
        Thing::Guest { .. } => {
            let (guest, place) = (thing(alert, language), place_of(alert, language));
            match alert.state {
                State::Restarted => tr::watch_guest_recovered_restarted(language, guest, place),
                State::Replaced => tr::watch_guest_recovered_replaced(language, guest, place),
                State::Flapping => tr::watch_guest_recovered_flapping(language, guest, place),
                _ => tr::watch_guest_recovered(language, guest, place),
            }
        }
        Thing::Node { .. } => tr::watch_node_recovered(language, thing(alert, language)),
        Thing::Cluster { cluster } => match alert.state {
            State::NoQuorum => tr::watch_cluster_recovered_quorum(language, cluster.as_str()),
            State::OutOfSight => tr::watch_cluster_recovered_sight(language, cluster.as_str()),
            _ => tr::watch_cluster_recovered(language, cluster.as_str()),
        },
        Thing::Storage { .. } => tr::watch_storage_recovered(language, thing(alert, language)),
        Thing::Finding { .. } => tr::watch_finding_recovered(language, title(alert, reader)),
    }
}

fn other(thing: String, what: State, language: Language) -> String {
    tr::watch_other(language, state(what, language), thing)
}

fn title(alert: &Alert, reader: &Reader) -> String {
    match &alert.finding {
        Some(finding) => finding_title(finding, reader.language, &reader.zone),
        None => other(thing(alert, reader.language), alert.state, reader.language),
    }
}

fn reason_line(known: &Reason, reader: &Reader) -> String {
    let language = reader.language;
    let at = |at: Timestamp| moment(language, at, &reader.zone);
    let times = match known.ended {
        None => tr::watch_line_reason_running(language, at(known.began)),
        Some(ended) if ended == known.began => at(known.began),
        Some(ended) => tr::watch_line_reason_over(language, at(known.began), at(ended)),
    };
    format!("{} · {times}", tr::watch_line_reason(language, reason(known, language)))
}

/// The first guests by name, and how many more.
fn guests(members: &[Member], language: Language) -> String {
    let named = members.iter().take(NAMED).map(|member| named(&member.guest.to_string(), member.name.as_deref()));
    let named = named.collect::<Vec<_>>().join(", ");
    match members.len().saturating_sub(NAMED) {
        0 => named,
        more => tr::watch_line_guests_more(language, named, more),
    }
}

fn place_of(alert: &Alert, language: Language) -> String {
    let node = alert.members.first().and_then(|member| member.node.as_ref());
    node.map_or_else(|| tr::watch_place_none(language), |node| place(node, language))
}

fn ended(alert: &Alert) -> Option<Timestamp> {
    match alert.phase {
        Phase::Recovered { at } => Some(at),
        _ => None,
    }
}

/// How long an alert has lasted, or lasted.
#[must_use]
pub fn lasted(alert: &Alert, now: Timestamp) -> Seconds {
    alert.since.age(ended(alert).unwrap_or(now))
}

#[cfg(test)]
mod tests;
