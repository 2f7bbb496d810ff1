//! Switching a node off and on.

use serde_json::json;

use super::{ON_NODE, machine};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::departure::COMING_UP;

const POWER: Check = Check::perm("/nodes/{node}", &["Sys.PowerMgmt"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::post("/nodes/{node}/status", command)
        .params(&[ON_NODE, &[P::choice("command", &["reboot", "shutdown"])]])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/wakeonlan", wake).params(&[ON_NODE]).check(POWER),
];

/// The answer comes at once; the node goes and comes back later, see [`World::node_leaves`].
fn command(world: &mut World, context: &Context) -> Outcome {
    world.node_leaves(&context.node, context.need("command") == "reboot");
    Ok(Answer::NULL)
}

fn wake(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("node").to_owned();
    if !world.nodes.contains_key(&name) {
        return Err(Failure::die(format!("no such cluster node '{name}'")));
    }
    if name == context.node {
        return Err(Failure::die(format!("cannot wake up local node '{name}'")));
    }
    let Some(address) = machine(world, &name).config.get("wakeonlan").cloned() else {
        return Err(Failure::die(format!("No wake on LAN MAC address defined for '{name}'!")));
    };
    let up = world.paced(COMING_UP);
    world.after(up, move |world| {
        if !world.is_online(&name) {
            world.node_comes(&name);
        }
    });
    Ok(Answer::Data(json!(address)))
}
