//! Plans to take, go back to and remove snapshots. Pure.

use lotse_model::{Argument, StorageName};
use lotse_pve::ops::{
    guest_config::GuestConfig,
    guest_devices::GuestDisk,
    snapshots::{Snapshot, Snapshots},
};

use super::{
    draft::{Draft, Looks, bytes, count},
    room,
};
use crate::change::{note::Note, operation::Operation};

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft) {
    match looks.operation {
        Operation::SnapshotCreate { name, memory, .. } => create(looks, draft, name, *memory),
        Operation::SnapshotRollback { name, start } => rollback(looks, draft, name, *start),
        Operation::SnapshotDelete { name } => remove(looks, draft, name),
        _ => {}
    }
}

fn known<'a>(looks: &Looks<'a>) -> Option<&'a Snapshots> {
    looks.guest.snapshots.as_ref().and_then(|answer| answer.value())
}

fn create(looks: &Looks<'_>, draft: &mut Draft, name: &str, memory: bool) {
    if known(looks).is_some_and(|snapshots| snapshots.get(name).is_some()) {
        draft.note(Note::blocks("snapshot-exists").text("snapshot", name));
    }
    let config = looks.guest.config.value();
    let can = looks.guest.feature.as_ref().and_then(|answer| answer.value()).map(|feature| feature.available);
    if can == Some(false) {
        let disks = config.map(|config| without_snapshots(looks, config)).unwrap_or_default();
        draft.note(Note::blocks("snapshot-unsupported").text("disks", disks.join(", ")));
    }
    let is_up = looks.guest.is_up();
    match (looks.guest.is_vm(), memory, is_up) {
        (false, true, _) => draft.note(Note::warning("snapshot-memory-container")),
        (true, true, false) => draft.note(Note::info("snapshot-memory-off")),
        (true, true, true) => with_memory(looks, draft, config),
        (true, false, true) => draft.note(Note::info("snapshot-without-memory")),
        _ => {}
    }
    // Without the agent nobody tells the file systems inside to write everything down first.
    if is_up && !memory && config.and_then(|config| config.agent) == Some(false) {
        draft.note(Note::info("agent-no-freeze"));
    }
}

fn with_memory(looks: &Looks<'_>, draft: &mut Draft, config: Option<&GuestConfig>) {
    let Some(config) = config else { return };
    draft.note(Note::info("snapshot-with-memory").with("memory-bytes", bytes(config.memory)));
    let devices: Vec<_> = config.passed_through.keys().filter(|key| key.starts_with("hostpci")).cloned().collect();
    if !devices.is_empty() {
        draft.note(Note::blocks("snapshot-memory-passthrough").text("devices", devices.join(", ")));
    }
    // Where the memory goes: `vmstatestorage`, else a storage of the disks (`qm.conf.5`).
    let named = config.raw.get("vmstatestorage").and_then(|name| name.parse::<StorageName>().ok());
    let storage = named.or_else(|| config.data_disks().find_map(|(_, disk)| disk.storage.clone()));
    if let Some(storage) = storage {
        room::space(looks, draft, &looks.guest.place.node, &storage, config.memory);
    }
}

/// The disks whose storage takes no snapshots, as far as its type tells; all of them when it does not.
pub(super) fn without_snapshots(looks: &Looks<'_>, config: &GuestConfig) -> Vec<String> {
    let label = |key: &str, disk: &GuestDisk| match &disk.storage {
        Some(storage) => format!("{key} ({storage})"),
        None => key.to_owned(),
    };
    let disks = || config.disks.iter().filter(|(_, disk)| disk.role.holds_data() && disk.volume.is_some());
    let cannot: Vec<_> = disks()
        .filter(|(_, disk)| {
            let plugin = disk.storage.as_ref().and_then(|storage| looks.cluster.plugin(storage));
            let is_qcow2 = disk.volume.as_ref().is_some_and(|volume| volume.rsplit('.').next() == Some("qcow2"));
            match plugin {
                Some("zfspool" | "zfs" | "lvmthin" | "rbd" | "btrfs" | "cephfs") => false,
                Some("dir" | "nfs" | "cifs" | "glusterfs") => !is_qcow2,
                _ => true,
            }
        })
        .map(|(key, disk)| label(key, disk))
        .collect();
    if cannot.is_empty() { disks().map(|(key, disk)| label(key, disk)).collect() } else { cannot }
}

fn rollback(looks: &Looks<'_>, draft: &mut Draft, name: &str, start: bool) {
    let Some(snapshots) = known(looks) else { return };
    let Some(snapshot) = snapshots.get(name) else { return };
    match snapshot.taken {
        Some(at) => {
            let note = Note::warning("rollback-loses").text("snapshot", name).with("taken-time", Argument::Time(at));
            draft.note(note.with("age-seconds", Argument::Seconds(at.age(looks.cluster.now).0)));
        }
        None => draft.note(Note::warning("rollback-loses-since").text("snapshot", name)),
    }
    newer(looks, draft, snapshots, snapshot);
    if looks.guest.config.value().is_some_and(|config| config.protection) {
        draft.note(Note::info("protected-rollback"));
    }
    let is_up = looks.guest.is_up();
    if is_up {
        draft.note(Note::warning("rollback-memory-lost"));
    }
    draft.note(match (snapshot.memory && looks.guest.is_vm(), start) {
        (true, _) => Note::info("rollback-memory-returns"),
        (false, true) => Note::info("rollback-starts"),
        (false, false) if is_up => Note::warning("rollback-stays-off"),
        (false, false) => Note::info("rollback-stays-off"),
    });
}

/// Snapshots that were taken later. Most storages keep them beside; ZFS goes back to its newest only, and refuses.
fn newer(looks: &Looks<'_>, draft: &mut Draft, snapshots: &Snapshots, to: &Snapshot) {
    let later = snapshots
        .list
        .iter()
        .filter(|one| one.name != to.name && (one.taken > to.taken || descends(snapshots, one, to)));
    let names: Vec<_> = later.map(|one| one.name.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let joined = names.join(", ");
    let config = looks.guest.config.value();
    let zfs = config
        .into_iter()
        .flat_map(GuestConfig::storages)
        .find(|storage| matches!(looks.cluster.plugin(storage), Some("zfspool" | "zfs")));
    draft.note(match zfs {
        Some(storage) => Note::blocks("rollback-not-newest").text("storage", storage).text("names", joined),
        None => Note::warning("rollback-newer").with("count", count(names.len())).text("names", joined),
    });
}

/// Whether `one` was taken on top of `base`. A loop, which no server should send, ends.
fn descends(snapshots: &Snapshots, one: &Snapshot, base: &Snapshot) -> bool {
    let mut above = one.parent.as_deref();
    for _ in 0..=snapshots.list.len() {
        match above {
            Some(name) if name == base.name => return true,
            Some(name) => above = snapshots.get(name).and_then(|snapshot| snapshot.parent.as_deref()),
            None => return false,
        }
    }
    false
}

fn remove(looks: &Looks<'_>, draft: &mut Draft, name: &str) {
    let Some(snapshots) = known(looks) else { return };
    if let Some(at) = snapshots.get(name).and_then(|snapshot| snapshot.taken) {
        let note = Note::info("snapshot-is").text("snapshot", name).with("taken-time", Argument::Time(at));
        draft.note(note.with("age-seconds", Argument::Seconds(at.age(looks.cluster.now).0)));
    }
    let children = snapshots.list.iter().filter(|one| one.parent.as_deref() == Some(name));
    let names: Vec<_> = children.map(|one| one.name.as_str()).collect();
    if !names.is_empty() {
        draft.note(Note::info("snapshot-children").text("names", names.join(", ")));
    }
    if looks.guest.is_up() {
        draft.note(Note::info("snapshot-delete-merges").text("snapshot", name));
    }
}
