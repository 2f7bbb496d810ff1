//! `/cluster/config`: corosync's configuration, reading only.

use serde_json::{Map, Value, json};

use super::AUDIT;
use crate::api::access::directory;
use crate::api::format::NODE;
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/config", index).check(AUDIT),
    Route::get("/cluster/config/apiversion", api_version).check(AUDIT),
    Route::get("/cluster/config/nodes", nodes).check(AUDIT),
    Route::get("/cluster/config/join", join).params(&[&[P::string("node").optional().format(NODE)]]).check(AUDIT),
    Route::get("/cluster/config/totem", totem).check(AUDIT),
    Route::get("/cluster/config/qdevice", qdevice).check(AUDIT).protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["nodes", "totem", "join", "qdevice", "apiversion"]))
}

fn api_version(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!("1")))
}

/// Members of the corosync configuration; none on a stand-alone node.
fn nodes(world: &mut World, _: &Context) -> Outcome {
    if world.cluster.is_none() {
        return Ok(Answer::Data(json!([])));
    }
    let entry = |node: &crate::world::node::Node| {
        json!({
            "node": node.name, "name": node.name, "nodeid": node.nodeid.to_string(), "quorum_votes": "1",
            "ring0_addr": node.address,
        })
    };
    Ok(Answer::Data(world.nodes.values().map(entry).collect()))
}

fn join(world: &mut World, context: &Context) -> Outcome {
    if world.cluster.is_none() {
        return Err(Failure::new(424, "node is not in a cluster, no join info available!"));
    }
    let preferred = context.text("node").unwrap_or(&context.node);
    let list: Vec<Value> = world
        .nodes
        .values()
        .map(|node| {
            json!({
                "name": node.name, "nodeid": node.nodeid.to_string(), "pve_addr": node.address,
                "pve_fp": node.fingerprint, "quorum_votes": "1", "ring0_addr": node.address,
            })
        })
        .collect();
    Ok(Answer::Data(json!({
        "config_digest": digest(world), "nodelist": list, "preferred_node": preferred, "totem": totem_section(world),
    })))
}

fn digest(world: &World) -> String {
    format!(
        "{:016x}{:016x}{:08x}",
        crate::world::rng::mix(world.seed),
        crate::world::rng::mix(!world.seed),
        world.nodes.len()
    )
}

fn totem_section(world: &World) -> Value {
    json!({
        "cluster_name": world.cluster, "config_version": world.nodes.len().to_string(),
        "interface": {"0": {"linknumber": "0"}}, "ip_version": "ipv4-6", "link_mode": "passive", "secauth": "on",
        "version": "2",
    })
}

fn totem(world: &mut World, _: &Context) -> Outcome {
    Ok(if world.cluster.is_some() { Answer::Data(totem_section(world)) } else { Answer::NULL })
}

fn qdevice(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(Value::Object(Map::new())))
}
