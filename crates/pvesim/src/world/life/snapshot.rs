//! Taking, rolling back and deleting snapshots.

use super::super::World;
use super::super::config::{Config, volume_of};
use super::super::guest::{Guest, GuestKind, Snapshot};
use super::super::power::Phase;
use super::super::script::{Run, Script};

/// Time that a storage needs for a snapshot of one disk, in milliseconds.
const DISK: i64 = 250;
/// Time that writing the memory takes.
const MEMORY: i64 = 1100;

/// What is not part of a snapshot's configuration.
const NOT_KEPT: &[&str] =
    &["lock", "parent", "digest", "snaptime", "vmstate", "runningmachine", "runningcpu", "snapstate", "description"];

/// Takes a snapshot.
#[must_use]
pub fn take(node: &str, kind: GuestKind, vmid: u32, name: &str, description: Option<String>, memory: bool) -> Script {
    let (node, name) = (node.to_owned(), name.to_owned());
    let (again, finished) = (name.clone(), name.clone());
    Script::new()
        .locking(vmid)
        .then(move |world, run| prepare(world, run, &node, kind, vmid, &name, description, memory))
        .after(DISK, move |world, run| {
            let guest = world.change_guest(vmid)?;
            let disks: Vec<String> = guest
                .config
                .drives()
                .filter(|(_, value)| is_snapshotted(value))
                .map(|(key, value)| match kind {
                    GuestKind::Qemu => format!("snapshotting 'drive-{key}' ({})", volume_of(value)),
                    GuestKind::Lxc => format!("snapshotting '{key}' ({})", volume_of(value)),
                })
                .collect();
            for line in disks {
                run.say(line);
            }
            Ok(())
        })
        .then(move |world, _| {
            let guest = world.change_guest(vmid)?;
            if let Some(snapshot) = guest.snapshots.get_mut(&again) {
                snapshot.state = None;
            }
            guest.config.set("parent", again);
            Ok(())
        })
        .finally(move |world| {
            world.clear_lock(vmid, "snapshot");
            // What an interrupt leaves behind is the half-made snapshot, as on the real server; but not the lock.
            let _ = &finished;
        })
}

#[expect(clippy::too_many_arguments, reason = "the parameters of the call")]
fn prepare(
    world: &mut World,
    run: &mut Run,
    node: &str,
    kind: GuestKind,
    vmid: u32,
    name: &str,
    description: Option<String>,
    memory: bool,
) -> Result<(), String> {
    let guest = world.find_unlocked(node, kind, vmid, false)?;
    if guest.is_template() {
        return Err("you can't take a snapshot if it's a template".to_owned());
    }
    if guest.snapshots.contains_key(name) {
        return Err(format!("snapshot name '{name}' already used"));
    }
    if !world.can_snapshot(guest) {
        return Err("snapshot feature is not available".to_owned());
    }
    let with_memory = memory && guest.power.phase().is_alive() && kind == GuestKind::Qemu;
    let machine = guest.running_machine.clone().unwrap_or_else(|| guest.machine(&world.version));
    let mut config = kept(&guest.config);
    let parent = guest.config.get("parent").map(str::to_owned);
    if with_memory {
        config.set("runningmachine", machine);
        config.set("runningcpu", "kvm64,enforce,+kvm_pv_eoi,+kvm_pv_unhalt,+lahf_lm,+sep");
    }
    world.set_lock(vmid, "snapshot");
    let vmstate = if with_memory {
        let storage = world.state_storage(vmid);
        let stem = format!("state-{name}");
        let volid = world.allocate_state(run, node, &storage, vmid, &stem);
        match volid {
            Ok(volid) => Some(volid),
            Err(error) => {
                world.clear_lock(vmid, "snapshot");
                return Err(error);
            }
        }
    } else {
        None
    };
    if with_memory {
        let storage = world.state_storage(vmid);
        let size = world.guests.get(&vmid).map_or(0, Guest::max_memory) / 2;
        run.next(Script::new().say(format!("saving VM state and RAM using storage '{storage}'")).after(
            MEMORY,
            move |_, run| {
                run.say("7.52 MiB in 0s");
                run.say(format!("completed saving the VM state in 0s, saved {}", mebibytes(size)));
                Ok(())
            },
        ));
    }
    let now = world.now;
    let guest = world.change_guest(vmid)?;
    guest.snapshots.insert(
        name.to_owned(),
        Snapshot { parent, description, taken: now, vmstate, state: Some("prepare".to_owned()), config },
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn mebibytes(bytes: u64) -> String {
    format!("{:.2} MiB", bytes as f64 / 1_048_576.0)
}

fn kept(config: &Config) -> Config {
    let mut kept = config.clone();
    let unused: Vec<String> =
        config.iter().map(|(key, _)| key).filter(|key| key.starts_with("unused")).map(str::to_owned).collect();
    for key in NOT_KEPT.iter().copied().chain(unused.iter().map(String::as_str)) {
        kept.remove(key);
    }
    kept
}

fn is_snapshotted(value: &str) -> bool {
    !value.contains("media=cdrom") && !value.starts_with("none") && !value.contains("snapshot=1")
}

/// Goes back to a snapshot. A running guest is stopped; with memory in the snapshot, or on request, it runs again.
#[must_use]
pub fn roll_back(node: &str, kind: GuestKind, vmid: u32, name: &str, start: bool) -> Script {
    let (node, name) = (node.to_owned(), name.to_owned());
    Script::new()
        .locking(vmid)
        .then(move |world, run| {
            let guest = world.find_guest(&node, kind, vmid)?;
            let Some(snapshot) = guest.snapshots.get(&name) else {
                return Err(format!("snapshot '{name}' does not exist"));
            };
            if let Some(state) = &snapshot.state {
                return Err(format!("unable to rollback to incomplete snapshot (snapstate = {state})"));
            }
            if let Some(lock) = guest.lock() {
                return Err(super::locked(kind, lock));
            }
            if guest.is_template() {
                return Err("you can't rollback if it's a template".to_owned());
            }
            if let Some(error) = world.newer_snapshot(guest, &name) {
                return Err(error);
            }
            let memory = snapshot.vmstate.is_some();
            world.set_lock(vmid, "rollback");
            let name = name.clone();
            run.next(
                Script::new()
                    .after(500, move |world, _| {
                        world.power_off(vmid);
                        Ok(())
                    })
                    .after(DISK, move |world, _| {
                        world.restore(vmid, &name);
                        Ok(())
                    })
                    .after(if memory || start { 1200 } else { 0 }, move |world, _| {
                        if memory || start {
                            world.power_on(vmid, None);
                        }
                        if memory {
                            world.mark_resumed(vmid);
                        }
                        Ok(())
                    }),
            );
            Ok(())
        })
        .finally(move |world| world.clear_lock(vmid, "rollback"))
}

/// Deletes a snapshot.
#[must_use]
pub fn delete(node: &str, kind: GuestKind, vmid: u32, name: &str, force: bool) -> Script {
    let (node, name) = (node.to_owned(), name.to_owned());
    Script::new()
        .locking(vmid)
        .then(move |world, run| {
            let guest = world.find_guest(&node, kind, vmid)?;
            let Some(snapshot) = guest.snapshots.get(&name) else {
                return Err(format!("snapshot '{name}' does not exist"));
            };
            // A half-made snapshot and its lock may be cleared away.
            let half = snapshot.state.is_some();
            let passable = |lock: &str| force || half && matches!(lock, "snapshot" | "snapshot-delete");
            if let Some(lock) = guest.lock().filter(|lock| !passable(lock)) {
                return Err(super::locked(kind, lock));
            }
            let (state, parent) = (snapshot.vmstate.clone(), snapshot.parent.clone());
            world.set_lock(vmid, "snapshot-delete");
            let (node, name) = (node.clone(), name.clone());
            run.next(Script::new().after(DISK + 100, move |world, _| {
                if let Some(state) = state {
                    world.volumes.remove(&state, &node);
                }
                forget(world.change_guest(vmid)?, &name, parent.as_deref());
                Ok(())
            }));
            Ok(())
        })
        .finally(move |world| world.clear_lock(vmid, "snapshot-delete"))
}

fn forget(guest: &mut Guest, name: &str, parent: Option<&str>) {
    guest.snapshots.shift_remove(name);
    for snapshot in guest.snapshots.values_mut() {
        if snapshot.parent.as_deref() == Some(name) {
            snapshot.parent = parent.map(str::to_owned);
        }
    }
    if guest.config.get("parent") == Some(name) {
        match parent {
            Some(parent) => guest.config.set("parent", parent),
            None => {
                guest.config.remove("parent");
            }
        }
    }
}

impl World {
    /// Whether every disk of a guest lies on something that can make snapshots.
    #[must_use]
    pub fn can_snapshot(&self, guest: &Guest) -> bool {
        guest.config.drives().filter(|(_, value)| is_snapshotted(value)).all(|(_, value)| {
            let volid = volume_of(value);
            let Some((storage, name)) = volid.split_once(':') else { return false };
            let Some(definition) = self.storages.get(storage) else { return false };
            match definition.kind.as_str() {
                "zfspool" | "rbd" | "lvmthin" | "btrfs" => true,
                // Files of VMs can hold snapshots inside when they are qcow2; containers need raw files.
                _ if definition.is_file_based() => {
                    guest.kind == GuestKind::Qemu && name.rsplit('.').next() == Some("qcow2")
                }
                _ => false,
            }
        })
    }

    /// ZFS can only go back to the newest snapshot: the error when there is a newer one.
    fn newer_snapshot(&self, guest: &Guest, name: &str) -> Option<String> {
        let zfs = guest.config.drives().find_map(|(_, value)| {
            let volid = volume_of(value);
            let storage = volid.split(':').next()?;
            self.storages.get(storage).filter(|definition| definition.kind == "zfspool").map(|_| volid.to_owned())
        })?;
        let taken = guest.snapshots.get(name)?.taken;
        let newer = guest.snapshots.iter().find(|(_, snapshot)| snapshot.taken > taken)?;
        Some(format!("can't rollback, '{name}' is not most recent snapshot on '{zfs}'")).filter(|_| !newer.0.is_empty())
    }

    /// Puts a snapshot's configuration in place of the current one.
    fn restore(&mut self, vmid: u32, name: &str) {
        let generation = self.rng.uuid();
        let Some(guest) = self.guests.get_mut(&vmid) else { return };
        let Some(snapshot) = guest.snapshots.get(name) else { return };
        let mut config = snapshot.config.clone();
        for key in ["runningmachine", "runningcpu"] {
            config.remove(key);
        }
        // Disks that were added since lie unused.
        let unused: Vec<String> = guest
            .config
            .iter()
            .filter(|(key, _)| key.starts_with("unused"))
            .map(|(_, value)| value.to_owned())
            .chain(guest.config.drives().map(|(_, value)| value.to_owned()))
            .map(|value| volume_of(&value).to_owned())
            .filter(|volid| volid.contains(':') && !config.iter().any(|(_, value)| volume_of(value) == volid))
            .collect();
        for (number, volid) in unused.into_iter().enumerate() {
            config.set(format!("unused{number}"), volid);
        }
        config.set("parent", name);
        config.set("lock", "rollback");
        if guest.kind == GuestKind::Qemu {
            config.set("vmgenid", generation);
        }
        guest.config = config;
        guest.pending.clear();
    }

    /// Whether a guest runs at all, paused or not.
    #[must_use]
    pub fn is_alive(&self, vmid: u32) -> bool {
        self.guests.get(&vmid).is_some_and(|guest| guest.power.phase() != Phase::Stopped)
    }
}
