//! The past of a scenario: tasks that ended, backups that ran.

use super::file_past::{Backups, Task as TaskFile};
use crate::world::World;
use crate::world::guest::GuestKind;
use crate::world::moment::Moment;
use crate::world::rng;
use crate::world::task::Ended;
use crate::world::upid::Upid;
use crate::world::volume::{Archived, Content, Volume};

/// A task that ended.
pub struct Past<'a> {
    /// Node.
    pub node: &'a str,
    /// Kind of worker.
    pub kind: &'a str,
    /// What it worked on.
    pub id: &'a str,
    /// Who started it.
    pub user: &'a str,
    /// When it began.
    pub at: Moment,
    /// How long it took.
    pub seconds: i64,
    /// How it ended.
    pub status: &'a str,
    /// Its log without the closing line.
    pub log: Vec<String>,
}

/// Enters a task of the past.
pub fn remember(world: &mut World, past: &Past<'_>) {
    let booted = world.nodes.get(past.node).map_or(past.at, |node| node.booted);
    let draw = rng::mix(
        world.seed ^ rng::hash(past.kind) ^ rng::hash(past.id) ^ u64::try_from(past.at.seconds()).unwrap_or(0),
    );
    let upid = Upid {
        node: past.node.to_owned(),
        pid: 1000 + u32::try_from(draw % 3_000_000).unwrap_or(0),
        pstart: u64::try_from(past.at.millis_since(booted) / 10).unwrap_or(0) + draw % 97,
        start: past.at.seconds(),
        kind: past.kind.to_owned(),
        id: past.id.to_owned(),
        user: past.user.to_owned(),
    };
    let ended = Ended { at: past.at.plus_seconds(past.seconds), status: past.status.to_owned() };
    world.tasks.remember(upid, past.log.clone(), ended);
}

/// Enters one task of a scenario file.
pub fn task(world: &mut World, file: &TaskFile) {
    let node = file.node.clone().unwrap_or_else(|| world.first_node().to_owned());
    let at = world.now.plus_seconds(-file.ago.0);
    remember(
        world,
        &Past {
            node: &node,
            kind: &file.kind,
            id: &file.id,
            user: &file.user,
            at,
            seconds: file.took.0,
            status: &file.status,
            log: file.log.clone(),
        },
    );
}

/// Enters the runs of a daily backup: a task per node and day, and the archives that are still kept.
pub fn backups(world: &mut World, file: &Backups) -> Result<(), String> {
    let Some(storage) = world.storages.get(&file.storage) else {
        return Err(format!("there is no storage '{}' for backups", file.storage));
    };
    let (kind, shared) = (storage.kind.clone(), storage.shared);
    let minutes = file
        .at
        .split_once(':')
        .and_then(|(hour, minute)| Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?))
        .ok_or_else(|| format!("'{}' is no time of day such as '02:30'", file.at))?;
    let midnight = world.now.seconds() - world.now.seconds().rem_euclid(86_400);
    let today = midnight + minutes * 60;
    let last = if today + 3600 > world.now.seconds() { today - 86_400 } else { today } - i64::from(file.ended) * 86_400;
    for run in (0..file.days).rev() {
        let begin = Moment::from_seconds(last - i64::from(run) * 86_400);
        let nodes: Vec<String> = world.nodes.keys().cloned().collect();
        for node in nodes {
            let mine: Vec<u32> = file
                .guests
                .iter()
                .copied()
                .filter(|vmid| {
                    world.guests.get(vmid).is_some_and(|guest| guest.node == node && guest.power.known_since() < begin)
                })
                .collect();
            if !mine.is_empty() {
                one_run(world, file, &node, &mine, run, begin, (&kind, shared));
            }
        }
    }
    Ok(())
}

fn one_run(
    world: &mut World,
    file: &Backups,
    node: &str,
    guests: &[u32],
    run: u32,
    begin: Moment,
    storage: (&str, bool),
) {
    let mut log = vec![format!(
        "INFO: starting new backup job: vzdump {} --storage {} --mode snapshot --quiet 1",
        guests.iter().map(u32::to_string).collect::<Vec<_>>().join(" "),
        file.storage
    )];
    let mut at = begin;
    let mut failures = 0;
    for vmid in guests {
        let Some(guest) = world.guests.get(vmid) else { continue };
        let (kind, name, size) = (guest.kind, guest.name(), guest.config.max_disk());
        log.push(format!("INFO: Starting Backup of VM {vmid} ({})", kind.name()));
        log.push(format!("INFO: Backup started at {}", at.format("%Y-%m-%d %H:%M:%S")));
        log.push(format!("INFO: {} Name: {name}", kind.short()));
        let failed = file.failed.iter().find(|failed| failed.vmid == *vmid && failed.run == run);
        let seconds = 20 + i64::try_from(size >> 30).unwrap_or(0) * 2;
        if let Some(failed) = failed {
            failures += 1;
            log.push(format!("ERROR: Backup of VM {vmid} failed - {}", failed.error));
            log.push(format!("INFO: Failed at {}", at.plus_seconds(5).format("%Y-%m-%d %H:%M:%S")));
            at = at.plus_seconds(6);
            continue;
        }
        if run < file.keep {
            let archive = archive(world, file, *vmid, kind, node, at, size, storage);
            log.push(format!("INFO: creating vzdump archive '{}'", archive.volid));
            world.volumes.put(archive);
        }
        at = at.plus_seconds(seconds);
        log.push(format!("INFO: Finished Backup of VM {vmid} (00:{:02}:{:02})", seconds / 60 % 60, seconds % 60));
        log.push(format!("INFO: Backup finished at {}", at.format("%Y-%m-%d %H:%M:%S")));
    }
    log.push(
        if failures > 0 { "INFO: Backup job finished with errors" } else { "INFO: Backup job finished successfully" }
            .to_owned(),
    );
    let status = if failures > 0 { "job errors" } else { "OK" };
    let id = if let [only] = guests { only.to_string() } else { String::new() };
    let seconds = at.seconds() - begin.seconds();
    remember(world, &Past { node, kind: "vzdump", id: &id, user: "root@pam", at: begin, seconds, status, log });
}

#[expect(clippy::too_many_arguments, reason = "every one of them is part of an archive's name or size")]
fn archive(
    world: &World,
    file: &Backups,
    vmid: u32,
    kind: GuestKind,
    node: &str,
    at: Moment,
    disk: u64,
    (storage_kind, shared): (&str, bool),
) -> Volume {
    let wobble =
        0.1_f64.mul_add(rng::unit(world.seed, u64::from(vmid) ^ u64::try_from(at.seconds()).unwrap_or(0)), 0.17);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "archive sizes"
    )]
    let size = (disk as f64 * wobble) as u64;
    let (volid, format) = if storage_kind == "pbs" {
        let group = if kind == GuestKind::Qemu { "vm" } else { "ct" };
        (format!("{}:backup/{group}/{vmid}/{}", file.storage, at.format("%Y-%m-%dT%H:%M:%SZ")), format!("pbs-{group}"))
    } else {
        let ending = if kind == GuestKind::Qemu { "vma.zst" } else { "tar.zst" };
        let stamp = at.format("%Y_%m_%d-%H_%M_%S");
        (format!("{}:backup/vzdump-{}-{vmid}-{stamp}.{ending}", file.storage, kind.name()), ending.to_owned())
    };
    let archived = world.guests.get(&vmid).map(|guest| Archived { kind, config: guest.config.clone() });
    Volume {
        vmid: Some(vmid),
        notes: world.guests.get(&vmid).map(crate::world::guest::Guest::name),
        archived,
        ..Volume::new(volid, (!shared).then(|| node.to_owned()), Content::Backup, &format, size, at)
    }
}
