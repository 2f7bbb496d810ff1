//! Changing a configuration.
//!
//! A running VM takes some changes at once (names, notes, plugged disks and network cards); the rest waits for the next
//! start. What cannot be plugged is refused under the option's name.

use std::time::Duration;

use serde_json::Value;

use super::lookup::{check_digest, guest, skip_lock};
use super::params::{lxc, qemu, shared};
use super::power::worker;
use super::rights;
use crate::api::format::split_list;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::{Config, is_drive, volume_of};
use crate::world::guest::{Guest, GuestKind, Pending};
use crate::world::life::locked;
use crate::world::script::Script;

/// Parameters that are about the change, not part of the configuration.
const NOT_CONFIG: &[&str] =
    &["node", "vmid", "digest", "delete", "revert", "skiplock", "force", "background_delay", "import-working-storage"];
/// Options of VMs that take effect at once whether the VM runs or not.
const ALWAYS_NOW: &[&str] = &[
    "name",
    "description",
    "tags",
    "onboot",
    "protection",
    "startup",
    "hookscript",
    "autostart",
    "lock",
    "shares",
    "balloon",
    "cpuunits",
    "cpulimit",
    "migrate_downtime",
    "migrate_speed",
    "vmstatestorage",
    "template",
    "meta",
];
/// Options of containers that wait for the next start.
const LATER_LXC: &[&str] =
    &["arch", "unprivileged", "features", "ostype", "cmode", "console", "tty", "debug", "entrypoint", "env"];
/// How long the host waits for a guest to let go of a device.
const UNPLUG_TIMEOUT: Duration = Duration::from_secs(7);

/// `PUT …/config`.
pub fn put(world: &mut World, context: &Context) -> Outcome {
    let vmid = context.vmid()?;
    let change = Change::read(world, context)?;
    if let Some(wait) = world.wait_for_lock(context, vmid) {
        return wait;
    }
    change.apply(world, vmid)?;
    Ok(Answer::NULL)
}

/// `POST …/config` of a VM: the same as a task.
pub fn post(world: &mut World, context: &Context) -> Outcome {
    let vmid = context.vmid()?;
    let change = Change::read(world, context)?;
    let words: Vec<String> = context
        .iter()
        .filter(|(name, _)| !matches!(*name, "node" | "vmid" | "background_delay"))
        .map(|(name, value)| format!("-{name} {value}"))
        .collect();
    let script = Script::new().locking(vmid).say(format!("update VM {vmid}: {}", words.join(" "))).after(
        100,
        move |world, _| {
            change.apply(world, vmid).map_err(|failure| match failure.errors.first() {
                Some((name, text)) => format!("{name}: {}", text.trim_end()),
                None => failure.reason,
            })
        },
    );
    worker(world, context, "qmconfig", script)
}

/// A checked change.
struct Change {
    set: Vec<(String, String)>,
    delete: Vec<String>,
    revert: Vec<String>,
    force: bool,
}

impl Change {
    fn read(world: &World, context: &Context) -> Result<Self, Failure> {
        let skip_lock = skip_lock(context)?;
        let guest = guest(world, context)?;
        let kind = guest.kind;
        let delete: Vec<String> =
            context.text("delete").map(|list| split_list(list).map(str::to_owned).collect()).unwrap_or_default();
        let revert: Vec<String> =
            context.text("revert").map(|list| split_list(list).map(str::to_owned).collect()).unwrap_or_default();
        let set: Vec<(String, String)> = context
            .iter()
            .filter(|(name, _)| !NOT_CONFIG.contains(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        if set.is_empty() && delete.is_empty() && revert.is_empty() {
            return Err(Failure::die("no options specified"));
        }
        for name in &delete {
            if !is_option(kind, name) {
                return Err(Failure::param("delete", format!("unknown option '{name}'")));
            }
            if set.iter().any(|(other, _)| other == name) {
                return Err(Failure::param(
                    "delete",
                    format!("you can't use '-{name}' and -delete {name}' at the same time"),
                ));
            }
        }
        rights::check(world, context, kind, set.iter().map(|(name, value)| (name.as_str(), value.as_str())), &delete)?;
        check_digest(context, guest)?;
        if let Some(lock) = guest.lock().filter(|_| !skip_lock) {
            return Err(Failure::die(locked(kind, lock)));
        }
        if delete.iter().any(|name| name == "rootfs") {
            return Err(Failure::die("unable to delete required option 'rootfs'"));
        }
        check_storages(world, context, &set, kind)?;
        world.require_quorum()?;
        Ok(Self { set, delete, revert, force: context.flag("force") })
    }

    fn apply(self, world: &mut World, vmid: u32) -> Result<(), Failure> {
        let (kind, node, alive) = {
            let guest = world.guests.get(&vmid).ok_or_else(|| Failure::die(format!("guest {vmid} does not exist")))?;
            (guest.kind, guest.node.clone(), guest.is_alive())
        };
        for name in &self.revert {
            if let Some(guest) = world.guests.get_mut(&vmid) {
                guest.pending.shift_remove(name);
            }
        }
        for name in &self.delete {
            remove(world, vmid, kind, alive, name, self.force)?;
        }
        let asked = Config::from_pairs(self.set);
        let (made, _) = world.allocate_disks(&node, vmid, kind, &asked).map_err(Failure::die)?;
        for (name, value) in made.iter() {
            let value = normal(world, kind, name, value);
            set(world, vmid, kind, alive, name, value)?;
        }
        Ok(())
    }
}

/// Whether a name is an option that can be deleted.
fn is_option(kind: GuestKind, name: &str) -> bool {
    let known = |tables: &[&[crate::api::param::Param]]| {
        tables.iter().flat_map(|table| table.iter()).any(|param| param.is(name))
    };
    name == "lock"
        || match kind {
            GuestKind::Qemu => known(&[qemu::OPTIONS, qemu::DISKS, shared::COMMON_CONFIG]),
            GuestKind::Lxc => known(&[lxc::OPTIONS, lxc::VOLUMES, shared::COMMON_CONFIG]),
        }
}

/// New disks need a storage that exists and takes them.
pub fn check_storages(
    world: &World,
    context: &Context,
    set: &[(String, String)],
    kind: GuestKind,
) -> Result<(), Failure> {
    for (_, value) in set.iter().filter(|(name, _)| is_drive(name)) {
        let volume = volume_of(value);
        let Some((storage, rest)) = volume.split_once(':') else { continue };
        let Some(definition) = world.storages.get(storage) else {
            return Err(Failure::die(format!("storage '{storage}' does not exist")));
        };
        let is_new = rest.parse::<f64>().is_ok() || rest == "cloudinit";
        if !is_new {
            continue;
        }
        world.must(&context.caller, &format!("/storage/{storage}"), &["Datastore.AllocateSpace"])?;
        let (wanted, what) = match kind {
            GuestKind::Qemu => ("images", "vm images"),
            GuestKind::Lxc => ("rootdir", "container directories"),
        };
        if !definition.content.iter().any(|content| content == wanted) {
            return Err(Failure::param("storage", format!("storage '{storage}' does not support {what}")));
        }
    }
    Ok(())
}

/// The form in which a value is kept: tags sorted, network cards with an address.
pub fn normal(world: &mut World, kind: GuestKind, name: &str, value: &str) -> String {
    if name == "tags" {
        let mut tags: Vec<String> = split_list(value).map(str::to_lowercase).collect();
        tags.sort();
        tags.dedup();
        return tags.join(";");
    }
    let is_card = name.strip_prefix("net").is_some_and(|digits| digits.parse::<u8>().is_ok());
    if is_card { with_address(world, kind, value) } else { value.to_owned() }
}

fn with_address(world: &mut World, kind: GuestKind, value: &str) -> String {
    let has = value.split(['=', ',']).any(|part| part.matches(':').count() == 5);
    if has {
        return value.to_owned();
    }
    let mac = crate::scenario::guests::mac(&mut world.rng);
    match kind {
        GuestKind::Lxc => format!("{value},hwaddr={mac},type=veth"),
        GuestKind::Qemu => value
            .split(',')
            .enumerate()
            .map(|(at, part)| match (at, part.split_once('=')) {
                (0, None) => format!("{part}={mac}"),
                (_, Some(("model", model))) => format!("{model}={mac}"),
                _ => part.to_owned(),
            })
            .collect::<Vec<_>>()
            .join(","),
    }
}

fn hotplug(name: &str, problem: &str) -> Failure {
    Failure::param(name, format!("hotplug problem - {problem}\n"))
}

fn set(world: &mut World, vmid: u32, kind: GuestKind, alive: bool, name: &str, value: String) -> Result<(), Failure> {
    if alive && kind == GuestKind::Qemu && name.starts_with("net") {
        check_bridge(world, vmid, name, &value)?;
    }
    if alive && kind == GuestKind::Qemu && name == "vcpus" {
        check_plugged(world, vmid, &value)?;
    }
    let Some(guest) = world.guests.get_mut(&vmid) else { return Ok(()) };
    if value.is_empty() && !matches!(name, "boot") {
        guest.config.remove(name);
        guest.pending.shift_remove(name);
        return Ok(());
    }
    if !alive || takes_effect_now(guest, name) {
        let old = guest.config.get(name).map(str::to_owned);
        guest.config.set(name, value.as_str());
        guest.pending.shift_remove(name);
        if let Some(old) = old.filter(|old| is_drive(name) && volume_of(old) != volume_of(&value)) {
            world.detach(vmid, &old, false);
        }
        return Ok(());
    }
    if guest.config.get(name) == Some(value.as_str()) {
        guest.pending.shift_remove(name);
    } else {
        guest.pending.insert(name.to_owned(), Pending::Set(value));
    }
    Ok(())
}

/// Whether a running guest takes a new value at once.
fn takes_effect_now(guest: &Guest, name: &str) -> bool {
    let features = guest.config.get("hotplug").unwrap_or("network,disk,usb");
    let plugs = |feature: &str| features == "1" || features.split(',').any(|part| part == feature);
    match guest.kind {
        GuestKind::Lxc => !LATER_LXC.contains(&name),
        GuestKind::Qemu => {
            ALWAYS_NOW.contains(&name)
                || name.starts_with("unused")
                || name == "vcpus" && plugs("cpu")
                || name.starts_with("net") && plugs("network")
                || is_drive(name) && (name.starts_with("scsi") || name.starts_with("virtio")) && plugs("disk")
                || is_drive(name) && guest.config.get(name).is_some_and(|old| old.contains("media=cdrom"))
        }
    }
}

/// A plugged card needs its bridge on the node.
fn check_bridge(world: &World, vmid: u32, name: &str, value: &str) -> Result<(), Failure> {
    let Some(guest) = world.guests.get(&vmid) else { return Ok(()) };
    let Some(bridge) = crate::world::config::property(value, None, "bridge") else { return Ok(()) };
    if world.bridges(&guest.node).iter().any(|known| known == bridge) {
        return Ok(());
    }
    Err(hotplug(
        name,
        &format!(
            "VM {vmid} qmp command 'netdev_add' failed - network script /usr/libexec/qemu-server/pve-bridge-hotplug failed \
             with status 512"
        ),
    ))
}

/// A running VM has no more processors plugged in than it was started with cores (`qemu_cpu_hotplug`).
fn check_plugged(world: &World, vmid: u32, value: &str) -> Result<(), Failure> {
    let Some(guest) = world.guests.get(&vmid).filter(|guest| takes_effect_now(guest, "vcpus")) else { return Ok(()) };
    let number = |key: &str| guest.config.integer(key).unwrap_or(1);
    let most = number("sockets") * number("cores");
    if value.parse::<u64>().is_ok_and(|wanted| wanted > most) {
        return Err(hotplug("vcpus", "you can't add more vcpus than maxcpus"));
    }
    Ok(())
}

fn remove(world: &mut World, vmid: u32, kind: GuestKind, alive: bool, name: &str, force: bool) -> Result<(), Failure> {
    let Some(guest) = world.guests.get_mut(&vmid) else { return Ok(()) };
    let Some(old) = guest.config.get(name).map(str::to_owned) else {
        guest.pending.shift_remove(name);
        return Ok(());
    };
    if name.starts_with("unused") {
        let node = guest.node.clone();
        let volid = volume_of(&old).to_owned();
        guest.config.remove(name);
        world.volumes.remove(&volid, &node);
        return Ok(());
    }
    let is_cdrom = old.contains("media=cdrom");
    if alive && (!takes_effect_now(guest, name) || is_drive(name) && is_cdrom) {
        guest.pending.insert(name.to_owned(), Pending::Delete { force });
        if is_drive(name) {
            shorten_boot_order(guest, name, true);
        }
        return Ok(());
    }
    let booted = guest.nature.obeys && guest.power.uptime_at(world.now) >= guest.nature.boot_seconds;
    if alive && kind == GuestKind::Qemu && !booted && (is_drive(name) || name.starts_with("net")) {
        let device = match name.strip_prefix("scsi") {
            Some(number) => format!("virtioscsi{number}"),
            None => name.to_owned(),
        };
        guest.pending.insert(name.to_owned(), Pending::Delete { force });
        return Err(hotplug(name, &format!("error on hot-unplugging device '{device}'")).after(UNPLUG_TIMEOUT));
    }
    guest.config.remove(name);
    guest.pending.shift_remove(name);
    if is_drive(name) {
        shorten_boot_order(guest, name, alive);
        world.detach(vmid, &old, force);
    }
    Ok(())
}

/// A removed drive leaves the boot order.
fn shorten_boot_order(guest: &mut Guest, drive: &str, alive: bool) {
    let Some(boot) = guest.config.get("boot").map(str::to_owned) else { return };
    let Some(order) = boot.strip_prefix("order=") else { return };
    let rest: Vec<&str> = order.split(';').filter(|device| *device != drive).collect();
    let new = format!("order={}", rest.join(";"));
    if new == boot {
        return;
    }
    if alive {
        guest.pending.insert("boot".to_owned(), Pending::Set(new));
    } else {
        guest.config.set("boot", new);
    }
}

/// `PUT …/unlink`: detaches disks.
pub fn unlink(world: &mut World, context: &Context) -> Outcome {
    let list = context.need("idlist").to_owned();
    put(world, &context.clone().set("delete", list))
}

/// `PUT …/cloudinit`: writes the cloud-init image anew.
pub fn regenerate(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    if let Some(lock) = guest.lock() {
        return Err(Failure::die(locked(guest.kind, lock)));
    }
    Ok(Value::Null.into())
}

impl World {
    /// The bridges of a node: those that its network configuration names, `vmbr0` when it names nothing.
    #[must_use]
    pub fn bridges(&self, node: &str) -> Vec<String> {
        let named: Vec<String> = self
            .machines
            .get(node)
            .map(|machine| {
                machine
                    .interfaces
                    .iter()
                    .filter_map(|interface| interface.get("iface").and_then(|name| name.as_str()))
                    .filter(|name| name.starts_with("vmbr"))
                    .map(str::to_owned)
                    .collect()
            })
            .unwrap_or_default();
        if named.is_empty() { vec!["vmbr0".to_owned()] } else { named }
    }
}
