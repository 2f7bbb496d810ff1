//! `/cluster/resources`: everything in one list, as the node's pvestatd rounds last reported it.

use serde_json::{Map, Value, json};

use crate::api::guests::rows;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Caller, Context, Outcome};
use crate::world::World;
use crate::world::ha::sid;
use crate::world::node::Node;
use crate::world::storage::Storage;
use crate::world::usage::Space;

/// The routes of this file.
pub const ROUTES: &[Route] = &[Route::get("/cluster/resources", list)
    .params(&[&[P::choice("type", &["vm", "storage", "node", "sdn"]).optional()]])
    .check(Check::All)];

fn list(world: &mut World, context: &Context) -> Outcome {
    let kind = context.text("type");
    let wants = |name: &str| kind.is_none_or(|kind| kind == name);
    let mut entries = Vec::new();
    if kind.is_none() {
        entries.extend(pools(world, &context.caller));
    }
    if wants("vm") {
        entries.extend(guests(world, &context.caller));
    }
    if wants("node") {
        let usages = world.node_usages();
        entries.extend(world.nodes.values().map(|node| {
            let usage = usages.get(node.name.as_str()).copied().unwrap_or_default();
            Value::Object(node_row(world, node, usage, &context.caller))
        }));
    }
    if wants("storage") {
        entries.extend(storages(world, &context.caller));
    }
    if wants("sdn") {
        entries.extend(zones(world, &context.caller));
    }
    world.rng.shuffle(&mut entries);
    Ok(Answer::Data(entries.into()))
}

fn guests(world: &World, caller: &Caller) -> Vec<Value> {
    // Each guest's pool is looked up, not searched for in all pools: there can be thousands of guests.
    let mut pool_of = std::collections::HashMap::new();
    for (name, pool) in &world.access.pools {
        pool_of.extend(pool.vms.iter().map(|vmid| (*vmid, name.as_str())));
    }
    let root = caller.is_root();
    let authid = caller.authid();
    let visible = |vmid: u32| root || world.access.permissions(&authid, &format!("/vms/{vmid}")).has("VM.Audit");
    let row = |guest: &crate::world::guest::Guest| {
        let mut row = rows::resource(world, guest, pool_of.get(&guest.vmid).copied());
        if let Some(resource) = world.ha.resources.get(&sid(guest.kind, guest.vmid)) {
            row.insert("hastate".into(), json!(resource.shown()));
        }
        Value::Object(row)
    };
    world.guests.values().filter(|guest| visible(guest.vmid)).map(row).collect()
}

/// A node: without the right to audit it only that it is there.
fn node_row(world: &World, node: &Node, usage: crate::world::load::NodeUsage, caller: &Caller) -> Map<String, Value> {
    let mut row = Map::from_iter([
        ("id".to_owned(), json!(format!("node/{}", node.name))),
        ("type".to_owned(), json!("node")),
        ("node".to_owned(), json!(node.name)),
        ("status".to_owned(), json!(status(node))),
    ]);
    if !node.online || !node.reports {
        return row;
    }
    row.insert("level".into(), json!(super::level(world, &node.name)));
    row.insert("cgroup-mode".into(), json!(2));
    if world.may(caller, &format!("/nodes/{}", node.name), "Sys.Audit") {
        row.extend(node_figures(world, node, usage));
    }
    if let Some(resource_state) = ha_state(world, node) {
        row.insert("hastate".into(), json!(resource_state));
    }
    row
}

/// The state of a node in the eyes of the HA manager, once that is at work.
fn ha_state(world: &World, node: &Node) -> Option<&'static str> {
    if !world.ha.active || world.ha.resources.is_empty() {
        return None;
    }
    Some(if world.ha.lost.contains_key(&node.name) { "unknown" } else { "online" })
}

/// `online`, `offline`, or `unknown` for a member that never reported.
pub(in crate::api) const fn status(node: &Node) -> &'static str {
    match (node.online, node.reports) {
        (false, _) => "offline",
        (true, false) => "unknown",
        (true, true) => "online",
    }
}

/// What a node uses, as of its last report.
pub(in crate::api) fn node_figures(
    world: &World,
    node: &Node,
    usage: crate::world::load::NodeUsage,
) -> Map<String, Value> {
    let at = world.reported(&node.name);
    let space = world.root_space(node, at);
    Map::from_iter([
        ("cpu".to_owned(), json!(usage.cpu)),
        ("maxcpu".to_owned(), json!(node.cores)),
        ("mem".to_owned(), json!(usage.memory)),
        ("maxmem".to_owned(), json!(node.memory)),
        ("disk".to_owned(), json!(space.used)),
        ("maxdisk".to_owned(), json!(space.total)),
        ("uptime".to_owned(), json!(at.millis_since(node.booted) / 1000)),
    ])
}

fn storages(world: &World, caller: &Caller) -> Vec<Value> {
    let mut rows = Vec::new();
    let visible = |storage: &Storage| {
        let grant = world.access.permissions(&caller.authid(), &format!("/storage/{}", storage.id));
        caller.is_root() || grant.has_any(&["Datastore.Audit", "Datastore.AllocateSpace"])
    };
    for storage in world.storages.values().filter(|storage| !storage.disabled && visible(storage)) {
        // What all nodes share is as full for one as for the next: with thousands of volumes it is added up once.
        let mut shared: Option<Space> = None;
        for node in world.nodes.values().filter(|node| storage.is_on(&node.name)) {
            let at = world.reported(&node.name);
            let space = match shared {
                Some(space) if storage.shared && !storage.on_root => space,
                _ => world.storage_space(storage, &node.name, at),
            };
            if space.total > 0 {
                shared = Some(space);
            }
            rows.push(Value::Object(storage_row(world, storage, node, space)));
        }
    }
    rows
}

/// A storage as seen from one node.
pub(in crate::api) fn storage_row(world: &World, storage: &Storage, node: &Node, space: Space) -> Map<String, Value> {
    let mut content = storage.content.clone();
    // Comma lists come in any order.
    crate::world::rng::Rng::new(world.rng.clone().next()).shuffle(&mut content);
    let reports = node.online && node.reports && !storage.is_gone_on(&node.name);
    let mut row = Map::from_iter([
        ("id".to_owned(), json!(format!("storage/{}/{}", node.name, storage.id))),
        ("type".to_owned(), json!("storage")),
        ("node".to_owned(), json!(node.name)),
        ("storage".to_owned(), json!(storage.id)),
        ("shared".to_owned(), json!(u8::from(storage.shared))),
        ("content".to_owned(), json!(content.join(","))),
        ("plugintype".to_owned(), json!(storage.kind)),
        ("status".to_owned(), json!(if reports { "available" } else { "unknown" })),
    ]);
    if reports {
        row.insert("disk".into(), json!(space.used));
        row.insert("maxdisk".into(), json!(space.total));
    }
    row
}

/// Pools with the sum of their running guests.
fn pools(world: &World, caller: &Caller) -> Vec<Value> {
    let mut rows = Vec::new();
    for (name, pool) in &world.access.pools {
        if !world.may(caller, &format!("/pool/{name}"), "Pool.Audit") {
            continue;
        }
        let mut row = Map::from_iter([
            ("id".to_owned(), json!(format!("/pool/{name}"))),
            ("type".to_owned(), json!("pool")),
            ("pool".to_owned(), json!(name)),
        ]);
        let (mut cpu, mut cores, mut memory, mut max_memory, mut uptime) = (0.0, 0, 0, 0, 0);
        for guest in pool.vms.iter().filter_map(|vmid| world.guests.get(vmid)) {
            let at = world.reported(&guest.node);
            let usage = world.guest_usage(guest, at);
            if usage.uptime > 0 || guest.power.phase_at(at).is_some_and(crate::world::power::Phase::is_alive) {
                let host = world.nodes.get(&guest.node).map_or(1, |node| node.cores);
                let own = guest.cores(host);
                cpu += usage.cpu * f64::from(own);
                cores += own;
                memory += usage.memory;
                max_memory += guest.max_memory();
                uptime = uptime.max(usage.uptime);
            }
        }
        if cores > 0 {
            row.insert("cpu".into(), json!(cpu / f64::from(cores)));
            row.insert("maxcpu".into(), json!(cores));
            row.insert("mem".into(), json!(memory));
            row.insert("maxmem".into(), json!(max_memory));
            row.insert("uptime".into(), json!(uptime));
        }
        rows.push(Value::Object(row));
    }
    rows
}

/// The zone that every node has: its own bridges.
fn zones(world: &World, caller: &Caller) -> Vec<Value> {
    if !world.may(caller, "/sdn/zones/localnetwork", "SDN.Audit") {
        return Vec::new();
    }
    let online = world.nodes.values().filter(|node| node.online && node.reports);
    let mut rows: Vec<Value> = Vec::new();
    for node in online {
        rows.push(json!({
            "id": format!("sdn/{}/localnetwork", node.name), "type": "sdn", "node": node.name, "sdn": "localnetwork",
            "status": "ok",
        }));
        if world.version.is_nine() {
            rows.push(json!({
                "id": format!("network/{}/zone/localnetwork", node.name), "type": "network", "node": node.name,
                "network": "localnetwork", "network-type": "zone", "status": "ok",
            }));
        }
    }
    rows
}
