//! `/nodes/{node}/vzdump`.

use serde_json::json;

use super::fields::{DUMP, RUN};
use crate::api::format::{NODE, STORAGE_ID, split_list};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::Config;
use crate::world::dump::Dump;
use crate::world::guest::GuestKind;
use crate::world::prune::Retention;
use crate::world::storage_name;
use crate::world::volume::Archived;

const ON_NODE: &[P] = &[P::string("node").format(NODE)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::post("/nodes/{node}/vzdump", run).params(&[DUMP, RUN]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/vzdump/defaults", defaults)
        .params(&[ON_NODE, &[P::string("storage").optional().format(STORAGE_ID)]])
        .check(Check::All)
        .on_node(),
    Route::get("/nodes/{node}/vzdump/extractconfig", extract)
        .params(&[ON_NODE, &[P::string("volume")]])
        .check(Check::All)
        .on_node()
        .protected(),
];

/// The guests of a call that are on this node or nowhere: what does not exist fails in the task.
fn chosen(world: &World, context: &Context) -> Vec<u32> {
    let numbers =
        |name: &str| split_list(context.need(name)).filter_map(|vmid| vmid.parse().ok()).collect::<Vec<u32>>();
    if context.has("vmid") {
        let mut vmids = numbers("vmid");
        vmids.sort_unstable();
        vmids.dedup();
        vmids.retain(|vmid| world.guests.get(vmid).is_none_or(|guest| guest.node == context.node));
        return vmids;
    }
    let excluded = numbers("exclude");
    let pool = context.text("pool");
    let here = world.guests.values().filter(|guest| guest.node == context.node && !excluded.contains(&guest.vmid));
    let wanted = here.filter(|guest| pool.is_none_or(|pool| world.access.pool_of(guest.vmid) == Some(pool)));
    wanted.map(|guest| guest.vmid).collect()
}

fn check_rights(world: &World, context: &Context) -> Result<(), Failure> {
    if !context.caller.is_root() {
        for name in ["tmpdir", "dumpdir", "script", "job-id"] {
            if context.has(name) {
                return Err(Failure::param(name, "Only root may set this option."));
            }
        }
        for name in ["bwlimit", "ionice", "performance"] {
            if context.has(name) {
                world.must(&context.caller, "/", &["Sys.Modify"])?;
            }
        }
    }
    if let Some(storage) = context.text("storage") {
        world.must(&context.caller, &format!("/storage/{storage}"), &["Datastore.AllocateSpace"])?;
    }
    Ok(())
}

fn run(world: &mut World, context: &Context) -> Outcome {
    if context.flag("stop") {
        return Ok(Answer::Data(json!("OK")));
    }
    if !context.has("vmid") && !context.has("pool") && !context.flag("all") {
        return Err(Failure::param("vmid", crate::api::verify::MISSING));
    }
    check_rights(world, context)?;
    let mut vmids = chosen(world, context);
    if context.has("vmid") {
        for vmid in &vmids {
            world.must(&context.caller, &format!("/vms/{vmid}"), &["VM.Backup"])?;
        }
    } else {
        vmids.retain(|vmid| world.may(&context.caller, &format!("/vms/{vmid}"), "VM.Backup"));
    }
    if vmids.is_empty() {
        return Ok(Answer::Data(json!("OK")));
    }
    let storage = context.text("storage").unwrap_or("local").to_owned();
    let configured = world.storages.get(&storage).map_or("keep-all=1", World::storage_retention);
    let retention_text = context.text("prune-backups").unwrap_or(configured).to_owned();
    let remove = context.choice("remove").unwrap_or(true);
    let dump = Dump {
        node: context.node.clone(),
        mode: context.text("mode").unwrap_or("snapshot").to_owned(),
        compress: context.text("compress").unwrap_or("0").to_owned(),
        retention: remove.then(|| Retention::parse(&retention_text)),
        retention_text,
        notes: context.text("notes-template").map(str::to_owned),
        protected: context.flag("protected"),
        command: command(context, &vmids),
        vmids: vmids.clone(),
        storage,
    };
    let id = match vmids.as_slice() {
        [only] if context.has("vmid") => only.to_string(),
        _ => String::new(),
    };
    let upid = world.start_task(&context.node, "vzdump", &id, &context.caller.authid(), dump.script());
    Ok(Answer::Data(json!(upid)))
}

/// The call as a command line, which is how the log begins.
fn command(context: &Context, vmids: &[u32]) -> String {
    let mut words = vec!["vzdump".to_owned()];
    if context.has("vmid") {
        words.extend(vmids.iter().map(u32::to_string));
    }
    for (name, value) in context.iter().filter(|(name, _)| !matches!(*name, "vmid" | "node")) {
        let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./=,:@".contains(&byte));
        words.push(format!("--{name}"));
        words.push(if plain { value.to_owned() } else { format!("'{value}'") });
    }
    words.push("--node".to_owned());
    words.push(context.node.clone());
    words.join(" ")
}

fn defaults(world: &mut World, context: &Context) -> Outcome {
    let storage = context.text("storage").unwrap_or("local");
    world.must_any(&context.caller, &format!("/storage/{storage}"), &["Datastore.Audit", "Datastore.AllocateSpace"])?;
    let retention = world.storages.get(storage).map_or("keep-all=1", World::storage_retention);
    let mut data = json!({
        "all": 0, "bwlimit": 0, "compress": "0", "fleecing": {"enabled": 0}, "ionice": 7, "lockwait": 180,
        "mailnotification": "always", "mode": "snapshot", "notification-mode": "auto",
        "performance": {"max-workers": 16, "pbs-entries-max": 1_048_576}, "pigz": 0, "prune-backups": retention,
        "quiet": 0, "remove": 1, "stdexcludes": 1, "stop": 0, "stopwait": 10, "storage": storage, "zstd": 1,
    });
    if let Some(data) = data.as_object_mut() {
        if !world.version.is_nine() {
            data.insert("notification-policy".into(), json!("always"));
        }
        if let Some(found) = world.storages.get(storage).filter(|storage| storage.is_file_based()) {
            data.insert("dumpdir".into(), json!(format!("{}/dump", storage_name::directory(found))));
        }
        if !context.caller.is_root() && !matches!(context.caller, crate::api::Caller::Token { .. }) {
            data.shift_remove("dumpdir");
        }
    }
    Ok(Answer::Data(data))
}

fn extract(world: &mut World, context: &Context) -> Outcome {
    let volume = context.need("volume");
    let Some((id, name)) = volume.split_once(':') else {
        return Err(Failure::die(format!("unable to parse volume ID '{volume}'")));
    };
    let storage = world.usable_storage(id, &context.node).map_err(Failure::die)?;
    let parsed = storage_name::parse(storage, name).map_err(Failure::die)?;
    super::super::storage::rights::read(world, context, id, &parsed)?;
    let found = world.volumes.get(volume, &context.node);
    let archived = found.and_then(|volume| volume.archived.as_ref());
    let archived = archived.ok_or_else(|| Failure::die(format!("volume '{volume}' does not exist")))?;
    Ok(Answer::Data(json!(file(archived))))
}

/// The configuration file as it lies in the archive.
fn file(archived: &Archived) -> String {
    let mut lines: Vec<String> = archived
        .config
        .iter()
        .filter(|(key, _)| *key != "digest" && !key.starts_with("unused"))
        .map(|(key, value)| format!("{key}: {value}\n"))
        .collect();
    lines.sort_unstable();
    let mut text = lines.concat();
    if archived.kind == GuestKind::Qemu {
        text.push('\n');
        text.push_str(&map(&archived.config));
    }
    text
}

/// Which stream of the archive is which disk.
fn map(config: &Config) -> String {
    let disks = config.drives().filter(|(_, value)| !value.contains("media=cdrom"));
    let line = |(key, value): (&str, &str)| {
        let volid = crate::world::config::volume_of(value);
        let storage = volid.split_once(':').map_or("", |(storage, _)| storage);
        let format = volid.rsplit_once('.').map_or("raw", |(_, format)| format);
        format!("#qmdump#map:{key}:drive-{key}:{storage}:{format}:\n")
    };
    disks.map(line).collect()
}
