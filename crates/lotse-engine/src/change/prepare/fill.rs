//! From what was asked for to what exactly is done: everything that was left open is filled in, and what does not exist is
//! refused with what does. Pure.

use lotse_model::{Bytes, GuestKind, NodeName, StorageName};

use crate::{
    change::{
        look::{ClusterLook, GuestLook},
        operation::Operation,
    },
    command::{CommandError, closest},
    inventory::Resources,
    topics::Answer,
};

/// How a backup treats a running guest (`mode` of `vzdump` in the API schema).
pub(super) const MODES: &[&str] = &["snapshot", "suspend", "stop"];

/// The least memory of a guest (`memory` of both kinds in the API schema).
const LEAST_MEMORY: Bytes = Bytes(16 << 20);

/// The word for the newest backup.
const LAST: &str = "last";

/// The operation with everything filled in, and the node that does it. The number of a new guest is chosen before.
pub(super) fn fill(
    operation: &Operation,
    guest: &GuestLook,
    cluster: &ClusterLook,
) -> Result<(Operation, NodeName), CommandError> {
    let own = guest.place.node.clone();
    let mut operation = operation.clone();
    let mut at = own.clone();
    match &mut operation {
        Operation::Create { node, storage, pool, .. } => {
            if let Some(name) = node {
                known_node(cluster, name)?;
            }
            let target = node.clone().unwrap_or_else(|| own.clone());
            if target == own {
                *node = None;
            }
            if let Some(storage) = storage {
                disk_storage(cluster, &target, storage, guest.place.kind)?;
            }
            if let Some(pool) = pool {
                known_pool(cluster, pool.as_str())?;
            }
        }
        Operation::Resize { disk, grow, cores, memory } => {
            if let Some(memory) = memory.filter(|memory| *memory < LEAST_MEMORY) {
                return Err(bad("memory", &memory.0.to_string(), vec!["16M".to_owned()]));
            }
            if *cores == Some(0) {
                return Err(bad("cores", "0", vec!["1".to_owned()]));
            }
            if grow.is_some() {
                *disk = Some(growing_disk(guest, disk.as_deref())?);
            }
            if let (Some(cores), Some(sockets)) = (cores, guest.config.value().and_then(|config| config.sockets)) {
                divisible(*cores, sockets)?;
            }
        }
        Operation::SnapshotRollback { name, .. } | Operation::SnapshotDelete { name } => snapshot(guest, name)?,
        Operation::BackupNow { storage, mode, .. } => {
            known_mode(mode)?;
            *storage = Some(backup_storage(cluster, guest, storage.as_ref())?);
        }
        Operation::BackupProtect { backup, .. } => {
            let (volume, node) = archive(cluster, guest, backup.as_deref())?;
            (*backup, at) = (Some(volume), node);
        }
        Operation::BackupDelete { backup } => {
            let (volume, node) = archive(cluster, guest, Some(backup))?;
            (*backup, at) = (volume, node);
        }
        Operation::Restore { backup, new_id, storage, .. } => {
            let (volume, node) = archive(cluster, guest, backup.as_deref())?;
            let is_shared = volume
                .split_once(':')
                .and_then(|(storage, _)| storage.parse().ok())
                .is_some_and(|storage: StorageName| cluster.is_shared(&storage) == Some(true));
            // A backup on a storage of one node is restored there; over a guest only where that is.
            if new_id.is_some() && !is_shared {
                at = node;
            }
            *backup = Some(volume);
            if let Some(storage) = storage {
                disk_storage(cluster, &at, storage, guest.place.kind)?;
            }
        }
        Operation::Migrate { node, storage } => {
            known_node(cluster, node)?;
            if let Some(storage) = storage {
                disk_storage(cluster, node, storage, guest.place.kind)?;
            }
        }
        _ => {}
    }
    Ok((operation, at))
}

fn known_node(cluster: &ClusterLook, name: &NodeName) -> Result<(), CommandError> {
    let Some(list) = cluster.resources.value() else { return Ok(()) };
    if list.node(name).is_some() {
        return Ok(());
    }
    let names = list.nodes().iter().map(|node| node.name.to_string());
    Err(not_found("node", name.as_str(), names, &cluster.resources))
}

fn known_pool(cluster: &ClusterLook, name: &str) -> Result<(), CommandError> {
    let pools = cluster.resources.value().map(Resources::pools).unwrap_or_default();
    // Pools that the caller may not see are not in the list; then the server decides.
    if pools.iter().any(|pool| pool.as_str() == name) || !cluster.resources.is_whole() {
        return Ok(());
    }
    Err(not_found("pool", name, pools.iter().map(ToString::to_string), &cluster.resources))
}

fn not_found<T>(
    kind: &'static str,
    name: &str,
    known: impl Iterator<Item = String>,
    answer: &Answer<T>,
) -> CommandError {
    CommandError::NotFound {
        kind,
        reference: name.to_owned(),
        suggestions: closest(name, known),
        hidden: answer.missing.clone(),
    }
}

pub(super) fn bad(argument: &'static str, value: &str, suggestions: Vec<String>) -> CommandError {
    CommandError::BadValue { argument, value: value.to_owned(), suggestions }
}

/// The names of the storages of a node that take `content` and can be used; all that are there when `storage` is none of them.
fn takers(cluster: &ClusterLook, node: &NodeName, content: &str) -> Vec<StorageName> {
    let storages = cluster.storages.get(node).and_then(Answer::value).map(Vec::as_slice).unwrap_or_default();
    let fits = storages.iter().filter(|one| one.enabled && one.storage.content.iter().any(|kind| kind == content));
    fits.map(|one| one.storage.name.clone()).collect()
}

/// Whether disks of a guest may lie on a storage of a node.
fn disk_storage(
    cluster: &ClusterLook,
    node: &NodeName,
    storage: &StorageName,
    kind: GuestKind,
) -> Result<(), CommandError> {
    let content = if kind == GuestKind::Vm { "images" } else { "rootdir" };
    let takers = takers(cluster, node, content);
    // Where the storages could not be read, a note says so.
    let is_seen = cluster.storages.get(node).is_some_and(|answer| answer.value().is_some());
    if !is_seen || takers.contains(storage) {
        return Ok(());
    }
    Err(bad("storage", storage.as_str(), takers.iter().map(ToString::to_string).collect()))
}

/// The disk that grows: the one that was named, or the only one with data.
fn growing_disk(guest: &GuestLook, named: Option<&str>) -> Result<String, CommandError> {
    let Some(config) = guest.config.value() else {
        return named.map(str::to_owned).ok_or_else(|| bad("disk", "", Vec::new()));
    };
    let disks: Vec<String> =
        config.data_disks().filter(|(_, disk)| disk.storage.is_some()).map(|(key, _)| key.to_owned()).collect();
    match (named, disks.as_slice()) {
        (Some(name), known) if known.iter().any(|disk| disk == name) => Ok(name.to_owned()),
        (None, [only]) => Ok(only.clone()),
        (named, _) => Err(bad("disk", named.unwrap_or_default(), disks)),
    }
}

/// A VM has cores times sockets of processors; the setting counts those of a socket.
fn divisible(cores: u32, sockets: u32) -> Result<(), CommandError> {
    let sockets = sockets.max(1);
    if cores > 0 && cores.is_multiple_of(sockets) {
        return Ok(());
    }
    let below = (cores / sockets).max(1) * sockets;
    Err(bad("cores", &cores.to_string(), vec![below.to_string(), (below + sockets).to_string()]))
}

fn snapshot(guest: &GuestLook, name: &str) -> Result<(), CommandError> {
    let Some(answer) = &guest.snapshots else { return Ok(()) };
    let Some(snapshots) = answer.value() else { return Ok(()) };
    if snapshots.get(name).is_some() {
        return Ok(());
    }
    let names = snapshots.list.iter().map(|snapshot| snapshot.name.clone());
    Err(not_found("snapshot", name, names, answer))
}

fn known_mode(mode: &str) -> Result<(), CommandError> {
    if MODES.contains(&mode) {
        return Ok(());
    }
    Err(bad("mode", mode, MODES.iter().map(|mode| (*mode).to_owned()).collect()))
}

/// Where a backup of the guest goes: the storage that was named, the only one of its node that takes backups, or the one that
/// its last backup lies on. Where that does not decide it, nobody guesses.
fn backup_storage(
    cluster: &ClusterLook,
    guest: &GuestLook,
    named: Option<&StorageName>,
) -> Result<StorageName, CommandError> {
    let node = &guest.place.node;
    let takers = takers(cluster, node, "backup");
    let is_seen = cluster.storages.get(node).is_some_and(|answer| answer.value().is_some());
    match (named, takers.as_slice()) {
        (Some(name), known) if known.contains(name) || !is_seen => Ok(name.clone()),
        (None, [only]) => Ok(only.clone()),
        (None, several) => {
            let last = cluster.archives_of(guest.place.vmid).into_iter().map(|(place, _)| place.storage.clone()).next();
            let last = last.filter(|storage| several.contains(storage));
            last.ok_or_else(|| bad("storage", "", several.iter().map(ToString::to_string).collect()))
        }
        (Some(name), known) => Err(bad("storage", name.as_str(), known.iter().map(ToString::to_string).collect())),
    }
}

/// The backup that is meant, with a node that sees it: by its volume id, or the newest.
fn archive(cluster: &ClusterLook, guest: &GuestLook, named: Option<&str>) -> Result<(String, NodeName), CommandError> {
    let own = cluster.archives_of(guest.place.vmid);
    let found = match named.filter(|name| *name != LAST) {
        None => own.first(),
        // A volume id, or the file name in it.
        Some(name) => own.iter().find(|(_, volume)| {
            volume.id == name || volume.id.rsplit('/').next() == Some(name) || volume.id.ends_with(&format!("/{name}"))
        }),
    };
    // What lies on a shared storage is done by the guest's own node, where that can.
    let node = |place: &NodeName, storage: &StorageName| match cluster.is_shared(storage) {
        Some(true) if cluster.is_online(&guest.place.node) => guest.place.node.clone(),
        _ => place.clone(),
    };
    match found {
        Some((place, volume)) => Ok((volume.id.clone(), node(&place.node, &place.storage))),
        None => Err(CommandError::NotFound {
            kind: "backup",
            reference: named.unwrap_or(LAST).to_owned(),
            suggestions: own.iter().take(5).map(|(_, volume)| volume.id.clone()).collect(),
            hidden: cluster.missing().cloned().collect(),
        }),
    }
}
