//! Whether a guest was made, restored, moved or removed.

use std::time::Duration;

use lotse_model::NodeName;
use lotse_pve::{
    CallError,
    ops::{
        guest_config::ConfigOf,
        guest_status::{GuestPlace, GuestStatus},
        settle::{Settled, Wanted},
        tasks::TaskQuery,
    },
};

use super::{Back, ReadBack, call, failed, inconclusive, power, verified};
use crate::change::{event::Outcome, look::identity, note::Note};

/// How long a new guest may take to show, and a started one to run.
const LAG: Duration = Duration::from_secs(30);

/// Locks of a guest that is not whole yet (`lock` of the API schema).
const UNFINISHED: &[&str] = &["create", "clone", "disk"];

/// A copy is there, whole, and runs when it was to.
pub(super) async fn made(back: &Back<'_>, place: &GuestPlace, start: bool) -> ReadBack {
    let status = match there(back, place).await {
        Ok(status) => status,
        Err(told) => return told,
    };
    let guest = Note::info("guest-made")
        .text("guest", place.vmid)
        .text("name", status.guest.name.clone().unwrap_or_default())
        .text("node", &status.guest.node);
    if start { started(back, place, guest).await } else { verified(guest) }
}

/// A guest is back, whole, and runs when it was to. That it is the backup and not what was there before, its task tells.
pub(super) async fn restored(back: &Back<'_>, place: &GuestPlace, start: bool) -> ReadBack {
    if let Err(told) = there(back, place).await {
        return told;
    }
    let guest = Note::info("guest-restored").text("guest", place.vmid).text("node", &place.node);
    match ended_well(back, place, &["qmrestore", "vzrestore"]).await {
        Some(true) if start => started(back, place, guest).await,
        Some(true) => verified(guest),
        Some(false) => failed(Note::warning("not-there").text("guest", place.vmid)),
        None => inconclusive(Vec::new()),
    }
}

async fn started(back: &Back<'_>, place: &GuestPlace, made: Note) -> ReadBack {
    let (outcome, mut notes) = power::settle(back, place, &Wanted::Running, LAG, Note::info("is-running")).await;
    if outcome == Outcome::Failed {
        notes.push(Note::warning("not-started").text("guest", place.vmid));
    }
    notes.insert(0, made);
    (outcome, notes)
}

/// The guest's status once it is there and whole.
async fn there(back: &Back<'_>, place: &GuestPlace) -> Result<GuestStatus, ReadBack> {
    let patience = back.deadline.within(LAG);
    loop {
        match back.pve.guest_status(place, back.look()).await {
            Ok(seen) if seen.value.guest.lock.as_deref().is_none_or(|lock| !UNFINISHED.contains(&lock)) => {
                return Ok(seen.value);
            }
            Ok(_) if patience.has_passed() => return Err(inconclusive(Vec::new())),
            Err(CallError::NotFound { .. }) if patience.has_passed() => {
                return Err(failed(Note::warning("not-there").text("guest", place.vmid)));
            }
            Err(error) if patience.has_passed() => return Err(back.blind(&call(place, "status/current"), &error)),
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
        }
    }
}

/// Whether a task of one of these types for this guest, begun since the change was sent, ended well; `None` when nobody can tell.
pub(super) async fn ended_well(back: &Back<'_>, place: &GuestPlace, kinds: &[&str]) -> Option<bool> {
    let since = back.started_there().await?;
    // A UPID has whole seconds, and the clocks are read one after the other.
    let since = lotse_model::Timestamp(since.0.saturating_sub(2));
    let query = TaskQuery { limit: Some(100), vmid: Some(place.vmid), since: Some(since), ..TaskQuery::default() };
    let tasks = back.pve.node_tasks(&back.item.node, &query, back.look()).await.ok()?;
    let own = tasks.value.iter().filter(|task| kinds.contains(&task.upid.kind.as_str()));
    // The newest decides.
    let newest = own.max_by_key(|task| (task.upid.started, task.upid.pstart))?;
    match &newest.state {
        lotse_model::TaskState::Finished { outcome, .. } => Some(outcome.is_done()),
        lotse_model::TaskState::Running => None,
    }
}

/// The guest is on another node, and runs when it ran.
pub(super) async fn moved(back: &Back<'_>, place: &GuestPlace, node: &NodeName) -> ReadBack {
    let wanted = Wanted::On(node.clone());
    let so = Note::info("on-node").text("node", node);
    let settled = back.pve.settle(place, &wanted, back.deadline.within(LAG)).await;
    let settled = match settled {
        // HA moves it in its own time; so does a long copy of memory.
        Settled::NotYet(Some(status)) if status.is_managed() => back.pve.settle(place, &wanted, back.deadline).await,
        other => other,
    };
    match settled {
        Settled::Reached(_) => {}
        Settled::GaveUp(_) => return failed(Note::warning("ha-gave-up")),
        Settled::Unseen(error) => return back.blind(&call(place, "status/current"), &error),
        Settled::NotYet(None) => return failed(Note::warning("not-there").text("guest", place.vmid)),
        Settled::NotYet(Some(status)) => {
            let told = Note::warning("not-on-node").text("node", &status.guest.node).text("wanted", node);
            return if status.is_managed() { inconclusive(vec![told]) } else { failed(told) };
        }
    }
    let ran = back.item.facts.get("state").is_some_and(|state| state == "running");
    if !ran {
        return verified(so);
    }
    let there = GuestPlace::new(node.clone(), place.kind, place.vmid);
    started(back, &there, so).await
}

/// The guest is gone; one that has its number by now is another one.
pub(super) async fn gone(back: &Back<'_>, place: &GuestPlace) -> ReadBack {
    match back.pve.settle(place, &Wanted::Gone, back.deadline.within(LAG)).await {
        Settled::Reached(_) => verified(Note::info("is-gone")),
        Settled::Unseen(error) => back.blind(&call(place, "status/current"), &error),
        Settled::NotYet(_) | Settled::GaveUp(_) => {
            let config = back.pve.guest_config(place, &ConfigOf::Pending, back.look()).await;
            let now = config.ok().and_then(|config| identity(&config.value));
            match (now, back.item.facts.get("identity")) {
                (Some(now), Some(before)) if now != *before => {
                    let another = Note::warning("another-guest").text("guest", place.vmid);
                    (Outcome::Verified, vec![Note::info("is-gone"), another])
                }
                _ => failed(Note::warning("still-there")),
            }
        }
    }
}
