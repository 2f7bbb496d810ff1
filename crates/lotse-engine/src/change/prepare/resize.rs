//! Plans to give a guest other cores, memory or a larger disk. Pure.

use lotse_model::{Argument, Bytes};
use lotse_pve::ops::guest_config::GuestConfig;

use super::{
    draft::{Draft, Looks, bytes, count},
    power::is_template,
    room,
};
use crate::change::{note::Note, operation::Operation};

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft) {
    let Operation::Resize { cores, memory, disk, grow } = looks.operation else { return };
    if is_template(looks) {
        draft.note(Note::blocks("is-template"));
    }
    let Some(config) = looks.guest.config.value() else { return };
    let mut changes = false;
    let mut late = Vec::new();
    if let Some(to) = cores {
        changes |= cores_change(looks, draft, config, *to);
        // The number of cores is what a machine starts with; only the plugged-in ones of them change while it runs.
        if config.cores != Some(*to) && looks.guest.is_vm() {
            late.push("cores");
        }
    }
    if let Some(to) = memory {
        changes |= memory_change(looks, draft, config, *to);
        // Memory that is taken away leaves a running machine only at its next start.
        let hot = !looks.guest.is_vm() || (takes_memory(config) && *to >= config.memory);
        if config.memory.mib() != to.mib() && !hot {
            late.push("memory");
        }
    }
    if let (Some(disk), Some(by)) = (disk, grow) {
        changes |= disk_grows(looks, draft, config, disk, *by);
    }
    if !changes {
        draft.note(Note::blocks("nothing-changes"));
    }
    if !late.is_empty() && looks.guest.is_up() {
        draft.note(Note::warning("after-reboot").text("keys", late.join(", ")));
    }
}

/// Whether a running machine takes memory: as its option `hotplug` has it (the schema's default is network, disk and USB),
/// and only with NUMA.
fn takes_memory(config: &GuestConfig) -> bool {
    let hotplug = config.raw.get("hotplug").map_or("network,disk,usb", String::as_str);
    let has = hotplug == "1" || hotplug.split(',').any(|part| part.trim() == "memory");
    has && config.raw.get("numa").is_some_and(|numa| numa == "1")
}

fn cores_change(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig, to: u32) -> bool {
    let count = |number: u32| Argument::Count(u64::from(number));
    let node = &looks.guest.place.node;
    let threads = looks.cluster.nodes.get(node).and_then(|node| node.value()).and_then(|node| node.processor.threads);
    if let Some(threads) = threads.filter(|&threads| to > threads) {
        let told = Note::warning("cores-beyond-node").with("cores", count(to)).text("node", node);
        draft.note(told.with("threads", count(threads)));
    }
    match config.vcpus {
        Some(plugged) if plugged > to => {
            draft.note(Note::warning("vcpus-lowered").with("from", count(plugged)).with("to", count(to)));
        }
        Some(plugged) if plugged < to => {
            draft.note(Note::info("vcpus-below").with("cores", count(to)).with("vcpus", count(plugged)));
        }
        _ => {}
    }
    match config.cores {
        Some(from) if from == to => return config.vcpus.is_some_and(|plugged| plugged > to),
        Some(from) => draft.note(Note::info("cores-change").with("from", count(from)).with("to", count(to))),
        None => draft.note(Note::info("cores-unlimited").with("to", count(to))),
    }
    true
}

fn memory_change(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig, to: Bytes) -> bool {
    let (from, to) = (config.memory, Bytes::from_mib(to.mib()));
    if from.mib() == to.mib() {
        return false;
    }
    draft.note(Note::info("memory-change").with("from-bytes", bytes(from)).with("to-bytes", bytes(to)));
    if config.balloon.is_some_and(|least| least.0 > to.0) {
        draft.note(Note::warning("balloon-lowered").with("to-bytes", bytes(to)));
    }
    if looks.guest.is_up() && to > from {
        room::more_memory(looks, draft, &looks.guest.place.node, from, to);
    }
    true
}

fn disk_grows(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig, disk: &str, by: Bytes) -> bool {
    draft.note(Note::info("disk-never-shrinks"));
    if by.0 == 0 {
        return false;
    }
    let Some(known) = config.disks.get(disk) else { return true };
    match known.size {
        Some(from) => {
            let to = Bytes(from.0.saturating_add(by.0));
            let told = Note::info("disk-grows").text("disk", disk).with("from-bytes", bytes(from));
            draft.note(told.with("to-bytes", bytes(to)));
        }
        None => draft.note(Note::info("disk-grows-by").text("disk", disk).with("by-bytes", bytes(by))),
    }
    if let Some(storage) = &known.storage {
        room::space(looks, draft, &looks.guest.place.node, storage, by);
    }
    if looks.guest.is_vm() {
        // A container's file system grows with its disk; what is inside a machine is the machine's.
        draft.note(Note::info("file-system-stays").text("disk", disk));
    }
    let snapshots = looks.guest.snapshots.as_ref().and_then(|answer| answer.value());
    if let Some(snapshots) = snapshots.filter(|snapshots| !snapshots.list.is_empty()) {
        let told = Note::warning("disk-snapshots").text("disk", disk);
        draft.note(told.with("count", count(snapshots.list.len())));
    }
    true
}
