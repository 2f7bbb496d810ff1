//! Plans to make, protect and remove backups. Pure.

use lotse_model::{Argument, Bytes, StorageName};
use lotse_pve::ops::{content::Volume, guest_config::GuestConfig};

use super::{
    delete::last_backup,
    draft::{Draft, Looks, bytes},
    room,
    snapshot::without_snapshots,
};
use crate::change::{note::Note, operation::Operation};

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft) {
    match looks.operation {
        Operation::BackupNow { storage: Some(storage), mode, .. } => make(looks, draft, storage, mode),
        Operation::BackupProtect { backup: Some(backup), on } => protect(looks, draft, backup, *on),
        Operation::BackupDelete { backup } => remove(looks, draft, backup),
        _ => {}
    }
}

fn make(looks: &Looks<'_>, draft: &mut Draft, storage: &StorageName, mode: &str) {
    draft.note(Note::info("backup-to").text("storage", storage));
    draft.note(Note::info("backup-keeps-older"));
    last_backup(looks, draft);
    let Some(config) = looks.guest.config.value() else { return };
    let is_up = looks.guest.is_up();
    match mode {
        "stop" if is_up => draft.note(Note::warning("backup-stops-guest")),
        "suspend" if is_up => draft.note(Note::warning("backup-suspends-guest")),
        "snapshot" if is_up => snapshot_mode(looks, draft, config),
        _ => {}
    }
    let left_out: Vec<_> = config.data_disks().filter(|(_, disk)| !disk.backup).map(|(key, _)| key).collect();
    let saved: Vec<_> = config.data_disks().filter(|(_, disk)| disk.backup).collect();
    if !left_out.is_empty() {
        draft.note(Note::warning("backup-leaves-out").text("disks", left_out.join(", ")));
    }
    if saved.is_empty() {
        draft.note(Note::warning("backup-nothing"));
    }
    let disks: u64 = saved.iter().filter_map(|(_, disk)| disk.size).map(|size| size.0).sum();
    // A backup is compressed and leaves out what was never written: the last one says more than the disks do.
    let last = looks.cluster.archives_of(looks.guest.place.vmid).first().and_then(|(_, volume)| volume.size);
    let needed = last.map_or(Bytes(disks), |last| Bytes(last.0.min(disks.max(last.0))));
    room::space(looks, draft, &looks.guest.place.node, storage, needed);
}

/// The mode `snapshot` of a container needs storages that take snapshots; `vzdump` suspends it otherwise. A machine without
/// an agent is saved as after a power cut.
fn snapshot_mode(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig) {
    if looks.guest.is_vm() {
        if config.agent == Some(false) {
            draft.note(Note::info("agent-no-freeze"));
        }
        return;
    }
    let can = looks.guest.feature.as_ref().and_then(|answer| answer.value()).map(|feature| feature.available);
    if can == Some(false) {
        let disks = without_snapshots(looks, config).join(", ");
        let note = Note::warning("backup-container-suspends").raising(looks.raised());
        draft.note(note.text("disks", disks));
    }
}

/// Which backup it is.
pub(super) fn is(looks: &Looks<'_>, draft: &mut Draft, volume: &Volume) {
    let (at, size) = (volume.created.unwrap_or_default(), volume.size.unwrap_or_default());
    let note = Note::info("backup-is").text("volume", &volume.id).with("size-bytes", bytes(size));
    let note = note.with("taken-time", Argument::Time(at));
    draft.note(note.with("age-seconds", Argument::Seconds(at.age(looks.cluster.now).0)));
}

fn protect(looks: &Looks<'_>, draft: &mut Draft, backup: &str, on: bool) {
    let Some((_, volume)) = looks.cluster.archive(backup) else { return };
    is(looks, draft, volume);
    if volume.protected == on {
        let state = if on { "protected" } else { "unprotected" };
        draft.note(Note::info("already-so").text("state", state));
    } else if !on {
        draft.note(Note::warning("backup-now-prunable"));
    }
}

fn remove(looks: &Looks<'_>, draft: &mut Draft, backup: &str) {
    let Some((_, volume)) = looks.cluster.archive(backup) else { return };
    is(looks, draft, volume);
    if volume.protected {
        draft.note(Note::blocks("backup-protected").text("volume", backup));
    }
    let all = looks.cluster.archives_of(looks.guest.place.vmid);
    if all.len() == 1 && looks.cluster.saw_all_archives() {
        draft.note(Note::warning("backup-only"));
    } else if all.len() == 1 {
        draft.note(Note::warning("backups-unseen"));
    }
}
