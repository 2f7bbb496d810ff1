//! `ha`: high availability.

use lotse_model::{ClusterName, NodeName, Timestamp};
use serde::Serialize;

/// A guest that HA manages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaServiceRow {
    /// Its service id (`vm:100`, `ct:200`).
    pub sid: String,
    /// The guest's name, when known.
    pub name: Option<String>,
    /// The node it is on.
    pub node: Option<NodeName>,
    /// Its state in the manager (`started`, `stopped`, `error`, `fence`, …).
    pub state: Option<String>,
    /// The state that was asked for.
    pub requested: Option<String>,
    /// The HA group it belongs to.
    pub group: Option<String>,
}

/// The local resource manager of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LrmRow {
    /// The node.
    pub node: NodeName,
    /// Its state, in the manager's word (`active`, `idle`, `old timestamp - dead?`, …).
    pub state: String,
}

/// High availability of the fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaView {
    /// Each cluster.
    pub clusters: Vec<HaCluster>,
}

/// High availability of one cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaCluster {
    /// The cluster.
    pub cluster: ClusterName,
    /// Whether it has quorum.
    pub quorate: Option<bool>,
    /// The node that is the manager's master; `null` when HA was never used.
    pub master: Option<NodeName>,
    /// When the master last wrote its state.
    pub master_seen: Option<Timestamp>,
    /// The local resource managers.
    pub lrm: Vec<LrmRow>,
    /// What it manages.
    pub services: Vec<HaServiceRow>,
}
