//! How full root file systems and storages are, now and at any time before.
//!
//! What lies on a storage is known; what lies on it besides grows by a fixed rate from the world's beginning. Both are
//! functions of the time, so the graph of last week agrees with the figure of today.

use super::World;
use super::moment::Moment;
use super::node::Node;
use super::storage::Storage;

/// How full something is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Space {
    /// In all.
    pub total: u64,
    /// Used.
    pub used: u64,
    /// What can still be used.
    pub avail: u64,
}

impl Space {
    /// A space from its parts; nothing can be more than full.
    #[must_use]
    pub fn of(total: u64, used: u64, reserved: u64) -> Self {
        let used = used.min(total);
        Self { total, used, avail: (total - used).saturating_sub(reserved) }
    }

    /// The used share, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact bytes")]
    pub fn fraction(&self) -> f64 {
        if self.total == 0 { 0.0 } else { self.used as f64 / self.total as f64 }
    }
}

const MILLIS_A_DAY: f64 = 86_400_000.0;

/// A size that drifts by bytes a day, at a moment.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a drift of bytes a day needs no exactness and is cut at zero"
)]
pub fn drifted(size: u64, per_day: f64, since: Moment, at: Moment) -> u64 {
    let days = (at.millis() - since.millis()) as f64 / MILLIS_A_DAY;
    per_day.mul_add(days, size as f64).max(0.0) as u64
}

impl World {
    /// How full a node's root file system was at a moment.
    #[must_use]
    pub fn root_space(&self, node: &Node, at: Moment) -> Space {
        let volumes: u64 = self
            .storages
            .values()
            .filter(|storage| storage.on_root && storage.is_on(&node.name))
            .map(|storage| self.volumes.bytes_at(&storage.id, &node.name, at))
            .sum();
        Space::of(node.root_size, node.root_used + volumes, node.root_reserved)
    }

    /// How full a storage was at a moment, as a node sees it; nothing when the node cannot see it.
    #[must_use]
    pub fn storage_space(&self, storage: &Storage, node: &str, at: Moment) -> Space {
        let Some(member) = self.nodes.get(node).filter(|_| self.is_storage_active(storage, node)) else {
            return Space::default();
        };
        if storage.on_root {
            return self.root_space(member, at);
        }
        let other = storage.other_on.get(node).copied().unwrap_or(storage.other);
        let used = drifted(other, storage.growth, self.began, at) + self.volumes.bytes_at(&storage.id, node, at);
        Space::of(storage.total, used, storage.reserved)
    }

    /// Whether a node can use a storage now.
    #[must_use]
    pub fn is_storage_active(&self, storage: &Storage, node: &str) -> bool {
        !storage.disabled && storage.is_on(node) && !storage.is_gone_on(node) && self.is_online(node)
    }

    /// A storage that a node can use now; the error is the text of the real server.
    pub fn usable_storage(&self, id: &str, node: &str) -> Result<&Storage, String> {
        let storage = self.storages.get(id).ok_or_else(|| format!("storage '{id}' does not exist"))?;
        if storage.disabled {
            return Err(format!("storage '{id}' is disabled"));
        }
        if !storage.is_on(node) {
            return Err(format!("storage '{id}' is not available on node '{node}'"));
        }
        if storage.is_gone_on(node) {
            return Err(storage.unreachable());
        }
        Ok(storage)
    }

    /// Fills a storage with foreign data to this share of its size (0 to 1), on one node or on all.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a size"
    )]
    pub fn fill_storage(&mut self, id: &str, on: Option<&str>, share: f64) -> bool {
        let now = self.now;
        let Some(storage) = self.storages.get(id).cloned() else { return false };
        let nodes: Vec<String> =
            self.nodes.keys().filter(|name| storage.is_on(name) && on.is_none_or(|on| on == *name)).cloned().collect();
        for name in nodes {
            let wanted =
                |total: u64, volumes: u64| ((total as f64 * share.clamp(0.0, 1.0)) as u64).saturating_sub(volumes);
            let volumes = self.volumes.bytes_at(id, &name, now);
            if storage.on_root {
                if let Some(node) = self.nodes.get(&name) {
                    let all = self.root_space(node, now).used.saturating_sub(node.root_used);
                    let used = wanted(node.root_size, all);
                    if let Some(node) = self.nodes.get_mut(&name) {
                        node.root_used = used;
                    }
                }
            } else if let Some(storage) = self.storages.get_mut(id) {
                // What has drifted since the beginning comes on top again.
                let drift = drifted(storage.other, storage.growth, self.began, now).saturating_sub(storage.other);
                let other = wanted(storage.total, volumes).saturating_sub(drift);
                if storage.shared && on.is_none() {
                    storage.other = other;
                } else {
                    storage.other_on.insert(name, other);
                }
            }
        }
        true
    }

    /// Takes a storage away or brings it back, on one node or on all.
    pub fn set_storage_available(&mut self, id: &str, on: Option<&str>, available: bool) -> bool {
        let Some(storage) = self.storages.get_mut(id) else { return false };
        match on {
            None => {
                storage.gone = !available;
                storage.gone_on.clear();
            }
            Some(node) if available => {
                storage.gone_on.remove(node);
            }
            Some(node) => {
                storage.gone_on.insert(node.to_owned());
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_more_than_full() {
        assert_eq!(Space::of(100, 150, 0), Space { total: 100, used: 100, avail: 0 });
        assert_eq!(Space::of(100, 40, 10), Space { total: 100, used: 40, avail: 50 });
    }

    #[test]
    fn other_things_grow_by_the_day_both_ways() {
        let since = Moment::from_seconds(1_000_000);
        assert_eq!(drifted(1000, 10.0, since, since.plus_seconds(86_400)), 1010);
        assert_eq!(drifted(1000, 10.0, since, since.plus_seconds(-86_400)), 990);
        assert_eq!(drifted(5, -10.0, since, since.plus_seconds(86_400)), 0);
    }
}
