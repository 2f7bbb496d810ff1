//! Whether a guest is on, off, paused or anew on.

use std::time::Duration;

use lotse_pve::ops::{
    guest_status::{GuestPlace, GuestStatus},
    settle::{Settled, Wanted},
};

use super::{Back, ReadBack, call, failed, inconclusive, verified};
use crate::change::{look::state_word, note::Note, operation::Operation};

/// How long a state may lag behind the end of its task: a container's processes end, `qmeventd` tidies up behind a VM.
const LAG: Duration = Duration::from_secs(20);

/// How long a VM may take to come up again when a reboot's shutdown is over: `qmeventd` starts it.
const AGAIN: Duration = Duration::from_secs(90);

/// How long HA may take to do what was asked: a round of its manager is ten seconds, and a start or stop takes a few.
const BY_HA: Duration = Duration::from_secs(150);

pub(super) async fn check(back: &Back<'_>, place: &GuestPlace) -> ReadBack {
    let (wanted, code) = match &back.item.operation {
        Operation::Shutdown { .. } | Operation::Stop => (Wanted::Stopped, "is-off"),
        Operation::Suspend { to_disk: true } => (Wanted::Hibernated, "is-on-disk"),
        Operation::Suspend { to_disk: false } => (Wanted::Paused, "is-paused"),
        Operation::Reboot { .. } => (anew(back), "is-restarted"),
        _ => (Wanted::Running, "is-running"),
    };
    let lag = if matches!(back.item.operation, Operation::Reboot { .. }) { AGAIN } else { LAG };
    settle(back, place, &wanted, lag, Note::info(code)).await
}

/// Another process than the one that was seen; where none was, an uptime that began later than the change.
fn anew(back: &Back<'_>) -> Wanted {
    let before = back.item.facts.get("pid").and_then(|pid| pid.parse().ok());
    before.map_or_else(
        || Wanted::RunningSince(back.started.age(crate::fleet::now()).0.saturating_add(AGAIN.as_secs())),
        Wanted::AnotherProcess,
    )
}

/// Waits until the guest is as wanted: `lag`, or longer when HA does it.
pub(super) async fn settle(back: &Back<'_>, place: &GuestPlace, wanted: &Wanted, lag: Duration, so: Note) -> ReadBack {
    let mut settled = back.pve.settle(place, wanted, back.deadline.within(lag)).await;
    if matches!(&settled, Settled::NotYet(Some(status)) if status.is_managed()) && !back.deadline.has_passed() {
        settled = back.pve.settle(place, wanted, back.deadline.within(BY_HA)).await;
    }
    match settled {
        Settled::Reached(_) => verified(so),
        Settled::GaveUp(_) => failed(Note::warning("ha-gave-up")),
        Settled::Unseen(error) => back.blind(&call(place, "status/current"), &error),
        Settled::NotYet(None) => failed(Note::warning("not-there").text("guest", place.vmid)),
        Settled::NotYet(Some(status)) => not_yet(wanted, &status),
    }
}

fn not_yet(wanted: &Wanted, status: &GuestStatus) -> ReadBack {
    let state = state_word(&status.guest.state);
    if status.is_managed() {
        return inconclusive(vec![Note::warning("ha-not-yet").text("state", state)]);
    }
    match wanted {
        Wanted::AnotherProcess(_) | Wanted::RunningSince(_) if status.guest.is_running() => {
            failed(Note::warning("not-restarted"))
        }
        _ => failed(Note::warning("still").text("state", state)),
    }
}
