//! The services of a node.

use serde_json::{Value, json};

use super::{AUDIT, MODIFY, ON_NODE, machine};
use crate::api::access::subdirs;
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::script::Script;
use crate::world::version::Releases;

const NAMES_8: &[&str] = &[
    "chrony",
    "corosync",
    "cron",
    "ksmtuned",
    "postfix",
    "pve-cluster",
    "pve-firewall",
    "pve-ha-crm",
    "pve-ha-lrm",
    "pvedaemon",
    "pvefw-logger",
    "pveproxy",
    "pvescheduler",
    "pvestatd",
    "spiceproxy",
    "sshd",
    "syslog",
    "systemd-journald",
    "systemd-timesyncd",
];
const NAMES_9: &[&str] = &[
    "chrony",
    "corosync",
    "cron",
    "ksmtuned",
    "lxcfs",
    "postfix",
    "proxmox-firewall",
    "pve-cluster",
    "pve-firewall",
    "pve-ha-crm",
    "pve-ha-lrm",
    "pve-lxc-syscalld",
    "pvedaemon",
    "pvefw-logger",
    "pveproxy",
    "pvescheduler",
    "pvestatd",
    "qmeventd",
    "spiceproxy",
    "sshd",
    "syslog",
    "systemd-journald",
    "systemd-timesyncd",
];
const SERVICE: &[P] =
    &[P::choice("service", NAMES_8).releases(Releases::EIGHT), P::choice("service", NAMES_9).releases(Releases::NINE)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/services", list).params(&[ON_NODE]).check(AUDIT).on_node().protected(),
    Route::get("/nodes/{node}/services/{service}", index).params(&[ON_NODE, SERVICE]).check(AUDIT),
    Route::get("/nodes/{node}/services/{service}/state", state)
        .params(&[ON_NODE, SERVICE])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/services/{service}/start", start).params(&[ON_NODE, SERVICE]).check(MODIFY).on_node(),
    Route::post("/nodes/{node}/services/{service}/stop", stop).params(&[ON_NODE, SERVICE]).check(MODIFY).on_node(),
    Route::post("/nodes/{node}/services/{service}/restart", restart)
        .params(&[ON_NODE, SERVICE])
        .check(MODIFY)
        .on_node(),
    Route::post("/nodes/{node}/services/{service}/reload", reload).params(&[ON_NODE, SERVICE]).check(MODIFY).on_node(),
];

/// Services without which nobody could ask.
const VITAL: [&str; 4] = ["pve-cluster", "pvedaemon", "pveproxy", "sshd"];

/// A service: running, unless the scenario says otherwise. What is not installed there is `not-found`.
fn record(world: &World, node: &str, name: &str) -> Value {
    let usual = match name {
        "corosync" if world.cluster.is_none() => "not-found",
        "systemd-timesyncd" | "syslog" => "not-found",
        _ => "running",
    };
    let machine = machine(world, node);
    let told = machine.services.get(name).map_or(usual, String::as_str);
    let (state, active, unit) = match told {
        "not-found" => ("dead", "inactive", "not-found"),
        "dead" => ("dead", "inactive", "enabled"),
        "failed" => ("failed", "failed", "enabled"),
        _ => ("running", "active", "enabled"),
    };
    json!({
        "service": name, "name": name, "desc": name, "state": state, "active-state": active, "unit-state": unit,
    })
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let names = if world.version.is_nine() { NAMES_9 } else { NAMES_8 };
    Ok(Answer::Data(names.iter().map(|name| record(world, &context.node, name)).collect()))
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(subdirs(&["state", "start", "stop", "restart", "reload"]))
}

fn state(world: &mut World, context: &Context) -> Outcome {
    Ok(Answer::Data(record(world, &context.node, context.need("service"))))
}

fn change(world: &mut World, context: &Context, verb: &str, to: Option<&'static str>) -> Outcome {
    let (node, name) = (context.node.clone(), context.need("service").to_owned());
    let kind = format!("srv{verb}");
    let task_id = name.clone();
    let refuse = to == Some("dead") && VITAL.contains(&name.as_str());
    let line = format!("starting service {name}: {verb}");
    let script = Script::new().after(400, move |world, run| {
        if refuse {
            return Err(format!("refusing to stop service '{name}' as it's essential"));
        }
        run.say(line);
        if let Some(state) = to {
            world.machines.entry(node).or_default().services.insert(name, state.to_owned());
        }
        Ok(())
    });
    Ok(Answer::Data(json!(world.start_task(&context.node, &kind, &task_id, &context.caller.authid(), script))))
}

fn start(world: &mut World, context: &Context) -> Outcome {
    change(world, context, "start", Some("running"))
}

fn stop(world: &mut World, context: &Context) -> Outcome {
    change(world, context, "stop", Some("dead"))
}

fn restart(world: &mut World, context: &Context) -> Outcome {
    change(world, context, "restart", Some("running"))
}

fn reload(world: &mut World, context: &Context) -> Outcome {
    change(world, context, "reload", None)
}
