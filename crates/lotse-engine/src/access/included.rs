//! Whether a scope lies within another one: who may do something there may also order it for a part of it.

use super::scope::{Clusters, Entry, is_within};

impl Entry {
    /// Whether whatever `other` reaches is surely reached by this, too, whoever gets which tag later. Decided from the words
    /// alone: `cluster:home` includes `cluster:home tag:web`, and never the other way round.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        let clusters = match (&self.clusters, &other.clusters) {
            (Clusters::Only(own), Clusters::Only(others)) => own == others,
            (Clusters::Only(_), _) => false,
            // A bare tag stands where there is one cluster.
            (Clusters::Unsaid | Clusters::Every, _) => true,
        };
        let part = |own: bool, same: bool| !own || same;
        clusters
            && part(self.node.is_some(), self.node == other.node)
            && part(self.storage.is_some(), self.storage == other.storage)
            && part(self.guest.is_some(), self.guest == other.guest)
            && self.tags.iter().all(|tag| other.tags.contains(tag))
            && self.pools.iter().all(|pool| other.pools.iter().any(|inner| is_within(inner, pool)))
    }
}

#[cfg(test)]
mod tests {
    use crate::access::Entry;

    fn includes(outer: &str, inner: &str) -> bool {
        let read = |text: &str| text.parse::<Entry>().expect("a scope");
        read(outer).includes(&read(inner))
    }

    #[test]
    fn a_scope_includes_itself_and_what_is_narrower() {
        for (outer, inner) in [
            ("cluster:*", "cluster:home"),
            ("cluster:home", "cluster:home tag:web"),
            ("cluster:home", "storage:home/local"),
            ("cluster:home tag:web", "cluster:home tag:web tag:prod"),
            ("pool:home/shop", "cluster:home pool:shop/front"),
            ("node:home/pve1", "node:home/pve1 tag:web"),
            ("guest:home/100", "guest:home/100"),
        ] {
            assert!(includes(outer, inner), "{outer} includes {inner}");
        }
    }

    #[test]
    fn a_scope_never_includes_what_may_be_elsewhere_one_day() {
        for (outer, inner) in [
            ("cluster:home", "cluster:*"),
            ("cluster:home tag:web", "cluster:home"),
            ("cluster:home tag:web", "guest:home/100"),
            ("cluster:home tag:web", "node:home/pve1"),
            ("cluster:home tag:web", "cluster:lab tag:web"),
            ("node:home/pve1", "node:home/pve2"),
            ("guest:home/100", "cluster:home tag:web"),
            ("pool:home/shop", "cluster:home pool:shopping"),
        ] {
            assert!(!includes(outer, inner), "{outer} does not include {inner}");
        }
    }
}
