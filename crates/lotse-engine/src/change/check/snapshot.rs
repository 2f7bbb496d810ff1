//! Whether a snapshot is there, is gone, or was gone back to.

use lotse_pve::ops::{guest_status::GuestPlace, settle::Wanted, snapshots::Snapshots};

use super::{Back, ReadBack, call, failed, guest::ended_well, inconclusive, power, verified};
use crate::change::{event::Outcome, note::Note};

async fn read(back: &Back<'_>, place: &GuestPlace) -> Result<Snapshots, ReadBack> {
    match back.pve.snapshots(place, back.look()).await {
        Ok(seen) => Ok(seen.value),
        Err(error) => Err(back.blind(&call(place, "snapshot"), &error)),
    }
}

pub(super) async fn taken(back: &Back<'_>, place: &GuestPlace, name: &str) -> ReadBack {
    match read(back, place).await {
        Ok(snapshots) if snapshots.get(name).is_some() => verified(Note::info("snapshot-made").text("snapshot", name)),
        Ok(_) => failed(Note::warning("snapshot-not-there").text("snapshot", name)),
        Err(told) => told,
    }
}

pub(super) async fn removed(back: &Back<'_>, place: &GuestPlace, name: &str) -> ReadBack {
    match read(back, place).await {
        Ok(snapshots) if snapshots.get(name).is_none() => verified(Note::info("snapshot-gone").text("snapshot", name)),
        Ok(_) => failed(Note::warning("snapshot-still-there").text("snapshot", name)),
        Err(told) => told,
    }
}

/// The present state is based on the snapshot, and a task of it ended well: the first alone may have been so before.
pub(super) async fn rolled_back(back: &Back<'_>, place: &GuestPlace, name: &str, start: bool) -> ReadBack {
    let snapshots = match read(back, place).await {
        Ok(snapshots) => snapshots,
        Err(told) => return told,
    };
    if snapshots.parent.as_deref() != Some(name) {
        return failed(Note::warning("not-rolled-back").text("snapshot", name));
    }
    let done = Note::info("rolled-back").text("snapshot", name);
    match ended_well(back, place, &["qmrollback", "vzrollback"]).await {
        Some(true) => {}
        Some(false) => return failed(Note::warning("not-rolled-back").text("snapshot", name)),
        None => return inconclusive(Vec::new()),
    }
    if !start {
        return verified(done);
    }
    let so = Note::info("is-running");
    let (outcome, mut notes) =
        power::settle(back, place, &Wanted::Running, std::time::Duration::from_secs(30), so).await;
    if outcome == Outcome::Failed {
        notes.push(Note::warning("not-started").text("guest", place.vmid));
    }
    notes.insert(0, done);
    (outcome, notes)
}
