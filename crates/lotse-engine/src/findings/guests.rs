//! Guests: in error, locked for long, short of memory or disk, meant to run and stopped.

use lotse_model::{Argument, Guest, GuestKind, GuestState, HiddenWhy, Severity, Task, TaskState, Timestamp};
use lotse_pve::ops::guest_inside::{GuestFileSystem, Inside};

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{fill, label, subject, text},
};

/// File systems that are made full and never written: images, CDs.
const ALWAYS_FULL: [&str; 6] = ["squashfs", "erofs", "cramfs", "iso9660", "udf", "cdfs"];

/// A guest in a state that is none of the good ones.
pub(super) fn in_error(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    living.note_silent(report);
    for guest in living.iter() {
        let mut evidence = Vec::new();
        let mut state = None;
        if let GuestState::Other(word) = &guest.state {
            evidence.push(living.list.shows([("status", word.clone())]));
            state = Some(word.clone());
        }
        // Only its own status has QEMU's word; where that was read it tells more.
        let own = material.guests.get(&guest.id.vmid).and_then(|details| report.open(&details.status));
        if let Some((own, word)) = own
            .and_then(|own| Some((own.value.qemu_state.clone()?, own)))
            .map(|(word, own)| (own, word))
            .filter(|(_, word)| matches!(word.as_str(), "io-error" | "internal-error" | "guest-panicked"))
        {
            evidence.push(own.shows([("qmpstatus", word.clone())]));
            state = Some(word);
        }
        if let Some(state) = state {
            let arguments = [("guest", text(&label(guest))), ("state", text(&state))];
            report.found(Severity::Error, subject(guest), evidence, arguments);
        }
    }
}

/// A lock that outlives the work it was for.
pub(super) fn locked(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    living.note_silent(report);
    let list = &living.list;
    // The memory of a suspended guest lies on disk, and its lock says just that.
    let is_locked = |guest: &&Guest| guest.lock.as_deref().is_some_and(|lock| lock != "suspended");
    let locked: Vec<_> = list.value.guests().iter().filter(is_locked).collect();
    if locked.is_empty() {
        return;
    }
    // Since when is seen only in the tasks, and only when all of them may be seen.
    let Some(tasks) = report.see(&material.tasks).filter(|_| material.tasks.missing.is_empty()) else { return };
    for guest in locked {
        let lock = guest.lock.clone().unwrap_or_default();
        let Some(since) = locked_since(guest, tasks.value) else {
            let what = format!("/nodes/{}/tasks", guest.node);
            report.could_not_see(Some(&guest.node), what, HiddenWhy::NotRead);
            continue;
        };
        let age = since.at.age(material.now).0;
        let limit = if since.working { thresholds.lock_with_task } else { thresholds.lock_without_task };
        if age < limit {
            continue;
        }
        let tool = if guest.kind == GuestKind::Vm { "qm" } else { "pct" };
        let evidence =
            vec![list.shows([("lock", lock.clone())]), tasks.shows([(since.shown_by, since.at.0.to_string())])];
        let arguments = [
            ("guest", text(&label(guest))),
            ("lock", text(&lock)),
            ("age-seconds", Argument::Seconds(age)),
            ("working", text(&if since.working { "yes" } else { "no" })),
            ("command", text(&format!("{tool} unlock {}", guest.id.vmid))),
        ];
        report.found(Severity::Warning, subject(guest), evidence, arguments);
    }
}

struct Since {
    at: Timestamp,
    working: bool,
    /// What of the tasks shows it.
    shown_by: &'static str,
}

/// The latest time at which the lock can have been set: the start of the task that runs on the guest, else the end of the
/// last one, else the beginning of what its node's list remembers. `None` when the list has nothing of its node.
fn locked_since(guest: &Guest, tasks: &[Task]) -> Option<Since> {
    let vmid = guest.id.vmid.to_string();
    let of_guest = |task: &&Task| {
        let several = task.upid.kind == "vzdump" && task.upid.id.is_empty();
        task.upid.id == vmid || (several && task.upid.node == guest.node)
    };
    let running = tasks.iter().filter(of_guest).filter(|task| task.state == TaskState::Running);
    if let Some(at) = running.map(|task| task.upid.started).min() {
        return Some(Since { at, working: true, shown_by: "running task started" });
    }
    let ended = tasks.iter().filter(of_guest).filter_map(ended).max();
    let remembered = || tasks.iter().filter(|task| task.upid.node == guest.node).map(|task| task.upid.started).min();
    let last = ended.map(|at| Since { at, working: false, shown_by: "last task ended" });
    last.or_else(|| remembered().map(|at| Since { at, working: false, shown_by: "no task of the guest since" }))
}

fn ended(task: &Task) -> Option<Timestamp> {
    match &task.state {
        TaskState::Running => None,
        TaskState::Finished { ended, .. } => Some(ended.unwrap_or(task.upid.started)),
    }
}

/// A guest short of memory.
pub(super) fn memory_high(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    living.note_silent(report);
    for guest in living.iter().filter(|guest| guest.is_running()) {
        let Some((space, share)) = guest.memory.and_then(|space| Some((space, space.share()?))) else { continue };
        let severity = match guest.kind {
            GuestKind::Vm => (share.get() >= thresholds.vm_memory).then_some(Severity::Warning),
            GuestKind::Container => thresholds.container_memory.judge(share),
        };
        if let Some(severity) = severity {
            let evidence =
                living.list.shows([("mem", space.used.0.to_string()), ("maxmem", space.total.0.to_string())]);
            let kind = if guest.kind == GuestKind::Vm { "vm" } else { "ct" };
            let arguments =
                fill(space, share).into_iter().chain([("guest", text(&label(guest))), ("kind", text(&kind))]);
            report.found(severity, subject(guest), vec![evidence], arguments);
        }
    }
}

/// A file system of a guest that fills up: a container's root disk shows in the list, what is inside a virtual machine only
/// to its agent.
pub(super) fn disk_full(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    living.note_silent(report);
    for guest in living.iter() {
        let Some((space, share)) = guest.disk.and_then(|space| Some((space, space.share()?))) else { continue };
        if let Some(severity) = thresholds.guest_disk.judge(share) {
            let evidence =
                living.list.shows([("disk", space.used.0.to_string()), ("maxdisk", space.total.0.to_string())]);
            let arguments =
                fill(space, share).into_iter().chain([("guest", text(&label(guest))), ("disk", text(&"rootfs"))]);
            report.found(severity, subject(guest), vec![evidence], arguments);
        }
    }
    let runs = |guest: &Guest| guest.kind == GuestKind::Vm && guest.state == GuestState::Running;
    for (guest, details) in living.with_details(report, "/nodes/{node}/qemu/{vmid}/agent/get-fsinfo", runs) {
        let Some(inside) = report.see(&details.file_systems) else { continue };
        let Inside::Answered(systems) = inside.value else {
            report.could_not_see(
                Some(&guest.node),
                format!("/nodes/{}/qemu/{}/agent/get-fsinfo", guest.node, guest.id.vmid),
                HiddenWhy::Unsupported,
            );
            continue;
        };
        let writable = |system: &&GuestFileSystem| {
            system.kind.as_ref().is_none_or(|kind| !ALWAYS_FULL.contains(&kind.to_ascii_lowercase().as_str()))
        };
        for system in systems.iter().filter(writable) {
            let Some((space, share)) = system.space.and_then(|space| Some((space, space.share()?))) else { continue };
            if let Some(severity) = thresholds.guest_disk.judge(share) {
                let facts = [("used-bytes", space.used.0.to_string()), ("total-bytes", space.total.0.to_string())];
                let disk = text(&system.mount_point);
                let arguments = fill(space, share).into_iter().chain([("guest", text(&label(guest))), ("disk", disk)]);
                report.found(severity, subject(guest), vec![inside.shows(facts)], arguments);
            }
        }
    }
}

/// A guest that starts at boot, on a node that booted long ago, and is off.
pub(super) fn onboot_stopped(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    // HA decides by itself what runs, whatever `onboot` says.
    let is_off = |guest: &Guest| guest.state == GuestState::Stopped && guest.ha.is_none();
    for (guest, details) in living.with_details(report, "/nodes/{node}/{kind}/{vmid}/config", is_off) {
        let Some(config) = report.see(&details.config).filter(|config| config.value.onboot) else { continue };
        let Some(up) = material.node(&guest.node).and_then(|node| node.uptime) else { continue };
        if up.0 < thresholds.onboot_grace {
            continue;
        }
        let evidence = vec![
            config.shows([("onboot", "1".to_owned())]),
            living.list.shows([("status", "stopped".to_owned()), ("node uptime", up.0.to_string())]),
        ];
        let arguments =
            [("guest", text(&label(guest))), ("node", text(&guest.node)), ("up-seconds", Argument::Seconds(up.0))];
        report.found(Severity::Warning, subject(guest), evidence, arguments);
    }
}
