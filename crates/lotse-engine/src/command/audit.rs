//! `audit` and `audit-verify`: who did what, and whether that account is whole.

use lotse_model::{GuestRef, Timestamp};
use lotse_store::AuditQuery;

use crate::{
    asking::Asking,
    audit::{Head, Reason, Recorded, Verdict},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, amount},
    fleet,
    inventory::Resources,
    view::{Answer, AuditRow, AuditVerifyView, AuditView, BrokenLine, GuestLabel, View},
};

/// So many lines are shown unless more are asked for.
const LINES: u64 = 50;

/// No more lines than this at once, whatever is asked for.
const MOST: u64 = 5000;

pub(super) const AUDIT: Command = Command {
    name: "audit",
    arguments: &[
        Argument::option("since", ArgumentKind::Text),
        Argument::option("guest", ArgumentKind::Guest),
        Argument::option("who", ArgumentKind::Text),
        Argument::option("limit", ArgumentKind::Number),
    ],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

pub(super) const VERIFY: Command = Command {
    name: "audit-verify",
    arguments: &[Argument::option("head", ArgumentKind::Text)],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(verify(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let desk = asking.desk.ok_or(CommandError::NoStore)?;
    let mut gathered = asking.gathered();
    let found = asking.look(&mut gathered).await;
    let directory = asking.directory(&found);
    let guest = match call.get("guest") {
        None => None,
        // Of a guest that is gone there is no name any more, and its reference says which one was meant.
        Some(typed) => Some(directory.guest(typed).map(|guest| guest.id.clone()).or_else(|error| {
            typed.parse::<GuestRef>().ok().filter(|gone| asking.grants.sees_gone(gone)).ok_or(error)
        })?),
    };
    let limit = call.number("limit").unwrap_or(LINES).clamp(1, MOST);
    let query = AuditQuery {
        since: call.get("since").map(|text| since(asking, call, text)).transpose()?,
        guest,
        who: call.text("who"),
        limit: Some(limit + 1),
        ..AuditQuery::default()
    };
    let mut lines = desk.audit().query(&query).await?;
    let more = lines.len() as u64 > limit;
    if more {
        lines.remove(0);
    }
    let known = |guest: &GuestRef| {
        let snapshot = found.iter().find(|one| *one.cluster() == guest.cluster)?;
        snapshot.resources.value().and_then(|list: &Resources| list.guest(guest.vmid))
    };
    let sees = |guest: &GuestRef| match known(guest) {
        Some(guest) => asking.grants.sees(guest),
        None => asking.grants.sees_gone(guest),
    };
    let rows = lines
        .into_iter()
        .filter(|line| asking.grants.sees_everything() || (!line.guests.is_empty() && line.guests.iter().all(sees)))
        .map(|line| row(line, |guest| known(guest).and_then(|guest| guest.name.clone())))
        .collect();
    Ok(Answer::of(View::Audit(Box::new(AuditView { lines: rows, more }))))
}

fn row(line: Recorded, name: impl Fn(&GuestRef) -> Option<String>) -> AuditRow {
    let guests = line.guests.into_iter().map(|id| GuestLabel { name: name(&id), id }).collect();
    let (by, entry) = line.record.map_or((None, None), |record| (Some(record.by), Some(record.entry)));
    AuditRow { number: line.number, at: line.at, who: line.who, by, guests, entry, link: line.link }
}

/// From when on: a length of time back from now, or a day in the person's time zone.
fn since(asking: &Asking<'_>, call: &Call, text: &str) -> Result<Timestamp, CommandError> {
    let ago = amount::duration(text).and_then(|length| i64::try_from(length.0).ok());
    ago.map(|ago| Timestamp(fleet::now().0.saturating_sub(ago)))
        .or_else(|| lotse_text::day_begins(text, asking.zone))
        .ok_or_else(|| call.bad("since", &["2h", "7d", "2026-11-22"]))
}

async fn verify(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let desk = asking.desk.ok_or(CommandError::NoStore)?;
    let kept = match call.get("head") {
        None => None,
        Some(text) => Some(text.parse::<Head>().map_err(|_| call.bad("head", &[]))?),
    };
    let view = match desk.audit().verify(kept.as_ref()).await? {
        Verdict::Whole { head, compared } => AuditVerifyView {
            whole: true,
            lines: head.map_or(0, |head| head.number),
            head: head.map(|head| head.to_string()),
            compared,
            broken: None,
        },
        Verdict::Broken(broken) => AuditVerifyView {
            whole: false,
            lines: broken.number.saturating_sub(1),
            head: None,
            compared: kept.is_some(),
            broken: Some(BrokenLine { number: broken.number, reason: reason(broken.reason) }),
        },
    };
    Ok(Answer::of(View::AuditVerify(view)))
}

const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Link => "link",
        Reason::Gap => "gap",
        Reason::Order => "order",
        Reason::Unparsable => "unparsable",
        Reason::Cut => "cut",
        Reason::Rewritten => "rewritten",
    }
}
