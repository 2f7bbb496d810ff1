//! `/cluster/backup`: jobs.

use serde_json::{Map, Value, json};

use super::fields::DUMP;
use crate::api::cluster::format::{CALENDAR_EVENT, deleted, has_no_blank, is_time};
use crate::api::cluster::{AUDIT, MODIFY};
use crate::api::format::{CONFIG_ID, CONFIG_ID_LIST};
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::backup::BackupJob;
use crate::world::calendar::Calendar;

const ID: &[P] = &[P::string("id").max_length(50).pattern(has_no_blank)];
const FIELDS: &[P] = &[
    P::string("comment").optional().max_length(512),
    P::string("dow").optional(),
    P::boolean("enabled").optional(),
    P::boolean("repeat-missed").optional(),
    P::string("schedule").optional().max_length(128).format(CALENDAR_EVENT),
    P::string("starttime").optional().pattern(is_time),
];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/backup", list).check(AUDIT),
    Route::post("/cluster/backup", create)
        .params(&[DUMP, FIELDS, &[P::string("id").optional().format(CONFIG_ID)]])
        .check(MODIFY),
    Route::get("/cluster/backup/{id}", read).params(&[ID]).check(AUDIT),
    Route::put("/cluster/backup/{id}", update)
        .params(&[ID, DUMP, FIELDS, &[P::string("delete").optional().format(CONFIG_ID_LIST)]])
        .check(MODIFY),
    Route::delete("/cluster/backup/{id}", remove).params(&[ID]).check(MODIFY),
];

/// Properties that are numbers in the answers.
const NUMBERS: [&str; 7] = ["bwlimit", "ionice", "lockwait", "pigz", "stopwait", "zstd", "maxfiles"];
/// Properties that are 0 or 1 in the answers.
const FLAGS: [&str; 8] = ["all", "enabled", "protected", "quiet", "remove", "repeat-missed", "stdexcludes", "stop"];
/// Properties that are objects in the answers.
const OBJECTS: [&str; 3] = ["prune-backups", "fleecing", "performance"];

pub(super) fn find<'a>(world: &'a World, id: &str) -> Result<&'a BackupJob, Failure> {
    world.backup_jobs.get(id).ok_or_else(|| Failure::param("id", format!("No such job '{id}'")))
}

fn record(id: &str, job: &BackupJob) -> Map<String, Value> {
    let mut entry = Map::from_iter([("id".to_owned(), json!(id)), ("type".to_owned(), json!("vzdump"))]);
    for (name, value) in &job.properties {
        let key = name.as_str();
        let shown = if FLAGS.contains(&key) {
            json!(u8::from(value == "1"))
        } else if NUMBERS.contains(&key) {
            value.parse::<i64>().map_or_else(|_| json!(value), Value::from)
        } else if OBJECTS.contains(&key) {
            // The numbers inside stay texts.
            let part = |part: &str| part.split_once('=').map(|(key, value)| (key.to_owned(), json!(value)));
            Value::Object(value.split(',').filter_map(part).collect())
        } else {
            json!(value)
        };
        entry.insert(name.clone(), shown);
    }
    entry.entry("enabled").or_insert_with(|| json!(1));
    entry
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let zone = world.zone(&context.node);
    let entry = |(id, job): (&String, &BackupJob)| {
        let mut entry = record(id, job);
        let calendar = job.get("schedule").and_then(|schedule| Calendar::parse(schedule).ok());
        if let Some(next) = calendar.and_then(|calendar| calendar.next_after(world.now, &zone)) {
            entry.insert("next-run".into(), json!(next.seconds()));
        }
        Value::Object(entry)
    };
    Ok(Answer::Data(world.backup_jobs.iter().map(entry).collect()))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id");
    let job = find(world, id)?;
    Ok(Answer::Data(Value::Object(record(id, job))))
}

/// Guests are chosen in one of three ways.
fn check_selection(context: &Context) -> Result<(), Failure> {
    let conflict =
        |first: &str, second: &str| Err(Failure::param(first, format!("option conflicts with option '{second}'")));
    match (context.flag("all"), context.has("vmid"), context.has("pool")) {
        (true, true, _) => conflict("all", "vmid"),
        (true, _, true) => conflict("all", "pool"),
        (_, true, true) => conflict("pool", "vmid"),
        (false, false, false) => Err(Failure::param("vmid", crate::api::verify::MISSING)),
        _ => Ok(()),
    }
}

fn apply(job: &mut BackupJob, context: &Context) {
    for (name, value) in context.iter().filter(|(name, _)| !matches!(*name, "id" | "delete" | "starttime" | "dow")) {
        job.properties.insert(name.to_owned(), value.to_owned());
    }
    // What was two parameters once is one schedule now.
    if let Some(time) = context.text("starttime") {
        let days = context.text("dow").map(|days| format!("{days} ")).unwrap_or_default();
        job.properties.insert("schedule".into(), format!("{days}{time}"));
    }
}

fn check_references(world: &World, context: &Context) -> Result<(), Failure> {
    if let Some(storage) = context.text("storage")
        && !world.storages.contains_key(storage)
    {
        return Err(Failure::die(format!("storage '{storage}' does not exist")));
    }
    if let Some(pool) = context.text("pool")
        && !world.access.pools.contains_key(pool)
    {
        return Err(Failure::die(format!("pool '{pool}' does not exist")));
    }
    Ok(())
}

fn create(world: &mut World, context: &Context) -> Outcome {
    if !context.has("schedule") && !context.has("starttime") {
        return Err(Failure::param("schedule", "either 'starttime' or 'schedule' is required"));
    }
    check_selection(context)?;
    check_references(world, context)?;
    world.require_quorum()?;
    let id = context.text("id").map_or_else(|| world.rng.uuid(), str::to_owned);
    if world.backup_jobs.contains_key(&id) {
        return Err(Failure::die(format!("Job '{id}' already exists")));
    }
    let mut job = BackupJob::default();
    apply(&mut job, context);
    world.backup_jobs.insert(id.clone(), job);
    world.schedule_backup(&id);
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id").to_owned();
    find(world, &id)?;
    check_references(world, context)?;
    world.require_quorum()?;
    if let Some(job) = world.backup_jobs.get_mut(&id) {
        for name in deleted(context.need("delete")) {
            job.properties.shift_remove(name);
        }
        for (chosen, others) in [("vmid", ["all", "pool"]), ("all", ["vmid", "pool"]), ("pool", ["all", "vmid"])] {
            let by_this = if chosen == "all" { context.flag("all") } else { context.has(chosen) };
            if by_this {
                for other in others {
                    job.properties.shift_remove(other);
                }
            }
        }
        apply(job, context);
    }
    world.schedule_backup(&id);
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id");
    find(world, id)?;
    world.require_quorum()?;
    world.backup_jobs.shift_remove(id);
    Ok(Answer::NULL)
}
