//! `/cluster/metrics`: metric servers (none) and the pull export.

use serde_json::{Value, json};

use super::AUDIT;
use crate::api::access::directory;
use crate::api::format::CONFIG_ID;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::version::Releases;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/metrics", index).check(Check::All),
    Route::get("/cluster/metrics/server", servers).check(AUDIT),
    Route::get("/cluster/metrics/server/{id}", server).params(&[&[P::string("id").format(CONFIG_ID)]]).check(AUDIT),
    Route::get("/cluster/metrics/export", export)
        .params(&[&[
            P::boolean("history").optional(),
            P::boolean("local-only").optional(),
            P::integer("start-time").optional(),
            P::string("node-list").optional().releases(Releases::NINE),
        ]])
        .check(AUDIT)
        .protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["server"]))
}

fn servers(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn server(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::die(format!("status server entry '{}' does not exist", context.need("id"))))
}

/// The last generation of figures. The recorded stand-alone node, on which no status daemon filled it, had none.
fn export(world: &mut World, context: &Context) -> Outcome {
    let mut rows = Vec::new();
    if world.cluster.is_some() {
        for node in world.nodes.values().filter(|node| node.online && node.reports) {
            if context.flag("local-only") && node.name != context.node {
                continue;
            }
            let at = world.reported(&node.name);
            let usage = world.node_usage(&node.name, at);
            let mut push = |id: &str, metric: &str, kind: &str, value: Value| {
                rows.push(json!({"id": id, "metric": metric, "timestamp": at.seconds(), "type": kind, "value": value}));
            };
            let id = format!("node/{}", node.name);
            push(&id, "cpu_current", "gauge", json!(usage.cpu));
            push(&id, "cpu_max", "gauge", json!(node.cores));
            push(&id, "mem_used", "gauge", json!(usage.memory));
            push(&id, "mem_total", "gauge", json!(node.memory));
            for guest in world.guests.values().filter(|guest| guest.node == node.name) {
                let usage = world.guest_usage(guest, at);
                push(&guest.id(), "cpu_current", "gauge", json!(usage.cpu));
                push(&guest.id(), "mem_used", "gauge", json!(usage.memory));
                push(&guest.id(), "net_in", "derive", json!(usage.net_in));
                push(&guest.id(), "net_out", "derive", json!(usage.net_out));
            }
        }
    }
    let start = context.integer("start-time").unwrap_or(0);
    rows.retain(|row| row.get("timestamp").and_then(Value::as_i64).is_some_and(|at| at > start));
    Ok(Answer::Data(json!({"data": rows})))
}
