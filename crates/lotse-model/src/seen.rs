//! "There is none" and "could not look" are different answers.

use serde::{Deserialize, Serialize};

use crate::{ClusterName, NodeName, Timestamp};

/// Why something could not be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum HiddenWhy {
    /// The caller lacks a privilege; Proxmox then answers with an empty list instead of an error.
    Privilege {
        /// The privileges any of which would do, as Proxmox names them (`Sys.Audit`).
        needs: Vec<String>,
        /// The ACL path on which they are needed.
        path: String,
    },
    /// The node is offline, or does not answer.
    NodeDown,
    /// No node of the cluster could be reached.
    Unreachable,
    /// The answer did not come within the deadline.
    TimedOut,
    /// The server refused the login or the token.
    Refused,
    /// The server's certificate or host key was not trusted.
    Untrusted,
    /// The server does not know this call: another version, or the feature is not installed.
    Unsupported,
    /// The answer broke off, or was not what the API speaks.
    Broken,
    /// It is there by its configuration and cannot be used now: a storage that is not available.
    Inactive,
    /// The server answered with an error.
    Failed {
        /// The server's own words, as they came.
        message: String,
    },
    /// The server answered, and a part of the answer could not be read: its rows are left out and counted.
    Unreadable {
        /// How many rows.
        rows: u32,
        /// Where the first one failed: the key, and what was found there, cut short.
        first: String,
    },
    /// It was not asked for: too many calls for this question, or switched off by configuration.
    NotRead,
}

/// A part of the fleet that could not be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The cluster.
    pub cluster: ClusterName,
    /// The node, when only that is affected.
    pub node: Option<NodeName>,
    /// What could not be seen: the call without parameters (`/nodes/pve1/syslog`).
    pub what: String,
    /// Why.
    pub why: HiddenWhy,
}

/// A value together with what is missing from it and when it was read.
///
/// An empty list with nothing hidden means "there is none"; with something hidden it means "could not look".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen<T> {
    /// What could be seen.
    pub value: T,
    /// What could not.
    pub hidden: Vec<Hidden>,
    /// When it was read, by the clock of the machine that Lotse runs on.
    pub as_of: Timestamp,
}

impl<T> Seen<T> {
    /// A value from which nothing is missing.
    pub const fn whole(value: T, as_of: Timestamp) -> Self {
        Self { value, hidden: Vec::new(), as_of }
    }

    /// Whether nothing is missing.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.hidden.is_empty()
    }

    /// The same knowledge about another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Seen<U> {
        Seen { value: change(self.value), hidden: self.hidden, as_of: self.as_of }
    }
}
