//! `refresh`: what was fetched again, and what changed.

use lotse_model::{ClusterName, Timestamp};
use serde::Serialize;

use crate::inventory::Change;

/// A topic that was fetched again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefreshedTopic {
    /// The cluster.
    pub cluster: ClusterName,
    /// The topic.
    pub topic: &'static str,
    /// How many things it holds now; `null` when it could not be read.
    pub count: Option<usize>,
    /// When.
    pub as_of: Option<Timestamp>,
}

/// What was fetched again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefreshView {
    /// The topics.
    pub topics: Vec<RefreshedTopic>,
    /// What is different from what was known before.
    pub changes: Vec<Change>,
    /// For tasks and backups, which are shown whole: the list itself.
    pub shown: Option<Box<super::View>>,
}
