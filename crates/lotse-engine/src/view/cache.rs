//! `cache`: what is kept in memory, and how old it is.

use lotse_model::{ClusterName, Timestamp};
use serde::Serialize;

/// One call whose answer is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CacheRow {
    /// The cluster.
    pub cluster: ClusterName,
    /// The call.
    pub call: String,
    /// When it was read.
    pub as_of: Timestamp,
    /// For how many more seconds it answers questions as it is; zero when the next one fetches it again.
    pub fresh_for_seconds: u64,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CacheView {
    /// Whether it was dropped just now.
    pub cleared: bool,
    /// The rows, by cluster and call.
    pub rows: Vec<CacheRow>,
}
