//! `/cluster/ha/groups`.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use super::CONSOLE;
use crate::api::cluster::AUDIT;
use crate::api::cluster::format::{HA_NODES, deleted};
use crate::api::format::{CONFIG_ID, CONFIG_ID_LIST};
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::hex;
use crate::world::version::Releases;

const GROUP: &[P] = &[P::string("group").format(CONFIG_ID)];
const FIELDS: &[P] = &[
    P::string("comment").optional().max_length(4096),
    P::boolean("nofailback").optional(),
    P::boolean("restricted").optional(),
];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/ha/groups", list).check(AUDIT),
    Route::post("/cluster/ha/groups", create)
        .params(&[
            GROUP,
            FIELDS,
            &[
                P::string("nodes").format(HA_NODES).releases(Releases::EIGHT),
                P::string("nodes").releases(Releases::NINE),
                P::choice("type", &["group"]).optional(),
            ],
        ])
        .check(CONSOLE),
    Route::get("/cluster/ha/groups/{group}", read).params(&[GROUP]).check(AUDIT),
    Route::put("/cluster/ha/groups/{group}", update)
        .params(&[
            GROUP,
            FIELDS,
            &[
                P::string("nodes").optional().format(HA_NODES).releases(Releases::EIGHT),
                P::string("nodes").optional().releases(Releases::NINE),
                P::string("delete").optional().max_length(4096).format(CONFIG_ID_LIST),
                P::string("digest").optional().max_length(64),
            ],
        ])
        .check(CONSOLE),
    Route::delete("/cluster/ha/groups/{group}", remove).params(&[GROUP]).check(CONSOLE),
];

fn digest(world: &World) -> String {
    let mut digest = Sha1::new();
    for (name, group) in &world.ha.groups {
        digest.update(format!("{name} {group:?}\n"));
    }
    hex(digest)
}

fn record(world: &World, name: &str, group: &IndexMap<String, String>) -> Value {
    let mut entry = Map::from_iter([
        ("group".to_owned(), json!(name)),
        ("type".to_owned(), json!("group")),
        ("digest".to_owned(), json!(digest(world))),
    ]);
    for (key, value) in group {
        let flag = matches!(key.as_str(), "nofailback" | "restricted");
        entry.insert(key.clone(), if flag { json!(u8::from(value == "1")) } else { json!(value) });
    }
    Value::Object(entry)
}

fn list(world: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(world.ha.groups.iter().map(|(name, group)| record(world, name, group)).collect()))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("group");
    let group = world.ha.groups.get(name).ok_or_else(|| Failure::die(format!("no such ha group '{name}'")))?;
    Ok(Answer::Data(record(world, name, group)))
}

/// On 9.x groups can only be read: they were turned into rules.
fn writable(world: &World) -> Result<(), Failure> {
    if world.version.is_nine() {
        return Err(Failure::die("ha groups have been migrated to rules"));
    }
    world.require_quorum()
}

fn apply(group: &mut IndexMap<String, String>, context: &Context) {
    for name in ["comment", "nodes", "nofailback", "restricted"] {
        if let Some(value) = context.text(name) {
            group.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("group");
    writable(world)?;
    if world.ha.groups.contains_key(name) {
        return Err(Failure::die(format!("ha group ID '{name}' already defined")));
    }
    let mut group = IndexMap::new();
    apply(&mut group, context);
    world.ha.groups.insert(name.to_owned(), group);
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("group");
    writable(world)?;
    let group = world.ha.groups.get_mut(name).ok_or_else(|| Failure::die(format!("no such ha group '{name}'")))?;
    apply(group, context);
    for key in deleted(context.need("delete")) {
        group.shift_remove(key);
    }
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("group");
    writable(world)?;
    if let Some(user) = world.ha.resources.iter().find(|(_, resource)| resource.group.as_deref() == Some(name)) {
        return Err(Failure::die(format!("ha group '{name}' is used by service '{}'", user.0)));
    }
    world
        .ha
        .groups
        .remove(name)
        .ok_or_else(|| Failure::die(format!("delete ha group '{name}' failed: no such group")))?;
    Ok(Answer::NULL)
}
