//! `pools`: groups of guests and storages.

use lotse_model::ClusterName;
use serde::Serialize;

use crate::view::GuestLabel;

/// A pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PoolRow {
    /// Its cluster.
    pub cluster: ClusterName,
    /// Its name.
    pub pool: String,
    /// Its comment.
    pub comment: Option<String>,
    /// Its guests.
    pub guests: Vec<GuestLabel>,
}

/// The pools of the fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PoolsView {
    /// The pools, by cluster and name.
    pub pools: Vec<PoolRow>,
}
