//! `/cluster/ha/status`.

use serde_json::{Map, Value, json};

use super::CONSOLE;
use crate::api::access::directory;
use crate::api::cluster::AUDIT;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::ha::Resource;
use crate::world::moment::Moment;
use crate::world::version::Releases;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/ha/status", index).check(Check::All),
    Route::get("/cluster/ha/status/current", current).check(AUDIT),
    Route::get("/cluster/ha/status/manager_status", manager).check(AUDIT),
    Route::post("/cluster/ha/status/arm-ha", arm).check(CONSOLE).releases(Releases::NINE),
    Route::post("/cluster/ha/status/disarm-ha", disarm)
        .params(&[&[P::choice("resource-mode", &["freeze", "ignore"])]])
        .check(CONSOLE)
        .releases(Releases::NINE),
];

fn arm(world: &mut World, _: &Context) -> Outcome {
    world.require_quorum()?;
    world.ha.disarmed = None;
    Ok(Answer::NULL)
}

/// All watchdogs are let go; what happens to the resources meanwhile is the caller's choice.
fn disarm(world: &mut World, context: &Context) -> Outcome {
    world.require_quorum()?;
    world.ha.disarmed = Some(context.need("resource-mode").to_owned());
    Ok(Answer::NULL)
}

/// The line on the watchdogs (9.x).
fn fencing(world: &World, node: &str) -> Value {
    let state = if world.ha.disarmed.is_some() { "disarmed" } else { "armed" };
    let mut entry = json!({"id": "fencing", "type": "fencing", "node": node, "status": state, "armed-state": state});
    if let (Some(mode), Some(entry)) = (&world.ha.disarmed, entry.as_object_mut()) {
        entry.insert("resource_mode".into(), json!(mode));
    }
    entry
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["current", "manager_status"]))
}

/// Seconds after which a manager that says nothing is called dead.
const DEAD_AFTER: i64 = 120;

fn current(world: &mut World, context: &Context) -> Outcome {
    let ha = &world.ha;
    let quorum = json!({
        "id": "quorum", "type": "quorum", "node": context.node, "quorate": u8::from(world.quorate),
        "status": if world.quorate { "OK" } else { "No quorum on node!" },
    });
    let mut entries = vec![quorum];
    if ha.active {
        if world.version.is_nine() {
            entries.push(fencing(world, ha.master.as_deref().unwrap_or(&context.node)));
        }
        if let Some(master) = &ha.master {
            entries.push(line("master", "master", master, ha.last_round, world));
        }
        for node in world.nodes.values() {
            if node.online && (!node.reports || !node.reachable) {
                let status = format!("{} (unable to read lrm status)", node.name);
                entries.push(
                    json!({"id": format!("lrm:{}", node.name), "type": "lrm", "node": node.name, "status": status}),
                );
                continue;
            }
            if !node.online && !world.ha.lost.contains_key(&node.name) {
                continue;
            }
            let seen = ha.lost.get(&node.name).copied().unwrap_or(ha.last_round).plus_seconds(-4);
            entries.push(line(&format!("lrm:{}", node.name), "lrm", &node.name, seen, world));
        }
    }
    let services = ha.resources.iter().filter(|(_, resource)| resource.request != "ignored");
    entries.extend(services.map(|(sid, resource)| service(world, sid, resource)));
    Ok(Answer::Data(entries.into()))
}

/// The line of a manager: who, how it is, when it was last heard of.
fn line(id: &str, kind: &str, node: &str, at: Moment, world: &World) -> Value {
    let busy = world.ha.resources.values().any(|resource| resource.node == node && resource.request != "ignored");
    let silent = world.now.seconds() - at.seconds() > DEAD_AFTER || !world.is_online(node);
    let state = match (silent, kind, busy) {
        (true, ..) => "old timestamp - dead?",
        (_, "lrm", false) => "idle",
        _ => "active",
    };
    let text = format!("{node} ({state}, {})", at.format("%a %b %e %H:%M:%S %Y"));
    json!({"id": id, "type": kind, "node": node, "status": text, "timestamp": at.seconds()})
}

fn service(world: &World, sid: &str, resource: &Resource) -> Value {
    let state = resource.shown();
    let mut entry = Map::from_iter([
        ("id".to_owned(), json!(format!("service:{sid}"))),
        ("type".to_owned(), json!("service")),
        ("sid".to_owned(), json!(sid)),
        ("node".to_owned(), json!(resource.node)),
        ("state".to_owned(), json!(state)),
        ("request_state".to_owned(), json!(resource.request)),
        ("status".to_owned(), json!(format!("{sid} ({}, {state})", resource.node))),
        ("max_restart".to_owned(), json!(resource.max_restart)),
        ("max_relocate".to_owned(), json!(resource.max_relocate)),
    ]);
    if let Some(known) = &resource.state {
        entry.insert("crm_state".into(), json!(known));
    }
    if let Some(group) = &resource.group {
        entry.insert("group".into(), json!(group));
    }
    if let Some(comment) = &resource.comment {
        entry.insert("comment".into(), json!(comment));
    }
    if world.version.is_nine() {
        entry.insert("failback".into(), json!(u8::from(resource.failback)));
    }
    Value::Object(entry)
}

/// An id of a resource or of one of its results: 22 characters that mean nothing.
fn uid(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut rng = crate::world::rng::Rng::new(crate::world::rng::hash(text));
    let letter = |_| LETTERS.get(usize::try_from(rng.below(62)).unwrap_or(0)).map_or('A', |byte| char::from(*byte));
    (0..22).map(letter).collect()
}

/// What a node's manager last did, by the id of the deed.
fn results(world: &World, node: &str) -> Map<String, Value> {
    let here = world.ha.resources.iter().filter(|(_, resource)| resource.node == node && resource.state.is_some());
    here.map(|(sid, resource)| {
        (uid(&format!("{sid}{node}")), json!({"sid": sid, "state": resource.shown(), "exit_code": 0}))
    })
    .collect()
}

fn manager(world: &mut World, context: &Context) -> Outcome {
    let ha = &world.ha;
    let quorum = json!({"node": context.node, "quorate": if world.quorate { "1" } else { "0" }});
    if !ha.active {
        return Ok(Answer::Data(json!({"manager_status": {"node_status": {}}, "quorum": quorum})));
    }
    let nodes = |node: &crate::world::node::Node| {
        let state = if ha.lost.contains_key(&node.name) { "unknown" } else { "online" };
        (node.name.clone(), json!(state))
    };
    let known = world.nodes.values().filter(|node| node.online || ha.lost.contains_key(&node.name));
    let node_status: Map<String, Value> = known.clone().map(nodes).collect();
    let services: Map<String, Value> = ha
        .resources
        .iter()
        .filter_map(|(sid, resource)| {
            let state = resource.state.as_ref()?;
            let mut entry = json!({"node": resource.node, "state": state, "uid": uid(sid)});
            if let (true, Some(entry)) = (state == "started", entry.as_object_mut()) {
                entry.insert("running".into(), json!(1));
            }
            Some((sid.clone(), entry))
        })
        .collect();
    let lrm: Map<String, Value> = known
        .map(|node| {
            let status = if node.reports && node.reachable && node.online {
                json!({
                    "mode": "active", "state": "active", "timestamp": ha.last_round.seconds() - 4,
                    "results": results(world, &node.name),
                })
            } else {
                json!({"mode": "unknown"})
            };
            (node.name.clone(), status)
        })
        .collect();
    Ok(Answer::Data(json!({
        "manager_status": {
            "master_node": ha.master, "timestamp": ha.last_round.seconds(), "node_status": node_status,
            "service_status": services,
        },
        "lrm_status": lrm,
        "quorum": quorum,
    })))
}
