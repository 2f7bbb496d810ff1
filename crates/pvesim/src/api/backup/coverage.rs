//! What the jobs cover: `/cluster/backup-info` and the volumes of a job.

use serde_json::{Value, json};

use super::jobs::find;
use crate::api::access::subdirs;
use crate::api::cluster::AUDIT;
use crate::api::cluster::format::has_no_blank;
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::config::volume_of;
use crate::world::guest::Guest;
use crate::world::included::volume_included;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/backup/{id}/included_volumes", volumes)
        .params(&[&[P::string("id").max_length(50).pattern(has_no_blank)]])
        .check(AUDIT)
        .protected(),
    Route::get("/cluster/backup-info", index),
    Route::get("/cluster/backup-info/not-backed-up", not_backed_up).check(AUDIT).protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(subdirs(&["not-backed-up"]))
}

fn not_backed_up(world: &mut World, context: &Context) -> Outcome {
    let guests = world.guests_without_job();
    let visible = |vmid: &u32| world.may(&context.caller, &format!("/vms/{vmid}"), "VM.Audit");
    let entry = |guest: &Guest| json!({"vmid": guest.vmid, "name": guest.name(), "type": guest.kind.name()});
    let found = guests.iter().filter(|vmid| visible(vmid)).filter_map(|vmid| world.guests.get(vmid));
    Ok(Answer::Data(found.map(entry).collect()))
}

/// A tree: guests, and below each its volumes.
fn volumes(world: &mut World, context: &Context) -> Outcome {
    let job = find(world, context.need("id"))?;
    let mut children: Vec<Value> = Vec::new();
    for guest in world.guests.values() {
        let visible = world.may(&context.caller, &format!("/vms/{}", guest.vmid), "VM.Audit");
        if !visible || !job.includes(guest, world.access.pool_of(guest.vmid)) {
            continue;
        }
        let leaves: Vec<Value> = guest
            .config
            .drives()
            .map(|(key, value)| {
                let (included, reason) = volume_included(guest.kind, key, value);
                json!({
                    "id": format!("{}:{key}", guest.vmid), "name": volume_of(value), "leaf": 1,
                    "included": u8::from(included), "reason": reason,
                })
            })
            .collect();
        children.push(json!({
            "id": guest.vmid, "name": guest.name(), "type": guest.kind.name(), "leaf": 0, "children": leaves,
        }));
    }
    Ok(Answer::Data(json!({"children": children})))
}
