//! Plans to bring a guest back from a backup. Pure.

use lotse_model::{Argument, Bytes, NodeName, StorageName, Vmid};

use super::{
    backup,
    create::{IdNews, number, root_only, static_addresses},
    delete,
    draft::{Draft, Looks},
    room,
};
use crate::change::{note::Note, operation::Operation};

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft, at: &NodeName, news: IdNews) {
    let Operation::Restore { backup: Some(volume), new_id, storage, start } = looks.operation else { return };
    let Some((place, found)) = looks.cluster.archive(volume) else { return };
    backup::is(looks, draft, found);
    if looks.cluster.is_shared(&place.storage) == Some(false) && place.node != *at {
        let note = Note::blocks("storage-unavailable").text("node", at);
        draft.note(note.text("storage", &place.storage));
    }
    if found.verified.as_deref() == Some("failed") {
        draft.note(Note::warning("backup-unverified").raising(looks.raised()).text("volume", volume));
    }
    if found.encrypted {
        draft.note(Note::info("backup-encrypted").text("volume", volume));
    }
    match new_id {
        Some(id) => beside(looks, draft, *id, at, news),
        None => over(looks, draft, found.created.unwrap_or_default()),
    }
    if let Some(config) = looks.guest.config.value() {
        root_only(config, draft);
        room_for(looks, draft, at, storage.as_ref(), new_id.is_some());
        if *start {
            room::memory(looks, draft, at, config.memory);
        }
    }
    if *start {
        draft.note(Note::info("starts-after"));
    }
}

/// A second guest beside the first.
fn beside(looks: &Looks<'_>, draft: &mut Draft, id: Vmid, at: &NodeName, news: IdNews) {
    let name = looks.guest.name().unwrap_or_default();
    draft.note(Note::info("new-guest").text("id", id).text("name", name).text("node", at));
    number(looks, draft, id, news);
    draft.note(Note::info("restore-new-addresses"));
    let addresses = looks.guest.config.value().map(static_addresses).unwrap_or_default();
    if !addresses.is_empty() {
        draft.note(Note::warning("static-address").text("addresses", addresses.join(", ")));
    }
}

/// The guest itself is replaced: everything since the backup is lost, its snapshots too.
fn over(looks: &Looks<'_>, draft: &mut Draft, taken: lotse_model::Timestamp) {
    let name = looks.guest.name().unwrap_or_else(|| looks.guest.place.vmid.to_string());
    draft.note(Note::warning("restore-replaces").text("name", name));
    let note = Note::warning("restore-loses").with("taken-time", Argument::Time(taken));
    draft.note(note.with("age-seconds", Argument::Seconds(taken.age(looks.cluster.now).0)));
    if looks.guest.is_up() {
        draft.note(Note::blocks("guest-running"));
    }
    let config = looks.guest.config.value();
    if config.is_some_and(|config| config.protection) {
        draft.note(Note::blocks("protected"));
    }
    if let Some(config) = config {
        delete::disks(looks, draft, config);
    }
    delete::snapshots(looks, draft);
}

/// Room for the disks of the backup, which are about those that the guest has now. Over the guest they take the place of those.
fn room_for(looks: &Looks<'_>, draft: &mut Draft, at: &NodeName, to: Option<&StorageName>, is_new: bool) {
    let Some(config) = looks.guest.config.value() else { return };
    let mut sizes: std::collections::BTreeMap<&StorageName, u64> = std::collections::BTreeMap::new();
    for (_, disk) in config.data_disks().filter(|(_, disk)| disk.backup) {
        let Some(own) = &disk.storage else { continue };
        let target = to.unwrap_or(own);
        if is_new || target != own {
            *sizes.entry(target).or_default() += disk.size.unwrap_or_default().0;
        }
    }
    for (storage, size) in sizes {
        room::space(looks, draft, at, storage, Bytes(size));
    }
}
