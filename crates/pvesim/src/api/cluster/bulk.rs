//! `/cluster/bulk-action` (9.x): the same for many guests of all nodes.

use crate::api::access::directory;
use crate::api::format::{NODE, STORAGE_ID};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::script::Script;
use crate::world::version::Releases;

const WORKERS: &[P] = &[
    P::integer("max-workers").optional().min(1.0).max(64.0),
    P::integer("maxworkers").optional().min(1.0).max(64.0),
    P::array("vms").optional(),
];
const TIMEOUT: &[P] = &[P::integer("timeout").optional()];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/bulk-action", index).check(Check::All).releases(Releases::NINE),
    Route::get("/cluster/bulk-action/guest", guest_index).check(Check::All).releases(Releases::NINE),
    Route::post("/cluster/bulk-action/guest/start", start)
        .params(&[WORKERS, TIMEOUT])
        .check(Check::All)
        .releases(Releases::NINE),
    Route::post("/cluster/bulk-action/guest/shutdown", shutdown)
        .params(&[WORKERS, TIMEOUT, &[P::boolean("force-stop").optional()]])
        .check(Check::All)
        .releases(Releases::NINE),
    Route::post("/cluster/bulk-action/guest/suspend", suspend)
        .params(&[
            WORKERS,
            &[P::string("statestorage").optional().format(STORAGE_ID), P::boolean("to-disk").optional()],
        ])
        .check(Check::All)
        .releases(Releases::NINE),
    Route::post("/cluster/bulk-action/guest/migrate", migrate)
        .params(&[
            WORKERS,
            &[
                P::boolean("online").optional(),
                P::string("target").format(NODE),
                P::boolean("with-local-disks").optional(),
            ],
        ])
        .check(Check::All)
        .releases(Releases::NINE),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["guest"]))
}

fn guest_index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["start", "shutdown", "suspend", "migrate"]))
}

/// The guests of a call: those named, else all, as far as the caller may touch them.
fn chosen(world: &World, context: &Context, privilege: &str) -> Vec<u32> {
    let named: Vec<u32> = context.list("vms").iter().filter_map(|vmid| vmid.parse().ok()).collect();
    let wanted = |vmid: &u32| named.is_empty() || named.contains(vmid);
    let allowed = |vmid: &u32| world.may(&context.caller, &format!("/vms/{vmid}"), privilege);
    world.guests.keys().copied().filter(wanted).filter(allowed).collect()
}

fn run(
    world: &mut World,
    context: &Context,
    kind: &str,
    privilege: &str,
    one: fn(&mut World, u32) -> bool,
    verb: &str,
) -> Outcome {
    let mut script = Script::new();
    for vmid in chosen(world, context, privilege) {
        let line = format!("{verb} guest {vmid}");
        script = script.after(400, move |world, run| {
            if one(world, vmid) {
                run.say(line);
            }
            Ok(())
        });
    }
    Ok(Answer::Data(world.start_task(&context.node, kind, "", &context.caller.authid(), script).into()))
}

fn start(world: &mut World, context: &Context) -> Outcome {
    run(world, context, "bulkstart", "VM.PowerMgmt", World::switch_on, "Starting")
}

fn shutdown(world: &mut World, context: &Context) -> Outcome {
    run(world, context, "bulkshutdown", "VM.PowerMgmt", World::switch_off, "Stopping")
}

fn suspend(world: &mut World, context: &Context) -> Outcome {
    run(world, context, "bulksuspend", "VM.PowerMgmt", World::hold, "Suspending")
}

fn migrate(world: &mut World, context: &Context) -> Outcome {
    let target = context.need("target").to_owned();
    let mut script = Script::new();
    for vmid in chosen(world, context, "VM.Migrate") {
        let target = target.clone();
        script = script.after(1500, move |world, run| {
            run.say(format!("Migrating guest {vmid} to {target}"));
            world.carry_guest(vmid, &target)
        });
    }
    Ok(Answer::Data(world.start_task(&context.node, "bulkmigrate", "", &context.caller.authid(), script).into()))
}
