//! The same for all guests of a node: start, shut down, suspend, move away.

use serde_json::json;

use super::ON_NODE;
use crate::api::format::{NODE, VMID_LIST, split_list};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::life::bulk::{self, Crew};
use crate::world::script::Script;
use crate::world::version::Releases;

const VMS: &[P] = &[
    P::string("vms").optional().format(VMID_LIST),
    P::integer("max-workers").optional().min(1.0).max(64.0).releases(Releases::NINE),
];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::post("/nodes/{node}/startall", start)
        .params(&[ON_NODE, VMS, &[P::boolean("force").optional()]])
        .check(Check::All)
        .on_node(),
    Route::post("/nodes/{node}/stopall", stop)
        .params(&[
            ON_NODE,
            VMS,
            &[P::boolean("force-stop").optional(), P::integer("timeout").optional().min(0.0).max(7200.0)],
        ])
        .check(Check::All)
        .on_node(),
    Route::post("/nodes/{node}/suspendall", suspend).params(&[ON_NODE, VMS]).check(Check::All).on_node(),
    Route::post("/nodes/{node}/migrateall", migrate)
        .params(&[
            ON_NODE,
            VMS,
            &[
                P::integer("maxworkers").optional().min(1.0).releases(Releases::EIGHT),
                P::integer("maxworkers").optional().min(1.0).max(64.0).releases(Releases::NINE),
                P::string("target").format(NODE),
                P::boolean("with-local-disks").optional(),
            ],
        ])
        .check(Check::All)
        .on_node(),
];

/// The guests of a call, after the check that the caller may touch them.
fn chosen(world: &World, context: &Context, privilege: &str) -> Result<Vec<u32>, Failure> {
    let named: Vec<u32> = split_list(context.need("vms")).filter_map(|vmid| vmid.parse().ok()).collect();
    let here = world.guests.values().filter(|guest| guest.node == context.node).map(|guest| guest.vmid);
    if named.is_empty() {
        let allowed: Vec<u32> =
            here.filter(|vmid| world.may(&context.caller, &format!("/vms/{vmid}"), privilege)).collect();
        return Ok(allowed);
    }
    for vmid in &named {
        world.must(&context.caller, &format!("/vms/{vmid}"), &[privilege])?;
    }
    Ok(here.filter(|vmid| named.contains(vmid)).collect())
}

fn run(world: &mut World, context: &Context, kind: &str, script: Script) -> Outcome {
    Ok(Answer::Data(json!(world.start_task(&context.node, kind, "", &context.caller.authid(), script))))
}

/// Starts what starts at boot, and removes backup locks that a crash left over. Guests of the HA manager are its own matter,
/// unless the call names them.
fn start(world: &mut World, context: &Context) -> Outcome {
    let (named, force) = (context.has("vms"), context.flag("force"));
    let mut vmids = chosen(world, context, "VM.PowerMgmt")?;
    vmids.retain(|vmid| {
        let guest = world.guests.get(vmid);
        let managed = guest.is_some_and(|guest| world.ha.managing(guest.kind, *vmid).is_some());
        named || !managed && (force || guest.is_some_and(|guest| guest.config.flag("onboot")))
    });
    let script = bulk::start(world, &crew(context, "max-workers"), &vmids);
    run(world, context, "startall", script)
}

fn stop(world: &mut World, context: &Context) -> Outcome {
    let vmids = chosen(world, context, "VM.PowerMgmt")?;
    let timeout = context.integer("timeout").unwrap_or(bulk::PATIENCE);
    let force = context.choice("force-stop").unwrap_or(true);
    let script = bulk::stop(world, crew(context, "max-workers"), &vmids, timeout, force);
    run(world, context, "stopall", script)
}

fn suspend(world: &mut World, context: &Context) -> Outcome {
    let vmids = chosen(world, context, "VM.PowerMgmt")?;
    let script = bulk::suspend(world, crew(context, "max-workers"), &vmids);
    run(world, context, "suspendall", script)
}

fn migrate(world: &mut World, context: &Context) -> Outcome {
    let target = context.need("target").to_owned();
    if target == context.node {
        return Err(Failure::param("target", "target is local node."));
    }
    if !world.nodes.contains_key(&target) {
        return Err(Failure::die(format!("no such cluster node '{target}'")));
    }
    if !world.is_online(&target) {
        return Err(Failure::die(format!("node '{target}' is offline")));
    }
    let vmids = chosen(world, context, "VM.Migrate")?;
    let script = bulk::move_away(world, crew(context, "maxworkers"), &vmids, &target);
    run(world, context, "migrateall", script)
}

/// Who works for a call.
fn crew(context: &Context, workers: &str) -> Crew {
    let most = context.integer(workers).and_then(|most| usize::try_from(most).ok());
    Crew { node: context.node.clone(), user: context.caller.authid(), most }
}
