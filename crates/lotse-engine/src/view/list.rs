//! `list`: guests.

use lotse_model::{Field, Guest, GuestKind};
use serde::{Serialize, Serializer};

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
    /// By what they are sorted, the most first; by cluster and number where nothing is said.
    #[serde(serialize_with = "word")]
    pub sort: Option<Field>,
    /// Whether nobody was asked: the guests are as they were seen before, without figures where that was another process.
    pub cached: bool,
}

impl ListFilter {
    /// Whether every guest is meant.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self { cached: self.cached, sort: self.sort, ..Self::default() }
    }
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
fn word<S: Serializer>(field: &Option<Field>, serializer: S) -> Result<S::Ok, S::Error> {
    field.map(Field::as_str).serialize(serializer)
}

/// Guests of all clusters, by cluster and number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListView {
    /// What it was narrowed to.
    pub filter: ListFilter,
    /// The guests.
    pub guests: Vec<Guest>,
}
