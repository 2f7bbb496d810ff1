//! Findings: a problem with evidence.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{ClusterName, GuestRef, NodeName, StorageName, Timestamp};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Will become a problem, or weakens the fleet.
    Warning,
    /// Something does not work.
    Error,
    /// Data or service is in danger now.
    Critical,
}

/// The stable id of a kind of finding, kebab-case (`storage-nearly-full`). Texts are looked up by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FindingId(pub Cow<'static, str>);

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Subject {
    /// The cluster as a whole.
    Cluster {
        /// Which.
        cluster: ClusterName,
    },
    /// A node.
    Node {
        /// Its cluster.
        cluster: ClusterName,
        /// Its name.
        node: NodeName,
    },
    /// A guest.
    Guest {
        /// Its reference.
        #[serde(rename = "ref")]
        guest: GuestRef,
        /// Its name, when known.
        name: Option<String>,
    },
    /// A storage, on one node unless it is shared.
    Storage {
        /// Its cluster.
        cluster: ClusterName,
        /// Its name.
        storage: StorageName,
        /// The node, when only that is affected.
        node: Option<NodeName>,
    },
    /// Something that has no type of its own: a disk, a pool, a job, a task, by the name Proxmox gives it.
    Other {
        /// Its cluster.
        cluster: ClusterName,
        /// Its node, when it belongs to one.
        node: Option<NodeName>,
        /// Its name.
        name: String,
    },
}

impl Subject {
    /// The cluster it belongs to.
    #[must_use]
    pub const fn cluster(&self) -> &ClusterName {
        match self {
            Self::Cluster { cluster }
            | Self::Node { cluster, .. }
            | Self::Storage { cluster, .. }
            | Self::Other { cluster, .. } => cluster,
            Self::Guest { guest, .. } => &guest.cluster,
        }
    }

    /// The node it belongs to, when it is one or names one.
    #[must_use]
    pub const fn node(&self) -> Option<&NodeName> {
        match self {
            Self::Node { node, .. } => Some(node),
            Self::Storage { node, .. } | Self::Other { node, .. } => node.as_ref(),
            Self::Cluster { .. } | Self::Guest { .. } => None,
        }
    }
}

/// What a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The call that showed it (`/cluster/status`).
    pub call: String,
    /// When it was read.
    pub as_of: Timestamp,
    /// The fields and their values that decided, as they were read.
    pub facts: BTreeMap<String, String>,
}

/// A problem with severity, evidence, and what its texts need. Explanation and suggestion are texts by the id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of problem.
    pub id: FindingId,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What it rests on; never empty.
    pub evidence: Vec<Evidence>,
    /// Values for the texts in three languages, by the name of the Fluent argument. Numbers keep their unit in the name:
    /// `used-bytes`, `used-share`, `age-seconds`, `at-time`.
    pub arguments: BTreeMap<String, Argument>,
}

/// A value that a text shows in its language's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "unit", content = "value")]
pub enum Argument {
    /// Words from a machine: cleaned before they are shown, never translated.
    Text(String),
    /// A plain count.
    Count(u64),
    /// Bytes, shown in IEC units.
    Bytes(u64),
    /// Per mille of a whole, shown as percent.
    PerMille(u32),
    /// A length of time.
    Seconds(u64),
    /// A point in time.
    Time(Timestamp),
}
