//! The volumes on a storage.

use serde_json::{Map, Value, json};

use super::format::{CONTENT, is_size};
use super::{ON_NODE, SEES, STORAGE, rights};
use crate::api::format::{STORAGE_ID, VMID};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::script::Script;
use crate::world::storage_name::{self, Parsed};
use crate::world::volume::{Content, Volume};

const VOLUME: &[P] = &[P::string("storage").optional().format(STORAGE_ID), P::string("volume")];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/storage/{storage}/content", list)
        .params(&[
            ON_NODE,
            STORAGE,
            &[
                P::string("content").optional().format(CONTENT),
                P::integer("vmid").optional().min(100.0).max(999_999_999.0).format(VMID),
            ],
        ])
        .check(SEES)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/storage/{storage}/content", allocate)
        .params(&[
            ON_NODE,
            STORAGE,
            &[
                P::string("filename"),
                P::choice("format", &["raw", "qcow2", "subvol", "vmdk"]).optional(),
                P::string("size").pattern(is_size),
                P::integer("vmid").min(100.0).max(999_999_999.0).format(VMID),
            ],
        ])
        .check(Check::perm("/storage/{storage}", &["Datastore.AllocateSpace"]))
        .on_node(),
    Route::get("/nodes/{node}/storage/{storage}/content/{volume}", read)
        .params(&[ON_NODE, VOLUME])
        .check(Check::All)
        .on_node()
        .protected(),
    Route::put("/nodes/{node}/storage/{storage}/content/{volume}", update)
        .params(&[ON_NODE, VOLUME, &[P::string("notes").optional(), P::boolean("protected").optional()]])
        .check(Check::All)
        .on_node(),
    Route::delete("/nodes/{node}/storage/{storage}/content/{volume}", remove)
        .params(&[ON_NODE, VOLUME, &[P::integer("delay").optional().min(1.0).max(30.0)]])
        .check(Check::All)
        .on_node(),
];

/// What is known of a volume's name from the volume itself.
fn parsed(volume: &Volume) -> Parsed {
    Parsed { content: volume.content, vmid: volume.vmid }
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("storage");
    let storage = world.usable_storage(id, &context.node).map_err(Failure::die)?;
    let wanted = context.text("content");
    let vmid = context.integer("vmid").and_then(|vmid| u32::try_from(vmid).ok());
    let file_based = storage.is_file_based();
    let fits = |volume: &&Volume| {
        wanted.is_none_or(|wanted| volume.content.name() == wanted)
            && vmid.is_none_or(|vmid| volume.vmid == Some(vmid))
            && storage.holds(volume.content)
            && rights::may_read(world, &context.caller, id, &parsed(volume)).is_ok()
    };
    let entries: Vec<Value> =
        world.volumes.on(id, &context.node).filter(fits).map(|volume| row(volume, file_based)).collect();
    Ok(Answer::Data(entries.into()))
}

fn row(volume: &Volume, file_based: bool) -> Value {
    let mut row = Map::from_iter([
        ("volid".to_owned(), json!(volume.volid)),
        ("content".to_owned(), json!(volume.content.name())),
        ("format".to_owned(), json!(volume.format)),
        ("size".to_owned(), json!(volume.size)),
        ("ctime".to_owned(), json!(volume.created.seconds())),
    ]);
    if let Some(vmid) = volume.vmid {
        row.insert("vmid".into(), json!(vmid));
    }
    match volume.content {
        Content::Images | Content::Rootdir => {
            let base = volume.parent.as_deref().and_then(|parent| parent.split_once(':')).map(|(_, name)| name);
            if file_based {
                // Told for files alone; a file without a base has a null.
                row.insert("used".into(), json!(volume.used));
                row.insert("parent".into(), json!(base.map(|name| format!("../{name}"))));
            } else if let Some(base) = base {
                row.insert("parent".into(), json!(base));
            }
        }
        Content::Backup => {
            if let Some(kind) = storage_name::backup_kind(volume.name()) {
                row.insert("subtype".into(), json!(kind));
            }
            if let Some(notes) = &volume.notes {
                row.insert("notes".into(), json!(notes));
            }
            if volume.protected {
                row.insert("protected".into(), json!(1));
            }
            if let Some((state, upid)) = &volume.verification {
                row.insert("verification".into(), json!({"state": state, "upid": upid}));
            }
            if let Some(key) = &volume.encrypted {
                row.insert("encrypted".into(), json!(key));
            }
        }
        _ => {}
    }
    Value::Object(row)
}

/// Storage and full id of the volume that a path names; the name may come with or without its storage.
fn target(world: &World, context: &Context) -> Result<(String, String, Parsed), Failure> {
    let given = context.need("volume");
    let (id, name) = match (given.split_once(':'), context.text("storage")) {
        (Some((id, name)), Some(storage)) if id != storage => {
            return Err(Failure::param("storage", format!("storage missmatch: {id} != {storage} ({name})")));
        }
        (Some((id, name)), _) => (id, name),
        (None, Some(storage)) => (storage, given),
        (None, None) => return Err(Failure::die(format!("unable to parse volume ID '{given}'"))),
    };
    let storage = world.storages.get(id).ok_or_else(|| Failure::die(format!("storage '{id}' does not exist")))?;
    let parsed = storage_name::parse(storage, name).map_err(Failure::die)?;
    Ok((id.to_owned(), format!("{id}:{name}"), parsed))
}

fn missing(world: &World, id: &str, volid: &str) -> Failure {
    let name = volid.split_once(':').map_or(volid, |(_, name)| name);
    let path = world.storages.get(id).and_then(|storage| storage_name::path(storage, name));
    Failure::die(format!("volume_size_info on '{}' failed", path.as_deref().unwrap_or(volid)))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let (id, volid, parsed) = target(world, context)?;
    rights::read(world, context, &id, &parsed)?;
    world.usable_storage(&id, &context.node).map_err(Failure::die)?;
    let volume = world.volumes.get(&volid, &context.node).ok_or_else(|| missing(world, &id, &volid))?;
    let path = world.storages.get(&id).and_then(|storage| storage_name::path(storage, volume.name()));
    let mut data = Map::from_iter([
        ("path".to_owned(), json!(path)),
        ("size".to_owned(), json!(volume.size)),
        ("used".to_owned(), json!(volume.used)),
        // Anything that is no disk image is raw to qemu-img, which is asked here.
        ("format".to_owned(), json!(if parsed.content == Content::Images { volume.format.as_str() } else { "raw" })),
    ]);
    if parsed.content == Content::Backup {
        data.insert("notes".into(), json!(volume.notes.as_deref().unwrap_or("")));
        data.insert("protected".into(), json!(u8::from(volume.protected)));
    }
    Ok(Answer::Data(Value::Object(data)))
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let (id, volid, parsed) = target(world, context)?;
    rights::read(world, context, &id, &parsed)?;
    world.usable_storage(&id, &context.node).map_err(Failure::die)?;
    if parsed.content != Content::Backup {
        let name = if context.has("notes") { "notes" } else { "protected" };
        return Err(Failure::die(format!(
            "attribute '{name}' is not supported for volume type '{}'",
            parsed.content.name()
        )));
    }
    let gone = missing(world, &id, &volid);
    let volume = world.volumes.get_mut(&volid, &context.node).ok_or(gone)?;
    if let Some(notes) = context.text("notes") {
        volume.notes = Some(notes.to_owned());
    }
    if let Some(protected) = context.choice("protected") {
        volume.protected = protected;
    }
    Ok(Answer::NULL)
}

/// The task also ends well when the file was not there.
fn remove(world: &mut World, context: &Context) -> Outcome {
    let (id, volid, parsed) = target(world, context)?;
    rights::remove(world, context, &id, &parsed)?;
    let task_id = parsed.vmid.map_or_else(|| id.clone(), |vmid| format!("{vmid}@{id}"));
    let node = context.node.clone();
    let script = Script::new().after(150, move |world, run| {
        let name = volid.split_once(':').map_or("", |(_, name)| name).to_owned();
        let storage = world.usable_storage(&id, &node)?;
        let path = storage_name::path(storage, &name).unwrap_or_default();
        match world.volumes.get(&volid, &node) {
            Some(volume) if volume.protected => {
                return Err(format!("cannot remove protected volume '{name}' on '{id}'"));
            }
            Some(_) if world.volumes.has_children(&volid) => {
                return Err(format!("base volume '{name}' is still in use by linked cloned"));
            }
            Some(_) => {
                world.volumes.remove(&volid, &node);
            }
            None => run.say(format!("disk image '{path}' does not exist")),
        }
        run.say(format!("Removed volume '{volid}'"));
        Ok(())
    });
    Ok(Answer::Data(json!(world.start_task(&context.node, "imgdel", &task_id, &context.caller.authid(), script))))
}

/// KiB, or with a unit.
fn size_of(text: &str) -> u64 {
    crate::world::config::size_bytes(&if text.ends_with(['M', 'G']) { text.to_owned() } else { format!("{text}K") })
        .unwrap_or(0)
}

fn allocate(world: &mut World, context: &Context) -> Outcome {
    let (id, name, vmid) = (context.need("storage"), context.need("filename"), context.vmid()?);
    let storage = world.usable_storage(id, &context.node).map_err(Failure::die)?;
    let (file_based, shared) = (storage.is_file_based(), storage.shared);
    let by_name = name
        .rsplit_once('.')
        .map(|(_, format)| format)
        .filter(|format| matches!(*format, "raw" | "qcow2" | "vmdk" | "subvol"));
    if let (Some(found), Some(wanted)) = (by_name, context.text("format"))
        && found != wanted
    {
        return Err(Failure::param("format", format!("different storage formats ({found} != {wanted})")));
    }
    let format = by_name.or_else(|| context.text("format")).unwrap_or("raw").to_owned();
    if !name.contains(&format!("-{vmid}-")) {
        return Err(Failure::die(format!("illegal name '{name}' - should be 'vm-{vmid}-*'")));
    }
    let size = size_of(context.need("size"));
    let volid = if file_based { format!("{id}:{vmid}/{name}") } else { format!("{id}:{name}") };
    if world.volumes.get(&volid, &context.node).is_some() {
        let path = storage_name::path(storage, volid.split_once(':').map_or("", |(_, name)| name)).unwrap_or_default();
        return Err(Failure::die(format!("disk image '{path}' already exists")));
    }
    let thick = matches!(storage.kind.as_str(), "lvm" | "iscsi" | "iscsidirect");
    world.volumes.put(Volume {
        volid: volid.clone(),
        node: (!shared).then(|| context.node.clone()),
        content: Content::Images,
        format,
        size,
        used: if thick { size } else { size.min(200_704) },
        vmid: Some(vmid),
        parent: None,
        created: world.now,
        notes: None,
        protected: false,
        verification: None,
        encrypted: None,
        archived: None,
    });
    Ok(Answer::Data(json!(volid)))
}
