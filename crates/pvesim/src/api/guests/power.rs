//! Start, stop, shutdown, reboot, reset, suspend, resume.
//!
//! What a VM refuses, its task refuses; most of what a container refuses, the call refuses.

use serde_json::{Value, json};

use super::lookup::{guest, skip_lock};
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::guest::{Guest, GuestKind};
use crate::world::life::power::{self, StartOptions};
use crate::world::script::Script;

/// Starts the worker of a call and answers its UPID.
pub fn worker(world: &mut World, context: &Context, kind: &str, script: Script) -> Outcome {
    let id = context.text("vmid").unwrap_or_default().to_owned();
    let upid = world.start_task(&context.node, kind, &id, &context.caller.authid(), script);
    Ok(Value::String(upid).into())
}

/// `qmstart` for a VM, `vzstart` for a container.
fn kind_of(context: &Context, verb: &str) -> String {
    format!("{}{verb}", if context.kind() == GuestKind::Qemu { "qm" } else { "vz" })
}

fn short(context: &Context) -> &'static str {
    context.kind().short()
}

/// Whether the call is about a guest that the HA manager looks after.
fn is_managed(world: &World, context: &Context) -> bool {
    context.vmid().is_ok_and(|vmid| world.ha.managing(context.kind(), vmid).is_some())
}

/// Hands a request to the HA manager: the task is over at once, the state follows.
fn ask_ha(world: &mut World, context: &Context, verb: &'static str, state: &'static str) -> Outcome {
    let script = world.ha_order(verb, context.kind(), context.vmid()?, state);
    // A request is named by what it asks for, not by how gently.
    worker(world, context, if verb == "start" { "hastart" } else { "hastop" }, script)
}

/// Refuses for a guest without a process.
fn must_run(world: &World, context: &Context) -> Result<(), Failure> {
    let vmid = context.vmid()?;
    let alive = world.guest_on(&context.node, context.kind(), vmid).is_some_and(Guest::is_alive);
    if alive { Ok(()) } else { Err(Failure::die(format!("{} {vmid} not running", short(context)))) }
}

/// `POST …/status/start`.
pub fn start(world: &mut World, context: &Context) -> Outcome {
    let skip_lock = skip_lock(context)?;
    let (kind, vmid) = (context.kind(), context.vmid()?);
    if kind == GuestKind::Lxc && world.guest_on(&context.node, kind, vmid).is_some_and(Guest::is_alive) {
        return Err(Failure::die(format!("CT {vmid} already running")));
    }
    if is_managed(world, context) {
        return ask_ha(world, context, "start", "started");
    }
    let options = StartOptions { skip_lock, machine: context.text("machine").map(str::to_owned) };
    let script = power::start(&context.node, kind, vmid, options);
    worker(world, context, &kind_of(context, "start"), script)
}

/// `POST …/status/stop`.
pub fn stop(world: &mut World, context: &Context) -> Outcome {
    let skip_lock = skip_lock(context)?;
    let (kind, vmid) = (context.kind(), context.vmid()?);
    if kind == GuestKind::Lxc {
        must_run(world, context)?;
    }
    if is_managed(world, context) {
        return ask_ha(world, context, "stop", "stopped");
    }
    if context.flag("overrule-shutdown") {
        world.end_shutdowns(&context.node, vmid);
    }
    let script = match kind {
        GuestKind::Qemu => power::stop_vm(&context.node, vmid, skip_lock),
        GuestKind::Lxc => power::stop_container(&context.node, vmid, skip_lock),
    };
    worker(world, context, &kind_of(context, "stop"), script)
}

/// `POST …/status/shutdown`.
pub fn shutdown(world: &mut World, context: &Context) -> Outcome {
    let skip_lock = skip_lock(context)?;
    let (kind, vmid) = (context.kind(), context.vmid()?);
    if kind == GuestKind::Lxc {
        must_run(world, context)?;
    }
    if is_managed(world, context) {
        return ask_ha(world, context, "shutdown", "stopped");
    }
    let script =
        power::shutdown(&context.node, kind, vmid, context.integer("timeout"), context.flag("forceStop"), skip_lock);
    worker(world, context, &kind_of(context, "shutdown"), script)
}

/// `POST …/status/reboot`.
pub fn reboot(world: &mut World, context: &Context) -> Outcome {
    must_run(world, context)?;
    let script = power::reboot(&context.node, context.kind(), context.vmid()?, context.integer("timeout"));
    worker(world, context, &kind_of(context, "reboot"), script)
}

/// `POST …/status/reset`.
pub fn reset(world: &mut World, context: &Context) -> Outcome {
    let skip_lock = skip_lock(context)?;
    must_run(world, context)?;
    let script = power::reset(&context.node, context.vmid()?, skip_lock);
    worker(world, context, "qmreset", script)
}

/// `POST …/status/suspend`.
pub fn suspend(world: &mut World, context: &Context) -> Outcome {
    let vmid = context.vmid()?;
    if context.kind() == GuestKind::Lxc {
        must_run(world, context)?;
        return worker(world, context, "vzsuspend", checkpoint(vmid));
    }
    let skip_lock = skip_lock(context)?;
    must_run(world, context)?;
    if context.flag("todisk") {
        world.must(&context.caller, &format!("/vms/{vmid}"), &["VM.Config.Disk"])?;
        let storage = context.text("statestorage").map(str::to_owned);
        let script = power::hibernate(&context.node, vmid, storage, skip_lock);
        return worker(world, context, "qmsuspend", script);
    }
    if context.has("statestorage") {
        return Err(Failure::param("statestorage", "parameter requires 'todisk' to be set"));
    }
    worker(world, context, "qmpause", power::pause(&context.node, vmid, skip_lock))
}

/// Suspending a container needs CRIU, which no release installs.
fn checkpoint(vmid: u32) -> Script {
    Script::new().after(300, move |_, run| {
        run.say(format!(
            "lxc-checkpoint: {vmid}: ../src/lxc/criu.c: criu_version_ok: 767 No such file or directory - execing criu failed, is it installed?"
        ));
        run.say(format!("lxc-checkpoint: {vmid}: ../src/lxc/tools/lxc_checkpoint.c: checkpoint: 182 Checkpointing {vmid} failed"));
        Err(format!("command 'lxc-checkpoint -n {vmid} -s -D /var/lib/vz/dump' failed: exit code 1"))
    })
}

/// `POST …/status/resume`.
pub fn resume(world: &mut World, context: &Context) -> Outcome {
    let vmid = context.vmid()?;
    if context.kind() == GuestKind::Lxc {
        let script = Script::new().then(move |_, _| Err(format!("CT {vmid} is not suspended")));
        return worker(world, context, "vzresume", script);
    }
    let skip_lock = skip_lock(context)?;
    let hibernated =
        world.guest_on(&context.node, GuestKind::Qemu, vmid).is_some_and(|guest| guest.lock() == Some("suspended"));
    if hibernated {
        let script = power::start(&context.node, GuestKind::Qemu, vmid, StartOptions { skip_lock, machine: None });
        return worker(world, context, "qmresume", script);
    }
    must_run(world, context)?;
    worker(world, context, "qmresume", power::resume(&context.node, vmid, skip_lock))
}

impl World {
    /// Interrupts the shutdown tasks of a guest, as a stop with `overrule-shutdown` does.
    fn end_shutdowns(&mut self, node: &str, vmid: u32) {
        let id = vmid.to_string();
        let running: Vec<String> = self
            .tasks
            .newest_first()
            .filter(|task| task.is_running() && task.upid.node == node && task.upid.id == id)
            .filter(|task| matches!(task.upid.kind.as_str(), "qmshutdown" | "vzshutdown"))
            .map(|task| task.upid.to_string())
            .collect();
        for upid in running {
            self.interrupt_task(&upid);
        }
    }
}

/// `PUT …/sendkey`.
pub fn sendkey(world: &mut World, context: &Context) -> Outcome {
    skip_lock(context)?;
    guest(world, context)?;
    must_run(world, context)?;
    Ok(Value::Null.into())
}

/// `POST …/monitor`: the answers of QEMU's own command line that need no QEMU.
pub fn monitor(world: &mut World, context: &Context) -> Outcome {
    let command = context.need("command").trim().to_owned();
    let vmid = context.vmid()?;
    let reading = command.starts_with("info") || command.starts_with("help");
    if !reading {
        world.must(&context.caller, "/", &["Sys.Modify"])?;
    }
    let Some(guest) = world.guest_on(&context.node, GuestKind::Qemu, vmid).filter(|guest| guest.is_alive()) else {
        return Ok(json!(format!("ERROR: VM {vmid} not running\n")).into());
    };
    let text = match command.as_str() {
        "info status" => format!("VM status: {}\r\n", guest.power.phase().qmp()),
        "info name" => format!("{}\r\n", guest.name()),
        "info version" => "9.2.0 (pve-qemu-kvm_9.2.0-7)\r\n".to_owned(),
        "info uuid" => format!("{}\r\n", guest.config.part("smbios1", None, "uuid").unwrap_or_default()),
        _ => format!("unknown command: '{}'\r\n", command.split(' ').next().unwrap_or_default()),
    };
    Ok(json!(text).into())
}
