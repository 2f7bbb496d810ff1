//! Guests, nodes and storages for tests.

use lotse_model::{
    Bytes, ClusterName, CpuUse, Guest, GuestKind, GuestRef, GuestState, Node, NodeName, NodeState, Seconds, Share,
    Storage, StorageName, StorageState, Use, Vmid,
};

pub(crate) fn cluster() -> ClusterName {
    ClusterName::new("home").expect("valid")
}

pub(crate) fn node_name(text: &str) -> NodeName {
    NodeName::new(text).expect("valid")
}

pub(crate) fn reference(vmid: u32) -> GuestRef {
    GuestRef::new(cluster(), Vmid::new(vmid).expect("valid"))
}

/// A running machine named `guest-VMID` on `pve1`.
pub(crate) fn guest(vmid: u32) -> Guest {
    Guest {
        cpu: Some(CpuUse { share: Share::new(0.1), cores: 2.0 }),
        memory: Some(Use::new(Bytes::from_gib(1), Bytes::from_gib(4))),
        disk_size: Some(Bytes::from_gib(32)),
        uptime: Some(Seconds(3_600)),
        ..named(&reference(vmid).to_string(), &format!("guest-{vmid}"))
    }
}

/// A running machine on `pve1` of which nothing else is known: `home/100`, and its name.
pub(crate) fn named(reference: &str, name: &str) -> Guest {
    Guest {
        name: Some(name.to_owned()),
        state: GuestState::Running,
        ..Guest::bare(reference.parse().expect("valid"), GuestKind::Vm, node_name("pve1"))
    }
}

/// A node that is up.
pub(crate) fn node(name: &str) -> Node {
    Node {
        cluster: cluster(),
        name: node_name(name),
        state: NodeState::Online,
        cpu: Some(CpuUse { share: Share::new(0.1), cores: 8.0 }),
        memory: Some(Use::new(Bytes::from_gib(8), Bytes::from_gib(32))),
        root_disk: Some(Use::new(Bytes::from_gib(10), Bytes::from_gib(100))),
        uptime: Some(Seconds(86_400)),
        level: Some(String::new()),
        ha: None,
    }
}

/// A local storage on a node, used by so many of a hundred.
pub(crate) fn storage(name: &str, node: &str, percent: u64) -> Storage {
    Storage {
        cluster: cluster(),
        name: StorageName::new(name).expect("valid"),
        node: node_name(node),
        state: StorageState::Available,
        plugin: Some("dir".to_owned()),
        content: vec!["backup".to_owned(), "images".to_owned()],
        shared: false,
        space: Some(Use::new(Bytes::from_gib(percent), Bytes::from_gib(100))),
    }
}
