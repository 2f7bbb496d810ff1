//! The words of an alert that Discord has of its own, beside those of every channel ([`lotse_engine::watch::words`]). Pure.

use lotse_engine::{
    access::Person,
    page::Reader,
    watch::{Alert, Notice, NoticeKind, State, Thing, terms, words},
};
use lotse_model::{GuestRef, Severity, Subject};
use lotse_text::{Language, message};
use serde::Serialize;
use uuid::Uuid;

/// A sign for a state. It never stands without its word.
pub(super) const fn sign(state: State) -> &'static str {
    match state {
        State::Ok => "🟢",
        State::Off | State::OffOnPurpose | State::OffUnexplained => "🔴",
        State::Restarted => "🔄",
        State::Paused => "⏸️",
        State::Suspended => "💤",
        State::Gone | State::NodeGone => "👻",
        State::Replaced => "🔀",
        State::NodeOffline => "⛔",
        State::NodeSilent => "🔇",
        State::Unreachable => "📡",
        State::Refused => "🔑",
        State::Untrusted => "🛑",
        State::Failing => "💥",
        State::NoQuorum => "⚖️",
        State::OutOfSight => "🙈",
        State::Unavailable => "💾",
        State::Problem => "⚠️",
        State::Flapping => "🎢",
        State::Unknown => "❔",
    }
}

/// The words of a severity.
pub(super) fn severity(severity: Severity, language: Language) -> String {
    worded("severity", severity, language)
}

/// Why something is told, as a word.
pub(super) fn kind(kind: NoticeKind, language: Language) -> String {
    worded("discord-alert-kind", kind, language)
}

/// The words of one of a few things that have a word for each; where there is none, the thing's own.
fn worded(area: &str, thing: impl Serialize, language: Language) -> String {
    let word = serde_json::to_value(thing).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    message(language, &format!("{area}-{word}"), &[]).unwrap_or(word)
}

/// What is so, in a line: `100 web: off`; of a finding its title.
pub(super) fn headline(alert: &Alert, reader: &Reader) -> String {
    if matches!(alert.thing, Thing::Finding { .. }) && alert.is_open() {
        let raised = Notice {
            id: Uuid::nil(),
            channel: String::new(),
            kind: NoticeKind::Raised,
            alert: Some(alert.clone()),
            at: reader.now,
            held_until: None,
        };
        return words::headline(&raised, reader);
    }
    format!("{}: {}", name(alert, reader), terms::state(alert.state, reader.language))
}

/// What an alert is about, by the name that people use.
pub(super) fn name(alert: &Alert, reader: &Reader) -> String {
    match &alert.thing {
        Thing::Guest { guest: reference } => {
            let member = alert.members.iter().find(|member| member.guest == *reference);
            guest(reference, member.and_then(|member| member.name.as_deref()), reader)
        }
        Thing::Node { cluster, node } => within(reader, cluster.as_str(), node.as_str()),
        Thing::Cluster { cluster } => cluster.to_string(),
        Thing::Storage { cluster, storage, .. } => within(reader, cluster.as_str(), storage.as_str()),
        Thing::Finding { subject, .. } => of_subject(subject, reader),
    }
}

/// A guest: `100 web`, or `home/100 web` where there are several clusters.
pub(super) fn guest(reference: &GuestRef, name: Option<&str>, reader: &Reader) -> String {
    let number = if reader.several_clusters { reference.to_string() } else { reference.vmid.to_string() };
    match name {
        Some(name) => format!("{number} {}", lotse_text::clean(name)),
        None => number,
    }
}

/// Who wants something done by a card, as its alert names them.
pub(super) fn called(person: &Person) -> String {
    lotse_text::clean(&person.name).into_owned()
}

/// Where it is, part by part: the guest's reference, its node.
pub(super) fn place(alert: &Alert, reader: &Reader) -> Vec<String> {
    match &alert.thing {
        Thing::Guest { guest } => {
            let member = alert.members.iter().find(|member| member.guest == *guest);
            let node = member.and_then(|member| member.node.as_ref()).map(ToString::to_string);
            std::iter::once(guest.to_string()).chain(node).collect()
        }
        Thing::Storage { node, .. } => node.iter().chain(&alert.nodes).map(ToString::to_string).collect(),
        Thing::Finding { id, subject } => {
            let node = subject.node().map(ToString::to_string);
            std::iter::once(id.0.to_string()).chain(node).collect()
        }
        Thing::Node { cluster, .. } if !reader.several_clusters => vec![cluster.to_string()],
        Thing::Node { .. } | Thing::Cluster { .. } => Vec::new(),
    }
}

fn of_subject(subject: &Subject, reader: &Reader) -> String {
    match subject {
        Subject::Cluster { cluster } => cluster.to_string(),
        Subject::Node { cluster, node } => within(reader, cluster.as_str(), node.as_str()),
        Subject::Guest { guest: reference, name } => guest(reference, name.as_deref(), reader),
        Subject::Storage { cluster, storage, .. } => within(reader, cluster.as_str(), storage.as_str()),
        Subject::Other { cluster, name, .. } => within(reader, cluster.as_str(), name),
    }
}

fn within(reader: &Reader, cluster: &str, name: &str) -> String {
    if reader.several_clusters { format!("{cluster}/{name}") } else { name.to_owned() }
}
