//! `GET …/migrate`: what a server says before a guest moves.

use serde_json::{Map, Value, json};

use super::lookup::guest;
use crate::api::format::split_list;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::{size_bytes, volume_of};
use crate::world::guest::{Guest, GuestKind};
use crate::world::ha::{sid, vmid_of};
use crate::world::life::locked;
use crate::world::life::migrate::{mapped_resources, node_devices};

/// `GET …/migrate`: where the guest could go, and what it would take along. Of a locked guest nothing is said.
pub fn preconditions(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    if let Some(lock) = guest.lock() {
        return Err(Failure::die(locked(guest.kind, lock)));
    }
    let together = Together::of(world, guest);
    let others = world.nodes.keys().map(String::as_str).filter(|name| *name != guest.node);
    let mut allowed: Vec<&str> = Vec::new();
    let mut refused = Map::new();
    for name in others {
        let mut against = Map::new();
        let missing = missing_storages(world, guest, name);
        if !missing.is_empty() {
            against.insert("unavailable_storages".to_owned(), json!(missing));
        }
        let apart: Vec<Value> = (together.apart.iter())
            .filter(|sid| world.ha.resources.get(*sid).is_some_and(|other| other.node == name))
            .map(|sid| json!({"sid": sid, "cause": "resource-affinity"}))
            .collect();
        if !apart.is_empty() {
            against.insert("blocking-ha-resources".to_owned(), Value::Array(apart));
        }
        let is_free = against.is_empty();
        if is_free {
            allowed.push(name);
        }
        // The real server lists every node for a VM, those without a reason as well, and does not ask whether it is there.
        if !is_free || guest.kind == GuestKind::Qemu {
            refused.insert(name.to_owned(), Value::Object(against));
        }
    }
    let mut row = Map::new();
    row.insert("running".to_owned(), json!(i32::from(guest.is_alive())));
    if !together.along.is_empty() {
        row.insert("dependent-ha-resources".to_owned(), json!(together.along));
    }
    if guest.kind == GuestKind::Lxc {
        row.insert("allowed-nodes".to_owned(), json!(allowed));
        row.insert("not-allowed-nodes".to_owned(), Value::Object(refused));
        return Ok(Value::Object(row).into());
    }
    row.insert("allowed_nodes".to_owned(), json!(allowed));
    row.insert("not_allowed_nodes".to_owned(), Value::Object(refused));
    row.insert("local_disks".to_owned(), Value::Array(local_disks(world, guest)));
    let mapped = mapped_resources(&guest.config);
    let names: Vec<&str> = mapped.iter().map(|(option, _)| option.as_str()).collect();
    let info = mapped.iter().map(|(option, name)| (option.clone(), json!({"name": name, "live-migration": 0})));
    row.insert("mapped-resource-info".to_owned(), Value::Object(info.collect()));
    row.insert("mapped-resources".to_owned(), json!(names));
    // Mapped devices stand among the local ones too.
    let local = node_devices(&guest.config).into_iter().chain(mapped.iter().map(|(option, _)| option.clone()));
    row.insert("local_resources".to_owned(), json!(local.collect::<Vec<_>>()));
    if world.version.is_nine() {
        row.insert("has-dbus-vmstate".to_owned(), json!(true));
    }
    Ok(Value::Object(row).into())
}

/// Storages of a VM's disks that a node does not have. Containers are not asked about theirs.
fn missing_storages(world: &World, guest: &Guest, node: &str) -> Vec<String> {
    if guest.kind == GuestKind::Lxc {
        return Vec::new();
    }
    let on = guest.config.drives().filter(|(_, value)| !value.contains("media=cdrom"));
    let storages = on.filter_map(|(_, value)| volume_of(value).split_once(':').map(|(storage, _)| storage));
    let missing = storages.filter(|id| !world.storages.get(*id).is_some_and(|storage| storage.is_on(node)));
    let mut missing: Vec<String> = missing.map(str::to_owned).collect();
    missing.sort();
    missing.dedup();
    missing
}

/// What the rules of HA say of a guest and others (9.x).
#[derive(Default)]
struct Together {
    /// Resources that go where it goes.
    along: Vec<String>,
    /// Resources that must be elsewhere.
    apart: Vec<String>,
}

impl Together {
    fn of(world: &World, guest: &Guest) -> Self {
        let own = sid(guest.kind, guest.vmid);
        let mut together = Self::default();
        if world.ha.managing(guest.kind, guest.vmid).is_none() {
            return together;
        }
        for rule in world.ha.rules.values() {
            let is = |key: &str, value: &str| rule.get(key).is_some_and(|is| is == value);
            let members: Vec<&str> = rule.get("resources").map(|list| split_list(list).collect()).unwrap_or_default();
            if !is("type", "resource-affinity") || is("disable", "1") || !members.contains(&own.as_str()) {
                continue;
            }
            let others = members.into_iter().filter(|sid| *sid != own && vmid_of(sid).is_some()).map(str::to_owned);
            if is("affinity", "positive") {
                together.along.extend(others);
            } else {
                together.apart.extend(others);
            }
        }
        together
    }
}

fn local_disks(world: &World, guest: &Guest) -> Vec<Value> {
    let is_local = |volid: &str| {
        let storage = volid.split_once(':').and_then(|(storage, _)| world.storages.get(storage));
        storage.is_some_and(|storage| !storage.shared)
    };
    let discs = guest.config.drives().filter(|(_, value)| {
        value.contains("media=cdrom") && !value.contains("cloudinit") && is_local(volume_of(value))
    });
    let discs = discs.map(|(_, value)| volume_of(value).to_owned());
    world
        .local_volumes(&guest.node, guest.vmid)
        .into_iter()
        .chain(discs)
        .map(|volid| local_disk(guest, &volid))
        .collect()
}

fn local_disk(guest: &Guest, volid: &str) -> Value {
    let mut row = Map::new();
    let drive = guest.config.drives().find(|(_, value)| volume_of(value) == volid);
    let is_disc = drive.is_some_and(|(_, value)| value.contains("media=cdrom"));
    let unused = guest.config.iter().any(|(key, value)| key.starts_with("unused") && volume_of(value) == volid);
    let state = guest.snapshots.values().any(|snapshot| snapshot.vmstate.as_deref() == Some(volid));
    row.insert("volid".to_owned(), json!(volid));
    row.insert("cdrom".to_owned(), json!(i32::from(is_disc)));
    row.insert("is_attached".to_owned(), json!(i32::from(drive.is_some())));
    row.insert("is_unused".to_owned(), json!(i32::from(unused)));
    row.insert("is_vmstate".to_owned(), json!(i32::from(state)));
    row.insert("is_tpmstate".to_owned(), json!(i32::from(drive.is_some_and(|(key, _)| key == "tpmstate0"))));
    row.insert("shared".to_owned(), json!(0));
    row.insert("replicate".to_owned(), json!(1));
    if let Some((key, value)) = drive {
        row.insert("drivename".to_owned(), json!(key));
        let size = crate::world::config::property(value, None, "size").and_then(size_bytes);
        row.insert("size".to_owned(), json!(size));
    }
    let snapshots: Map<String, Value> = guest
        .snapshots
        .iter()
        .filter(|(_, snapshot)| {
            snapshot.vmstate.as_deref() == Some(volid)
                || snapshot.config.drives().any(|(_, value)| volume_of(value) == volid)
        })
        .map(|(name, _)| (name.clone(), json!(1)))
        .collect();
    if !snapshots.is_empty() {
        row.insert("referenced_in_snapshot".to_owned(), Value::Object(snapshots));
    }
    Value::Object(row)
}
