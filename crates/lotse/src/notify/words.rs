//! A message in words.

use lotse_engine::{
    page::Reader,
    watch::{Alert, Message, Notice, NoticeKind, Phase, Reason, State, Thing},
};
use lotse_model::Subject;
use lotse_text::{clean, message as text, moment, tr};
use serde::Serialize;

/// A message in words.
pub(super) struct Told {
    pub(super) subject: String,
    pub(super) lines: Vec<String>,
}

/// The message for this reader.
pub(super) fn message(message: &Message, reader: &Reader) -> Told {
    if let [only] = message.notices.as_slice() {
        let lines = only.alert.as_ref().map(|alert| body(alert, reader)).unwrap_or_default();
        return Told { subject: headline(only, reader), lines };
    }
    Told {
        subject: tr::notify_summary(reader.language, message.notices.len()),
        lines: message
            .notices
            .iter()
            .map(|notice| {
                format!("{} · {}", moment(reader.language, notice.at, &reader.zone), headline(notice, reader))
            })
            .collect(),
    }
}

fn headline(notice: &Notice, reader: &Reader) -> String {
    let language = reader.language;
    let Some(alert) = &notice.alert else { return tr::notify_test(language, &notice.channel) };
    let (number, thing, state) = (alert.id.0.to_string(), name(alert, reader), state(alert.state, reader));
    match notice.kind {
        NoticeKind::Raised => tr::notify_raised(language, number, state, thing),
        NoticeKind::Changed => tr::notify_changed(language, number, state, thing),
        NoticeKind::Reminder => tr::notify_reminder(language, number, state, thing),
        NoticeKind::Escalated => tr::notify_escalated(language, number, state, thing),
        NoticeKind::Recovered => tr::notify_recovered(language, number, state, thing),
        NoticeKind::Test => tr::notify_test(language, &notice.channel),
    }
}

fn body(alert: &Alert, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    let mut lines = vec![tr::notify_since(language, moment(language, alert.since, &reader.zone))];
    if let Phase::Recovered { at } = alert.phase {
        lines.push(tr::notify_over_since(language, moment(language, at, &reader.zone)));
    }
    lines.extend(alert.reason.as_ref().map(|reason| because(reason, reader)));
    if !matches!(alert.thing, Thing::Guest { .. }) {
        lines.extend(alert.members.iter().map(|member| {
            let name = member.name.as_deref().map(|name| format!(" {}", clean(name))).unwrap_or_default();
            format!("{}{name}", member.guest)
        }));
    }
    lines
}

fn because(reason: &Reason, reader: &Reader) -> String {
    let task = reason.task.as_deref().unwrap_or_default();
    let cause = word("watch-cause", &reason.cause, reader);
    tr::notify_reason(reader.language, cause, task, &reason.user)
}

fn name(alert: &Alert, reader: &Reader) -> String {
    match &alert.thing {
        Thing::Guest { guest } => {
            let reference = if reader.several_clusters { guest.to_string() } else { guest.vmid.to_string() };
            let name = alert.members.first().and_then(|member| member.name.as_deref());
            name.map_or_else(|| reference.clone(), |name| format!("{reference} {}", clean(name)))
        }
        Thing::Node { cluster, node } => format!("{cluster}/{node}"),
        Thing::Cluster { cluster } => cluster.to_string(),
        Thing::Storage { cluster, storage, node } => match node {
            Some(node) => format!("{cluster}/{node}/{storage}"),
            None => format!("{cluster}/{storage}"),
        },
        Thing::Finding { id, subject } => match subject {
            Subject::Guest { guest, .. } => format!("{guest} {}", id.0),
            other => format!("{} {}", other.cluster(), id.0),
        },
    }
}

fn state(state: State, reader: &Reader) -> String {
    word("watch-state", &state, reader)
}

/// The words of one of several cases; its own word where there are none.
fn word<T: Serialize>(kind: &str, case: &T, reader: &Reader) -> String {
    let word = serde_json::to_value(case).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    text(reader.language, &format!("{kind}-{word}"), &[]).unwrap_or(word)
}
