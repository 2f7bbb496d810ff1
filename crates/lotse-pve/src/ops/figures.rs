//! The figures of guests, nodes and storages, by one rule each, wherever they stand in the API.
//!
//! | figure | rule |
//! |---|---|
//! | processor | share of **all** cores of the guest or node, as its node measures it; a guest that does not run has none |
//! | memory of a VM | used as the node sees it (the balloon driver's view when the guest reports it, else the process), of what is assigned |
//! | memory of a container | what its control group uses, of what is assigned |
//! | memory of a node | used without caches, of what is installed |
//! | disk of a VM | only its size: the node cannot see inside (`disk` is always 0, which means *unknown*, not *empty*) |
//! | disk of a container | its root disk, used of size, while it runs; unknown while it does not |
//! | disk of a node | its root file system |
//! | traffic | bytes since the guest's start |
//! | space of a storage | as the node sees it, used of size; unknown when the storage is not available |

use lotse_model::{
    ClusterName, CpuUse, Guest, GuestKind, GuestRef, GuestState, Node, NodeName, NodeState, Seconds, Storage,
    StorageState, Traffic, Use, Vmid,
};

use super::row::{Malformed, Row, split};

/// What a guest is doing, from the words of a list or of its status.
pub(crate) fn guest_state(row: Row<'_>) -> GuestState {
    let status = row.word("status");
    let lock = row.word("lock");
    let qmp = row.word("qmpstatus");
    match (status.as_deref(), lock.as_deref(), qmp.as_deref()) {
        (Some("running"), _, Some("paused")) | (Some("paused"), _, _) => GuestState::Paused,
        (Some("running"), _, _) => GuestState::Running,
        (Some("stopped"), Some("suspended"), _) | (Some("suspended"), _, _) => GuestState::Suspended,
        (Some("stopped"), _, _) => GuestState::Stopped,
        (Some("unknown") | None, _, _) => GuestState::Unknown,
        (Some(other), _, _) => GuestState::Other(other.to_owned()),
    }
}

/// A guest's row of `/cluster/resources`, `/nodes/{node}/qemu`, `/nodes/{node}/lxc` or `status/current`.
pub(crate) fn guest(row: Row<'_>, cluster: &ClusterName, kind: GuestKind, node: NodeName) -> Result<Guest, Malformed> {
    let vmid: Vmid = row.need("vmid")?;
    let state = guest_state(row);
    let runs = matches!(state, GuestState::Running | GuestState::Paused);
    let disk_size = row.bytes("maxdisk");
    Ok(Guest {
        id: GuestRef::new(cluster.clone(), vmid),
        kind,
        name: row.word("name"),
        node,
        template: row.is("template"),
        tags: tags(row),
        pool: row.name("pool"),
        lock: row.word("lock"),
        ha: row.word("hastate"),
        cores: cores(row),
        cpu: cpu(row).filter(|_| runs),
        memory: used_of(row, "mem", "maxmem"),
        disk: used_of(row, "disk", "maxdisk").filter(|_| runs && kind == GuestKind::Container),
        disk_size: disk_size.filter(|size| size.0 > 0),
        uptime: row.seconds("uptime").filter(|_| runs),
        network: traffic(row, "netin", "netout").filter(|_| runs),
        disk_traffic: traffic(row, "diskread", "diskwrite").filter(|_| runs),
        state,
    })
}

/// The tags, lower case and sorted: they are stored as given on create, and compared without case.
pub(crate) fn tags(row: Row<'_>) -> Vec<String> {
    let mut tags: Vec<_> = row.text("tags").map(|text| split(&text.to_lowercase())).unwrap_or_default();
    tags.sort();
    tags.dedup();
    tags
}

/// A node's row of `/cluster/resources` or `/nodes`.
pub(crate) fn node(row: Row<'_>, cluster: &ClusterName) -> Result<Node, Malformed> {
    let name: NodeName = row.need("node")?;
    let state = match row.word("status").as_deref() {
        Some("online") => NodeState::Online,
        Some("offline") => NodeState::Offline,
        Some("unknown") | None => NodeState::Unknown,
        Some(other) => NodeState::Other(other.to_owned()),
    };
    // An offline node now and then carries the zeros of a round that never came.
    let online = !matches!(state, NodeState::Offline | NodeState::Unknown);
    Ok(Node {
        cluster: cluster.clone(),
        name,
        cpu: cpu(row).filter(|_| online),
        memory: used_of(row, "mem", "maxmem").filter(|_| online),
        root_disk: used_of(row, "disk", "maxdisk").filter(|_| online),
        uptime: row.seconds("uptime").filter(|uptime| online && *uptime > Seconds(0)),
        level: row.text("level"),
        ha: row.word("hastate"),
        state,
    })
}

/// A storage's row of `/cluster/resources`.
pub(crate) fn storage(row: Row<'_>, cluster: &ClusterName) -> Result<Storage, Malformed> {
    let state = match row.word("status").as_deref() {
        Some("available") => StorageState::Available,
        Some("unavailable") => StorageState::Unavailable,
        Some("unknown") | None => StorageState::Unknown,
        Some(other) => StorageState::Other(other.to_owned()),
    };
    Ok(Storage {
        cluster: cluster.clone(),
        name: row.need("storage")?,
        node: row.need("node")?,
        plugin: row.word("plugintype"),
        content: row.words("content"),
        shared: row.is("shared"),
        space: used_of(row, "disk", "maxdisk").filter(|_| state == StorageState::Available),
        state,
    })
}

/// Processor use under `cpu` with the cores under `maxcpu` (cluster) or `cpus` (node).
pub(crate) fn cpu(row: Row<'_>) -> Option<CpuUse> {
    Some(CpuUse { share: row.share("cpu")?, cores: cores(row)? })
}

/// How many cores there are, also of a guest that is off.
fn cores(row: Row<'_>) -> Option<f64> {
    row.real("maxcpu").or_else(|| row.real("cpus")).filter(|cores| *cores > 0.0)
}

/// So much under `used` of so much under `total`; `None` where one is missing, or the total is nothing.
pub(crate) fn used_of(row: Row<'_>, used: &str, total: &str) -> Option<Use> {
    let total = row.bytes(total).filter(|total| total.0 > 0)?;
    Some(Use::new(row.bytes(used)?, total))
}

/// Bytes read under `read` and written under `written`.
pub(crate) fn traffic(row: Row<'_>, read: &str, written: &str) -> Option<Traffic> {
    Some(Traffic { read: row.bytes(read)?, written: row.bytes(written)? })
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, GuestKind, GuestState, NodeState, Use};
    use serde_json::{Value, json};

    use super::{Row, guest, node};

    fn vm(value: &Value) -> lotse_model::Guest {
        guest(Row::of(value).unwrap(), &"home".parse().unwrap(), GuestKind::Vm, "pve".parse().unwrap()).unwrap()
    }

    #[test]
    fn the_state_of_a_guest_is_more_than_its_status() {
        let state = |extra: Value| {
            let mut row = json!({ "vmid": 100 });
            row.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            vm(&row).state
        };
        assert_eq!(state(json!({ "status": "running" })), GuestState::Running);
        assert_eq!(state(json!({ "status": "running", "qmpstatus": "paused" })), GuestState::Paused);
        assert_eq!(state(json!({ "status": "running", "qmpstatus": "prelaunch" })), GuestState::Running);
        assert_eq!(state(json!({ "status": "stopped", "lock": "suspended" })), GuestState::Suspended);
        assert_eq!(state(json!({ "status": "stopped", "lock": "backup" })), GuestState::Stopped);
        assert_eq!(state(json!({ "status": "unknown" })), GuestState::Unknown);
        assert_eq!(state(json!({})), GuestState::Unknown);
        assert_eq!(state(json!({ "status": "hovering" })), GuestState::Other("hovering".into()));
    }

    #[test]
    fn a_vm_has_a_disk_size_and_never_a_disk_use() {
        let guest = vm(&json!({
            "vmid": "100", "status": "running", "disk": 0, "maxdisk": 2_147_483_648_u64, "mem": "39198720",
            "maxmem": 167_772_160, "cpu": 0, "maxcpu": 1, "uptime": 53, "tags": "Prod,a;b A", "template": 0,
        }));
        assert_eq!(guest.disk, None);
        assert_eq!(guest.disk_size, Some(Bytes::from_gib(2)));
        assert_eq!(guest.memory, Some(Use::new(Bytes(39_198_720), Bytes(167_772_160))));
        assert!(guest.cpu.is_some_and(|cpu| cpu.share.get() < 1e-9 && (cpu.cores - 1.0).abs() < 1e-9));
        assert_eq!(guest.tags, ["a", "b", "prod"]);
        assert!(!guest.template);
    }

    #[test]
    fn a_guest_that_does_not_run_has_no_use_but_keeps_what_is_assigned() {
        let guest = vm(&json!({
            "vmid": 101, "status": "stopped", "cpu": 0, "maxcpu": 2, "mem": 0, "maxmem": 1024, "uptime": 0,
            "netin": 0, "netout": 0, "diskread": 0, "diskwrite": 0,
        }));
        assert_eq!((guest.cpu, guest.uptime, guest.network, guest.disk_traffic), (None, None, None, None));
        assert_eq!(guest.memory.map(|memory| memory.total), Some(Bytes(1024)));
    }

    #[test]
    fn the_guest_of_an_offline_node_has_only_its_name() {
        let guest = vm(&json!({ "vmid": 101, "name": "db", "status": "unknown", "id": "qemu/101" }));
        assert_eq!((guest.state, guest.name.as_deref()), (GuestState::Unknown, Some("db")));
        assert_eq!((guest.cpu, guest.memory, guest.disk_size), (None, None, None));
    }

    #[test]
    fn a_node_without_figures_has_none() {
        let value = json!({ "node": "pve2", "id": "node/pve2", "type": "node", "status": "offline" });
        let node = node(Row::of(&value).unwrap(), &"home".parse().unwrap()).unwrap();
        assert_eq!(node.state, NodeState::Offline);
        assert_eq!((node.cpu, node.memory, node.root_disk, node.uptime), (None, None, None, None));
    }
}
