//! `/nodes`: the machines of the cluster.

pub mod bulk;
pub mod ceph;
pub mod certificates;
pub mod disks;
pub mod graphs;
pub mod hardware;
pub mod logs;
pub mod network;
pub mod packages;
pub mod power;
pub mod replication;
pub mod services;
pub mod settings;
pub mod status;
pub mod zfs;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::access::directory;
use super::cluster::{level, resources, version_of};
use super::param::Param as P;
use super::route::{Check, Route};
use super::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::machine::Machine;

/// The node of the path.
const ON_NODE: &[P] = &[P::string("node").format(super::format::NODE)];
/// May look at the node.
const AUDIT: Check = Check::perm("/nodes/{node}", &["Sys.Audit"]);
/// May change the node.
const MODIFY: Check = Check::perm("/nodes/{node}", &["Sys.Modify"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes", list).check(Check::All),
    Route::get("/nodes/{node}", index).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/version", version).params(&[ON_NODE]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/aplinfo", nothing).params(&[ON_NODE]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/capabilities", capabilities).params(&[ON_NODE]).check(Check::All).on_node(),
];

fn index(world: &mut World, _: &Context) -> Outcome {
    let mut names = vec![
        "aplinfo",
        "apt",
        "capabilities",
        "ceph",
        "certificates",
        "config",
        "disks",
        "dns",
        "firewall",
        "hardware",
        "hosts",
        "journal",
        "lxc",
        "migrateall",
        "netstat",
        "network",
        "qemu",
        "query-url-metadata",
        "replication",
        "report",
        "rrd",
        "rrddata",
        "scan",
        "services",
        "spiceshell",
        "startall",
        "status",
        "stopall",
        "storage",
        "subscription",
        "suspendall",
        "syslog",
        "tasks",
        "termproxy",
        "time",
        "version",
        "vncshell",
        "vzdump",
        "wakeonlan",
        "sdn",
    ];
    if world.version.is_nine() {
        names.push("query-oci-repo-tags");
    }
    Ok(directory("name", &names))
}

fn nothing(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn capabilities(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["qemu"]))
}

fn version(world: &mut World, context: &Context) -> Outcome {
    Ok(Answer::Data(version_of(world, &context.node)))
}

/// All members; figures only of those that the caller may audit.
fn list(world: &mut World, context: &Context) -> Outcome {
    let usages = world.node_usages();
    let mut entries: Vec<Value> = world
        .nodes
        .values()
        .map(|node| {
            let status = resources::status(node);
            let mut row = Map::from_iter([
                ("id".to_owned(), json!(format!("node/{}", node.name))),
                ("type".to_owned(), json!("node")),
                ("node".to_owned(), json!(node.name)),
                ("status".to_owned(), json!(status)),
                // Members whose certificate this node has not got show a null.
                ("ssl_fingerprint".to_owned(), json!(node.fingerprint.as_ref().filter(|_| status == "online"))),
            ]);
            if status == "online" {
                row.insert("level".into(), json!(level(world, &node.name)));
                if world.may(&context.caller, &format!("/nodes/{}", node.name), "Sys.Audit") {
                    let usage = usages.get(node.name.as_str()).copied().unwrap_or_default();
                    row.extend(resources::node_figures(world, node, usage));
                }
            }
            Value::Object(row)
        })
        .collect();
    world.rng.shuffle(&mut entries);
    Ok(Answer::Data(entries.into()))
}

/// The machine of a node; one with every default when the scenario says nothing.
fn machine(world: &World, node: &str) -> Machine {
    world.machines.get(node).cloned().unwrap_or_default()
}
