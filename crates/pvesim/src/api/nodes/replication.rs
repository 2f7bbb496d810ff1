//! `/nodes/{node}/replication`: the jobs whose guests are on the node, and how they go.

use serde_json::{Map, Value, json};

use super::ON_NODE;
use crate::api::cluster::format::REPLICATION_ID;
use crate::api::cluster::replication::record;
use crate::api::format::VMID;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::calendar::Calendar;
use crate::world::replication::ReplicationJob;

const ID: &[P] = &[P::string("id").format(REPLICATION_ID)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/replication", list)
        .params(&[ON_NODE, &[P::integer("guest").optional().min(100.0).max(999_999_999.0).format(VMID)]])
        .check(Check::All)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/replication/{id}", index).params(&[ON_NODE, ID]).check(Check::All),
    Route::get("/nodes/{node}/replication/{id}/status", status)
        .params(&[ON_NODE, ID])
        .check(Check::All)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/replication/{id}/log", log)
        .params(&[ON_NODE, ID, &[P::integer("limit").optional().min(0.0), P::integer("start").optional().min(0.0)]])
        .check(Check::All)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/replication/{id}/schedule_now", schedule_now)
        .params(&[ON_NODE, ID])
        .check(Check::ByRelease { eight: &Check::perm("/storage", &["Datastore.Allocate"]), nine: &Check::All })
        .on_node(),
];

/// A job with its state. A healthy job runs at its times; one that fails is tried again later and later.
fn with_state(world: &World, job: &ReplicationJob) -> Value {
    let mut entry = record(world, job);
    let node = world.guests.get(&job.guest).map_or("", |guest| guest.node.as_str());
    let kind = world.guests.get(&job.guest).map_or("qemu", |guest| guest.kind.name());
    let calendar = Calendar::parse(job.schedule()).ok();
    let (mut last, mut tried) = (job.last_sync, job.last_try);
    let target_away = !world.is_online(&job.target);
    let fails = job.fail_count > 0 || target_away;
    if let Some(calendar) = calendar.as_ref().filter(|_| !job.is_disabled()) {
        let zone = world.zone(node);
        // All runs since the last one known have happened by now.
        let mut steps = 0;
        while let Some(next) = calendar.next_after(tried, &zone).filter(|next| *next <= world.now) {
            tried = next;
            steps += 1;
            if steps > 2000 {
                tried = world.now;
                break;
            }
        }
        if !fails {
            last = last.max(tried);
        }
        let next = calendar.next_after(world.now, &zone).map_or(0, crate::world::moment::Moment::seconds);
        entry.insert("next_sync".into(), json!(next));
    } else {
        entry.insert("next_sync".into(), json!(0));
    }
    entry.insert("last_sync".into(), json!(last.seconds()));
    entry.insert("last_try".into(), json!(tried.seconds()));
    entry.insert("vmtype".into(), json!(kind));
    entry.insert("duration".into(), json!(job.duration));
    entry.insert("fail_count".into(), json!(if target_away { job.fail_count.max(1) } else { job.fail_count }));
    if fails {
        let away =
            format!("command '/usr/bin/ssh -e none -o 'BatchMode=yes' root@{}' failed: exit code 255", job.target);
        entry.insert("error".into(), json!(job.error.clone().unwrap_or(away)));
    }
    Value::Object(entry)
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let guest = context.integer("guest").and_then(|guest| u32::try_from(guest).ok());
    let here = |job: &&ReplicationJob| {
        world.guests.get(&job.guest).is_some_and(|guest| guest.node == context.node)
            && guest.is_none_or(|guest| job.guest == guest)
            && world.may(&context.caller, &format!("/vms/{}", job.guest), "VM.Audit")
    };
    Ok(Answer::Data(world.replications.values().filter(here).map(|job| with_state(world, job)).collect()))
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(crate::api::access::directory("name", &["schedule_now", "log", "status"]))
}

fn find<'a>(world: &'a World, context: &Context) -> Result<&'a ReplicationJob, Failure> {
    let id = context.need("id");
    let job = world.replications.get(id).ok_or_else(|| Failure::die(format!("no such replication job '{id}'")))?;
    world.must(&context.caller, &format!("/vms/{}", job.guest), &["VM.Audit"])?;
    Ok(job)
}

fn status(world: &mut World, context: &Context) -> Outcome {
    Ok(Answer::Data(with_state(world, find(world, context)?)))
}

fn log(world: &mut World, context: &Context) -> Outcome {
    let job = find(world, context)?;
    let stamp = job.last_try.format("%Y-%m-%d %H:%M:%S");
    let mut lines = vec![
        format!("{stamp} {}: start replication job", job.id()),
        format!("{stamp} {}: guest => VM {}, running => 1", job.id(), job.guest),
    ];
    match (&job.error, job.fail_count) {
        (Some(error), 1..) => lines.push(format!("{stamp} {}: end replication job with error: {error}", job.id())),
        _ => lines.push(format!("{stamp} {}: end replication job", job.id())),
    }
    let count = lines.len();
    let start = context.integer("start").and_then(|start| usize::try_from(start).ok()).unwrap_or(0);
    let shown = lines.into_iter().enumerate().skip(start);
    let entries: Vec<Value> = shown
        .map(|(at, line)| {
            Value::Object(Map::from_iter([("n".to_owned(), json!(at + 1)), ("t".to_owned(), json!(line))]))
        })
        .collect();
    Ok(Answer::total(entries.into(), count))
}

/// Runs the job as soon as the scheduler looks, within a minute.
fn schedule_now(world: &mut World, context: &Context) -> Outcome {
    let job = find(world, context)?;
    let (id, guest) = (context.need("id").to_owned(), job.guest);
    if world.version.is_nine() {
        world.must(&context.caller, &format!("/vms/{guest}"), &["VM.Replicate"])?;
    }
    world.after(15_000, move |world| {
        let now = world.now;
        let online = world.replications.get(&id).is_some_and(|job| world.is_online(&job.target));
        if let Some(job) = world.replications.get_mut(&id) {
            job.last_try = now;
            if online && job.error.is_none() {
                job.last_sync = now;
                job.fail_count = 0;
            } else {
                job.fail_count += 1;
            }
        }
    });
    Ok(Answer::NULL)
}
