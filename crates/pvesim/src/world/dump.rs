//! The worker of `vzdump`: backs up guests one by one, then prunes.

use super::World;
use super::config::{Config, size_text, volume_of};
use super::guest::{Guest, GuestKind};
use super::included::volume_included;
use super::moment::Moment;
use super::prune::{Mark, Retention, mark};
use super::script::{Run, Script};
use super::storage::Storage;
use super::storage_name;
use super::volume::{Archived, Content, Volume};

/// What a backup run is asked to do.
#[derive(Debug, Clone)]
pub struct Dump {
    /// The node it runs on.
    pub node: String,
    /// Target storage.
    pub storage: String,
    /// Guests, in order; also such that do not exist.
    pub vmids: Vec<u32>,
    /// `snapshot`, `suspend`, `stop`.
    pub mode: String,
    /// `0`, `gzip`, `lzo`, `zstd`, `1` (lzo).
    pub compress: String,
    /// Prune by this; `None`: not at all.
    pub retention: Option<Retention>,
    /// The retention as text, for the log.
    pub retention_text: String,
    /// Template of the notes.
    pub notes: Option<String>,
    /// Whether the backups are protected.
    pub protected: bool,
    /// The command as the log shows it.
    pub command: String,
}

/// Bytes a second that a backup reads.
const RATE: u64 = 400 << 20;

impl Dump {
    /// The steps of the worker.
    #[must_use]
    pub fn script(self) -> Script {
        let dump = std::sync::Arc::new(self);
        let first = dump.clone();
        let mut script = Script::new().then(move |world, run| {
            let storage =
                world.usable_storage(&first.storage, &first.node).map_err(|error| first.unavailable(&error))?;
            if !storage.holds(Content::Backup) {
                return Err(first
                    .unavailable(&format!("can't use storage '{}' for backups - wrong content type", first.storage)));
            }
            run.say(format!("INFO: starting new backup job: {}", first.command));
            Ok(())
        });
        for vmid in dump.vmids.clone() {
            let dump = dump.clone();
            script = script.after(50, move |world, run| {
                dump.one(world, run, vmid);
                Ok(())
            });
        }
        script.after(50, |world, run| {
            let failed = world
                .tasks
                .get(&run.upid)
                .is_some_and(|task| task.log.iter().any(|line| line.starts_with("ERROR: Backup of")));
            if failed {
                run.say("INFO: Backup job finished with errors");
                return Err("job errors".to_owned());
            }
            run.say("INFO: Backup job finished successfully");
            Ok(())
        })
    }

    fn unavailable(&self, error: &str) -> String {
        format!("could not get storage information for '{}': {error}", self.storage)
    }

    fn one(self: &std::sync::Arc<Self>, world: &mut World, run: &mut Run, vmid: u32) {
        let Some(guest) = world.guests.get(&vmid) else {
            return fail(world, run, vmid, &format!("unable to find VM '{vmid}'"));
        };
        if guest.node != self.node {
            return fail(world, run, vmid, &format!("unable to find VM '{vmid}'"));
        }
        run.say(format!("INFO: Starting Backup of VM {vmid} ({})", guest.kind.name()));
        run.say(format!("INFO: Backup started at {}", stamp(world.now)));
        run.say(format!("INFO: status = {}", if guest.is_alive() { "running" } else { "stopped" }));
        if !world.quorate {
            // The lock of the configuration cannot be written.
            return fail(world, run, vmid, super::quorum::NO_QUORUM);
        }
        if let Some(lock) = guest.lock() {
            let error = format!("VM is locked ({lock})");
            return fail(world, run, vmid, &error);
        }
        let size = self.describe(world, guest, run);
        let archive = self.archive(world, guest);
        run.say(format!("INFO: creating vzdump archive '{}'", archive.path));
        if guest.kind == GuestKind::Qemu {
            if guest.is_alive() && guest.agent_answers(world.now) {
                run.say("INFO: issuing guest-agent 'fs-freeze' command");
                run.say("INFO: issuing guest-agent 'fs-thaw' command");
            } else if !guest.is_alive() {
                run.say("INFO: starting kvm to execute backup task");
            }
        }
        let began = world.now;
        let alive = guest.is_alive();
        if let Some(guest) = world.guests.get_mut(&vmid) {
            guest.config.set("lock", "backup");
        }
        if guest_kind(world, vmid) == Some(GuestKind::Qemu) {
            let uuid = world.rng.uuid();
            run.say(format!("INFO: started backup task '{uuid}'"));
            if alive {
                run.say("INFO: resuming VM again");
            }
        }
        let millis = i64::try_from(size * 1000 / RATE).unwrap_or(0).clamp(300, 600_000);
        let dump = self.clone();
        let half = size / 2;
        run.next(
            Script::new()
                .after(millis / 2, move |_, run| {
                    run.say(format!("INFO:  50% ({} of {}) in {}s", gib(half), gib(size), millis / 2000));
                    Ok(())
                })
                .after(millis / 2, move |world, run| {
                    dump.finish(world, run, vmid, size, began, archive);
                    Ok(())
                })
                .finally(move |world| {
                    // Whatever happened: the lock of the configuration does not stay.
                    if let Some(guest) = world.guests.get_mut(&vmid).filter(|guest| guest.lock() == Some("backup")) {
                        guest.config.remove("lock");
                    }
                }),
        );
    }

    /// Lists what goes into the backup; answers how many bytes that are.
    fn describe(&self, world: &World, guest: &Guest, run: &mut Run) -> u64 {
        let mut size = 0;
        let label = if guest.kind == GuestKind::Qemu { "VM" } else { "CT" };
        if guest.kind == GuestKind::Lxc || !guest.is_alive() {
            run.say(format!("INFO: backup mode: {}", if guest.is_alive() { self.mode.as_str() } else { "stop" }));
            run.say("INFO: ionice priority: 7");
        }
        run.say(format!("INFO: {label} Name: {}", guest.name()));
        for (key, value) in guest.config.drives() {
            let (included, _) = volume_included(guest.kind, key, value);
            let volid = volume_of(value);
            let bytes = world.volumes.get(volid, &guest.node).map_or(0, |volume| volume.size);
            match (guest.kind, included) {
                (GuestKind::Qemu, true) => {
                    run.say(format!("INFO: include disk '{key}' '{volid}' {}", size_text(bytes)));
                }
                (GuestKind::Qemu, false) if !value.contains("media=cdrom") => {
                    run.say(format!("INFO: exclude disk '{key}' '{volid}' (backup=no)"));
                }
                (GuestKind::Lxc, true) => {
                    let at = super::config::property(value, None, "mp").unwrap_or("/");
                    run.say(format!("INFO: including mount point {key} ('{at}') in backup"));
                }
                _ => {}
            }
            if included {
                size += bytes;
            }
        }
        for (_, value) in guest.config.iter().filter(|(key, _)| key.starts_with("unused")) {
            run.say(format!("INFO: skip unused drive '{}' (not included into backup)", volume_of(value)));
        }
        if guest.kind == GuestKind::Qemu && guest.is_alive() {
            run.say(format!("INFO: backup mode: {}", self.mode));
            run.say("INFO: ionice priority: 7");
        }
        if !guest.snapshots.is_empty() {
            run.say("INFO: snapshots found (not included into backup)");
        }
        size
    }

    fn archive(&self, world: &World, guest: &Guest) -> Archive {
        let storage = world.storages.get(&self.storage);
        let zone = world.zone(&self.node);
        let local = world.now.timestamp().to_zoned(zone);
        if storage.is_some_and(|storage| storage.kind == "pbs") {
            let kind = if guest.kind == GuestKind::Qemu { "vm" } else { "ct" };
            let name = format!("backup/{kind}/{}/{}", guest.vmid, world.now.format("%Y-%m-%dT%H:%M:%SZ"));
            let path = format!("{}:{name}", self.storage);
            return Archive { name, path, format: format!("pbs-{kind}") };
        }
        let extension = match self.compress.as_str() {
            "zstd" => ".zst",
            "gzip" => ".gz",
            "lzo" | "1" => ".lzo",
            _ => "",
        };
        let base = if guest.kind == GuestKind::Qemu { "vma" } else { "tar" };
        let leaf = format!(
            "vzdump-{}-{}-{}.{base}{extension}",
            guest.kind.name(),
            guest.vmid,
            local.strftime("%Y_%m_%d-%H_%M_%S")
        );
        let directory = storage.map(storage_name::directory).unwrap_or_default();
        Archive {
            name: format!("backup/{leaf}"),
            path: format!("{directory}/dump/{leaf}"),
            format: format!("{base}{extension}"),
        }
    }

    fn finish(&self, world: &mut World, run: &mut Run, vmid: u32, size: u64, began: Moment, archive: Archive) {
        let Some(guest) = world.guests.get(&vmid).cloned() else { return };
        let used = self.bytes(world, &guest);
        let free = world
            .storages
            .get(&self.storage)
            .map_or(0, |storage| world.storage_space(storage, &self.node, world.now).avail);
        if let Some(guest) = world.guests.get_mut(&vmid) {
            guest.config.remove("lock");
        }
        if used > free {
            run.say("ERROR: zstd: error 70 : Write error : cannot write block : No space left on device");
            return fail(world, run, vmid, "vma_queue_write: write error - Broken pipe");
        }
        let seconds = (world.now.seconds() - began.seconds()).max(0);
        if guest.kind == GuestKind::Qemu {
            run.say(format!("INFO: 100% ({0} of {0}) in {seconds}s", gib(size)));
            run.say(format!("INFO: transferred {} in {seconds} seconds", gib(size)));
            if !guest.is_alive() {
                run.say("INFO: stopping kvm after backup task");
            }
        } else {
            run.say(format!("INFO: Total bytes written: {used}"));
        }
        run.say(format!("INFO: archive file size: {}", short_size(used)));
        let mut config: Config = guest.config.clone();
        config.remove("lock");
        config.remove("parent");
        let shared = world.storages.get(&self.storage).is_some_and(|storage| storage.shared);
        let notes = self.notes.as_ref().map(|template| expand(template, &guest, world.cluster.as_deref()));
        if notes.is_some() {
            run.say("INFO: adding notes to backup");
        }
        world.volumes.put(Volume {
            volid: format!("{}:{}", self.storage, archive.name),
            node: (!shared).then(|| self.node.clone()),
            content: Content::Backup,
            format: archive.format,
            size: used,
            used,
            vmid: Some(vmid),
            parent: None,
            created: began,
            notes,
            protected: self.protected,
            verification: None,
            encrypted: None,
            archived: Some(Archived { kind: guest.kind, config }),
        });
        if let Some(retention) = &self.retention {
            self.prune(world, run, vmid, guest.kind, retention);
        }
        let seconds = (world.now.seconds() - began.seconds()).max(0);
        run.say(format!(
            "INFO: Finished Backup of VM {vmid} ({:02}:{:02}:{:02})",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        ));
        run.say(format!("INFO: Backup finished at {}", stamp(world.now)));
    }

    /// Bytes of the archive: what the disks really hold, compressed.
    fn bytes(&self, world: &World, guest: &Guest) -> u64 {
        let disks = guest.config.drives().filter(|(key, value)| volume_included(guest.kind, key, value).0);
        let held: u64 = disks
            .filter_map(|(_, value)| world.volumes.get(volume_of(value), &guest.node))
            .map(|volume| volume.used)
            .sum();
        if self.compress == "0" { held } else { held * 2 / 5 }.max(40_960)
    }

    fn prune(&self, world: &mut World, run: &mut Run, vmid: u32, kind: GuestKind, retention: &Retention) {
        if retention.all {
            return;
        }
        run.say(format!("INFO: prune older backups with retention: {}", self.retention_text));
        let doomed: Vec<String> = world
            .prune_marks(&self.storage, &self.node, retention)
            .into_iter()
            .filter(|(volume, mark)| {
                *mark == Mark::Remove
                    && volume.vmid == Some(vmid)
                    && storage_name::backup_kind(volume.name()) == Some(kind.name())
            })
            .map(|(volume, _)| volume.volid)
            .collect();
        for volid in &doomed {
            run.say(format!("INFO: removing backup '{volid}'"));
            world.volumes.remove(volid, &self.node);
        }
        run.say(format!("INFO: pruned {} backup(s) not covered by keep-retention policy", doomed.len()));
    }
}

struct Archive {
    name: String,
    path: String,
    format: String,
}

fn guest_kind(world: &World, vmid: u32) -> Option<GuestKind> {
    world.guests.get(&vmid).map(|guest| guest.kind)
}

fn fail(world: &World, run: &mut Run, vmid: u32, error: &str) {
    run.say(format!("ERROR: Backup of VM {vmid} failed - {error}"));
    run.say(format!("INFO: Failed at {}", stamp(world.now)));
}

fn stamp(at: Moment) -> String {
    at.format("%Y-%m-%d %H:%M:%S")
}

/// Gibibytes with one decimal place.
#[expect(clippy::cast_precision_loss, reason = "shown with one decimal place")]
fn gib(bytes: u64) -> String {
    format!("{:.1} GiB", bytes as f64 / f64::from(1 << 30))
}

/// A size as vzdump writes that of an archive: whole KB, MB or hundredths of GB.
#[expect(clippy::cast_precision_loss, reason = "shown with two decimal places")]
fn short_size(bytes: u64) -> String {
    if bytes >= 1 << 30 {
        format!("{:.2}GB", bytes as f64 / f64::from(1 << 30))
    } else if bytes >= 1 << 20 {
        format!("{}MB", bytes >> 20)
    } else {
        format!("{}KB", bytes >> 10)
    }
}

/// Fills the template of the notes.
fn expand(template: &str, guest: &Guest, cluster: Option<&str>) -> String {
    template
        .replace("{{guestname}}", &guest.name())
        .replace("{{vmid}}", &guest.vmid.to_string())
        .replace("{{node}}", &guest.node)
        .replace("{{cluster}}", cluster.unwrap_or("standalone node"))
        .replace("\\n", "\n")
}

impl World {
    /// The backups on a storage with what a retention does to them, in order of guest and time.
    #[must_use]
    pub fn prune_marks(&self, storage: &str, node: &str, retention: &Retention) -> Vec<(Volume, Mark)> {
        let mut groups: std::collections::BTreeMap<(Option<u32>, Option<&str>), Vec<&Volume>> =
            std::collections::BTreeMap::new();
        for volume in self.volumes.on(storage, node).filter(|volume| volume.content == Content::Backup) {
            groups.entry((volume.vmid, storage_name::backup_kind(volume.name()))).or_default().push(volume);
        }
        let zone = self.zone(node);
        let mut marked = Vec::new();
        for mut volumes in groups.into_values() {
            volumes.sort_by_key(|volume| volume.created);
            let times: Vec<_> = volumes.iter().map(|volume| (volume.created, volume.protected)).collect();
            let marks = mark(&times, retention, &zone);
            marked.extend(volumes.into_iter().cloned().zip(marks));
        }
        marked
    }

    /// The retention of a storage's configuration, as text.
    #[must_use]
    pub fn storage_retention(storage: &Storage) -> &str {
        storage.options.get("prune-backups").map_or("keep-all=1", String::as_str)
    }
}
