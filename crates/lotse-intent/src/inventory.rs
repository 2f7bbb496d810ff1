//! The fleet a phrase speaks about, in the form that inventory files have.

use serde::{Deserialize, Serialize};

use crate::names::{GuestName, Kind, Names};

/// An inventory: clusters, nodes, guests, storages, and snapshots by guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inventory {
    /// The clusters with the names of their nodes.
    pub clusters: Vec<Cluster>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The guests, templates included.
    pub guests: Vec<Guest>,
    /// The storages.
    pub storages: Vec<Storage>,
    /// The snapshots by guest.
    pub snapshots: Vec<Snapshots>,
}

/// A cluster of an [`Inventory`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// The names of its nodes.
    pub nodes: Vec<String>,
}

/// A node of an [`Inventory`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The cluster it belongs to.
    pub cluster: String,
    /// Whether it is reachable by its cluster.
    pub online: bool,
}

/// A guest of an [`Inventory`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guest {
    /// The VMID; unique in its cluster only.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Virtual machine or container.
    pub kind: Kind,
    /// The cluster it belongs to.
    pub cluster: String,
    /// The node it is on.
    pub node: String,
    /// Whether it runs.
    pub running: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it is a template.
    pub template: bool,
}

/// A storage of an [`Inventory`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Storage {
    /// Its name.
    pub name: String,
    /// Its type (`dir`, `lvmthin`, `pbs` …).
    #[serde(rename = "type")]
    pub kind: String,
    /// The nodes that have it.
    pub nodes: Vec<String>,
    /// What may be kept on it (`images`, `backup` …).
    pub content: Vec<String>,
}

/// The snapshots of one guest of an [`Inventory`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshots {
    /// The guest as `cluster/id`.
    pub guest: String,
    /// The names of its snapshots.
    pub names: Vec<String>,
}

impl Inventory {
    /// The index over all names in it, without aliases.
    #[must_use]
    pub fn names(&self) -> Names {
        let guests = self.guests.iter().map(|guest| GuestName {
            cluster: guest.cluster.clone(),
            id: guest.id,
            name: guest.name.clone(),
            kind: guest.kind,
            node: guest.node.clone(),
            running: guest.running,
            tags: guest.tags.clone(),
            template: guest.template,
        });
        let mut names = Names::new(guests);
        for cluster in &self.clusters {
            names.add_cluster(&cluster.name);
            for node in &cluster.nodes {
                names.add_node(&cluster.name, node);
            }
        }
        for node in &self.nodes {
            names.add_node(&node.cluster, &node.name);
        }
        for storage in &self.storages {
            names.add_storage(&storage.name);
        }
        for snapshots in &self.snapshots {
            for name in &snapshots.names {
                names.add_snapshot(&snapshots.guest, name);
            }
        }
        names
    }
}
