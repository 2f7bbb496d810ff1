//! The storages of a node and how full they are.

use serde_json::{Map, Value, json};

use super::format::CONTENT_LIST;
use super::{ON_NODE, SEES, STORAGE};
use crate::api::access::subdirs;
use crate::api::format::{NODE, STORAGE_ID, split_list};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::rrd::{consolidate, grid, rows};
use crate::world::storage::Storage;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/storage", list)
        .params(&[
            ON_NODE,
            &[
                P::string("content").optional().format(CONTENT_LIST),
                P::boolean("enabled").optional(),
                P::boolean("format").optional(),
                P::string("storage").optional().format(STORAGE_ID),
                P::string("target").optional().format(NODE),
            ],
        ])
        .check(Check::All)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/storage/{storage}", index).params(&[ON_NODE, STORAGE]).check(SEES),
    Route::get("/nodes/{node}/storage/{storage}/status", status)
        .params(&[ON_NODE, STORAGE])
        .check(SEES)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/storage/{storage}/rrddata", rrddata)
        .params(&[
            ON_NODE,
            STORAGE,
            &[
                P::choice("cf", &["AVERAGE", "MAX"]).optional(),
                P::choice("timeframe", &["hour", "day", "week", "month", "year"]),
            ],
        ])
        .check(SEES)
        .on_node()
        .protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(subdirs(&[
        "content",
        "download-url",
        "file-restore",
        "import-metadata",
        "prunebackups",
        "rrd",
        "rrddata",
        "status",
        "upload",
    ]))
}

/// A storage as its node sees it now.
fn record(world: &World, storage: &Storage, node: &str, content: &[String]) -> Map<String, Value> {
    let active = world.is_storage_active(storage, node);
    let space = world.storage_space(storage, node, world.now);
    Map::from_iter([
        ("type".to_owned(), json!(storage.kind)),
        ("content".to_owned(), json!(content.join(","))),
        ("shared".to_owned(), json!(u8::from(storage.shared))),
        ("enabled".to_owned(), json!(u8::from(!storage.disabled))),
        ("active".to_owned(), json!(u8::from(active))),
        ("total".to_owned(), json!(space.total)),
        ("used".to_owned(), json!(space.used)),
        ("avail".to_owned(), json!(space.avail)),
    ])
}

fn shuffled_content(world: &mut World, storage: &Storage) -> Vec<String> {
    let mut content = storage.content.clone();
    world.rng.shuffle(&mut content);
    content
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let wanted: Vec<&str> = split_list(context.need("content")).collect();
    let mut chosen = Vec::new();
    for storage in world.storages.values() {
        let path = format!("/storage/{}", storage.id);
        let fits = storage.is_on(&context.node)
            && context.text("target").is_none_or(|target| storage.shared && storage.is_on(target))
            && context.text("storage").is_none_or(|id| id == storage.id)
            && (!context.flag("enabled") || !storage.disabled)
            && (wanted.is_empty() || storage.content.iter().any(|content| wanted.contains(&content.as_str())))
            && world.must_any(&context.caller, &path, &["Datastore.Audit", "Datastore.AllocateSpace"]).is_ok();
        if fits {
            chosen.push(storage.clone());
        }
    }
    let mut entries = Vec::with_capacity(chosen.len());
    for storage in chosen {
        let kinds = shuffled_content(world, &storage);
        let mut entry = record(world, &storage, &context.node, &kinds);
        entry.insert("storage".into(), json!(storage.id));
        if entry.get("total").and_then(Value::as_u64).is_some_and(|total| total > 0) {
            let fraction = world.storage_space(&storage, &context.node, world.now).fraction();
            entry.insert("used_fraction".into(), json!(fraction));
        }
        if context.flag("format")
            && world.version.is_nine()
            && storage.content.iter().any(|content| content == "images")
        {
            let supported: &[&str] = if storage.is_file_based() { &["raw", "qcow2", "vmdk"] } else { &["raw"] };
            entry.insert("formats".into(), json!({"default": "raw", "supported": supported}));
            entry.insert(
                "select_existing".into(),
                json!(u8::from(matches!(storage.kind.as_str(), "iscsi" | "iscsidirect"))),
            );
        }
        entries.push(Value::Object(entry));
    }
    world.rng.shuffle(&mut entries);
    Ok(Answer::Data(entries.into()))
}

fn status(world: &mut World, context: &Context) -> Outcome {
    let found = world.storages.get(context.need("storage")).filter(|storage| storage.is_on(&context.node)).cloned();
    let storage = found.ok_or_else(|| Failure::param("storage", "No such storage."))?;
    let kinds = shuffled_content(world, &storage);
    Ok(Answer::Data(Value::Object(record(world, &storage, &context.node, &kinds))))
}

/// Used and total bytes over time. Before the node ran, and while the storage cannot be reached, a row has its time only.
#[expect(clippy::cast_precision_loss, reason = "sizes are below 2^52")]
fn rrddata(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("storage");
    let storage = world.storages.get(id).ok_or_else(|| Failure::die(format!("storage '{id}' does not exist")))?;
    let (timeframe, max) = (context.need("timeframe"), context.text("cf") == Some("MAX"));
    let nine = world.version.is_nine();
    let (step, _) = grid(timeframe, nine);
    let booted = world.nodes.get(&context.node).map_or(world.began, |node| node.booted);
    let entry = |at: crate::world::moment::Moment| {
        let mut row = Map::from_iter([("time".to_owned(), json!(at.seconds()))]);
        let space = |point| (point >= booted).then(|| world.storage_space(storage, &context.node, point));
        let used = consolidate(at, step, max, |point| space(point).map(|space| space.used as f64));
        let total = space(at).map(|space| space.total).filter(|total| *total > 0);
        if let (Some(used), Some(total)) = (used, total) {
            row.insert("used".into(), json!(used));
            row.insert("total".into(), json!(total));
        }
        Value::Object(row)
    };
    Ok(Answer::Data(rows(world.now, timeframe, nine).map(entry).collect()))
}
