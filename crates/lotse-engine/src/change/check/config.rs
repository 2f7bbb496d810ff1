//! Whether a guest has other cores, memory or a larger disk, and what of it waits for its next start.

use lotse_model::{Argument, Bytes};
use lotse_pve::ops::{guest_config::ConfigOf, guest_status::GuestPlace};

use super::{Back, ReadBack, call, inconclusive};
use crate::change::{event::Outcome, note::Note, operation::Operation, steps::lowered_vcpus};

pub(super) async fn check(back: &Back<'_>, place: &GuestPlace) -> ReadBack {
    let Operation::Resize { cores, memory, disk, grow } = &back.item.operation else {
        return inconclusive(Vec::new());
    };
    let config = match back.pve.guest_config(place, &ConfigOf::Pending, back.look()).await {
        Ok(config) => config.value,
        Err(error) => return back.blind(&call(place, "config"), &error),
    };
    let mut outcome = Outcome::Verified;
    let mut notes = Vec::new();
    let mut value = |key: &str, is: String, wanted: String| {
        let is_so = is == wanted;
        notes.push(if is_so {
            Note::info("value-set").text("key", key).text("value", is)
        } else {
            Note::warning("value-other").text("key", key).text("value", is).text("wanted", wanted)
        });
        is_so
    };
    let mut all_so = true;
    if let Some(wanted) = cores {
        let is = config.cores.map_or_else(|| "-".to_owned(), |cores| cores.to_string());
        all_so &= value("cores", is, wanted.to_string());
    }
    if let Some(wanted) = lowered_vcpus(back.item) {
        let is = config.vcpus.map_or_else(|| "-".to_owned(), |vcpus| vcpus.to_string());
        all_so &= value("vcpus", is, wanted.to_string());
    }
    if let Some(wanted) = memory {
        all_so &= value("memory", format!("{} MiB", config.memory.mib()), format!("{} MiB", wanted.mib()));
    }
    if let (Some(disk), Some(by)) = (disk, grow.filter(|by| by.0 > 0)) {
        let before = back.item.facts.get("disk-bytes").and_then(|size| size.parse::<u64>().ok());
        let now = config.disks.get(disk).and_then(|disk| disk.size);
        if let (Some(before), Some(now)) = (before, now) {
            let is_so = now >= Bytes(before.saturating_add(by.0));
            let told = if is_so { Note::info("disk-is") } else { Note::warning("disk-not-grown") };
            notes.push(told.text("disk", disk).with("size-bytes", Argument::Bytes(now.0)));
            all_so &= is_so;
        } else {
            notes.push(Note::warning("disk-size-unknown").text("disk", disk));
            outcome = Outcome::Inconclusive;
        }
    }
    if !all_so {
        return (Outcome::Failed, notes);
    }
    waiting(back, place, &mut notes, cores.is_some() || memory.is_some()).await;
    (outcome, notes)
}

/// What a running guest takes over only at its next start.
async fn waiting(back: &Back<'_>, place: &GuestPlace, notes: &mut Vec<Note>, changed: bool) {
    if !changed {
        return;
    }
    match back.pve.pending(place, back.look()).await {
        Ok(pending) => {
            let ours = |key: &str| matches!(key, "cores" | "memory" | "balloon" | "sockets" | "vcpus");
            let keys: Vec<_> = pending.value.iter().map(|value| value.key.as_str()).filter(|key| ours(key)).collect();
            if !keys.is_empty() {
                notes.push(Note::warning("value-pending").text("keys", keys.join(", ")));
            }
        }
        Err(error) => {
            let (_, unseen) = back.blind(&call(place, "pending"), &error);
            notes.extend(unseen);
        }
    }
}
