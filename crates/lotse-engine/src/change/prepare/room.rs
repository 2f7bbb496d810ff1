//! Room for a guest: memory of a node, space of a storage. Pure.

use lotse_model::{Argument, Bytes, NodeName, StorageName};

use super::draft::{Draft, Looks, bytes, raised};
use crate::change::{look::ClusterLook, note::Note, operation::Operation};

/// From which used share on a storage is nearly full: per mille, as the specification of changes has it.
const FULL: u64 = 900;

/// Storages that take the space of a disk at once. The others take what is written, so that a copy may be smaller than its disk.
const THICK: &[&str] = &["lvm", "iscsi", "iscsidirect"];

/// Whether `node` has `memory` for one more guest, and whether its guests have more than it.
pub(super) fn memory(looks: &Looks<'_>, draft: &mut Draft, node: &NodeName, memory: Bytes) {
    let listed = looks.cluster.resources.value().and_then(|list| list.node(node));
    let Some(installed) = listed.and_then(|node| node.memory) else {
        draft.note(Note::warning("memory-unknown").text("node", node));
        return;
    };
    let free = installed.free();
    let (code, is_short) = if memory > free { ("memory-short", true) } else { ("memory-free", false) };
    let told = if is_short { Note::warning(code).raising(looks.raised()) } else { Note::info(code) };
    let told = told.text("node", node).with("free-bytes", bytes(free)).with("memory-bytes", bytes(memory));
    draft.note(told);
    overcommitment(looks, draft, node, installed.total, memory);
}

/// Whether `node` has room for a running guest whose memory grows from `from` to `to`.
pub(super) fn more_memory(looks: &Looks<'_>, draft: &mut Draft, node: &NodeName, from: Bytes, to: Bytes) {
    let listed = looks.cluster.resources.value().and_then(|list| list.node(node));
    let Some(installed) = listed.and_then(|node| node.memory) else {
        draft.note(Note::warning("memory-unknown").text("node", node));
        return;
    };
    let (more, free) = (Bytes(to.0.saturating_sub(from.0)), installed.free());
    if more > free {
        let told = Note::warning("memory-short").raising(looks.raised()).text("node", node);
        draft.note(told.with("free-bytes", bytes(free)).with("memory-bytes", bytes(more)));
    }
    overcommitment(looks, draft, node, installed.total, to);
}

/// Whether the guests of a node that run have more memory together than it, with this one at `own`.
fn overcommitment(looks: &Looks<'_>, draft: &mut Draft, node: &NodeName, total: Bytes, own: Bytes) {
    let vmid = looks.guest.place.vmid;
    let others =
        looks.cluster.guests().iter().filter(|guest| {
            guest.node == *node && guest.is_running() && (guest.id.vmid != vmid || looks.makes_another())
        });
    let assigned: u64 = others.filter_map(|guest| guest.memory).map(|memory| memory.total.0).sum();
    let assigned = assigned.saturating_add(own.0);
    if assigned > total.0 {
        let told = Note::warning("memory-overcommitted").raising(looks.raised()).text("node", node);
        draft.note(told.with("assigned-bytes", bytes(Bytes(assigned))).with("total-bytes", bytes(total)));
    }
}

/// Whether `storage` on `node` has room for `needed` more, and how full it is then.
pub(super) fn space(looks: &Looks<'_>, draft: &mut Draft, node: &NodeName, storage: &StorageName, needed: Bytes) {
    on_storage(looks.cluster, looks.operation, draft, node, storage, needed);
}

/// The same, for an operation without a guest.
pub(super) fn on_storage(
    cluster: &ClusterLook,
    operation: &Operation,
    draft: &mut Draft,
    node: &NodeName,
    storage: &StorageName,
    needed: Bytes,
) {
    let unknown = || Note::warning("storage-unknown").text("node", node).text("storage", storage);
    match cluster.is_available(node, storage) {
        Some(true) => {}
        Some(false) => {
            draft.note(Note::blocks("storage-unavailable").text("node", node).text("storage", storage));
            return;
        }
        None => {
            draft.note(unknown());
            return;
        }
    }
    let Some(free) = cluster.free(node, storage) else {
        draft.note(unknown());
        return;
    };
    if needed > free {
        let is_thick = cluster.plugin(storage).is_some_and(|plugin| THICK.contains(&plugin));
        let told = if is_thick {
            Note::blocks("storage-short")
        } else {
            Note::warning("storage-short").raising(raised(operation))
        };
        let told = told.text("storage", storage).with("needed-bytes", bytes(needed));
        draft.note(told.with("free-bytes", bytes(free)));
        return;
    }
    draft.note(Note::info("storage-used").text("storage", storage).with("free-bytes", bytes(free)));
    let space = cluster.storage(node, storage).and_then(|storage| storage.storage.space);
    if let Some(space) = space.filter(|space| space.total.0 > 0) {
        let after = u128::from(space.used.0.saturating_add(needed.0)) * 1000 / u128::from(space.total.0);
        let after = u64::try_from(after).unwrap_or(u64::MAX);
        if after > FULL {
            let share = Argument::PerMille(u32::try_from(after).unwrap_or(u32::MAX));
            let told = Note::warning("storage-fills").raising(raised(operation)).text("storage", storage);
            draft.note(told.with("used-per-mille", share));
        }
    }
}
