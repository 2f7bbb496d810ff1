//! Consoles: tickets and ports. Nothing listens behind the ports.

use serde_json::{Map, Value, json};

use super::lookup::guest;
use super::power::worker;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::guest::GuestKind;
use crate::world::script::Script;

/// How long a proxy waits for its client, in milliseconds (`PVE::Tools::wait_for_vnc_port`, 10 s).
const PATIENCE: i64 = 10_000;
/// First port of the consoles.
const FIRST_PORT: u64 = 5900;

fn ticket(world: &mut World, prefix: &str) -> String {
    let stamp = world.now.seconds();
    format!("{prefix}:{stamp:08X}::{}", world.rng.hex(64))
}

fn proxy(world: &mut World, context: &Context, kind: &str) -> Result<String, Failure> {
    let script = Script::new().after_exactly(PATIENCE, |_, _| Err("connection timed out".to_owned()));
    match worker(world, context, kind, script)? {
        crate::api::Answer::Data(Value::String(upid)) => Ok(upid),
        _ => Err(Failure::die("no worker")),
    }
}

fn user(context: &Context) -> String {
    context.caller.authid()
}

/// `POST …/vncproxy`.
pub fn vnc(world: &mut World, context: &Context) -> Outcome {
    guest(world, context)?;
    let upid = proxy(world, context, "vncproxy")?;
    let port = FIRST_PORT + world.rng.below(20);
    let ticket = ticket(world, "PVEVNC");
    let mut row = Map::new();
    row.insert("user".to_owned(), json!(user(context)));
    row.insert("ticket".to_owned(), json!(ticket));
    row.insert("port".to_owned(), if context.kind() == GuestKind::Lxc { json!(port) } else { json!(port.to_string()) });
    row.insert("upid".to_owned(), json!(upid));
    row.insert("cert".to_owned(), json!(""));
    if context.flag("generate-password") || context.flag("websocket") && context.kind() == GuestKind::Qemu {
        let password = world.rng.hex(8);
        row.insert("ticket".to_owned(), json!(format!("{password}:{ticket}")));
        row.insert("password".to_owned(), json!(password));
    }
    Ok(Value::Object(row).into())
}

/// `POST …/termproxy`.
pub fn term(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    if guest.kind == GuestKind::Qemu {
        let serial = context.text("serial").unwrap_or("serial0");
        let terminal = guest.config.get(serial) == Some("socket");
        if !terminal && guest.config.get("vga").is_none_or(|vga| !vga.starts_with("serial")) {
            return Err(Failure::die("unable to find a serial interface"));
        }
    }
    let upid = proxy(world, context, "vncproxy")?;
    let port = FIRST_PORT + world.rng.below(20);
    let ticket = ticket(world, "PVEVNC");
    Ok(json!({"user": user(context), "ticket": ticket, "port": port, "upid": upid}).into())
}

/// `POST …/spiceproxy`.
pub fn spice(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let vmid = guest.vmid;
    if !guest.is_alive() {
        return Err(Failure::die(format!("{} {vmid} not running", guest.kind.short())));
    }
    if guest.kind == GuestKind::Qemu && !guest.config.get("vga").is_some_and(|vga| vga.starts_with("qxl")) {
        return Err(Failure::die("unable to start SPICE server: no SPICE display configured"));
    }
    let title = format!("VM {vmid} - {}", guest.name());
    let password = world.rng.hex(40);
    let proxy = context.text("proxy").unwrap_or(&context.node).to_owned();
    Ok(json!({
        "type": "spice",
        "title": title,
        "host": format!("pvespiceproxy:{vmid}:{}::{}", context.node, world.rng.hex(40)),
        "proxy": format!("http://{proxy}:3128"),
        "tls-port": 61000,
        "password": password,
        "host-subject": format!("OU=PVE Cluster Node,O=Proxmox Virtual Environment,CN={}", context.node),
        "ca": "",
        "delete-this-file": 1,
        "secure-attention": "Ctrl+Alt+Ins",
        "toggle-fullscreen": "Shift+F11",
        "release-cursor": "Ctrl+Alt+R",
    })
    .into())
}

/// `GET …/vncwebsocket`: a ticket that was never given out.
pub fn websocket(_: &mut World, _: &Context) -> Outcome {
    Err(Failure::new(401, "permission denied - invalid PVEVNC ticket"))
}
