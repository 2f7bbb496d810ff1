//! The same for all guests of a node: start, shut down, suspend, move away.

use serde_json::json;

use super::ON_NODE;
use crate::api::format::{NODE, VMID_LIST, split_list};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
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

/// Waiting time for a guest that does not react, in seconds, when the call names none.
const PATIENCE: i64 = 180;

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

/// Order and waiting time of a guest's `startup` property.
fn order(world: &World, vmid: u32) -> u32 {
    let startup = world.guests.get(&vmid).and_then(|guest| guest.config.part("startup", Some("order"), "order"));
    startup.and_then(|text| text.parse().ok()).unwrap_or(u32::MAX)
}

/// Starts what starts at boot, and removes backup locks that a crash left over.
fn start(world: &mut World, context: &Context) -> Outcome {
    let force = context.flag("force") || context.has("vms");
    let mut vmids = chosen(world, context, "VM.PowerMgmt")?;
    vmids.sort_by_key(|vmid| (order(world, *vmid), *vmid));
    let node = context.node.clone();
    let mut script = Script::new().then(move |world, run| {
        for guest in world.guests.values_mut().filter(|guest| guest.node == node) {
            if guest.lock() == Some("backup") && !guest.is_alive() {
                guest.config.remove("lock");
                run.say(format!("removed left over backup lock from '{}'!", guest.vmid));
            }
        }
        Ok(())
    });
    for vmid in vmids {
        script = script.after(1200, move |world, run| {
            let Some(guest) = world.guests.get(&vmid) else { return Ok(()) };
            let managed = world.ha.managing(guest.kind, vmid).is_some();
            if (!force && !guest.config.flag("onboot")) || managed || guest.is_alive() || guest.is_template() {
                return Ok(());
            }
            run.say(format!("Starting {} {vmid}", guest.kind.short()));
            world.switch_on(vmid);
            Ok(())
        });
    }
    run(world, context, "startall", script)
}

fn stop(world: &mut World, context: &Context) -> Outcome {
    let mut vmids = chosen(world, context, "VM.PowerMgmt")?;
    vmids.sort_by_key(|vmid| (std::cmp::Reverse(order(world, *vmid)), *vmid));
    let timeout = context.integer("timeout").unwrap_or(PATIENCE);
    let force = context.choice("force-stop").unwrap_or(true);
    let mut script = Script::new();
    for vmid in vmids {
        script = script.after(100, move |world, run| {
            let Some(guest) = world.guests.get(&vmid).filter(|guest| guest.is_alive()) else { return Ok(()) };
            let (short, obeys) = (guest.kind.short(), guest.nature.obeys);
            run.say(format!("Stopping {short} {vmid} (timeout = {timeout} seconds)"));
            let finish = move |world: &mut World, run: &mut crate::world::script::Run| {
                if !obeys {
                    run.say(format!(
                        "{short} {vmid} still running - {}",
                        if force { "terminating now" } else { "giving up" }
                    ));
                }
                if obeys || force {
                    world.switch_off(vmid);
                }
                Ok(())
            };
            // Time-outs are never shortened by the scenario's pace.
            run.next(if obeys {
                Script::new().after(2000, finish)
            } else {
                Script::new().after_exactly(timeout * 1000, finish)
            });
            Ok(())
        });
    }
    run(world, context, "stopall", script)
}

fn suspend(world: &mut World, context: &Context) -> Outcome {
    let mut script = Script::new();
    for vmid in chosen(world, context, "VM.PowerMgmt")? {
        script = script.after(400, move |world, run| {
            if world.hold(vmid) {
                run.say(format!("Suspending VM {vmid}"));
            }
            Ok(())
        });
    }
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
    let mut script = Script::new();
    for vmid in chosen(world, context, "VM.Migrate")? {
        let target = target.clone();
        script = script.after(2500, move |world, run| {
            let Some(guest) = world.guests.get(&vmid) else { return Ok(()) };
            run.say(format!("Migrating {} {vmid}", guest.kind.short()));
            world.carry_guest(vmid, &target).map_err(|error| format!("migration of {vmid} failed: {error}"))
        });
    }
    run(world, context, "migrateall", script)
}
