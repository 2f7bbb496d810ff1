//! What is configured on a node: time, names, its entry in the cluster, its subscription.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use super::{AUDIT, MODIFY, ON_NODE, machine};
use crate::api::cluster::format::deleted;
use crate::api::cluster::{AUDIT as CLUSTER_AUDIT, MODIFY as CLUSTER_MODIFY};
use crate::api::format::CONFIG_ID_LIST;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::hex;
use crate::world::machine::Machine;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/time", time).params(&[ON_NODE]).check(AUDIT).on_node(),
    Route::put("/nodes/{node}/time", set_time).params(&[ON_NODE, &[P::string("timezone")]]).check(MODIFY).on_node(),
    Route::get("/nodes/{node}/dns", dns).params(&[ON_NODE]).check(AUDIT).on_node(),
    Route::put("/nodes/{node}/dns", set_dns)
        .params(&[
            ON_NODE,
            &[
                P::string("dns1").optional(),
                P::string("dns2").optional(),
                P::string("dns3").optional(),
                P::string("search"),
            ],
        ])
        .check(MODIFY)
        .on_node(),
    Route::get("/nodes/{node}/hosts", hosts).params(&[ON_NODE]).check(CLUSTER_AUDIT).on_node().protected(),
    Route::post("/nodes/{node}/hosts", set_hosts)
        .params(&[ON_NODE, &[P::string("data"), P::string("digest").optional().max_length(64)]])
        .check(MODIFY)
        .on_node(),
    Route::get("/nodes/{node}/config", config)
        .params(&[ON_NODE, &[P::choice("property", PROPERTIES).optional()]])
        .check(CLUSTER_AUDIT)
        .on_node(),
    Route::put("/nodes/{node}/config", set_config)
        .params(&[
            ON_NODE,
            &[
                P::string("acme").optional(),
                P::string("acmedomain[n]").optional().count(6),
                P::integer("ballooning-target").optional().min(0.0).max(100.0),
                P::string("delete").optional().format(CONFIG_ID_LIST),
                P::string("description").optional().max_length(65_536),
                P::string("digest").optional().max_length(40),
                P::integer("startall-onboot-delay").optional().min(0.0).max(300.0),
                P::string("wakeonlan").optional(),
            ],
        ])
        .check(CLUSTER_MODIFY)
        .on_node(),
    Route::get("/nodes/{node}/subscription", subscription).params(&[ON_NODE]).check(Check::All).on_node(),
];

const PROPERTIES: &[&str] = &[
    "acme",
    "acmedomain0",
    "acmedomain1",
    "acmedomain2",
    "acmedomain3",
    "acmedomain4",
    "acmedomain5",
    "ballooning-target",
    "description",
    "startall-onboot-delay",
    "wakeonlan",
];

/// The machine of a node, to change it.
fn changed<'a>(world: &'a mut World, node: &str) -> &'a mut Machine {
    world.machines.entry(node.to_owned()).or_default()
}

fn sha1_of(text: &str) -> String {
    let mut digest = Sha1::new();
    digest.update(text);
    hex(digest)
}

/// The node's own idea of the time, which may be wrong.
fn time(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let at = world.now.plus_seconds(machine.clock_offset);
    let offset = i64::from(world.zone(&context.node).to_offset(at.timestamp()).seconds());
    Ok(Answer::Data(json!({"time": at.seconds(), "localtime": at.seconds() + offset, "timezone": machine.timezone})))
}

fn set_time(world: &mut World, context: &Context) -> Outcome {
    let zone = context.need("timezone").to_owned();
    if jiff::tz::TimeZone::get(&zone).is_err() {
        return Err(Failure::param("timezone", "No such timezone."));
    }
    changed(world, &context.node).timezone = zone;
    Ok(Answer::NULL)
}

fn dns(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let mut data = Map::new();
    if let Some(search) = machine.search_domain.filter(|search| !search.is_empty()) {
        data.insert("search".into(), json!(search));
    }
    for (at, server) in machine.name_servers.into_iter().take(3).enumerate() {
        data.insert(format!("dns{}", at + 1), json!(server));
    }
    Ok(Answer::Data(Value::Object(data)))
}

fn set_dns(world: &mut World, context: &Context) -> Outcome {
    let servers =
        ["dns1", "dns2", "dns3"].into_iter().filter_map(|name| context.text(name)).map(str::to_owned).collect();
    let search = Some(context.need("search").to_owned());
    let machine = changed(world, &context.node);
    machine.name_servers = servers;
    machine.search_domain = search;
    Ok(Answer::NULL)
}

/// `/etc/hosts`; without a text of its own every member with its address.
fn hosts_of(world: &World, node: &str) -> String {
    let machine = machine(world, node);
    machine.hosts.unwrap_or_else(|| {
        let domain = machine.search_domain.unwrap_or_else(|| "localdomain".to_owned());
        let mut text = "127.0.0.1 localhost\n".to_owned();
        for node in world.nodes.values() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{} {name}.{domain} {name}", node.address, name = node.name);
        }
        text
    })
}

fn hosts(world: &mut World, context: &Context) -> Outcome {
    let data = hosts_of(world, &context.node);
    Ok(Answer::Data(json!({"digest": sha1_of(&data), "data": data})))
}

fn set_hosts(world: &mut World, context: &Context) -> Outcome {
    let known = sha1_of(&hosts_of(world, &context.node));
    if context.text("digest").is_some_and(|given| given != known) {
        return Err(Failure::die("detected modified configuration - file changed by other user? Try again."));
    }
    changed(world, &context.node).hosts = Some(context.need("data").to_owned());
    Ok(Answer::NULL)
}

fn config(world: &mut World, context: &Context) -> Outcome {
    let config = machine(world, &context.node).config;
    let mut data = Map::new();
    for (name, value) in &config {
        if context.text("property").is_none_or(|wanted| wanted == name) {
            let number = value
                .parse::<i64>()
                .ok()
                .filter(|_| matches!(name.as_str(), "ballooning-target" | "startall-onboot-delay"));
            // The description is kept as comment lines, and comes back with a line end.
            let text =
                if name == "description" { format!("{}\n", value.trim_end_matches('\n')) } else { value.clone() };
            data.insert(name.clone(), number.map_or_else(|| json!(text), Value::from));
        }
    }
    if !config.is_empty() {
        let lines: Vec<String> = config.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        data.insert("digest".into(), json!(sha1_of(&lines.concat())));
    }
    Ok(Answer::Data(Value::Object(data)))
}

fn set_config(world: &mut World, context: &Context) -> Outcome {
    world.require_quorum()?;
    let given: Vec<(String, String)> = context
        .iter()
        .filter(|(name, _)| !matches!(*name, "node" | "delete" | "digest"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let machine = changed(world, &context.node);
    machine.config.extend(given);
    for name in deleted(context.need("delete")) {
        machine.config.shift_remove(name);
    }
    Ok(Answer::NULL)
}

fn subscription(world: &mut World, context: &Context) -> Outcome {
    const PAGE: &str = "https://www.proxmox.com/en/proxmox-virtual-environment/pricing";
    let machine = machine(world, &context.node);
    let id = crate::world::rng::mix(crate::world::rng::hash(&context.node) ^ world.seed);
    let server = format!("{id:016X}{:016X}", crate::world::rng::mix(id));
    let found = &machine.subscription;
    if found.status == "notfound" {
        return Ok(Answer::Data(json!({
            "status": "notfound", "message": "There is no subscription key", "serverid": server, "url": PAGE,
        })));
    }
    let level = found.level.clone().unwrap_or_else(|| "c".to_owned());
    let product = match level.as_str() {
        "b" => "Basic",
        "s" => "Standard",
        "p" => "Premium",
        _ => "Community",
    };
    let sockets = machine.sockets;
    let mut data = json!({
        "status": found.status, "level": level, "sockets": sockets, "url": PAGE, "serverid": server,
        "productname": format!("Proxmox VE {product} Subscription {sockets} CPU/year"),
        "checktime": world.began.seconds() - 3600,
    });
    // The key and the dates are for those who may look at the node.
    if let (true, Some(data)) =
        (world.may(&context.caller, &format!("/nodes/{}", context.node), "Sys.Audit"), data.as_object_mut())
    {
        data.insert("key".into(), json!(found.key));
        data.insert("nextduedate".into(), json!(found.next_due));
        data.insert("regdate".into(), json!("2024-03-01 00:00:00"));
    }
    Ok(Answer::Data(data))
}
