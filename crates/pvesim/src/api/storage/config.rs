//! `/storage`: the definitions.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use super::STORAGE;
use super::format::{CONTENT_LIST, VOLUME_ID, is_fingerprint};
use crate::api::cluster::format::{PRUNE, deleted};
use crate::api::format::{CONFIG_ID, CONFIG_ID_LIST, NODE_LIST, split_list};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::hex;
use crate::world::storage::Storage;
use crate::world::storage_kind;
use crate::world::version::Releases;

const KINDS_8: &[&str] = storage_kind::KINDS;
const KINDS_9: &[&str] = &[
    "btrfs",
    "cephfs",
    "cifs",
    "dir",
    "esxi",
    "iscsi",
    "iscsidirect",
    "lvm",
    "lvmthin",
    "nfs",
    "pbs",
    "rbd",
    "zfs",
    "zfspool",
];

/// Set when a storage is made, and never changed.
const FIXED: &[P] = &[
    P::string("authsupported").optional(),
    P::string("base").optional().format(VOLUME_ID),
    P::string("datastore").optional(),
    P::string("export").optional(),
    P::string("iscsiprovider").optional(),
    P::string("path").optional(),
    P::string("portal").optional(),
    P::string("share").optional(),
    P::string("target").optional(),
    P::string("thinpool").optional(),
    P::choice("type", KINDS_8).releases(Releases::EIGHT),
    P::choice("type", KINDS_9).releases(Releases::NINE),
    P::string("vgname").optional(),
    P::string("volume").optional().releases(Releases::EIGHT),
];

/// Can be changed.
const FIELDS: &[P] = &[
    P::string("blocksize").optional(),
    P::string("bwlimit").optional(),
    P::string("comstar_hg").optional(),
    P::string("comstar_tg").optional(),
    P::string("content").optional().format(CONTENT_LIST),
    P::string("content-dirs").optional(),
    P::boolean("create-base-path").optional(),
    P::boolean("create-subdirs").optional(),
    P::string("data-pool").optional(),
    P::boolean("disable").optional(),
    P::string("domain").optional().max_length(256),
    P::string("encryption-key").optional(),
    P::string("fingerprint").optional().pattern(is_fingerprint),
    P::choice("format", &["raw", "qcow2", "subvol", "vmdk"]).optional(),
    P::string("fs-name").optional().format(CONFIG_ID),
    P::boolean("fuse").optional(),
    P::string("is_mountpoint").optional(),
    P::string("keyring").optional(),
    P::boolean("krbd").optional(),
    P::string("lio_tpg").optional(),
    P::string("master-pubkey").optional(),
    P::integer("max-protected-backups").optional().min(-1.0),
    P::integer("maxfiles").optional().min(0.0).releases(Releases::EIGHT),
    P::boolean("mkdir").optional(),
    P::string("monhost").optional(),
    P::string("mountpoint").optional(),
    P::string("namespace").optional(),
    P::boolean("nocow").optional(),
    P::string("nodes").optional().format(NODE_LIST),
    P::boolean("nowritecache").optional(),
    P::string("options").optional(),
    P::string("password").optional().max_length(256),
    P::string("pool").optional(),
    P::integer("port").optional().min(1.0).max(65_535.0),
    P::choice("preallocation", &["off", "metadata", "falloc", "full"]).optional(),
    P::string("prune-backups").optional().format(PRUNE),
    P::boolean("saferemove").optional(),
    P::string("saferemove_throughput").optional(),
    P::integer("saferemove-stepsize").one_of(&["1", "2", "4", "8", "16", "32"]).optional().releases(Releases::NINE),
    P::string("server").optional(),
    P::string("server2").optional().releases(Releases::EIGHT),
    P::boolean("shared").optional(),
    P::boolean("skip-cert-verification").optional(),
    P::choice("smbversion", &["default", "2.0", "2.1", "3", "3.0", "3.11"]).optional(),
    P::boolean("snapshot-as-volume-chain").optional().releases(Releases::NINE),
    P::boolean("sparse").optional(),
    P::string("subdir").optional(),
    P::boolean("tagged_only").optional(),
    P::choice("transport", &["tcp", "rdma", "unix"]).optional().releases(Releases::EIGHT),
    P::string("username").optional(),
    P::string("zfs-base-path").optional(),
];

const ALLOCATE: Check = Check::perm("/storage", &["Datastore.Allocate"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/storage", list)
        .params(&[&[
            P::choice("type", KINDS_8).optional().releases(Releases::EIGHT),
            P::choice("type", KINDS_9).optional().releases(Releases::NINE),
        ]])
        .check(Check::All),
    Route::post("/storage", create).params(&[STORAGE, FIXED, FIELDS]).check(ALLOCATE),
    Route::get("/storage/{storage}", read)
        .params(&[STORAGE])
        .check(Check::perm("/storage/{storage}", &["Datastore.Allocate"])),
    Route::put("/storage/{storage}", update)
        .params(&[
            STORAGE,
            FIELDS,
            &[
                P::string("delete").optional().max_length(4096).format(CONFIG_ID_LIST),
                P::string("digest").optional().max_length(64),
            ],
        ])
        .check(ALLOCATE),
    Route::delete("/storage/{storage}", remove).params(&[STORAGE]).check(ALLOCATE),
];

/// Options that are numbers or truth values in the answers.
const NUMBERS: [&str; 12] = [
    "fuse",
    "krbd",
    "max-protected-backups",
    "maxfiles",
    "mkdir",
    "nocow",
    "nowritecache",
    "port",
    "saferemove",
    "skip-cert-verification",
    "sparse",
    "tagged_only",
];

/// Fingerprint of `storage.cfg`.
fn digest(world: &World) -> String {
    let mut digest = Sha1::new();
    for storage in world.storages.values() {
        digest.update(format!(
            "{}: {}\n{:?}{:?}{:?}{}",
            storage.kind, storage.id, storage.content, storage.options, storage.nodes, storage.disabled
        ));
    }
    hex(digest)
}

fn record(world: &mut World, storage: &Storage, digest: &str) -> Value {
    let mut content = storage.content.clone();
    world.rng.shuffle(&mut content);
    let content = if content.is_empty() { "none".to_owned() } else { content.join(",") };
    let mut entry = Map::from_iter([
        ("storage".to_owned(), json!(storage.id)),
        ("type".to_owned(), json!(storage.kind)),
        ("content".to_owned(), json!(content)),
        ("digest".to_owned(), json!(digest)),
    ]);
    for (name, value) in storage.options.iter().filter(|(name, _)| *name != "password") {
        let number = value.parse::<i64>().ok().filter(|_| NUMBERS.contains(&name.as_str()));
        entry.insert(name.clone(), number.map_or_else(|| json!(value), Value::from));
    }
    if !storage.nodes.is_empty() {
        entry.insert("nodes".into(), json!(storage.nodes.join(",")));
    }
    if storage.disabled {
        entry.insert("disable".into(), json!(1));
    }
    if storage.shared && !storage_kind::is_always_shared(&storage.kind) {
        entry.insert("shared".into(), json!(1));
    }
    Value::Object(entry)
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let kind = context.text("type");
    let visible = |storage: &&Storage| {
        let path = format!("/storage/{}", storage.id);
        kind.is_none_or(|kind| storage.kind == kind)
            && world.must_any(&context.caller, &path, &["Datastore.Audit", "Datastore.AllocateSpace"]).is_ok()
    };
    let chosen: Vec<Storage> = world.storages.values().filter(visible).cloned().collect();
    let digest = digest(world);
    let mut entries: Vec<Value> = chosen.iter().map(|storage| record(world, storage, &digest)).collect();
    world.rng.shuffle(&mut entries);
    Ok(Answer::Data(entries.into()))
}

fn find(world: &World, id: &str) -> Result<Storage, Failure> {
    world.storages.get(id).cloned().ok_or_else(|| Failure::die(format!("storage '{id}' does not exist")))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let storage = find(world, context.need("storage"))?;
    let digest = digest(world);
    Ok(Answer::Data(record(world, &storage, &digest)))
}

fn apply(storage: &mut Storage, context: &Context) -> Result<(), String> {
    for (name, value) in context.iter() {
        match name {
            "storage" | "type" | "delete" | "digest" | "node" => {}
            "content" => storage.content = contents(&storage.kind, value)?,
            "nodes" => storage.nodes = split_list(value).map(str::to_owned).collect(),
            "disable" => storage.disabled = value == "1",
            "shared" => storage.shared = value == "1" || storage_kind::is_always_shared(&storage.kind),
            _ => {
                storage.options.insert(name.to_owned(), value.to_owned());
            }
        }
    }
    Ok(())
}

fn contents(kind: &str, value: &str) -> Result<Vec<String>, String> {
    let wanted: Vec<&str> = split_list(value).filter(|content| *content != "none").collect();
    let possible = |content: &&str| storage_kind::possible_content(kind).iter().any(|known| known.name() == *content);
    match wanted.iter().find(|content| !possible(content)) {
        Some(bad) => Err(format!("storage does not support content type '{bad}'")),
        None => Ok(wanted.into_iter().map(str::to_owned).collect()),
    }
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let (id, kind) = (context.need("storage"), context.need("type"));
    world.require_quorum()?;
    let failed = |error: String| Failure::die(format!("create storage failed: {error}"));
    if world.storages.contains_key(id) {
        return Err(failed(format!("storage ID '{id}' already defined")));
    }
    if let Some(missing) = storage_kind::needed(kind).iter().find(|name| !context.has(name)) {
        return Err(failed(format!("missing value for required option '{missing}'")));
    }
    let mut storage = Storage { options: IndexMap::new(), ..Storage::new(id, kind) };
    apply(&mut storage, context).map_err(failed)?;
    if kind != "dir" {
        // Nobody says how big a new server, pool or volume group is: a terabyte with a bit on it.
        storage.on_root = false;
        storage.total = 1 << 40;
        storage.other = 1 << 33;
    }
    world.storages.insert(id.to_owned(), storage);
    Ok(Answer::Data(json!({"storage": id, "type": kind})))
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("storage");
    world.require_quorum()?;
    let failed = |error: String| Failure::die(format!("update storage failed: {error}"));
    let mut storage =
        world.storages.get(id).cloned().ok_or_else(|| failed(format!("storage '{id}' does not exist")))?;
    if context.text("digest").is_some_and(|given| given != digest(world)) {
        return Err(failed("detected modified configuration - file changed by other user? Try again.".to_owned()));
    }
    apply(&mut storage, context).map_err(failed)?;
    for name in deleted(context.need("delete")) {
        match name {
            "nodes" => storage.nodes.clear(),
            "disable" => storage.disabled = false,
            "shared" => storage.shared = storage_kind::is_always_shared(&storage.kind),
            "content" => {
                let default = storage_kind::default_content(&storage.kind);
                storage.content = default.iter().map(|content| content.name().to_owned()).collect();
            }
            _ => {
                storage.options.shift_remove(name);
            }
        }
    }
    let kind = storage.kind.clone();
    world.storages.insert(id.to_owned(), storage);
    Ok(Answer::Data(json!({"storage": id, "type": kind})))
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("storage");
    world.require_quorum()?;
    if world.storages.shift_remove(id).is_none() {
        return Err(Failure::die(format!("delete storage failed: storage '{id}' does not exist")));
    }
    world.access.acl.forget_path(&format!("/storage/{id}"));
    Ok(Answer::NULL)
}
