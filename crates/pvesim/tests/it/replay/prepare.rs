//! What has to be so before a category begins: the recording does not say how its server stood at first.

use pvesim::access::user::{Factor, Proof};
use pvesim::world::World;
use pvesim::world::guest::Pending;
use pvesim::world::power::Phase;

/// The categories of the single node, in the order in which they were recorded (as the start times in their UPIDs tell;
/// in the file the later ones stand first).
pub(crate) const ORDER: [&str; 24] = [
    "power",
    "lock",
    "create",
    "config",
    "resize",
    "snapshot",
    "clone",
    "agent",
    "console",
    "manage",
    "backup",
    "lxc",
    "pvesh",
    "cli",
    "lxc2",
    "tfa",
    "auth",
    "permission",
    "read",
    "shape",
    "http",
    "lockfile",
    "task-outcome",
    "cluster",
];

/// Brings the world to where a category began.
pub(crate) fn prepare(category: &str, world: &mut World) {
    match category {
        "power" => begin(world),
        "lock" => set_lock(world, 104, true),
        "resize" | "snapshot" => {
            power(world, 100, true);
            power(world, 300, false);
        }
        "agent" => {
            power(world, 100, true);
            power(world, 102, true);
        }
        "manage" => {
            power(world, 101, false);
            power(world, 100, true);
        }
        "backup" => {
            power(world, 100, true);
            power(world, 300, false);
            power(world, 200, false);
            set_lock(world, 104, true);
        }
        "pvesh" => {
            power(world, 100, true);
            power(world, 101, false);
            power(world, 102, true);
            power(world, 103, false);
            power(world, 200, false);
            set_lock(world, 104, true);
        }
        "lxc2" => power(world, 200, true),
        "auth" | "permission" | "read" | "shape" => {
            power(world, 100, true);
            power(world, 101, false);
            power(world, 102, true);
            power(world, 200, false);
            power(world, 103, matches!(category, "read" | "shape"));
            set(world, 102, "agent", None);
            set(world, 200, "lock", None);
            set_lock(world, 104, true);
        }
        "lockfile" => power(world, 103, false),
        "gets" => {
            let machine = world.machines.entry("pve".to_owned()).or_default();
            machine.config.insert("description".to_owned(), "my node".to_owned());
            for (vmid, runs) in [(100, true), (101, false), (102, false), (103, true), (200, true), (300, false)] {
                power(world, vmid, runs);
            }
        }
        _ => {}
    }
}

/// What happened between two recorded exchanges without being recorded itself.
pub(crate) fn meanwhile(n: u64, world: &mut World) {
    match n {
        303 => power(world, 102, true),
        387 => power(world, 301, false),
        409 => power(world, 300, true),
        566 => set(world, 102, "agent", Some("1")),
        751 => set(world, 200, "lock", None),
        778 => {
            world.locks.release(103, "another process");
            power(world, 103, true);
        }
        _ => {}
    }
}

/// Before the first recorded exchange: no VM 300, no backups, no jobs, nobody with a second factor.
fn begin(world: &mut World) {
    remove(world, 300);
    world.backup_jobs.clear();
    let backups: Vec<(String, Option<String>)> = world
        .volumes
        .iter()
        .filter(|volume| volume.volid.starts_with("backup:"))
        .map(|volume| (volume.volid.clone(), volume.node.clone()))
        .collect();
    for (volid, node) in backups {
        world.volumes.remove(&volid, node.as_deref().unwrap_or("pve"));
    }
    world.access.users.remove("dave@nope");
    if let Some(user) = world.access.users.get_mut("tfa@pve") {
        user.factors.retain(|factor: &Factor| !matches!(factor.proof, Proof::Totp { .. }));
    }
    if let Some(guest) = world.guests.get_mut(&100) {
        guest.snapshots.retain(|name, _| name == "snap1");
        guest.config.remove("lock");
    }
    power(world, 100, true);
    power(world, 101, false);
    power(world, 102, true);
    power(world, 103, true);
    power(world, 200, false);
}

/// Removes a guest with its volumes, as if it had never been.
pub(crate) fn remove(world: &mut World, vmid: u32) {
    world.guests.remove(&vmid);
    world.access.remove_guest(vmid);
    let volumes: Vec<(String, Option<String>)> = world
        .volumes
        .iter()
        .filter(|volume| volume.vmid == Some(vmid))
        .map(|volume| (volume.volid.clone(), volume.node.clone()))
        .collect();
    for (volid, node) in volumes {
        world.volumes.remove(&volid, node.as_deref().unwrap_or("pve"));
    }
}

fn power(world: &mut World, vmid: u32, runs: bool) {
    let now = world.now;
    let pid = world.next_pid("pve");
    let Some(guest) = world.guests.get_mut(&vmid) else { return };
    if runs && !guest.is_alive() {
        // Long enough ago that its system is up.
        guest.power.start(now.plus_seconds(-90), Phase::Running, pid);
    } else if !runs && guest.is_alive() {
        guest.power.stop(now);
        // What waited for the next start is taken over when the guest stops.
        for (key, change) in std::mem::take(&mut guest.pending) {
            match change {
                Pending::Set(value) => guest.config.set(&key, value),
                Pending::Delete { .. } => {
                    guest.config.remove(&key);
                }
            }
        }
    }
}

fn set_lock(world: &mut World, vmid: u32, locked: bool) {
    set(world, vmid, "lock", locked.then_some("backup"));
}

fn set(world: &mut World, vmid: u32, key: &str, value: Option<&str>) {
    let Some(guest) = world.guests.get_mut(&vmid) else { return };
    match value {
        Some(value) => guest.config.set(key, value),
        None => {
            guest.config.remove(key);
        }
    }
}
