//! `/cluster` and `/version`.

pub mod bulk;
pub mod ceph;
pub mod config;
pub mod firewall;
pub mod format;
pub mod jobs;
pub mod mapping;
pub mod metrics;
pub mod network;
pub mod notifications;
pub mod options;
pub mod replication;
pub mod resources;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::access::directory;
use super::format::VMID;
use super::param::Param as P;
use super::route::{Check, Route};
use super::{Answer, Context, Failure, Outcome};
use crate::world::World;

/// May read the cluster's configuration.
pub(super) const AUDIT: Check = Check::perm("/", &["Sys.Audit"]);
/// May change it.
pub(super) const MODIFY: Check = Check::perm("/", &["Sys.Modify"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/", root).check(Check::World),
    Route::get("/version", version).check(Check::All),
    Route::get("/cluster", index).check(Check::All),
    Route::get("/cluster/status", status).check(AUDIT).protected(),
    Route::get("/cluster/nextid", next_id)
        .params(&[&[P::integer("vmid").optional().min(100.0).max(999_999_999.0).format(VMID)]])
        .check(Check::All),
    Route::get("/cluster/log", log).params(&[&[P::integer("max").optional().min(1.0)]]).check(Check::All),
];

fn root(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("subdir", &["version", "cluster", "nodes", "storage", "access", "pools"]))
}

/// The version of the node that took the call.
pub(super) fn version(world: &mut World, context: &Context) -> Outcome {
    Ok(Answer::Data(version_of(world, &context.node)))
}

/// What a node says of its version.
pub(super) fn version_of(world: &World, node: &str) -> Value {
    let own = world.machines.get(node).and_then(|machine| machine.pve_version.as_deref());
    let version = own.map_or_else(|| world.version.clone(), crate::world::version::Version::parse);
    json!({"version": version.full, "release": version.short(), "repoid": version.repoid})
}

fn index(world: &mut World, _: &Context) -> Outcome {
    let mut names = vec![
        "acme",
        "backup",
        "backup-info",
        "ceph",
        "config",
        "firewall",
        "ha",
        "jobs",
        "log",
        "mapping",
        "metrics",
        "notifications",
        "nextid",
        "options",
        "replication",
        "resources",
        "status",
        "tasks",
        "sdn",
    ];
    if world.version.is_nine() {
        names.push("bulk-action");
    }
    Ok(directory("name", &names))
}

fn status(world: &mut World, context: &Context) -> Outcome {
    let mut entries = Vec::new();
    if let Some(name) = &world.cluster {
        entries.push(json!({
            "type": "cluster", "id": "cluster", "name": name, "nodes": world.nodes.len(),
            "quorate": u8::from(world.quorate), "version": world.nodes.len(),
        }));
    }
    for node in world.nodes.values() {
        let local = node.name == context.node;
        entries.push(json!({
            "type": "node", "id": format!("node/{}", node.name), "name": node.name, "nodeid": node.nodeid,
            "ip": node.address, "local": u8::from(local), "online": u8::from(node.online || local), "level": level(world, &node.name),
        }));
    }
    world.rng.shuffle(&mut entries);
    Ok(Answer::Data(entries.into()))
}

/// The letter of a node's subscription; empty without one.
pub(super) fn level(world: &World, node: &str) -> String {
    let subscription = world.machines.get(node).map(|machine| &machine.subscription);
    subscription.filter(|found| found.status == "active").and_then(|found| found.level.clone()).unwrap_or_default()
}

/// The next number that is free, or whether a given one is. Always a text, though the schema says integer.
fn next_id(world: &mut World, context: &Context) -> Outcome {
    let taken = |vmid: u32| world.guests.contains_key(&vmid);
    if let Some(vmid) = context.text("vmid") {
        if vmid.parse().is_ok_and(taken) {
            return Err(Failure::param("vmid", format!("VM {vmid} already exists")));
        }
        return Ok(Answer::Data(json!(vmid)));
    }
    let bounds = world.options.get("next-id").cloned().unwrap_or_default();
    let bound = |name: &str| crate::world::config::property(&bounds, None, name).and_then(|text| text.parse().ok());
    let (lower, upper) = (bound("lower").unwrap_or(100), bound("upper").unwrap_or(1_000_000));
    match (lower..upper).find(|vmid| !taken(*vmid)) {
        Some(vmid) => Ok(Answer::Data(json!(vmid.to_string()))),
        None => Err(Failure::die(format!("unable to get any free VMID in range [{lower}, {}]", upper - 1))),
    }
}

/// The cluster's log, newest first: everything for auditors, else one's own deeds.
fn log(world: &mut World, context: &Context) -> Outcome {
    let all = world.may(&context.caller, "/", "Sys.Syslog");
    let own = context.caller.authid();
    let most = context.integer("max").and_then(|max| usize::try_from(max).ok()).unwrap_or(50);
    let lines = world.journal.lines().rev().filter_map(|line| line.user.as_ref().map(|user| (line, user)));
    let entries = lines.filter(|(_, user)| all || **user == own).take(most).map(|(line, user)| {
        Value::Object(Map::from_iter([
            ("id".to_owned(), json!(format!("{}:{}", line.uid, line.node))),
            ("uid".to_owned(), json!(line.uid.to_string())),
            ("node".to_owned(), json!(line.node)),
            ("user".to_owned(), json!(user)),
            ("pri".to_owned(), json!(line.priority)),
            ("time".to_owned(), json!(line.at.seconds())),
            ("pid".to_owned(), json!(line.pid)),
            ("tag".to_owned(), json!(line.tag)),
            ("msg".to_owned(), json!(line.text)),
        ]))
    });
    Ok(Answer::Data(entries.collect()))
}
