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
}
