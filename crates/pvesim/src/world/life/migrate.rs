//! Moving a guest to another node.

use super::super::World;
use super::super::config::{Config, property, volume_of};
use super::super::guest::GuestKind;
use super::super::script::{Run, Script};

/// How to migrate.
#[derive(Clone, Debug, Default)]
pub struct MigrateOptions {
    /// Target node.
    pub target: String,
    /// Keep it running.
    pub online: bool,
    /// Stop a container, move it and start it again.
    pub restart: bool,
    /// Storage at the target for local disks.
    pub storage: Option<String>,
}

/// Moves a guest.
#[must_use]
pub fn migrate(node: &str, kind: GuestKind, vmid: u32, options: MigrateOptions) -> Script {
    let node = node.to_owned();
    Script::new()
        .locking(vmid)
        .then(move |world, run| {
            let began = world.now;
            let guest = world.find_unlocked(&node, kind, vmid, false)?;
            let alive = guest.is_alive();
            let address = world.nodes.get(&options.target).map(|node| node.address.clone()).unwrap_or_default();
            if !world.nodes.get(&options.target).is_some_and(|node| node.online && node.reachable) {
                let target = &options.target;
                stamp(world, run, &format!("# /usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias={target}' root@{address} /bin/true"));
                stamp(world, run, &format!("ssh: connect to host {address} port 22: No route to host"));
                stamp(world, run, "ERROR: migration aborted (duration 00:00:00): Can't connect to destination address using public key");
                return Err("migration aborted".to_owned());
            }
            if let Some(error) = stays(world, kind, vmid) {
                stamp(world, run, &format!("ERROR: migration aborted (duration 00:00:00): {error}"));
                return Err("migration aborted".to_owned());
            }
            let what = if kind == GuestKind::Qemu { "VM" } else { "CT" };
            stamp(world, run, &format!("starting migration of {what} {vmid} to node '{}' ({address})", options.target));
            world.set_lock(vmid, "migrate");
            let shutdown = alive && kind == GuestKind::Lxc && options.restart;
            if shutdown {
                stamp(world, run, "shutdown CT");
                world.power_off(vmid);
            }
            let (from, target, storage) = (node.clone(), options.target.clone(), options.storage.clone());
            let gigabytes = local_gigabytes(world, &node, vmid);
            let memory = world.guests.get(&vmid).map_or(0, super::super::guest::Guest::max_memory);
            let live = if alive && !shutdown { i64::try_from(memory >> 30).unwrap_or(0) * 800 + 1500 } else { 300 };
            run.next(
                Script::new()
                    .after((gigabytes * 700).min(90_000), move |world, run| {
                        if gigabytes > 0 {
                            stamp(world, run, "copying local disk images");
                        }
                        Ok(())
                    })
                    .after(live, move |world, run| {
                        arrive(world, &from, vmid, &target, storage.as_deref())?;
                        if shutdown {
                            stamp(world, run, "start container on target node");
                            world.power_on(vmid, None);
                        }
                        let seconds = world.now.seconds() - began.seconds();
                        stamp(world, run, &format!("migration finished successfully (duration 00:{:02}:{:02})", seconds / 60, seconds % 60));
                        Ok(())
                    }),
            );
            Ok(())
        })
        .finally(move |world| world.clear_lock(vmid, "migrate"))
}

/// Why a guest cannot leave its node (`PVE::QemuMigrate::prepare`): devices of the node, and of a running one mapped devices.
fn stays(world: &World, kind: GuestKind, vmid: u32) -> Option<String> {
    let guest = world.guests.get(&vmid).filter(|_| kind == GuestKind::Qemu)?;
    let devices = node_devices(&guest.config);
    if !devices.is_empty() {
        return Some(format!("can't migrate VM which uses local devices: {}", devices.join(", ")));
    }
    let mapped: Vec<_> = mapped_resources(&guest.config).into_iter().map(|(option, _)| option).collect();
    let moves = !guest.is_alive() || mapped.is_empty();
    (!moves).then(|| format!("can't migrate running VM which uses following mapped devices: {}", mapped.join(", ")))
}

/// The options with devices of a node: passed through without a mapping, ports that are no sockets.
#[must_use]
pub fn node_devices(config: &Config) -> Vec<String> {
    devices(config).filter(|(_, _, mapping)| mapping.is_none()).map(|(option, ..)| option.to_owned()).collect()
}

/// The options with mapped devices, and the names of the mappings.
#[must_use]
pub fn mapped_resources(config: &Config) -> Vec<(String, String)> {
    devices(config).filter_map(|(option, _, mapping)| Some((option.to_owned(), mapping?.to_owned()))).collect()
}

/// Options of devices with their values and mappings (`PVE::QemuServer::check_local_resources`).
fn devices(config: &Config) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
    let is_device = |option: &str, value: &str| {
        let stem = option.trim_end_matches(|digit: char| digit.is_ascii_digit());
        match stem {
            _ if stem == option => false,
            "usb" => value != "spice" && property(value, Some("host"), "host") != Some("spice"),
            "hostpci" | "parallel" => true,
            "serial" => value != "socket",
            _ => false,
        }
    };
    let devices = config.iter().filter(move |(option, value)| is_device(option, value));
    devices.map(|(option, value)| (option, value, property(value, None, "mapping")))
}

/// Writes a line with the time in front, as the migration's log has it.
fn stamp(world: &World, run: &mut Run, text: &str) {
    run.say(format!("{} {text}", world.now.format("%Y-%m-%d %H:%M:%S")));
}

fn local_gigabytes(world: &World, node: &str, vmid: u32) -> i64 {
    let bytes: u64 = world
        .local_volumes(node, vmid)
        .iter()
        .filter_map(|volid| world.volumes.get(volid, node))
        .map(|volume| volume.used)
        .sum();
    i64::try_from(bytes >> 30).unwrap_or(0) + i64::from(bytes > 0)
}

fn arrive(world: &mut World, from: &str, vmid: u32, target: &str, storage: Option<&str>) -> Result<(), String> {
    let now = world.now;
    for volid in world.local_volumes(from, vmid) {
        let Some(mut volume) = world.volumes.remove(&volid, from) else { continue };
        if let Some(storage) = storage {
            let name = volume.name().to_owned();
            volume.volid = format!("{storage}:{name}");
        }
        volume.node = Some(target.to_owned());
        volume.created = now;
        let new = volume.volid.clone();
        world.volumes.put(volume);
        let config = &mut world.change_guest(vmid)?.config;
        let moved: Vec<(String, String)> = config
            .drives()
            .filter(|(_, value)| volume_of(value) == volid)
            .map(|(key, value)| (key.to_owned(), value.replacen(&volid, &new, 1)))
            .collect();
        for (key, value) in moved {
            config.set(key, value);
        }
    }
    target.clone_into(&mut world.change_guest(vmid)?.node);
    Ok(())
}

impl World {
    /// The volumes of a guest that lie on one node only.
    #[must_use]
    pub fn local_volumes(&self, node: &str, vmid: u32) -> Vec<String> {
        let own =
            |content| matches!(content, super::super::volume::Content::Images | super::super::volume::Content::Rootdir);
        self.volumes
            .iter()
            .filter(|volume| volume.vmid == Some(vmid) && volume.node.as_deref() == Some(node) && own(volume.content))
            .map(|volume| volume.volid.clone())
            .collect()
    }
}
