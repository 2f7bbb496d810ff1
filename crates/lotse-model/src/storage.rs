//! Storages, as `/cluster/resources` shows them: one entry for each node that can reach it.

use serde::{Deserialize, Serialize};

use crate::{ClusterName, NodeName, StorageName, Use};

/// Whether a storage can be used on a node.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StorageState {
    /// It can be used.
    Available,
    /// It is configured and cannot be used now.
    Unavailable,
    /// Its node is offline or has not reported.
    Unknown,
    /// A state that this version does not know, in the server's word.
    #[serde(untagged)]
    Other(String),
}

/// A storage on one node. A shared storage appears once for each node with the same figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Storage {
    /// The cluster it belongs to.
    pub cluster: ClusterName,
    /// Its name.
    pub name: StorageName,
    /// The node from which it was seen.
    pub node: NodeName,
    /// Whether it can be used there.
    pub state: StorageState,
    /// Its type (`dir`, `zfspool`, `lvmthin`, `nfs`, `rbd`, `pbs`, …).
    pub plugin: Option<String>,
    /// What may lie on it (`images`, `rootdir`, `backup`, `iso`, `vztmpl`, `snippets`), sorted.
    pub content: Vec<String>,
    /// Whether all nodes see the same.
    pub shared: bool,
    /// Used of size, as the node sees it; `None` when it is unavailable or may not be seen.
    pub space: Option<Use>,
}
