//! `list`: guests.

use lotse_model::{Guest, GuestKind};
use serde::Serialize;

/// What a list was narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListFilter {
    /// Only VMs, or only containers.
    pub kind: Option<GuestKind>,
    /// Only running guests, or only those that do not run.
    pub running: Option<bool>,
    /// Only on this node.
    pub node: Option<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only of this pool.
    pub pool: Option<String>,
    /// Only what this text finds in name, number, tag, node or pool.
    pub search: Option<String>,
    /// Whether nobody was asked: the guests are as they were seen before, without figures where that was another process.
    pub cached: bool,
}

impl ListFilter {
    /// Whether every guest is meant.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self { cached: self.cached, ..Self::default() }
    }
}

/// Guests of all clusters, by cluster and number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListView {
    /// What it was narrowed to.
    pub filter: ListFilter,
    /// The guests.
    pub guests: Vec<Guest>,
}
