//! The document as data, with the keys of the seeds: real JSON, not text in JSON.

use std::collections::BTreeSet;

use lotse_model::GuestKind;
use serde_json::{Map, Value, json};

use super::Material;
use crate::command::storage_rows;

/// The document's keys over all clusters. With several clusters, a node's keys begin with its cluster.
pub(crate) fn keys(material: &[Material]) -> Map<String, Value> {
    let several = material.len() > 1;
    let first_version = material.iter().find_map(|material| {
        material
            .version
            .as_ref()
            .map(|seen| format!("pve-manager/{}/{}", seen.value.text, seen.value.build.as_deref().unwrap_or_default()))
    });
    let problems: Vec<_> = material.iter().flat_map(|material| material.findings.iter().flatten()).collect();
    let mut proxmox = Map::new();
    for material in material {
        by_node(&mut proxmox, material, several);
    }
    let all = |of: fn(&Material) -> Value| -> Value {
        match material {
            [only] => of(only),
            several => several
                .iter()
                .map(|one| (one.cluster.as_ref().map(ToString::to_string).unwrap_or_default(), of(one)))
                .collect::<Map<_, _>>()
                .into(),
        }
    };
    let (cluster_status, storage) = (all(status_of), all(storage_of));
    proxmox.insert("cluster_status".to_owned(), cluster_status.clone());
    proxmox.insert("storage".to_owned(), storage.clone());
    let mut keys = Map::new();
    keys.insert("proxmox_detected".to_owned(), json!(material.iter().any(|one| one.version.is_some())));
    keys.insert("proxmox_version".to_owned(), json!(first_version));
    keys.insert("cluster_status".to_owned(), cluster_status);
    keys.insert("nodes".to_owned(), all(nodes_of));
    keys.insert("storage".to_owned(), storage);
    keys.insert("ha_status".to_owned(), all(|one| json!(one.ha.as_ref().map(|seen| &seen.value))));
    keys.insert("zfs_status".to_owned(), all(zfs_of));
    keys.insert("ceph_status".to_owned(), all(|one| json!(one.ceph.as_ref().map(|seen| &seen.value))));
    keys.insert("problems_count".to_owned(), json!(problems.len()));
    keys.insert("problems".to_owned(), json!(problems));
    keys.insert("proxmox".to_owned(), Value::Object(proxmox));
    keys
}

fn status_of(material: &Material) -> Value {
    json!(material.status.as_ref().map(|seen| &seen.value))
}

fn nodes_of(material: &Material) -> Value {
    json!(material.resources.as_ref().map(|seen| seen.value.nodes()))
}

fn storage_of(material: &Material) -> Value {
    json!(material.resources.as_ref().map(|seen| storage_rows(seen.value.storages().iter())))
}

fn zfs_of(material: &Material) -> Value {
    let pools = material.zfs.iter().map(|(node, seen)| (node.to_string(), json!(seen.value)));
    pools.collect::<Map<_, _>>().into()
}

fn by_node(proxmox: &mut Map<String, Value>, material: &Material, several: bool) {
    let Some(resources) = material.resources.as_deref().map(|seen| &seen.value) else { return };
    // Who may see a guest need not see its node.
    let known = resources.nodes().iter().map(|node| &node.name);
    let nodes: BTreeSet<_> = known.chain(resources.guests().iter().map(|guest| &guest.node)).collect();
    for node in nodes {
        let name = match material.cluster.as_ref().filter(|_| several) {
            Some(cluster) => format!("{cluster}/{node}"),
            None => node.to_string(),
        };
        let guests = |kind: GuestKind| {
            let here = resources.guests().iter().filter(|guest| guest.kind == kind && guest.node == *node);
            json!(here.collect::<Vec<_>>())
        };
        let tasks = material
            .tasks
            .as_ref()
            .map(|seen| seen.value.iter().filter(|task| task.upid.node == *node).collect::<Vec<_>>());
        proxmox.insert(format!("{name}_vms"), guests(GuestKind::Vm));
        proxmox.insert(format!("{name}_containers"), guests(GuestKind::Container));
        if let Some(node) = resources.node(node) {
            proxmox.insert(format!("{name}_status"), json!(node));
        }
        proxmox.insert(format!("{name}_tasks"), json!(tasks));
    }
}
