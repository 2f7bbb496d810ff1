//! Lists of guests, their directories, their live status.

use serde_json::{Map, Value, json};

use super::agent::COMMANDS;
use super::lookup::guest;
use super::rows::{self, Depth};
use crate::api::{Context, Outcome};
use crate::world::World;
use crate::world::guest::{Guest, GuestKind};

/// `GET /nodes/{node}/qemu` and `…/lxc`: the guests that the caller may see, in no order.
pub fn list(world: &mut World, context: &Context) -> Outcome {
    let depth = if context.flag("full") { Depth::Full } else { Depth::List };
    let mut found: Vec<Value> = world
        .guests
        .values()
        .filter(|guest| guest.node == context.node && guest.kind == context.kind())
        .filter(|guest| world.may(&context.caller, &format!("/vms/{}", guest.vmid), "VM.Audit"))
        .map(|guest| Value::Object(rows::live(world, guest, depth)))
        .collect();
    world.rng.shuffle(&mut found);
    Ok(Value::Array(found).into())
}

/// `GET …/status/current`.
pub fn current(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let mut row = rows::live(world, guest, Depth::Full);
    if guest.kind == GuestKind::Qemu && guest.agent_enabled() {
        row.insert("agent".to_owned(), json!(1));
    }
    row.insert("ha".to_owned(), ha(world, guest));
    Ok(Value::Object(row).into())
}

fn ha(world: &World, guest: &Guest) -> Value {
    let mut row = Map::new();
    match world.ha.managing(guest.kind, guest.vmid) {
        None => {
            row.insert("managed".to_owned(), json!(0));
        }
        Some(resource) => {
            row.insert("managed".to_owned(), json!(1));
            row.insert("state".to_owned(), json!(resource.request));
            row.insert("group".to_owned(), json!(resource.group));
        }
    }
    Value::Object(row)
}

/// A directory's entries under a key.
fn entries(key: &str, names: &[&str]) -> Outcome {
    Ok(Value::Array(names.iter().map(|name| json!({key: name})).collect()).into())
}

/// `GET /nodes/{node}/qemu/{vmid}` and `…/lxc/{vmid}`: what is below it. A VM need not exist for it.
pub fn directory(world: &mut World, context: &Context) -> Outcome {
    if context.kind() == GuestKind::Lxc {
        guest(world, context)?;
    }
    match context.kind() {
        GuestKind::Qemu => entries(
            "subdir",
            &[
                "config",
                "cloudinit",
                "pending",
                "status",
                "unlink",
                "vncproxy",
                "termproxy",
                "migrate",
                "resize",
                "move",
                "rrd",
                "rrddata",
                "monitor",
                "agent",
                "snapshot",
                "spiceproxy",
                "sendkey",
                "firewall",
                "mtunnel",
                "remote_migrate",
            ],
        ),
        GuestKind::Lxc => entries(
            "subdir",
            &[
                "config",
                "pending",
                "status",
                "vncproxy",
                "termproxy",
                "vncwebsocket",
                "spiceproxy",
                "migrate",
                "clone",
                "rrd",
                "rrddata",
                "firewall",
                "snapshot",
                "resize",
                "interfaces",
            ],
        ),
    }
}

/// `GET …/status`.
pub fn status_directory(world: &mut World, context: &Context) -> Outcome {
    guest(world, context)?;
    match context.kind() {
        GuestKind::Qemu => entries("subdir", &["current", "start", "stop", "reset", "shutdown", "suspend", "reboot"]),
        GuestKind::Lxc => entries("subdir", &["current", "start", "stop", "shutdown", "reboot", "migrate"]),
    }
}

/// `GET …/snapshot/{snapname}`.
pub fn snapshot_directory(_: &mut World, _: &Context) -> Outcome {
    entries("cmd", &["rollback", "config"])
}

/// `GET …/firewall`.
pub fn firewall_directory(_: &mut World, _: &Context) -> Outcome {
    entries("name", &["rules", "aliases", "ipset", "refs", "options"])
}

/// `GET …/agent`: the commands, and the calls that have a path of their own.
pub fn agent_directory(_: &mut World, _: &Context) -> Outcome {
    const OWN: &[&str] = &["exec", "exec-status", "file-read", "file-write", "set-user-password"];
    let mut names = [OWN, COMMANDS].concat();
    names.sort_unstable();
    entries("name", &names)
}

/// `GET …/cloudinit`: nothing waits to be written into the image.
pub fn cloudinit(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let keys = ["ciuser", "cipassword", "citype", "ciupgrade", "nameserver", "searchdomain", "sshkeys"];
    let rows: Vec<Value> = guest
        .config
        .iter()
        .filter(|(key, _)| keys.contains(key) || key.starts_with("ipconfig"))
        .map(|(key, value)| json!({"key": key, "value": if key == "cipassword" { "**********" } else { value }}))
        .collect();
    Ok(Value::Array(rows).into())
}
