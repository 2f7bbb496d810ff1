//! What an alert is about.

use lotse_model::{ClusterName, FindingId, GuestRef, NodeName, StorageName, Subject};
use serde::{Deserialize, Serialize};

/// One thing that has a state of its own, and so at most one open alert.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Thing {
    /// A guest.
    Guest {
        /// Its reference.
        #[serde(rename = "ref")]
        guest: GuestRef,
    },
    /// A node: what falls with it is told with it.
    Node {
        /// Its cluster.
        cluster: ClusterName,
        /// Its name.
        node: NodeName,
    },
    /// A cluster: whether it can be asked at all, and has its quorum.
    Cluster {
        /// Its name.
        cluster: ClusterName,
    },
    /// A storage, on one node unless it is shared.
    Storage {
        /// Its cluster.
        cluster: ClusterName,
        /// Its name.
        storage: StorageName,
        /// The node, when it is not shared.
        node: Option<NodeName>,
    },
    /// A problem that the findings show.
    Finding {
        /// What kind of problem.
        id: FindingId,
        /// What it is about.
        subject: Subject,
    },
}

impl Thing {
    /// The cluster it belongs to.
    #[must_use]
    pub const fn cluster(&self) -> &ClusterName {
        match self {
            Self::Guest { guest } => &guest.cluster,
            Self::Node { cluster, .. } | Self::Cluster { cluster } | Self::Storage { cluster, .. } => cluster,
            Self::Finding { subject, .. } => subject.cluster(),
        }
    }

    /// Its name among the documents of the store: the same for the same thing, another for another.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Guest { guest } => format!("guest:{guest}"),
            Self::Node { cluster, node } => format!("node:{cluster}/{node}"),
            Self::Cluster { cluster } => format!("cluster:{cluster}"),
            Self::Storage { cluster, storage, node: None } => format!("storage:{cluster}/{storage}"),
            Self::Storage { cluster, storage, node: Some(node) } => format!("storage:{cluster}/{storage}@{node}"),
            Self::Finding { id, subject } => match subject {
                Subject::Cluster { cluster } => format!("finding:{}:cluster:{cluster}", id.0),
                Subject::Node { cluster, node } => format!("finding:{}:node:{cluster}/{node}", id.0),
                // Its name may change, and it stays the same problem.
                Subject::Guest { guest, .. } => format!("finding:{}:guest:{guest}", id.0),
                Subject::Storage { cluster, storage, node } => {
                    let node = node.as_ref().map_or("", NodeName::as_str);
                    format!("finding:{}:storage:{cluster}/{storage}@{node}", id.0)
                }
                Subject::Other { cluster, node, name } => {
                    let node = node.as_ref().map_or("", NodeName::as_str);
                    format!("finding:{}:other:{cluster}/{node}/{name}", id.0)
                }
            },
        }
    }
}
