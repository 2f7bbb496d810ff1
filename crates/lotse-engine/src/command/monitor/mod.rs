//! `monitor-add monitor-remove monitor-list monitor-ack monitor-snooze monitor-test`: what people say to the watch. None of
//! it changes anything in a cluster; all of it is audited, since it may hide an alarm.

mod add;
mod health;
mod list;
mod order;
mod remove;
mod rows;
mod target;
mod test;
mod until;

use lotse_model::{GuestRef, Severity, Timestamp};

use crate::{
    asking::Asking,
    audit::AuditEntry,
    change::desk::Desk,
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach},
};

pub(super) use health::health;

/// The words of the severities.
const SEVERITIES: ArgumentKind = ArgumentKind::Choice(&["info", "warning", "error", "critical"]);

const ALERT: Argument = Argument::required("alert", ArgumentKind::Alert);

pub(super) const ADD: Command = Command {
    name: "monitor-add",
    arguments: &[
        Argument::required("watched", ArgumentKind::Watchable),
        Argument::option("findings", SEVERITIES),
        Argument::flag("expected-off"),
        Argument::option("severity", SEVERITIES),
    ],
    level: Level::Operate,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(add::run(asking, call))),
};

pub(super) const REMOVE: Command = Command {
    name: "monitor-remove",
    arguments: &[Argument::required("entry", ArgumentKind::Entry)],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(remove::run(asking, call))),
};

pub(super) const LIST: Command = Command {
    name: "monitor-list",
    arguments: &[],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(list::run(asking, call))),
};

pub(super) const ACK: Command = Command {
    name: "monitor-ack",
    arguments: &[ALERT],
    level: Level::Operate,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(order::acknowledge(asking, call))),
};

pub(super) const SNOOZE: Command = Command {
    name: "monitor-snooze",
    arguments: &[ALERT, Argument::option("for", ArgumentKind::Duration), Argument::option("until", ArgumentKind::Text)],
    level: Level::Operate,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(order::snooze(asking, call))),
};

pub(super) const TEST: Command = Command {
    name: "monitor-test",
    arguments: &[
        Argument::positional("channel", ArgumentKind::Channel),
        Argument::option("route", ArgumentKind::Watchable),
        Argument::option("severity", SEVERITIES),
    ],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(test::run(asking, call))),
};

/// The severity that an argument names.
fn severity(call: &Call, name: &str) -> Option<Severity> {
    Some(match call.get(name)? {
        "info" => Severity::Info,
        "warning" => Severity::Warning,
        "error" => Severity::Error,
        "critical" => Severity::Critical,
        _ => return None,
    })
}

/// The store and the audit, without which nothing is watched.
fn desk<'a>(asking: &Asking<'a>) -> Result<&'a Desk, CommandError> {
    asking.desk.ok_or(CommandError::NoStore)
}

/// Writes down who said what.
async fn audit(
    asking: &Asking<'_>,
    call: &Call,
    (subject, until, guests): (String, Option<Timestamp>, Vec<GuestRef>),
    now: Timestamp,
) -> Result<(), CommandError> {
    let (command, words) = (call.command.name.to_owned(), call.words());
    let entry = AuditEntry::Watch { command, words, subject, until, guests };
    Ok(desk(asking)?.audit().add(now, asking.person, entry).await?)
}
