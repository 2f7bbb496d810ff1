//! `/pools`.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::cluster::resources::storage_row;
use super::format::{POOL_ID, STORAGE_ID_LIST, VMID_LIST, split_list};
use super::guests::rows;
use super::param::Param as P;
use super::route::{Check, Route};
use super::{Answer, Context, Failure, Outcome};
use crate::access::Pool;
use crate::world::World;

const POOL: &[P] = &[P::string("poolid").format(POOL_ID)];
const TYPE: &[P] = &[P::choice("type", &["qemu", "lxc", "storage"]).optional()];
const CHANGE: &[P] = &[
    P::boolean("allow-move").optional(),
    P::string("comment").optional(),
    P::boolean("delete").optional(),
    P::string("storage").optional().format(STORAGE_ID_LIST),
    P::string("vms").optional().format(VMID_LIST),
];
const ALLOCATE: Check = Check::perm("/pool/{poolid}", &["Pool.Allocate"]);

/// The routes of this file. Those with the pool in the path cannot name a nested one and are the older form.
pub const ROUTES: &[Route] = &[
    Route::get("/pools", list).params(&[&[P::string("poolid").optional().format(POOL_ID)], TYPE]).check(Check::All),
    Route::post("/pools", create).params(&[POOL, &[P::string("comment").optional()]]).check(ALLOCATE),
    Route::put("/pools", update).params(&[POOL, CHANGE]).check(ALLOCATE),
    Route::delete("/pools", remove).params(&[POOL]).check(ALLOCATE),
    Route::get("/pools/{poolid}", read).params(&[POOL, TYPE]).check(Check::perm("/pool/{poolid}", &["Pool.Audit"])),
    Route::put("/pools/{poolid}", update).params(&[POOL, CHANGE]).check(ALLOCATE),
    Route::delete("/pools/{poolid}", remove).params(&[POOL]).check(ALLOCATE),
];

fn record(name: &str, pool: &Pool) -> Map<String, Value> {
    let mut entry = Map::from_iter([("poolid".to_owned(), json!(name))]);
    if let Some(comment) = &pool.comment {
        entry.insert("comment".into(), json!(comment));
    }
    entry
}

/// Guests and storages of a pool, each as the resources list shows it.
fn members(world: &World, pool: &Pool, kind: Option<&str>) -> Vec<Value> {
    let mut members = Vec::new();
    for guest in pool.vms.iter().filter_map(|vmid| world.guests.get(vmid)) {
        if kind.is_none_or(|kind| kind == guest.kind.name()) {
            let mut row = rows::resource(world, guest, None);
            row.shift_remove("tags");
            row.shift_remove("lock");
            members.push(Value::Object(row));
        }
    }
    if kind.is_none_or(|kind| kind == "storage") {
        for storage in pool.storages.iter().filter_map(|id| world.storages.get(id)) {
            for node in world.nodes.values().filter(|node| storage.is_on(&node.name) && !storage.disabled) {
                let space = world.storage_space(storage, &node.name, world.reported(&node.name));
                members.push(Value::Object(storage_row(world, storage, node, space)));
                if storage.shared {
                    break;
                }
            }
        }
    }
    members
}

fn list(world: &mut World, context: &Context) -> Outcome {
    if let Some(name) = context.text("poolid") {
        world.must(&context.caller, &format!("/pool/{name}"), &["Pool.Audit"])?;
        let pool = find(world, name)?;
        let mut entry = record(name, pool);
        entry.insert("members".into(), members(world, pool, context.text("type")).into());
        return Ok(Answer::Data(json!([entry])));
    }
    if context.has("type") {
        return Err(Failure::param("poolid", "'poolid' has to be set when 'type' is set"));
    }
    let visible = |name: &str| world.may(&context.caller, &format!("/pool/{name}"), "Pool.Audit");
    let pools = world.access.pools.iter().filter(|(name, _)| visible(name));
    Ok(Answer::Data(pools.map(|(name, pool)| Value::Object(record(name, pool))).collect()))
}

fn find<'a>(world: &'a World, name: &str) -> Result<&'a Pool, Failure> {
    world.access.pools.get(name).ok_or_else(|| Failure::die(format!("pool '{name}' does not exist")))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("poolid");
    let pool = find(world, name)?;
    let mut entry = record(name, pool);
    entry.insert("members".into(), members(world, pool, context.text("type")).into());
    Ok(Answer::Data(Value::Object(entry)))
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("poolid");
    world.require_quorum()?;
    let failed = |error: String| Failure::die(format!("create pool failed: {error}"));
    if world.access.pools.contains_key(name) {
        return Err(failed(format!("pool '{name}' already exists")));
    }
    if let Some((parent, _)) = name.rsplit_once('/')
        && !world.access.pools.contains_key(parent)
    {
        return Err(failed(format!("parent '{parent}' of pool '{name}' does not exist")));
    }
    let comment = context.text("comment").map(str::to_owned);
    world.access.pools.insert(name.to_owned(), Pool { comment, ..Pool::default() });
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("poolid");
    let failed = |error: String| Failure::die(format!("update pools failed: {error}"));
    let vmids: Vec<u32> = split_list(context.need("vms")).filter_map(|vmid| vmid.parse().ok()).collect();
    let storages: Vec<&str> = split_list(context.need("storage")).collect();
    let mut pool =
        world.access.pools.get(name).cloned().ok_or_else(|| failed(format!("pool '{name}' does not exist")))?;
    for vmid in &vmids {
        world
            .must_any(&context.caller, &format!("/vms/{vmid}"), &["VM.Allocate"])
            .map_err(|refusal| Failure::new(403, format!("update pools failed: {}", refusal.reason)))?;
    }
    world.require_quorum()?;
    if let Some(comment) = context.text("comment") {
        pool.comment = Some(comment.to_owned());
    }
    if context.flag("delete") {
        for vmid in &vmids {
            if !pool.vms.remove(vmid) {
                return Err(failed(format!("VM {vmid} is not a pool member")));
            }
        }
        for storage in &storages {
            if !pool.storages.remove(*storage) {
                return Err(failed(format!("Storage '{storage}' is not a pool member")));
            }
        }
    } else {
        for vmid in &vmids {
            let other = world.access.pool_of(*vmid).filter(|other| *other != name).map(str::to_owned);
            if let Some(other) = other {
                if !context.flag("allow-move") {
                    let text = format!("VM {vmid} belongs already to pool '{other}' and 'allow-move' is not set");
                    return Err(failed(text));
                }
                if let Some(other) = world.access.pools.get_mut(&other) {
                    other.vms.remove(vmid);
                }
            }
            pool.vms.insert(*vmid);
        }
        pool.storages.extend(storages.iter().map(|storage| (*storage).to_owned()));
    }
    world.access.pools.insert(name.to_owned(), pool);
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("poolid");
    world.require_quorum()?;
    let failed = |error: String| Failure::die(format!("delete pool failed: {error}"));
    let pool = world.access.pools.get(name).ok_or_else(|| failed(format!("pool '{name}' does not exist")))?;
    // Members that do not exist (any more) do not keep a pool.
    if pool.vms.iter().any(|vmid| world.guests.contains_key(vmid)) {
        return Err(failed(format!(
            "pool '{name}' is not empty (contains VM {})",
            pool.vms.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        )));
    }
    if let Some(storage) = pool.storages.iter().find(|id| world.storages.contains_key(*id)) {
        return Err(failed(format!("pool '{name}' is not empty (contains storage '{storage}')")));
    }
    let nested = format!("{name}/");
    if let Some(child) = world.access.pools.keys().find(|other| other.starts_with(&nested)) {
        return Err(failed(format!("pool '{name}' is not empty (contains pool '{child}')")));
    }
    world.access.pools.remove(name);
    world.access.acl.forget_path(&format!("/pool/{name}"));
    Ok(Answer::NULL)
}
