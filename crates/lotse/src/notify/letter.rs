//! A message of the watch as a letter: in words of the channel's language and zone, and as data.

use lotse_engine::{
    page::Reader,
    watch::{Alert, Message, Notice, NoticeKind, Phase, words},
};
use lotse_model::{Severity, Timestamp};
use lotse_notify::{Kind, Letter, Thread, Weight};
use lotse_text::tr;

use super::data;

/// So many alerts are named at the foot of a summary.
const NAMED: usize = 12;

/// The letter that a message is on the channel of this name; `None` where there is nothing in it.
pub(super) fn of(message: &Message, channel: &str, reader: &Reader) -> Option<Letter> {
    let last = message.notices.last()?;
    let single = matches!(message.notices.as_slice(), [_]);
    let (subject, lines) = if single {
        (words::headline(last, reader), words::body(last, reader))
    } else {
        let summary = words::summary(&message.notices, reader);
        (summary.headline, summary.lines)
    };
    Some(Letter {
        id: message.id,
        kind: if single { kind(last.kind) } else { Kind::Summary },
        weight: message.notices.iter().map(weight).max().unwrap_or(Weight::Info),
        subject,
        lines,
        foot: foot(message, reader),
        thread: last.alert.as_ref().filter(|_| single).map(|alert| thread(alert, channel)),
        language: reader.language,
        at: jiff::Timestamp::from_second(last.at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH),
        notices: message.notices.iter().map(data::of).collect(),
    })
}

/// All letters of an alert on a channel. Numbers begin anew in another store, so the time stands in the name, too.
fn thread(alert: &Alert, channel: &str) -> Thread {
    let first = alert.told.iter().find(|told| told.channel == channel).and_then(|told| told.reference.clone());
    Thread { name: format!("alert-{}-{}", alert.id.0, alert.raised.0), first }
}

/// There are no buttons here, so it is said how else one takes care of an alert.
fn foot(message: &Message, reader: &Reader) -> Vec<String> {
    let mut open: Vec<_> = message.notices.iter().filter_map(|notice| waits(notice, reader.now)).collect();
    // What was over before the summary went out waits for nobody.
    open.retain(|alert| message.notices.iter().all(|notice| !ends(notice, alert)));
    open.dedup_by_key(|alert| alert.id);
    let name = |alert: &&Alert| format!("a{}", alert.id.0);
    match open.as_slice() {
        [] => Vec::new(),
        [alert] => vec![tr::notify_acknowledge(reader.language, name(alert))],
        several => {
            let mut names: Vec<_> = several.iter().take(NAMED).map(name).collect();
            if several.len() > NAMED {
                names.push("…".to_owned());
            }
            vec![tr::notify_acknowledge_several(reader.language, names.join(", "))]
        }
    }
}

/// Whether a notice tells that this alert is over.
fn ends(notice: &Notice, alert: &Alert) -> bool {
    notice.kind == NoticeKind::Recovered && notice.alert.as_ref().is_some_and(|over| over.id == alert.id)
}

/// The alert of a notice, if it waits for somebody to take care of it.
fn waits(notice: &Notice, now: Timestamp) -> Option<&Alert> {
    let alert = notice.alert.as_ref().filter(|alert| alert.is_numbered() && kind(notice.kind).opens())?;
    match &alert.phase {
        Phase::Alerting => Some(alert),
        Phase::Snoozed { until, .. } if *until <= now => Some(alert),
        Phase::Acknowledged { .. } | Phase::Snoozed { .. } | Phase::Recovered { .. } => None,
    }
}

const fn kind(kind: NoticeKind) -> Kind {
    match kind {
        NoticeKind::Raised => Kind::Raised,
        NoticeKind::Changed => Kind::Changed,
        NoticeKind::Reminder => Kind::Reminder,
        NoticeKind::Escalated => Kind::Escalated,
        NoticeKind::Recovered => Kind::Recovered,
        NoticeKind::Test => Kind::Test,
    }
}

fn weight(notice: &Notice) -> Weight {
    match notice.alert.as_ref().map(|alert| alert.severity) {
        None | Some(Severity::Info) => Weight::Info,
        Some(Severity::Warning) => Weight::Warning,
        Some(Severity::Error) => Weight::Error,
        Some(Severity::Critical) => Weight::Critical,
    }
}
