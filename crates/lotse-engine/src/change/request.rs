//! What a person asked for.

use serde::{Deserialize, Serialize};

use super::operation::Operation;

/// What is to be changed, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Targets {
    /// Guests by reference, each meaning exactly one.
    Guests(Vec<String>),
    /// Every guest that fits: `tag:web`, `pool:prod`, `node:pve1`.
    Selection(String),
    /// Nothing but the cluster: a backup job. `None` where there is only one cluster.
    Cluster(Option<String>),
}

/// What a person asked for, before anything was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is to be done.
    pub operation: Operation,
    /// To what.
    pub targets: Targets,
    /// Whether the rest goes on when one fails.
    pub keep_going: bool,
    /// At most so many at the same time.
    pub parallel: Option<usize>,
    /// The line, phrase or press that asked for it, for the audit.
    pub words: String,
}
