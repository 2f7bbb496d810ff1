//! Nodes, as `/cluster/resources` and `/nodes` show them.

use serde::{Deserialize, Serialize};

use crate::{ClusterName, CpuUse, NodeName, Seconds, Use};

/// Whether a node takes part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeState {
    /// Corosync sees it and its status daemon reports.
    Online,
    /// Corosync does not see it.
    Offline,
    /// A member whose status daemon has not reported.
    Unknown,
    /// A state that this version does not know, in the server's word.
    #[serde(untagged)]
    Other(String),
}

/// A node as the cluster's resource list shows it. A figure that was not reported (offline, or no `Sys.Audit`) is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The cluster it belongs to.
    pub cluster: ClusterName,
    /// Its name.
    pub name: NodeName,
    /// Whether it takes part.
    pub state: NodeState,
    /// Processor use of all its cores.
    pub cpu: Option<CpuUse>,
    /// Memory: used without caches, of what is installed.
    pub memory: Option<Use>,
    /// The root file system.
    pub root_disk: Option<Use>,
    /// Time since it booted.
    pub uptime: Option<Seconds>,
    /// Its subscription level, empty for none; `None` when not reported.
    pub level: Option<String>,
    /// Its state in the HA manager.
    pub ha: Option<String>,
}
