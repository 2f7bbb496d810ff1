//! Growing and moving disks, graphs.

use serde_json::{Value, json};

use super::lookup::{check_digest, guest, skip_lock};
use super::power::worker;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::volume_of;
use crate::world::guest::GuestKind;
use crate::world::life::disk;
use crate::world::script::Script;

/// `PUT …/resize`.
pub fn resize(world: &mut World, context: &Context) -> Outcome {
    skip_lock(context)?;
    let guest = guest(world, context)?;
    check_digest(context, guest)?;
    world.require_quorum()?;
    let script =
        disk::resize(&context.node, context.kind(), context.vmid()?, context.need("disk"), context.need("size"));
    worker(world, context, "resize", script)
}

/// `POST …/move_disk` of a VM and `…/move_volume` of a container.
pub fn relocate(world: &mut World, context: &Context) -> Outcome {
    let kind = context.kind();
    let name = context.text("disk").or_else(|| context.text("volume")).unwrap_or_default().to_owned();
    let guest = guest(world, context)?;
    check_digest(context, guest)?;
    if let Some(lock) = guest.lock() {
        return Err(Failure::die(crate::world::life::locked(kind, lock)));
    }
    let what = if kind == GuestKind::Qemu { "disk" } else { "volume" };
    let value = guest.config.get(&name).ok_or_else(|| Failure::die(format!("{what} '{name}' does not exist")))?;
    if let Some(target) = context.text("target-vmid") {
        return reassign(world, context, &name, target);
    }
    let storage = context
        .text("storage")
        .ok_or_else(|| Failure::param("storage", "storage or target-vmid is required"))?
        .to_owned();
    if value.contains("media=cdrom") {
        return Err(Failure::die("you can't move a cdrom"));
    }
    let volid = volume_of(value);
    let format = context.text("format").map(str::to_owned);
    let same_format = format.is_none()
        || world.volumes.get(volid, &context.node).is_some_and(|volume| Some(&volume.format) == format.as_ref());
    if volid.split(':').next() == Some(storage.as_str()) && same_format {
        return Err(Failure::die(match kind {
            GuestKind::Qemu => "you can't move to the same storage with same format".to_owned(),
            GuestKind::Lxc => "you can't move a volume to the same storage".to_owned(),
        }));
    }
    if !world.storages.contains_key(&storage) {
        return Err(Failure::die(format!("storage '{storage}' does not exist")));
    }
    if !guest.snapshots.is_empty() && context.flag("delete") {
        return Err(Failure::die(format!("you can't move a {what} with snapshots and delete the source")));
    }
    if kind == GuestKind::Lxc && guest.is_alive() {
        return Err(Failure::die("cannot move volumes of a running container"));
    }
    world.must(&context.caller, &format!("/storage/{storage}"), &["Datastore.AllocateSpace"])?;
    let script = disk::relocate(&context.node, kind, context.vmid()?, &name, &storage, format, context.flag("delete"));
    worker(world, context, if kind == GuestKind::Qemu { "qmmove" } else { "move_volume" }, script)
}

/// Gives a disk to another guest of the same node.
fn reassign(world: &mut World, context: &Context, name: &str, target: &str) -> Outcome {
    let (kind, vmid) = (context.kind(), context.vmid()?);
    let other: u32 = target.parse().unwrap_or(0);
    let key = context.text("target-disk").or_else(|| context.text("target-volume")).unwrap_or(name).to_owned();
    let taker = world
        .guest_on(&context.node, kind, other)
        .ok_or_else(|| Failure::die(crate::world::life::no_config(&context.node, kind, other)))?;
    if taker.config.has(&key) {
        return Err(Failure::die(format!("Target disk key '{key}' is already in use for VM '{other}'")));
    }
    let name = name.to_owned();
    let script = Script::new().locking(vmid).after(300, move |world, run| {
        let value =
            world.change_guest(vmid)?.config.remove(&name).ok_or_else(|| format!("disk '{name}' does not exist"))?;
        let node = world.change_guest(vmid)?.node.clone();
        let old = volume_of(&value).to_owned();
        let new = old
            .replace(&format!("-{vmid}-"), &format!("-{other}-"))
            .replace(&format!(":{vmid}/"), &format!(":{other}/"));
        if let Some(mut volume) = world.volumes.remove(&old, &node) {
            volume.vmid = Some(other);
            volume.volid.clone_from(&new);
            world.volumes.put(volume);
        }
        run.say(format!("moving disk '{name}' from VM '{vmid}' to '{other}'"));
        world.change_guest(other)?.config.set(key, value.replacen(&old, &new, 1));
        Ok(())
    });
    worker(world, context, if kind == GuestKind::Qemu { "qmmove" } else { "move_volume" }, script)
}

/// `GET …/rrddata`.
pub fn rrddata(world: &mut World, context: &Context) -> Outcome {
    let max = context.text("cf") == Some("MAX");
    let vmid = context.vmid()?;
    let rows = match world.guests.get(&vmid) {
        Some(guest) => world.guest_rrddata(guest, context.need("timeframe"), max),
        None => crate::world::rrd::rows(world.now, context.need("timeframe"), world.version.is_nine())
            .map(|at| json!({"time": at.seconds()}))
            .collect(),
    };
    Ok(Value::Array(rows).into())
}

/// `GET …/rrd`: the file that a picture would be in; no picture is drawn.
pub fn rrd(_: &mut World, context: &Context) -> Outcome {
    let sources = context.need("ds").replace([',', ';', ' '], "_");
    let file = format!("/var/lib/rrdcached/db/pve2-vm/{}_{sources}.png", context.need("vmid"));
    Ok(json!({"filename": file, "image": ""}).into())
}
