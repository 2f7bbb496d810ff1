//! `/cluster/ha/resources`.

use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use super::CONSOLE;
use crate::api::cluster::AUDIT;
use crate::api::cluster::format::{HA_SID, deleted};
use crate::api::format::{CONFIG_ID, CONFIG_ID_LIST, NODE};
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::hex;
use crate::world::ha::{Resource, sid, vmid_of};
use crate::world::version::Releases;

const SID: &[P] = &[P::string("sid").format(HA_SID)];
const FIELDS: &[P] = &[
    P::string("comment").optional().max_length(4096),
    P::string("group").optional().format(CONFIG_ID),
    P::integer("max_relocate").optional().min(0.0),
    P::integer("max_restart").optional().min(0.0),
    P::choice("state", &["started", "stopped", "enabled", "disabled", "ignored"]).optional(),
    P::boolean("failback").optional().releases(Releases::NINE),
];
const TYPE: &[P] = &[P::choice("type", &["ct", "vm"]).optional()];
const TARGET: &[P] = &[P::string("node").format(NODE)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/ha/resources", list).params(&[TYPE]).check(AUDIT),
    Route::post("/cluster/ha/resources", create).params(&[SID, FIELDS, TYPE]).check(CONSOLE),
    Route::get("/cluster/ha/resources/{sid}", read).params(&[SID]).check(AUDIT),
    Route::put("/cluster/ha/resources/{sid}", update)
        .params(&[
            SID,
            FIELDS,
            &[
                P::string("delete").optional().max_length(4096).format(CONFIG_ID_LIST),
                P::string("digest").optional().max_length(64),
            ],
        ])
        .check(CONSOLE),
    Route::delete("/cluster/ha/resources/{sid}", remove)
        .params(&[SID, &[P::boolean("purge").optional().releases(Releases::NINE)]])
        .check(CONSOLE),
    Route::post("/cluster/ha/resources/{sid}/migrate", migrate).params(&[SID, TARGET]).check(CONSOLE),
    Route::post("/cluster/ha/resources/{sid}/relocate", relocate).params(&[SID, TARGET]).check(CONSOLE),
];

/// Fingerprint of the resources file.
pub(super) fn digest(world: &World) -> String {
    let mut digest = Sha1::new();
    for (sid, resource) in &world.ha.resources {
        digest.update(format!("{sid} {} {:?} {:?}\n", resource.request, resource.group, resource.comment));
    }
    hex(digest)
}

fn record(world: &World, sid: &str, resource: &Resource) -> Value {
    let kind = sid.split_once(':').map_or("vm", |(kind, _)| kind);
    let mut entry = Map::from_iter([
        ("sid".to_owned(), json!(sid)),
        ("type".to_owned(), json!(kind)),
        ("state".to_owned(), json!(resource.request)),
        ("digest".to_owned(), json!(digest(world))),
    ]);
    if let Some(group) = &resource.group {
        entry.insert("group".into(), json!(group));
    }
    if let Some(comment) = &resource.comment {
        entry.insert("comment".into(), json!(comment));
    }
    if resource.max_restart != 1 {
        entry.insert("max_restart".into(), json!(resource.max_restart));
    }
    if resource.max_relocate != 1 {
        entry.insert("max_relocate".into(), json!(resource.max_relocate));
    }
    if world.version.is_nine() && !resource.failback {
        entry.insert("failback".into(), json!(0));
    }
    Value::Object(entry)
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let kind = context.text("type");
    let wanted = |sid: &str| kind.is_none_or(|kind| sid.starts_with(&format!("{kind}:")));
    let entries = world.ha.resources.iter().filter(|(sid, _)| wanted(sid));
    Ok(Answer::Data(entries.map(|(sid, resource)| record(world, sid, resource)).collect()))
}

/// A bare number stands for the guest's id.
fn full(world: &World, given: &str) -> Result<String, Failure> {
    if given.contains(':') {
        return Ok(given.to_owned());
    }
    let vmid = given.parse().unwrap_or(0);
    let guest =
        world.guests.get(&vmid).ok_or_else(|| Failure::die(format!("unable to find resource type for {vmid}")))?;
    Ok(sid(guest.kind, vmid))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let sid = full(world, context.need("sid"))?;
    let resource = world.ha.resources.get(&sid).ok_or_else(|| Failure::die(format!("no such resource '{sid}'")))?;
    Ok(Answer::Data(record(world, &sid, resource)))
}

fn apply(resource: &mut Resource, context: &Context) {
    if let Some(state) = context.text("state") {
        // `enabled` is what `started` was called before.
        if state == "enabled" { "started" } else { state }.clone_into(&mut resource.request);
    }
    if let Some(comment) = context.text("comment") {
        resource.comment = Some(comment.to_owned());
    }
    if let Some(group) = context.text("group") {
        resource.group = Some(group.to_owned());
    }
    let number = |name: &str| context.integer(name).and_then(|number| u32::try_from(number).ok());
    if let Some(count) = number("max_restart") {
        resource.max_restart = count;
    }
    if let Some(count) = number("max_relocate") {
        resource.max_relocate = count;
    }
    if let Some(failback) = context.choice("failback") {
        resource.failback = failback;
    }
}

fn check_group(world: &World, context: &Context) -> Result<(), Failure> {
    match context.text("group") {
        Some(group) if !world.ha.groups.contains_key(group) => {
            Err(Failure::die(format!("ha group '{group}' does not exist")))
        }
        _ => Ok(()),
    }
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let id = full(world, context.need("sid"))?;
    let exists =
        vmid_of(&id).and_then(|vmid| world.guests.get(&vmid)).filter(|guest| sid(guest.kind, guest.vmid) == id);
    let Some(node) = exists.map(|guest| guest.node.clone()) else {
        return Err(Failure::die(format!("resource '{id}' does not exist in cluster")));
    };
    check_group(world, context)?;
    world.require_quorum()?;
    if world.ha.resources.contains_key(&id) {
        return Err(Failure::die(format!("resource ID '{id}' already defined")));
    }
    let mut resource = Resource::new("started", &node);
    apply(&mut resource, context);
    world.ha.resources.insert(id, resource);
    world.ha_wake();
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let id = full(world, context.need("sid"))?;
    check_group(world, context)?;
    world.require_quorum()?;
    if context.text("digest").is_some_and(|given| given != digest(world)) {
        return Err(Failure::die("detected modified configuration - file changed by other user? Try again."));
    }
    let resource = world.ha.resources.get_mut(&id).ok_or_else(|| Failure::die(format!("no such resource '{id}'")))?;
    apply(resource, context);
    for name in deleted(context.need("delete")) {
        match name {
            "comment" => resource.comment = None,
            "group" => resource.group = None,
            "max_restart" => resource.max_restart = 1,
            "max_relocate" => resource.max_relocate = 1,
            "state" => "started".clone_into(&mut resource.request),
            _ => {}
        }
    }
    world.ha_wake();
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let id = full(world, context.need("sid"))?;
    world.require_quorum()?;
    if world.ha.resources.remove(&id).is_none() {
        return Err(Failure::die(format!("cannot delete service '{id}', not HA managed!")));
    }
    Ok(Answer::NULL)
}

fn migrate(world: &mut World, context: &Context) -> Outcome {
    go(world, context, "migrate")
}

fn relocate(world: &mut World, context: &Context) -> Outcome {
    go(world, context, "relocate")
}

/// Puts the request into the manager's queue; on 9.x the answer says what was asked for.
fn go(world: &mut World, context: &Context, verb: &str) -> Outcome {
    let id = full(world, context.need("sid"))?;
    // `node` names the target here, not the node that answers.
    let target = context.need("node").to_owned();
    world.require_quorum()?;
    if !world.nodes.contains_key(&target) {
        return Err(Failure::die(format!("no such cluster node '{target}'")));
    }
    if !world.ha_move(&id, &target, verb == "relocate") {
        return Err(Failure::die(format!("service '{id}' not HA managed, cannot {verb}")));
    }
    if world.version.is_nine() {
        return Ok(Answer::Data(json!({"sid": id, "requested-node": target})));
    }
    Ok(Answer::NULL)
}
