//! Disks of a node, and what LVM and directories make of them.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{ON_NODE, machine};
use crate::api::access::directory;
use crate::api::cluster::AUDIT as CLUSTER_AUDIT;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::disk::Disk;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/disks", index).params(&[ON_NODE]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/disks/list", list)
        .params(&[
            ON_NODE,
            &[
                P::boolean("include-partitions").optional(),
                P::boolean("skipsmart").optional(),
                P::choice("type", &["unused", "journal_disks"]).optional(),
            ],
        ])
        .check(Check::Or(&[CLUSTER_AUDIT, super::AUDIT]))
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/disks/smart", smart)
        .params(&[ON_NODE, &[P::string("disk").pattern(is_device), P::boolean("healthonly").optional()]])
        .check(CLUSTER_AUDIT)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/disks/lvm", lvm).params(&[ON_NODE]).check(CLUSTER_AUDIT).on_node().protected(),
    Route::get("/nodes/{node}/disks/lvmthin", thin).params(&[ON_NODE]).check(CLUSTER_AUDIT).on_node().protected(),
    Route::get("/nodes/{node}/disks/directory", directories)
        .params(&[ON_NODE])
        .check(CLUSTER_AUDIT)
        .on_node()
        .protected(),
];

/// The pattern of a device's path.
fn is_device(value: &str) -> bool {
    value
        .strip_prefix("/dev/")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'/'))
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["list", "initgpt", "smart", "lvm", "lvmthin", "directory", "wipedisk", "zfs"]))
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let fits = |disk: &&Disk| match context.text("type") {
        Some("unused") => disk.used.is_none(),
        _ => true,
    };
    let skip = context.flag("skipsmart");
    Ok(Answer::Data(machine.disks.iter().filter(fits).map(|disk| record(disk, skip)).collect()))
}

fn record(disk: &Disk, skip_smart: bool) -> Value {
    let mut entry = Map::from_iter([
        ("devpath".to_owned(), json!(disk.device)),
        ("by_id_link".to_owned(), json!(format!("/dev/disk/by-id/{}_{}", disk.model.replace(' ', "_"), disk.serial))),
        ("size".to_owned(), json!(disk.size.0)),
        ("type".to_owned(), json!(disk.kind)),
        ("model".to_owned(), json!(disk.model)),
        ("vendor".to_owned(), json!(disk.vendor)),
        ("serial".to_owned(), json!(disk.serial)),
        ("wwn".to_owned(), json!(disk.wwn)),
        ("rpm".to_owned(), json!(disk.rpm)),
        ("gpt".to_owned(), json!(u8::from(disk.used.is_some()))),
        ("osdid".to_owned(), json!(disk.osd)),
        ("osdid-list".to_owned(), if disk.osd >= 0 { json!([disk.osd]) } else { Value::Null }),
    ]);
    if let Some(used) = &disk.used {
        entry.insert("used".into(), json!(used));
    }
    if !skip_smart {
        entry.insert("health".into(), json!(disk.health));
        // How much life is left, as a number; `N/A` when the disk does not say.
        entry.insert("wearout".into(), disk.wearout.map_or_else(|| json!("N/A"), Value::from));
    }
    Value::Object(entry)
}

/// Attributes of an ATA disk that has nothing to complain of: number, name, threshold, raw value.
const USUAL: [(u32, &str, u32, i64); 8] = [
    (5, "Reallocated_Sector_Ct", 10, 0),
    (9, "Power_On_Hours", 0, 21_344),
    (12, "Power_Cycle_Count", 0, 31),
    (187, "Reported_Uncorrect", 0, 0),
    (194, "Temperature_Celsius", 0, 31),
    (197, "Current_Pending_Sector", 0, 0),
    (198, "Offline_Uncorrectable", 0, 0),
    (199, "UDMA_CRC_Error_Count", 0, 0),
];

fn smart(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let device = context.need("disk");
    let disk = machine.disks.iter().find(|disk| disk.device == device);
    let disk = disk.ok_or_else(|| Failure::die(format!("failed to get disk info for '{device}'")))?;
    if context.flag("healthonly") {
        return Ok(Answer::Data(json!({"health": disk.health})));
    }
    if disk.kind == "nvme" {
        let passed = if disk.health == "PASSED" { "0x00" } else { "0x04" };
        let used = 100 - disk.wearout.unwrap_or(100);
        let mut text = format!(
            "\nSMART/Health Information (NVMe Log 0x02)\nCritical Warning:                   {passed}\n\
             Temperature:                        38 Celsius\nAvailable Spare:                    100%\n\
             Available Spare Threshold:          10%\nPercentage Used:                    {used}%\n"
        );
        for (name, value) in &disk.smart {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{name}: {value}");
        }
        return Ok(Answer::Data(json!({"health": disk.health, "type": "text", "text": text, "wearout": disk.wearout})));
    }
    let attributes: Vec<Value> = USUAL
        .iter()
        .map(|(id, name, threshold, usual)| {
            let raw = disk.smart.get(*name).copied().unwrap_or(*usual);
            let bad = raw > 0 && matches!(id, 5 | 187 | 197 | 198);
            let value = if bad { 90 } else { 100 };
            let fail = if bad && *threshold > value { "FAILING_NOW" } else { "-" };
            json!({
                "id": format!("{id:>3}"), "name": name, "value": value, "worst": value, "threshold": threshold,
                "raw": raw.to_string(), "flags": "-O--CK", "fail": fail, "normalized": value,
            })
        })
        .collect();
    let mut data = json!({"health": disk.health, "type": "ata", "attributes": attributes});
    if let (Some(wearout), Some(data)) = (disk.wearout, data.as_object_mut()) {
        data.insert("wearout".into(), json!(wearout));
    }
    Ok(Answer::Data(data))
}

/// A tree: volume groups, and below each its physical volumes.
fn lvm(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let groups: Vec<Value> = machine
        .volume_groups
        .iter()
        .map(|group| {
            let count = u64::try_from(group.devices.len().max(1)).unwrap_or(1);
            let leaf = |device: &String| {
                json!({"name": device, "leaf": 1, "size": group.size.0 / count, "free": group.free.0 / count})
            };
            json!({
                "name": group.name, "leaf": 0, "size": group.size.0, "free": group.free.0,
                "children": group.devices.iter().map(leaf).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(Answer::Data(json!({"leaf": 0, "children": groups})))
}

fn thin(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let entry = |pool: &crate::world::disk::ThinPool| {
        // What the storage on the pool knows of it goes before the scenario's figure.
        let storage = world.storages.values().find(|storage| {
            storage.kind == "lvmthin"
                && storage.is_on(&context.node)
                && storage.options.get("thinpool") == Some(&pool.name)
                && storage.options.get("vgname") == Some(&pool.volume_group)
        });
        let used = storage.map_or(pool.used.0, |storage| world.storage_space(storage, &context.node, world.now).used);
        json!({
            "lv": pool.name, "vg": pool.volume_group, "lv_size": pool.size.0, "used": used,
            "metadata_size": pool.metadata_size.0, "metadata_used": pool.metadata_used.0,
        })
    };
    Ok(Answer::Data(machine.thin_pools.iter().map(entry).collect()))
}

fn directories(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let entry = |found: &crate::world::disk::Directory| {
        let unit = found.path.trim_start_matches('/').replace('/', "-");
        json!({
            "path": found.path, "device": found.device, "type": found.kind, "options": "defaults",
            "unitfile": format!("/etc/systemd/system/{unit}.mount"),
        })
    };
    Ok(Answer::Data(machine.directories.iter().map(entry).collect()))
}
