//! `/cluster/replication`: replication jobs.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::format::{CALENDAR_EVENT, REPLICATION_ID, deleted};
use crate::api::format::{CONFIG_ID_LIST, NODE};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::replication::ReplicationJob;

const ID: &[P] = &[P::string("id").format(REPLICATION_ID)];
const FIELDS: &[P] = &[
    P::string("comment").optional().max_length(4096),
    P::boolean("disable").optional(),
    P::number("rate").optional().min(1.0),
    P::choice("remove_job", &["local", "full"]).optional(),
    P::string("schedule").optional().max_length(128).format(CALENDAR_EVENT),
    P::string("source").optional().format(NODE),
];
/// On 9.x the handler checks the guest instead.
const WRITES: Check = Check::ByRelease { eight: &Check::perm("/storage", &["Datastore.Allocate"]), nine: &Check::All };

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/replication", list).check(Check::All),
    Route::post("/cluster/replication", create)
        .params(&[ID, FIELDS, &[P::string("target").format(NODE), P::choice("type", &["local"])]])
        .check(WRITES),
    Route::get("/cluster/replication/{id}", read).params(&[ID]).check(Check::All),
    Route::put("/cluster/replication/{id}", update)
        .params(&[
            ID,
            FIELDS,
            &[
                P::string("delete").optional().max_length(4096).format(CONFIG_ID_LIST),
                P::string("digest").optional().max_length(64),
            ],
        ])
        .check(WRITES),
    Route::delete("/cluster/replication/{id}", remove)
        .params(&[ID, &[P::boolean("force").optional(), P::boolean("keep").optional()]])
        .check(WRITES),
];

/// The properties of a job as every view shows them.
pub(in crate::api) fn record(world: &World, job: &ReplicationJob) -> Map<String, Value> {
    let mut entry = Map::from_iter([
        ("id".to_owned(), json!(job.id())),
        ("type".to_owned(), json!("local")),
        ("guest".to_owned(), json!(job.guest)),
        ("jobnum".to_owned(), json!(job.number.to_string())),
        ("target".to_owned(), json!(job.target)),
    ]);
    if let Some(guest) = world.guests.get(&job.guest) {
        entry.insert("source".into(), json!(guest.node));
    }
    for (name, value) in &job.properties {
        let shown = match name.as_str() {
            "disable" => json!(u8::from(value == "1")),
            "rate" => value.parse::<f64>().map_or_else(|_| json!(value), Value::from),
            _ => json!(value),
        };
        entry.insert(name.clone(), shown);
    }
    entry
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let visible = |job: &&ReplicationJob| world.may(&context.caller, &format!("/vms/{}", job.guest), "VM.Audit");
    let jobs = world.replications.values().filter(visible);
    Ok(Answer::Data(jobs.map(|job| Value::Object(record(world, job))).collect()))
}

fn find<'a>(world: &'a World, id: &str) -> Result<&'a ReplicationJob, Failure> {
    world.replications.get(id).ok_or_else(|| Failure::die(format!("replication job '{id}' does not exist")))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let job = find(world, context.need("id"))?;
    world.must(&context.caller, &format!("/vms/{}", job.guest), &["VM.Audit"])?;
    Ok(Answer::Data(Value::Object(record(world, job))))
}

fn may_write(world: &World, context: &Context, guest: u32) -> Result<(), Failure> {
    if world.version.is_nine() {
        world.must(&context.caller, &format!("/vms/{guest}"), &["VM.Replicate"])?;
    }
    world.require_quorum()
}

fn apply(job: &mut ReplicationJob, context: &Context) {
    for name in ["comment", "disable", "rate", "remove_job", "schedule"] {
        if let Some(value) = context.text(name) {
            job.properties.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id");
    let (guest, number) = id.split_once('-').unwrap_or((id, "0"));
    let (guest, number) = (guest.parse().unwrap_or(0), number.parse().unwrap_or(0));
    may_write(world, context, guest)?;
    let target = context.need("target");
    if !world.nodes.contains_key(target) {
        return Err(Failure::die(format!("no such cluster node '{target}'")));
    }
    let home = world.guests.get(&guest).map(|guest| guest.node.clone());
    let home = home.ok_or_else(|| Failure::die(format!("guest '{guest}' does not exist")))?;
    if home == target {
        return Err(Failure::die(format!("replication target node '{target}' is the source node")));
    }
    if world.replications.contains_key(id) {
        return Err(Failure::die(format!("replication job '{id}' already exists")));
    }
    let mut job = ReplicationJob {
        guest,
        number,
        target: target.to_owned(),
        properties: IndexMap::new(),
        last_sync: crate::world::moment::Moment::default(),
        last_try: crate::world::moment::Moment::default(),
        fail_count: 0,
        error: None,
        duration: 0.0,
    };
    apply(&mut job, context);
    world.replications.insert(id.to_owned(), job);
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id");
    let guest = find(world, id)?.guest;
    may_write(world, context, guest)?;
    if let Some(job) = world.replications.get_mut(id) {
        apply(job, context);
        for name in deleted(context.need("delete")) {
            job.properties.shift_remove(name);
        }
    }
    Ok(Answer::NULL)
}

/// The job is marked and goes with its next run; with `force` at once.
fn remove(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id").to_owned();
    let guest = find(world, &id)?.guest;
    may_write(world, context, guest)?;
    if context.flag("force") {
        world.replications.shift_remove(&id);
        return Ok(Answer::NULL);
    }
    if let Some(job) = world.replications.get_mut(&id) {
        job.properties.insert("remove_job".into(), if context.flag("keep") { "local" } else { "full" }.into());
    }
    world.after(30_000, move |world| {
        world.replications.shift_remove(&id);
    });
    Ok(Answer::NULL)
}
