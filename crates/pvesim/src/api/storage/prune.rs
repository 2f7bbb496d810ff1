//! Pruning the backups of a storage: what would go, and making it go.

use serde_json::{Value, json};

use super::{ON_NODE, SEES, STORAGE};
use crate::api::cluster::format::PRUNE;
use crate::api::format::VMID;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::prune::{Mark, Retention};
use crate::world::script::Script;
use crate::world::storage_name::backup_kind;
use crate::world::volume::Volume;

const WHAT: &[P] = &[
    P::string("prune-backups").optional().format(PRUNE),
    P::choice("type", &["qemu", "lxc"]).optional(),
    P::integer("vmid").optional().min(100.0).max(999_999_999.0).format(VMID),
];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/storage/{storage}/prunebackups", dry_run)
        .params(&[ON_NODE, STORAGE, WHAT])
        .check(SEES)
        .on_node()
        .protected(),
    Route::delete("/nodes/{node}/storage/{storage}/prunebackups", prune)
        .params(&[ON_NODE, STORAGE, WHAT])
        .check(Check::All)
        .on_node(),
];

fn marks(world: &World, context: &Context) -> Result<Vec<(Volume, Mark)>, Failure> {
    let id = context.need("storage");
    let storage = world.usable_storage(id, &context.node).map_err(Failure::die)?;
    let text = context.text("prune-backups").unwrap_or_else(|| World::storage_retention(storage));
    let vmid = context.integer("vmid").and_then(|vmid| u32::try_from(vmid).ok());
    let kind = context.text("type");
    let mut found = world.prune_marks(id, &context.node, &Retention::parse(text));
    found.retain(|(volume, _)| {
        vmid.is_none_or(|vmid| volume.vmid == Some(vmid))
            && kind.is_none_or(|kind| backup_kind(volume.name()) == Some(kind))
    });
    Ok(found)
}

fn dry_run(world: &mut World, context: &Context) -> Outcome {
    let entry = |(volume, mark): (Volume, Mark)| {
        let mut entry = json!({
            "volid": volume.volid, "ctime": volume.created.seconds(), "mark": mark.name(),
            "type": backup_kind(volume.name()).unwrap_or("unknown"),
        });
        if let (Some(vmid), Some(entry)) = (volume.vmid, entry.as_object_mut()) {
            entry.insert("vmid".into(), json!(vmid));
        }
        entry
    };
    Ok(Answer::Data(marks(world, context)?.into_iter().map(entry).collect::<Vec<Value>>().into()))
}

fn prune(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("storage").to_owned();
    let path = format!("/storage/{id}");
    match context.text("vmid") {
        Some(vmid) => {
            world.must(&context.caller, &path, &["Datastore.AllocateSpace"])?;
            world.must(&context.caller, &format!("/vms/{vmid}"), &["VM.Backup"])?;
        }
        None => world.must(&context.caller, &path, &["Datastore.Allocate"])?,
    }
    let doomed: Vec<String> = marks(world, context)?
        .into_iter()
        .filter(|(_, mark)| *mark == Mark::Remove)
        .map(|(volume, _)| volume.volid)
        .collect();
    let node = context.node.clone();
    let script = Script::new().after(200, move |world, run| {
        for volid in doomed {
            run.say(format!("removing backup '{volid}'"));
            world.volumes.remove(&volid, &node);
        }
        Ok(())
    });
    let task_id = context.text("vmid").map_or_else(|| id.clone(), |vmid| format!("{vmid}@{id}"));
    Ok(Answer::Data(json!(world.start_task(&context.node, "prunebackups", &task_id, &context.caller.authid(), script))))
}
