//! Whether a backup is there, is gone, is protected.

use lotse_model::{Argument, Hidden, NodeName, StorageName, Timestamp, Vmid};
use lotse_pve::ops::{
    content::{ContentQuery, Volume},
    guest_status::GuestPlace,
};

use super::{Back, ReadBack, failed, inconclusive, verified};
use crate::change::{note::Note, prepare::unseen};

/// The backups on a storage with what could not be seen of them.
pub(super) async fn read(
    back: &Back<'_>,
    node: &NodeName,
    storage: &StorageName,
    vmid: Option<Vmid>,
) -> Result<(Vec<Volume>, Vec<Hidden>), ReadBack> {
    let query = ContentQuery { vmid, ..ContentQuery::backups() };
    match back.pve.content(node, storage, &query, back.look()).await {
        Ok(seen) => Ok((seen.value, seen.hidden)),
        Err(error) => Err(back.blind(&format!("/nodes/{node}/storage/{storage}/content"), &error)),
    }
}

fn not_seen(hidden: &[Hidden]) -> ReadBack {
    inconclusive(hidden.iter().map(unseen).collect())
}

/// Backups of `vmid` that were begun since `since`, by the node's clock.
pub(super) fn newer(volumes: &[Volume], vmid: Vmid, since: Timestamp) -> Option<&Volume> {
    // A backup is dated by the whole second in which it began.
    let fits = |volume: &&Volume| {
        volume.vmid == Some(vmid) && volume.created.is_some_and(|at| at.0 >= since.0.saturating_sub(2))
    };
    volumes.iter().filter(fits).max_by_key(|volume| volume.created)
}

pub(super) async fn made(back: &Back<'_>, place: &GuestPlace, storage: &StorageName) -> ReadBack {
    let (volumes, hidden) = match read(back, &place.node, storage, Some(place.vmid)).await {
        Ok(read) => read,
        Err(told) => return told,
    };
    let Some(since) = back.started_there().await else { return inconclusive(Vec::new()) };
    match newer(&volumes, place.vmid, since) {
        Some(volume) => {
            let size = Argument::Bytes(volume.size.unwrap_or_default().0);
            verified(Note::info("backup-made").text("volume", &volume.id).with("size-bytes", size))
        }
        None if hidden.is_empty() => failed(Note::warning("no-newer-backup").text("storage", storage)),
        None => not_seen(&hidden),
    }
}

/// The storage of a volume id.
fn storage_of(volume: &str) -> Option<StorageName> {
    volume.split_once(':').and_then(|(storage, _)| storage.parse().ok())
}

pub(super) async fn protected(back: &Back<'_>, volume: &str, on: bool) -> ReadBack {
    let Some(storage) = storage_of(volume) else { return inconclusive(Vec::new()) };
    let (volumes, hidden) = match read(back, &back.item.node, &storage, None).await {
        Ok(read) => read,
        Err(told) => return told,
    };
    match volumes.iter().find(|one| one.id == volume) {
        Some(found) if found.protected == on => {
            let code = if on { "backup-protected" } else { "backup-unprotected" };
            verified(Note::info(code).text("volume", volume))
        }
        Some(_) => failed(Note::warning("protection-other").text("volume", volume)),
        None if hidden.is_empty() => failed(Note::warning("backup-not-there").text("volume", volume)),
        None => not_seen(&hidden),
    }
}

pub(super) async fn removed(back: &Back<'_>, volume: &str) -> ReadBack {
    let Some(storage) = storage_of(volume) else { return inconclusive(Vec::new()) };
    let (volumes, hidden) = match read(back, &back.item.node, &storage, None).await {
        Ok(read) => read,
        Err(told) => return told,
    };
    if volumes.iter().any(|one| one.id == volume) {
        failed(Note::warning("backup-still-there").text("volume", volume))
    } else if hidden.is_empty() {
        verified(Note::info("backup-gone").text("volume", volume))
    } else {
        // It may be there and not be shown.
        not_seen(&hidden)
    }
}
