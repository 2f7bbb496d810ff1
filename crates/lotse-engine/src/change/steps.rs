//! From an item of a plan to the calls that carry it out. Pure, and from the item alone, so that another process that goes on
//! after a crash sends exactly what was approved.

use lotse_model::{Bytes, GuestKind, NodeName, StorageName, Vmid};
use lotse_pve::ops::{
    backup_changes::{JobChange, JobGuests, RestoreOptions},
    backup_jobs::BackupMode,
    change::Change,
    guest_changes::{BackupOptions, CloneOptions, ConfigChange, MigrateOptions, NewSize, SnapshotName},
    guest_status::GuestPlace,
    power::Power,
};

use super::{
    operation::{JobSettings, Operation},
    plan::{Item, Subject},
};

/// One call of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The call.
    pub change: Change,
}

/// An item that does not say enough to be carried out: nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the item does not say {0}")]
pub struct Incomplete(pub &'static str);

/// The calls of an item, in order; none when it is so already.
pub fn steps(item: &Item) -> Result<Vec<Step>, Incomplete> {
    if is_so_already(item) {
        return Ok(Vec::new());
    }
    let changes = match &item.subject {
        Subject::Guest { .. } => of_guest(item)?,
        Subject::Job { id } => vec![of_job(item, id)?],
    };
    Ok(changes.into_iter().map(|change| Step { change }).collect())
}

/// Whether nothing is to be done, since what was read is what is wanted.
#[must_use]
pub fn is_so_already(item: &Item) -> bool {
    let state = item.facts.get("state").map(String::as_str);
    match &item.operation {
        Operation::Start | Operation::Resume => state == Some("running"),
        Operation::Shutdown { .. } | Operation::Stop => matches!(state, Some("stopped" | "suspended")),
        Operation::Suspend { to_disk: false } => state == Some("paused"),
        Operation::Suspend { to_disk: true } => state == Some("suspended"),
        Operation::Migrate { node, .. } => *node == item.node,
        Operation::BackupProtect { on, .. } => {
            item.facts.get("backup-protected").is_some_and(|now| (now == "1") == *on)
        }
        _ => false,
    }
}

/// Where the guest of an item is.
pub(super) fn place(item: &Item) -> Result<GuestPlace, Incomplete> {
    match &item.subject {
        Subject::Guest { guest, kind, .. } => Ok(GuestPlace::new(item.node.clone(), *kind, guest.vmid)),
        Subject::Job { .. } => Err(Incomplete("which guest")),
    }
}

/// Where the guest will be that an item makes.
pub(super) fn made(item: &Item) -> Result<GuestPlace, Incomplete> {
    let own = place(item)?;
    match &item.operation {
        Operation::Create { new_id: Some(id), node, .. } => {
            Ok(GuestPlace::new(node.clone().unwrap_or(own.node), own.kind, *id))
        }
        Operation::Restore { new_id: Some(id), .. } => Ok(GuestPlace::new(own.node, own.kind, *id)),
        Operation::Restore { new_id: None, .. } => Ok(own),
        _ => Err(Incomplete("which new guest")),
    }
}

fn power(place: &GuestPlace, power: Power) -> Result<Change, Incomplete> {
    Change::power(place, power).ok_or(Incomplete("what its kind can do"))
}

/// Whether the guest ran when it was looked at, paused included.
fn was_up(item: &Item) -> bool {
    item.facts.get("state").is_some_and(|state| matches!(state.as_str(), "running" | "paused"))
}

fn of_guest(item: &Item) -> Result<Vec<Change>, Incomplete> {
    let at = place(item)?;
    Ok(match &item.operation {
        Operation::Start => vec![power(&at, Power::Start)?],
        // A hibernated machine is woken by a start.
        Operation::Resume if item.facts.get("state").is_some_and(|state| state == "suspended") => {
            vec![power(&at, Power::Start)?]
        }
        Operation::Resume => vec![power(&at, Power::Resume)?],
        Operation::Shutdown { timeout } => vec![power(&at, Power::Shutdown { patience: *timeout, force: false })?],
        Operation::Reboot { timeout } => vec![power(&at, Power::Reboot { patience: *timeout })?],
        Operation::Stop => vec![power(&at, Power::Stop { overrule_shutdown: false })?],
        Operation::Suspend { to_disk: true } => vec![power(&at, Power::Hibernate)?],
        Operation::Suspend { to_disk: false } => vec![power(&at, Power::Pause)?],
        Operation::Create { .. } => create(item, &at)?,
        Operation::Resize { .. } => resize(item, &at)?,
        // What jobs say of it goes with it; disks that nothing refers to stay, they may be somebody's.
        Operation::Delete => vec![Change::destroy(&at, true, false)],
        Operation::SnapshotCreate { name, description, memory } => {
            let name: SnapshotName = name.parse().map_err(|_| Incomplete("a valid name"))?;
            vec![Change::snapshot(&at, &name, description.as_deref(), *memory)]
        }
        Operation::SnapshotRollback { name, start } => vec![Change::rollback(&at, name, *start)],
        Operation::SnapshotDelete { name } => vec![Change::remove_snapshot(&at, name)],
        Operation::BackupNow { storage, mode, notes } => {
            let storage = storage.clone().ok_or(Incomplete("where the backup goes"))?;
            let options = BackupOptions {
                storage,
                mode: self::mode(mode)?,
                compress: None,
                notes: notes.clone(),
                protected: false,
                prune_older: false,
                keep: None,
            };
            vec![Change::backup(&at, &options)]
        }
        Operation::BackupProtect { backup, on } => {
            let volume = backup.as_deref().ok_or(Incomplete("which backup"))?;
            vec![Change::protect_backup(&item.node, &storage_of(volume)?, volume, *on)]
        }
        Operation::BackupDelete { backup } => {
            vec![Change::remove_backup(&item.node, &storage_of(backup)?, backup, Some(at.vmid))]
        }
        Operation::Restore { .. } => restore(item)?,
        Operation::Migrate { node, storage } => {
            let options = MigrateOptions {
                target: node.clone(),
                running: was_up(item),
                with_local_disks: at.kind == GuestKind::Vm && was_up(item) && item.facts.contains_key("local-disks"),
                target_storage: storage.clone(),
                patience: None,
            };
            vec![Change::migrate(&at, &options)]
        }
        Operation::BackupJobCreate { .. }
        | Operation::BackupJobEdit { .. }
        | Operation::BackupJobSwitch { .. }
        | Operation::BackupJobRun { .. }
        | Operation::BackupJobDelete { .. } => return Err(Incomplete("which job")),
    })
}

fn create(item: &Item, at: &GuestPlace) -> Result<Vec<Change>, Incomplete> {
    let Operation::Create { new_id, name, node, storage, pool, start } = &item.operation else {
        return Err(Incomplete("what is copied"));
    };
    let options = CloneOptions {
        name: name.clone(),
        full: true,
        storage: storage.clone(),
        target: node.clone().filter(|node| *node != at.node),
        pool: pool.clone(),
        ..CloneOptions::new(new_id.ok_or(Incomplete("the new number"))?)
    };
    let copy = Change::clone_guest(at, &options);
    Ok(if *start { vec![copy, power(&made(item)?, Power::Start)?] } else { vec![copy] })
}

/// First the configuration, which is refused when somebody else was faster, then the disk.
fn resize(item: &Item, at: &GuestPlace) -> Result<Vec<Change>, Incomplete> {
    let Operation::Resize { cores, memory, disk, grow } = &item.operation else {
        return Err(Incomplete("what becomes larger"));
    };
    let fact = |name: &str| item.facts.get(name);
    let number = |name: &str| fact(name).and_then(|text| text.parse::<u64>().ok());
    let mut change = ConfigChange { digest: fact("digest").cloned(), ..ConfigChange::default() };
    if let Some(cores) = cores {
        let sockets = u32::try_from(number("sockets").unwrap_or(1).max(1)).map_err(|_| Incomplete("its sockets"))?;
        // The setting counts the cores of a socket.
        if cores % sockets != 0 {
            return Err(Incomplete("cores that its sockets divide"));
        }
        change.set.insert("cores".to_owned(), (cores / sockets).to_string());
        if let Some(plugged) = lowered_vcpus(item) {
            change.set.insert("vcpus".to_owned(), plugged.to_string());
        }
    }
    if let Some(memory) = memory {
        let mib = memory.mib();
        change.set.insert("memory".to_owned(), mib.to_string());
        if number("balloon").is_some_and(|least| least > mib) {
            change.set.insert("balloon".to_owned(), mib.to_string());
        }
    }
    let mut changes = Vec::new();
    let digest = change.digest.clone();
    if !change.set.is_empty() {
        changes.push(Change::configure(at, &change));
    }
    match (disk, grow) {
        (Some(disk), Some(by)) if *by > Bytes(0) => {
            // Behind a change of the configuration its digest is another one.
            let digest = digest.as_deref().filter(|_| changes.is_empty());
            changes.push(Change::resize(at, disk, NewSize::Grow(*by), digest));
        }
        (None, Some(_)) => return Err(Incomplete("which disk")),
        _ => {}
    }
    if changes.is_empty() { Err(Incomplete("what becomes larger")) } else { Ok(changes) }
}

/// How many processors are plugged in from then on, where the ones set (`vcpus`) would be more than there are cores: QEMU
/// does not start such a machine (`maxcpus must be equal to or greater than smp`), and nobody refuses the configuration.
pub(super) fn lowered_vcpus(item: &Item) -> Option<u32> {
    let Operation::Resize { cores: Some(cores), .. } = &item.operation else { return None };
    let plugged: u32 = item.facts.get("vcpus")?.parse().ok()?;
    (plugged > *cores).then_some(*cores)
}

fn restore(item: &Item) -> Result<Vec<Change>, Incomplete> {
    let Operation::Restore { backup, new_id, storage, start } = &item.operation else {
        return Err(Incomplete("what is restored"));
    };
    let target = made(item)?;
    let own = place(item)?;
    // A guest that is gone comes back as it was; a second one beside the first needs addresses of its own.
    let beside = new_id.is_some_and(|id| id != own.vmid);
    let options = RestoreOptions {
        archive: backup.clone().ok_or(Incomplete("which backup"))?,
        storage: storage.clone(),
        pool: None,
        over: new_id.is_none(),
        unique: beside,
    };
    let back = Change::restore(&target, &options);
    Ok(if *start { vec![back, power(&target, Power::Start)?] } else { vec![back] })
}

fn of_job(item: &Item, id: &str) -> Result<Change, Incomplete> {
    let node = &item.node;
    Ok(match &item.operation {
        Operation::BackupJobCreate { job } => Change::create_backup_job(node, id, &job_change(job)?),
        Operation::BackupJobEdit { job, .. } => Change::edit_backup_job(node, id, &job_change(job)?),
        Operation::BackupJobSwitch { on, .. } => {
            Change::edit_backup_job(node, id, &JobChange { enabled: Some(*on), ..JobChange::default() })
        }
        Operation::BackupJobDelete { .. } => Change::remove_backup_job(node, id),
        Operation::BackupJobRun { .. } => run_job(item, node)?,
        _ => return Err(Incomplete("which guest")),
    })
}

/// A job runs by a call to each node that has guests of it; each is an item of its own.
fn run_job(item: &Item, node: &NodeName) -> Result<Change, Incomplete> {
    let fact = |name: &'static str| item.facts.get(name).map(String::as_str);
    let guests: Vec<Vmid> = fact("guests").unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect();
    if guests.is_empty() {
        return Err(Incomplete("which guests"));
    }
    let storage: Option<StorageName> = fact("storage").and_then(|name| name.parse().ok());
    let mode = mode(fact("mode").unwrap_or("snapshot"))?;
    Ok(Change::backup_guests(node, &guests, storage.as_ref(), &mode, false))
}

fn job_change(job: &JobSettings) -> Result<JobChange, Incomplete> {
    Ok(JobChange {
        schedule: job.schedule.clone(),
        storage: job.storage.clone(),
        mode: job.mode.as_deref().map(mode).transpose()?,
        guests: job.guests.as_deref().map(job_guests).transpose()?,
        keep: job.keep.clone(),
        comment: job.comment.clone(),
        enabled: None,
    })
}

/// Reads which guests a job is for: `all`, `pool:NAME`, or numbers with commas.
pub(super) fn job_guests(text: &str) -> Result<JobGuests, Incomplete> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("all") {
        return Ok(JobGuests::All);
    }
    if let Some(pool) = text.strip_prefix("pool:") {
        return pool.parse().map(JobGuests::Pool).map_err(|_| Incomplete("a valid pool"));
    }
    let numbers: Result<Vec<Vmid>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    let mut numbers = numbers.map_err(|_| Incomplete("which guests"))?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(JobGuests::Guests(numbers))
}

fn mode(word: &str) -> Result<BackupMode, Incomplete> {
    match word {
        "snapshot" => Ok(BackupMode::Snapshot),
        "suspend" => Ok(BackupMode::Suspend),
        "stop" => Ok(BackupMode::Stop),
        _ => Err(Incomplete("a known mode")),
    }
}

/// The storage of a volume id (`backup:backup/…`).
fn storage_of(volume: &str) -> Result<StorageName, Incomplete> {
    let name = volume.split_once(':').map(|(storage, _)| storage);
    name.and_then(|name| name.parse().ok()).ok_or(Incomplete("a storage"))
}
