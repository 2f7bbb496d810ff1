//! `storage`: what can be stored where, and how full it is.

use lotse_model::{ClusterName, NodeName, StorageName, StorageState, Use};
use serde::Serialize;

/// A storage: one row for a shared one, one for each node of a local one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StorageRow {
    /// Its cluster.
    pub cluster: ClusterName,
    /// Its name.
    pub storage: StorageName,
    /// The node, unless it is shared.
    pub node: Option<NodeName>,
    /// Its type.
    pub plugin: Option<String>,
    /// Whether all nodes see the same.
    pub shared: bool,
    /// Whether it can be used; a shared one is available when any node can use it.
    pub state: StorageState,
    /// Of a shared one: the nodes that cannot use it.
    pub unavailable_on: Vec<NodeName>,
    /// What may lie on it.
    pub content: Vec<String>,
    /// Used of size; `null` when unknown.
    pub space: Option<Use>,
}

/// The storages of the fleet, fullest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StorageView {
    /// The rows.
    pub storages: Vec<StorageRow>,
}
