//! Snapshots of guests.

use serde_json::{Map, Value, json};

use super::config_read::snapshot_row;
use super::lookup::{guest, guest_mut};
use super::power::worker;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::guest::GuestKind;
use crate::world::life::snapshot;

fn kind_of(context: &Context, verb: &str) -> String {
    format!("{}{verb}", if context.kind() == GuestKind::Qemu { "qm" } else { "vz" })
}

/// `GET …/snapshot`: every snapshot, and the pseudo entry `current` behind them.
pub fn list(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let mut rows: Vec<Value> = guest
        .snapshots
        .iter()
        .map(|(name, snapshot)| {
            let mut row = Map::new();
            row.insert("name".to_owned(), json!(name));
            row.insert("description".to_owned(), json!(snapshot.description.as_deref().unwrap_or_default()));
            row.insert("snaptime".to_owned(), json!(snapshot.taken.seconds()));
            if guest.kind == GuestKind::Qemu {
                row.insert("vmstate".to_owned(), json!(i32::from(snapshot.vmstate.is_some())));
            }
            if let Some(parent) = &snapshot.parent {
                row.insert("parent".to_owned(), json!(parent));
            }
            if let Some(state) = &snapshot.state {
                row.insert("snapstate".to_owned(), json!(state));
            }
            Value::Object(row)
        })
        .collect();
    let mut current = Map::new();
    current.insert("name".to_owned(), json!("current"));
    current.insert("description".to_owned(), json!("You are here!"));
    current.insert("digest".to_owned(), json!(guest.digest()));
    current.insert("running".to_owned(), json!(i32::from(guest.is_alive())));
    if let Some(parent) = guest.config.get("parent") {
        current.insert("parent".to_owned(), json!(parent));
    }
    world.rng.shuffle(&mut rows);
    rows.push(Value::Object(current));
    Ok(Value::Array(rows).into())
}

/// `POST …/snapshot`.
pub fn create(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("snapname").to_owned();
    if matches!(name.as_str(), "current" | "pending") || name == "vzdump" && context.kind() == GuestKind::Lxc {
        return Err(Failure::die(format!("unable to use snapshot name '{name}' (reserved name)")));
    }
    let description = Some(context.text("description").unwrap_or_default().to_owned());
    let script =
        snapshot::take(&context.node, context.kind(), context.vmid()?, &name, description, context.flag("vmstate"));
    worker(world, context, &kind_of(context, "snapshot"), script)
}

/// `DELETE …/snapshot/{snapname}`.
pub fn delete(world: &mut World, context: &Context) -> Outcome {
    let script = snapshot::delete(
        &context.node,
        context.kind(),
        context.vmid()?,
        context.need("snapname"),
        context.flag("force"),
    );
    worker(world, context, &kind_of(context, "delsnapshot"), script)
}

/// `POST …/snapshot/{snapname}/rollback`.
pub fn rollback(world: &mut World, context: &Context) -> Outcome {
    let script = snapshot::roll_back(
        &context.node,
        context.kind(),
        context.vmid()?,
        context.need("snapname"),
        context.flag("start"),
    );
    worker(world, context, &kind_of(context, "rollback"), script)
}

/// `GET …/snapshot/{snapname}/config`.
pub fn config(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    Ok(Value::Object(snapshot_row(guest, context.need("snapname"))?).into())
}

/// `PUT …/snapshot/{snapname}/config`: a new description.
pub fn describe(world: &mut World, context: &Context) -> Outcome {
    let vmid = context.vmid()?;
    if let Some(wait) = world.wait_for_lock(context, vmid) {
        return wait;
    }
    let guest = guest_mut(world, context)?;
    let name = context.need("snapname");
    let snapshot =
        guest.snapshots.get_mut(name).ok_or_else(|| Failure::die(format!("snapshot '{name}' does not exist")))?;
    if let Some(description) = context.text("description") {
        snapshot.description = Some(description.to_owned());
    }
    Ok(Answer::NULL)
}

/// `GET …/feature`: whether snapshots, linked clones or copies are possible.
pub fn feature(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let snapname = context.text("snapname");
    if let Some(name) = snapname.filter(|name| !guest.snapshots.contains_key(*name)) {
        return Err(Failure::die(format!("snapshot '{name}' does not exist")));
    }
    let has = match context.need("feature") {
        "snapshot" => snapname.is_none() && world.can_snapshot(guest),
        "clone" => guest.is_template() && snapname.is_none(),
        _ => true,
    };
    let mut row = Map::new();
    row.insert("hasFeature".to_owned(), json!(i32::from(has)));
    if guest.kind == GuestKind::Qemu {
        let local = !world.local_volumes(&guest.node, guest.vmid).is_empty();
        let nodes: Vec<&str> = world
            .nodes
            .values()
            .filter(|node| node.online && (!local || node.name == guest.node))
            .map(|node| node.name.as_str())
            .collect();
        row.insert("nodes".to_owned(), json!(nodes));
    }
    Ok(Value::Object(row).into())
}
