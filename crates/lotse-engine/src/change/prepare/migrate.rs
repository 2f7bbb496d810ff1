//! Plans to move a guest to another node. Pure.
//!
//! Two sources say what stands in the way: the guest's configuration with the cluster's list, and the server itself where it
//! was asked (`Migration`). Both are brought into one [`Way`] first, and each thing is said once.

use lotse_model::{NodeName, StorageName};

use super::{
    draft::{Draft, Looks, bytes, count, unseen},
    power::is_template,
    room,
    way::{LocalVolume, Way},
};
use crate::change::{
    note::{Note, Weight},
    operation::Operation,
};

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
    let way = Way::of(looks, config);
    said(looks, draft, &way, node, storage.as_ref(), is_up);
    devices(looks, draft, &way, is_up);
    disks(looks, draft, &way, node, storage.as_ref(), is_up);
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

/// What the server holds against the node, and that it was not asked where it could not be.
fn said(looks: &Looks<'_>, draft: &mut Draft, way: &Way, node: &NodeName, to: Option<&StorageName>, is_up: bool) {
    let Some(answer) = &looks.guest.migration else { return };
    // Without the server's word the plan rests on what was seen by itself: good to know, no reason to warn.
    for hidden in &answer.missing {
        draft.note(Note { weight: Weight::Info, ..unseen(hidden) });
    }
    let Some(said) = answer.value() else { return };
    if said.running != is_up && looks.guest.status.value().is_some() {
        draft.note(Note::blocks("state-changing"));
    }
    let against = said.against(node);
    for storage in against.iter().flat_map(|against| &against.storages) {
        // Local disks go to the storage that was chosen; what is on a shared one stays where it is.
        let moves = to.is_some() && way.only_local_on(storage);
        if !moves {
            draft.note(Note::blocks("storage-unavailable").text("node", node).text("storage", storage));
        }
    }
    let shown = |sids: &[String]| sids.iter().map(|sid| shown_service(looks, sid)).collect::<Vec<_>>().join(", ");
    if let Some(against) = against {
        if !against.mappings.is_empty() {
            let note = Note::blocks("migrate-mapping-missing").text("node", node);
            draft.note(note.text("devices", against.mappings.join(", ")));
        }
        if !against.services.is_empty() {
            draft.note(Note::blocks("migrate-ha-apart").text("node", node).text("services", shown(&against.services)));
        }
    } else if said.allowed.as_ref().is_some_and(|allowed| !allowed.contains(node)) {
        draft.note(Note::blocks("migrate-not-allowed").text("node", node));
    }
    if !said.moves_along.is_empty() {
        draft
            .note(Note::warning("migrate-ha-along").raising(looks.raised()).text("services", shown(&said.moves_along)));
    }
}

/// An HA resource (`vm:101`), unless the person may not know of its guest.
fn shown_service(looks: &Looks<'_>, sid: &str) -> String {
    let vmid = sid.split_once(':').and_then(|(_, vmid)| vmid.parse().ok());
    if vmid.is_some_and(|vmid| looks.cluster.may_name(vmid)) { sid.to_owned() } else { "…".to_owned() }
}

/// Devices of the node, paths of it and discs in its drives do not move.
fn devices(looks: &Looks<'_>, draft: &mut Draft, way: &Way, is_up: bool) {
    if !way.devices.is_empty() {
        draft.note(Note::blocks("migrate-passthrough").text("devices", way.devices.join(", ")));
    }
    let is_live = is_up && looks.guest.is_vm();
    let stay = |wanted: Option<bool>| {
        let options = way.mapped.iter().filter(|(_, live)| **live == wanted).map(|(option, _)| option.as_str());
        options.collect::<Vec<_>>().join(", ")
    };
    // The server refuses those that it knows not to move live; of the others nobody said.
    for (devices, weight) in [(stay(Some(false)), Weight::Blocks), (stay(None), Weight::Warning)] {
        if is_live && !devices.is_empty() {
            draft.note(Note::new("migrate-passthrough", weight).text("devices", devices));
        }
    }
    for (disk, path, is_shared) in &way.bind_mounts {
        let note = if *is_shared { Note::warning("migrate-bind-mount") } else { Note::blocks("migrate-bind-mount") };
        draft.note(note.text("disk", disk).text("path", path));
    }
    for (disk, volume) in &way.discs {
        draft.note(Note::blocks("migrate-cd").text("disk", disk).text("volume", volume));
    }
}

/// Local disks are copied; the storages of the rest must be there.
fn disks(looks: &Looks<'_>, draft: &mut Draft, way: &Way, node: &NodeName, to: Option<&StorageName>, is_up: bool) {
    for disk in &way.local {
        let target = to.unwrap_or(&disk.storage);
        copied(draft, disk, target);
        room::space(looks, draft, node, target, disk.size.unwrap_or_default());
    }
    for storage in &way.shared {
        if looks.cluster.is_available(node, storage) == Some(false) {
            draft.note(Note::blocks("storage-unavailable").text("node", node).text("storage", storage));
        }
    }
    let local: Vec<_> = way.local.iter().map(|disk| disk.name.as_str()).collect();
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

fn copied(draft: &mut Draft, disk: &LocalVolume, to: &StorageName) {
    let note = |code| Note::warning(code).text("disk", &disk.name).text("storage", to);
    draft.note(match disk.size {
        Some(size) => note("migrate-copies-disk").with("size-bytes", bytes(size)),
        None => note("migrate-copies-disk-unsized"),
    });
}
