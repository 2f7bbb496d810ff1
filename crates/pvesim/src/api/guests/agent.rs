//! The guest agent: what it says of its guest, and what it does there.

use std::time::Duration;

use serde_json::{Value, json};

use super::agent_facts as facts;
use super::lookup::guest;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::guest::Guest;

/// How long the host waits for an agent that does not answer.
const SILENCE: Duration = Duration::from_secs(3);
/// How long pvedaemon takes to notice that its worker died on a wide character.
const WIDE_CHARACTER: Duration = Duration::from_millis(5100);

/// Commands of `POST …/agent` in the order in which refusals name them.
pub const COMMANDS: &[&str] = &[
    "fsfreeze-freeze",
    "fsfreeze-status",
    "fsfreeze-thaw",
    "fstrim",
    "get-fsinfo",
    "get-host-name",
    "get-memory-block-info",
    "get-memory-blocks",
    "get-osinfo",
    "get-time",
    "get-timezone",
    "get-users",
    "get-vcpus",
    "info",
    "network-get-interfaces",
    "ping",
    "shutdown",
    "suspend-disk",
    "suspend-hybrid",
    "suspend-ram",
];

/// The guest, if its agent can be talked to.
fn reachable<'a>(world: &'a World, context: &Context) -> Result<&'a Guest, Failure> {
    let guest = guest(world, context)?;
    if !guest.agent_enabled() {
        return Err(Failure::die("No QEMU guest agent configured"));
    }
    if !guest.is_alive() {
        return Err(Failure::die(format!("VM {} is not running", guest.vmid)));
    }
    if !guest.agent_answers(world.now) {
        return Err(Failure::die("QEMU guest agent is not running").after(SILENCE));
    }
    Ok(guest)
}

/// A command by its own path, `…/agent/get-osinfo`, or by name in `POST …/agent`.
pub fn command(world: &mut World, context: &Context) -> Outcome {
    let last = context.route.rsplit('/').next().unwrap_or_default();
    let name = if last == "agent" { context.need("command") } else { last }.to_owned();
    let guest = reachable(world, context)?;
    let result = match name.as_str() {
        "ping" => json!({}),
        "info" => facts::info(),
        "get-osinfo" => facts::system(guest),
        "get-host-name" => json!({"host-name": guest.name()}),
        "get-fsinfo" => facts::file_systems(world, guest),
        "network-get-interfaces" => facts::interfaces(world, guest),
        "get-time" => json!(world.now.millis() * 1_000_000),
        "get-timezone" => json!({"offset": 0, "zone": "UTC"}),
        "get-users" => facts::sessions(world, guest),
        "get-vcpus" => facts::processors(world, guest),
        "get-memory-blocks" => facts::memory_blocks(guest),
        "get-memory-block-info" => json!({"size": 134_217_728}),
        "fsfreeze-status" => json!(if guest.frozen { "frozen" } else { "thawed" }),
        "fstrim" => json!({"paths": []}),
        _ => return act(world, context, &name),
    };
    Ok(json!({"result": result}).into())
}

/// The commands that change something.
fn act(world: &mut World, context: &Context, name: &str) -> Outcome {
    let vmid = context.vmid()?;
    let result = match name {
        "fsfreeze-freeze" | "fsfreeze-thaw" => {
            let freeze = name == "fsfreeze-freeze";
            let Some(guest) = world.guests.get_mut(&vmid) else { return Ok(Value::Null.into()) };
            let changed = guest.frozen != freeze;
            guest.frozen = freeze;
            json!(i32::from(changed))
        }
        "shutdown" => {
            let delay = world.paced(2000);
            world.after(delay, move |world| world.power_off(vmid));
            json!({})
        }
        // No guest of the simulator can sleep.
        _ => return Err(Failure::die("Agent error: the guest does not support this kind of suspend")),
    };
    Ok(json!({"result": result}).into())
}

/// `POST …/agent/exec`.
pub fn exec(world: &mut World, context: &Context) -> Outcome {
    let command = context.list("command").to_vec();
    let input = context.text("input-data").unwrap_or_default().to_owned();
    let guest = reachable(world, context)?;
    let vmid = guest.vmid;
    let name = guest.name();
    let run = facts::run(&name, &command, &input, world.now);
    let Some(run) = run else {
        // The agent names the program in typographic quotes, and that ends the daemon's worker.
        return Err(Failure::proxy(596, "Broken pipe").after(WIDE_CHARACTER));
    };
    let pid = world.agent.start(vmid, run);
    Ok(json!({"pid": pid}).into())
}

/// `GET …/agent/exec-status`.
pub fn exec_status(world: &mut World, context: &Context) -> Outcome {
    let vmid = reachable(world, context)?.vmid;
    let now = world.now;
    let pid = context.integer("pid").unwrap_or(0);
    let Some(run) = world.agent.run(vmid, pid) else {
        return Err(Failure::die("Agent error: Invalid parameter 'pid'"));
    };
    if run.ends > now {
        return Ok(json!({"exited": 0}).into());
    }
    let mut row = serde_json::Map::new();
    row.insert("exited".to_owned(), json!(1));
    row.insert("exitcode".to_owned(), json!(run.code));
    for (key, text, cut) in [("out-data", &run.output, "out-truncated"), ("err-data", &run.errors, "err-truncated")] {
        if !text.is_empty() {
            row.insert(key.to_owned(), json!(text));
            row.insert(cut.to_owned(), json!(0));
        }
    }
    Ok(Value::Object(row).into())
}

/// `GET …/agent/file-read`.
pub fn file_read(world: &mut World, context: &Context) -> Outcome {
    let guest = reachable(world, context)?;
    let file = context.need("file").to_owned();
    let (vmid, name) = (guest.vmid, guest.name());
    let text = world.agent.file(vmid, &file).map(str::to_owned).or_else(|| match file.as_str() {
        "/etc/hostname" => Some(format!("{name}\n")),
        _ => None,
    });
    let Some(text) = text else {
        return Err(Failure::die(format!(
            "Agent error: failed to open file '{file}' (mode: 'r'): No such file or directory"
        )));
    };
    Ok(json!({"content": text, "bytes-read": text.chars().count()}).into())
}

/// `POST …/agent/file-write`.
pub fn file_write(world: &mut World, context: &Context) -> Outcome {
    let vmid = reachable(world, context)?.vmid;
    world.agent.write(vmid, context.need("file").to_owned(), context.need("content").to_owned());
    Ok(Value::Null.into())
}

/// `POST …/agent/set-user-password`.
pub fn set_password(world: &mut World, context: &Context) -> Outcome {
    if facts::is_tiny(reachable(world, context)?) {
        return Err(Failure::die("Agent error: cannot find 'passwd' program in PATH"));
    }
    Ok(json!({"result": {}}).into())
}
