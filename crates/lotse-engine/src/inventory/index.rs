//! What a search compares with, prepared once for each list: folded names, tags, nodes and pools.

use lotse_model::Guest;

use lotse_text::fold;

/// One guest, prepared for searching. Stands at the same place as the guest in its list.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) tags: Vec<String>,
    pub(super) node: String,
    pub(super) pool: String,
}

impl Entry {
    pub(super) fn new(guest: &Guest) -> Self {
        Self {
            id: guest.id.vmid.to_string(),
            name: guest.name.as_deref().map(fold).unwrap_or_default(),
            tags: guest.tags.iter().map(|tag| fold(tag)).collect(),
            node: fold(guest.node.as_str()),
            pool: guest.pool.as_ref().map(|pool| fold(pool.as_str())).unwrap_or_default(),
        }
    }
}
