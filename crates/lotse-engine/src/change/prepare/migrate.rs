//! Plans to move a guest to another node. Pure.

use lotse_model::{NodeName, StorageName};
use lotse_pve::ops::{
    guest_config::GuestConfig,
    guest_devices::{DiskRole, GuestDisk},
};

use super::{
    create::bind_mounts,
    draft::{Draft, Looks, bytes, count},
    power::is_template,
    room,
};
use crate::change::{note::Note, operation::Operation};

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft) {
    let Operation::Migrate { node, storage } = looks.operation else { return };
    if looks.guest.place.node == *node {
        draft.note(Note::info("already-there").text("node", node));
        return;
    }
    if !looks.cluster.is_online(node) {
        draft.note(Note::blocks("node-down").text("node", node));
    }
    let is_up = looks.guest.is_up();
    draft.note(match (is_up, looks.guest.is_vm()) {
        (true, true) => Note::info("migrate-live").text("node", node),
        (true, false) => Note::warning("migrate-restarts").text("node", node),
        (false, _) => Note::info("migrate-off").text("node", node),
    });
    let Some(config) = looks.guest.config.value() else { return };
    devices(looks, draft, config, is_up);
    drives(looks, draft, config);
    disks(looks, draft, config, node, storage.as_ref(), is_up);
    if is_up {
        room::memory(looks, draft, node, config.memory);
        // A machine that sees its node's own processor needs the same one on the other side.
        if config.cpu_type.as_deref() == Some("host") {
            draft.note(Note::warning("migrate-host-cpu"));
        }
    }
    let replication = looks.cluster.replication.iter().filter_map(|answer| answer.value()).flatten();
    if replication.into_iter().any(|job| job.guest == looks.guest.place.vmid && job.target.as_ref() == Some(node)) {
        draft.note(Note::info("migrate-replicated").text("node", node));
    }
}

/// Devices of the node, and paths of it, do not move.
fn devices(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig, is_up: bool) {
    let is_own = |options: &lotse_pve::ops::property::Properties| options.get("mapping").is_none();
    let passed: Vec<_> = config
        .passed_through
        .iter()
        .filter(|(_, options)| options.bare() != Some("spice") && options.get("host") != Some("spice"))
        .collect();
    let own: Vec<_> = passed.iter().filter(|(_, options)| is_own(options)).map(|(key, _)| key.as_str()).collect();
    let mapped: Vec<_> = passed.iter().filter(|(_, options)| !is_own(options)).map(|(key, _)| key.as_str()).collect();
    if !own.is_empty() {
        draft.note(Note::blocks("migrate-passthrough").text("devices", own.join(", ")));
    }
    if !mapped.is_empty() && is_up && looks.guest.is_vm() {
        draft.note(Note::warning("migrate-passthrough").text("devices", mapped.join(", ")));
    }
    for (key, disk) in bind_mounts(config) {
        // One that is marked as shared is taken to be on the other node as well (`shared` of a mount point).
        let path = disk.volume.clone().unwrap_or_default();
        let is_shared = disk.options.flag("shared") == Some(true);
        let note = if is_shared { Note::warning("migrate-bind-mount") } else { Note::blocks("migrate-bind-mount") };
        draft.note(note.text("disk", key).text("path", path));
    }
}

/// A disc in a drive lies on a storage too, or in the node's own drive.
fn drives(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig) {
    for (key, disk) in config.disks.iter().filter(|(_, disk)| disk.role == DiskRole::CdDrive) {
        let Some(volume) = &disk.volume else { continue };
        let is_shared = disk.storage.as_ref().map(|storage| looks.cluster.is_shared(storage));
        match is_shared {
            Some(Some(true)) => {}
            _ => draft.note(Note::blocks("migrate-cd").text("disk", key).text("volume", volume)),
        }
    }
}

/// Local disks are copied; the storages of the rest must be there.
fn disks(
    looks: &Looks<'_>,
    draft: &mut Draft,
    config: &GuestConfig,
    node: &NodeName,
    to: Option<&StorageName>,
    is_up: bool,
) {
    let mut local = Vec::new();
    let on_storage = config.disks.iter().filter(|(_, disk)| disk.role != DiskRole::CdDrive && disk.volume.is_some());
    for (key, disk) in on_storage {
        let Some(own) = &disk.storage else { continue };
        let is_local = looks.cluster.is_shared(own) == Some(false);
        if is_local {
            local.push(key.as_str());
            copied(draft, key, disk, to.unwrap_or(own));
            room::space(looks, draft, node, to.unwrap_or(own), disk.size.unwrap_or_default());
        } else if looks.cluster.is_available(node, own) == Some(false) {
            draft.note(Note::blocks("storage-unavailable").text("node", node).text("storage", own));
        }
    }
    let snapshots = looks.guest.snapshots.as_ref().and_then(|answer| answer.value());
    let taken = snapshots.map_or(0, |snapshots| snapshots.list.len());
    if taken > 0 && !local.is_empty() {
        // A running machine's local disks move without their snapshots, which the server refuses.
        let blocks = is_up && looks.guest.is_vm();
        let told = if blocks { Note::blocks("migrate-snapshots") } else { Note::info("migrate-snapshots") };
        draft.note(told.with("count", count(taken)).text("disks", local.join(", ")));
    }
    if is_template(looks) && !local.is_empty() {
        draft.note(Note::warning("template-moves"));
    }
}

fn copied(draft: &mut Draft, key: &str, disk: &GuestDisk, to: &StorageName) {
    let note = |code| Note::warning(code).text("disk", key).text("storage", to);
    draft.note(match disk.size {
        Some(size) => note("migrate-copies-disk").with("size-bytes", bytes(size)),
        None => note("migrate-copies-disk-unsized"),
    });
}
