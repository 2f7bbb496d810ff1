//! Plans to remove a guest: what goes with it, what stays, and what names it. Pure.

use lotse_model::{Argument, Vmid};
use lotse_pve::ops::{
    backup_jobs::BackupSelection,
    guest_config::GuestConfig,
    guest_devices::{DiskRole, GuestDisk},
};

use super::{
    clones,
    draft::{Draft, Looks, bytes, count},
};
use crate::change::{note::Note, operation::Operation};

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft) {
    if looks.guest.is_up() {
        draft.note(Note::blocks("guest-running"));
    }
    let config = looks.guest.config.value();
    if config.is_some_and(|config| config.protection) {
        draft.note(Note::blocks("protected"));
    }
    if let Some(config) = config {
        if config.template {
            clones::draft(looks, draft, config);
        }
        disks(looks, draft, config);
    }
    if matches!(looks.operation, Operation::Delete) {
        draft.note(Note::info("unreferenced-stay"));
        named(looks, draft);
        draft.note(Note::info("id-dangles"));
    }
    snapshots(looks, draft);
    last_backup(looks, draft);
}

/// The disks that go, with their sizes; what is not the guest's own stays.
pub(super) fn disks(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig) {
    for (key, disk) in &config.disks {
        let Some(volume) = &disk.volume else { continue };
        if disk.role == DiskRole::CdDrive {
            continue;
        }
        if disk.storage.is_none() {
            draft.note(Note::info("bind-mount-stays").text("disk", key).text("path", volume));
        } else if is_of_another(volume, looks.guest.place.vmid) {
            draft.note(Note::info("disk-of-another-stays").text("disk", key).text("volume", volume));
        } else {
            draft.note(removed(key, volume, disk));
        }
    }
}

fn removed(key: &str, volume: &str, disk: &GuestDisk) -> Note {
    match disk.size {
        Some(size) => {
            Note::warning("disk-removed").text("disk", key).text("volume", volume).with("size-bytes", bytes(size))
        }
        None => Note::warning("disk-removed-unsized").text("disk", key).text("volume", volume),
    }
}

/// Whether a volume's name says that it is another guest's (`vm-300-disk-1`): the server removes only a guest's own.
fn is_of_another(volume: &str, vmid: Vmid) -> bool {
    let file = volume.rsplit(['/', ':']).next().unwrap_or_default();
    let owner = file.split('-').nth(1).and_then(|number| number.parse::<u32>().ok());
    owner.is_some_and(|owner| owner != vmid.get())
}

pub(super) fn snapshots(looks: &Looks<'_>, draft: &mut Draft) {
    let snapshots = looks.guest.snapshots.as_ref().and_then(|answer| answer.value());
    let names: Vec<_> = snapshots.iter().flat_map(|all| &all.list).map(|snapshot| snapshot.name.as_str()).collect();
    if !names.is_empty() {
        let note = Note::warning("snapshots-lost").text("names", names.join(", "));
        draft.note(note.with("count", count(names.len())));
    }
}

/// Jobs, replication and HA that name it: `purge` takes it out of them.
fn named(looks: &Looks<'_>, draft: &mut Draft) {
    let (vmid, cluster) = (looks.guest.place.vmid, looks.cluster);
    let names = |selection: &BackupSelection| match selection {
        BackupSelection::Guests(guests) => guests.contains(&vmid),
        BackupSelection::All { except } | BackupSelection::Pool { except, .. } => except.contains(&vmid),
        BackupSelection::Nothing => false,
    };
    for job in cluster.jobs.iter().filter_map(|answer| answer.value()).flatten().filter(|job| names(&job.selection)) {
        draft.note(Note::warning("in-job").text("job", &job.id));
    }
    let replication = cluster.replication.iter().filter_map(|answer| answer.value()).flatten();
    for job in replication.filter(|job| job.guest == vmid) {
        let node = job.target.as_ref().map(ToString::to_string).unwrap_or_default();
        draft.note(Note::warning("in-replication").text("job", &job.id).text("node", node));
    }
    let service = cluster.ha.as_ref().and_then(|answer| answer.value()).and_then(|ha| ha.service(vmid));
    if let Some(service) = service {
        draft.note(Note::warning("in-ha").text("service", &service.sid));
    }
}

/// The last backup, or that there is none, or that nobody could look.
pub(super) fn last_backup(looks: &Looks<'_>, draft: &mut Draft) {
    let archives = looks.cluster.archives_of(looks.guest.place.vmid);
    match archives.iter().find_map(|(_, volume)| Some((volume, volume.created?))) {
        Some((volume, at)) => {
            let note = Note::info("last-backup").text("volume", &volume.id);
            let note = note.with("taken-time", Argument::Time(at));
            draft.note(note.with("age-seconds", Argument::Seconds(at.age(looks.cluster.now).0)));
        }
        None if looks.cluster.saw_all_archives() => draft.note(Note::warning("no-backup")),
        None => draft.note(Note::warning("backups-unseen")),
    }
}
