//! `nodes` and `node`.

use lotse_model::{Bytes, Guest, Node, Timestamp, Use};
use serde::Serialize;

/// All nodes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodesView {
    /// The nodes, by cluster and name.
    pub nodes: Vec<Node>,
}

/// What only the node itself can tell.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NodeDetail {
    /// Version of Proxmox VE (`pve-manager/8.4.1/…`).
    pub version: Option<String>,
    /// The running kernel.
    pub kernel: Option<String>,
    /// The processor's model.
    pub cpu_model: Option<String>,
    /// Load over 1, 5 and 15 minutes.
    pub load: Option<[f64; 3]>,
    /// Share of time waiting for disks.
    pub io_wait: Option<f64>,
    /// Swap, used of size.
    pub swap: Option<Use>,
    /// Memory saved by merging equal pages.
    pub ksm: Option<Bytes>,
    /// Packages that can be updated; `null` when it could not be read.
    pub updates: Option<usize>,
    /// Services that should run and do not; `null` when it could not be read.
    pub failed_services: Option<Vec<String>>,
    /// When its web certificate ends.
    pub certificate_until: Option<Timestamp>,
    /// The state of its subscription.
    pub subscription: Option<String>,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeView {
    /// The node.
    pub node: Node,
    /// What it tells itself.
    pub detail: NodeDetail,
    /// The guests on it; `null` when they could not be read.
    pub guests: Option<Vec<Guest>>,
}
