//! Exactly what will be done.

use std::{collections::BTreeMap, fmt::Write as _};

use lotse_model::{ClusterName, GuestKind, GuestRef, NodeName};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    note::{Note, Weight},
    operation::Operation,
    risk::Risk,
};

/// What one item of a plan changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// A guest. Of `create` and `restore` to a new number it is the guest that is copied or restored.
    Guest {
        /// Its reference.
        #[serde(rename = "ref")]
        guest: GuestRef,
        /// VM or container.
        #[serde(rename = "type")]
        kind: GuestKind,
        /// Its name, when it has one.
        name: Option<String>,
        /// What tells it from another guest that gets its number later: its SMBIOS UUID, else its time of creation.
        identity: Option<String>,
    },
    /// A backup job.
    Job {
        /// Its id.
        id: String,
    },
}

/// One guest or job of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its cluster.
    pub cluster: ClusterName,
    /// The node that does it.
    pub node: NodeName,
    /// What is changed.
    pub subject: Subject,
    /// What is done, with everything filled in.
    pub operation: Operation,
    /// What was read and must still be so when it is done (`state`, `lock`, `digest`, `snapshots`, …).
    pub facts: BTreeMap<String, String>,
    /// The calls that will be sent, in order, passwords left out.
    pub calls: Vec<String>,
    /// What matters.
    pub notes: Vec<Note>,
}

/// Exactly what will be done. A person approves one plan, by its [`hash`](Self::hash).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The command that it came from.
    pub command: String,
    /// The selection as typed, where guests were not named one by one.
    pub selection: Option<String>,
    /// Each guest or job.
    pub items: Vec<Item>,
    /// What matters to all of them.
    pub notes: Vec<Note>,
    /// How dangerous it is, raised by notes and policy.
    pub risk: Risk,
    /// Whether a second person must agree.
    pub second_person: bool,
    /// What must be typed where it is destructive: a name, `cluster/name`, an id, or count and selection.
    pub phrase: String,
    /// Whether the rest goes on when one fails.
    pub keep_going: bool,
    /// At most so many at the same time, from 1.
    pub parallel: usize,
}

impl Plan {
    /// What identifies it: SHA-256 over what will be done, to what, and what was seen; the first 128 bits of it in hexadecimal. What is
    /// merely said about it (notes) is no part: a warning about free memory may change from second to second.
    #[must_use]
    pub fn hash(&self) -> String {
        let items: Vec<_> = self
            .items
            .iter()
            .map(|item| (&item.cluster, &item.node, &item.subject, &item.operation, &item.facts, &item.calls))
            .collect();
        let bound = (&self.command, &self.selection, items, self.keep_going, self.parallel);
        // Strings, numbers and maps in order: this serialises always, and always the same.
        let text = serde_json::to_string(&bound).unwrap_or_default();
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().take(16).fold(String::with_capacity(32), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// What keeps it from being run.
    pub fn blockers(&self) -> impl Iterator<Item = &Note> {
        let all = self.notes.iter().chain(self.items.iter().flat_map(|item| &item.notes));
        all.filter(|note| note.weight == Weight::Blocks)
    }
}
