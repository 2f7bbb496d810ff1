//! The fleet: all clusters that are known, each with its client, its kept answers and its last snapshot.
//!
//! Clusters are asked concurrently and wait for nobody but themselves: one that hangs costs the others nothing, and an
//! answer over the whole fleet comes at the deadline at the latest, with the missing ones named.

mod clock;
mod cluster;
mod details;
mod reads;

use std::sync::Arc;

use futures_util::future::join_all;
use lotse_model::{ClusterName, Guest, Seen};
use lotse_pve::Pve;

pub use self::{
    clock::now,
    cluster::{Cluster, Polled},
    details::{ClockReading, GuestDetails, NodeDetails},
};
use crate::{
    inventory::{Filter, Resources, best},
    topics::Ask,
};

/// All clusters, in the order of the configuration.
#[derive(Debug, Clone, Default)]
pub struct Fleet {
    clusters: Vec<Arc<Cluster>>,
}

impl Fleet {
    /// The fleet of these clusters. The order stays, and with it the place of each in lists and its colour.
    #[must_use]
    pub fn new(clients: impl IntoIterator<Item = Pve>) -> Self {
        Self { clusters: clients.into_iter().map(|pve| Arc::new(Cluster::new(pve))).collect() }
    }

    /// All clusters, in their order.
    #[must_use]
    pub fn clusters(&self) -> &[Arc<Cluster>] {
        &self.clusters
    }

    /// The cluster of this name.
    #[must_use]
    pub fn cluster(&self, name: &ClusterName) -> Option<&Arc<Cluster>> {
        self.clusters.iter().find(|cluster| cluster.name() == name)
    }

    /// Those of the named clusters that are known, or all when none is named.
    #[must_use]
    pub fn among(&self, names: &[ClusterName]) -> Vec<Arc<Cluster>> {
        self.clusters.iter().filter(|cluster| names.is_empty() || names.contains(cluster.name())).cloned().collect()
    }

    /// Looks at every cluster at once: at most four calls each.
    pub async fn poll(&self, ask: Ask) -> Vec<Polled> {
        join_all(self.clusters.iter().map(|cluster| cluster.poll(ask))).await
    }

    /// The list of each cluster as it was last seen.
    pub(crate) fn last_seen(&self) -> impl Iterator<Item = (ClusterName, Option<Arc<Seen<Resources>>>)> {
        self.clusters.iter().map(|cluster| (cluster.name().clone(), cluster.snapshot().resources.seen.clone()))
    }

    /// The guests that fit best of those that may be shown, as they were last seen or are remembered: no more than `most`, without
    /// a call.
    #[must_use]
    pub fn best(&self, filter: &Filter, most: usize, may: impl Fn(&Guest) -> bool) -> Vec<Guest> {
        let known: Vec<_> = self.clusters.iter().map(|cluster| (cluster.last_known(), cluster.addresses())).collect();
        let found = best(known.iter().map(|(snapshot, book)| (&**snapshot, &**book)), filter, most, may);
        found.into_iter().cloned().collect()
    }

    /// Whether there is a guest, as they were last seen or are remembered, of which something holds.
    #[must_use]
    pub fn has_guest(&self, holds: impl Fn(&Guest) -> bool) -> bool {
        self.clusters.iter().any(|cluster| {
            let snapshot = cluster.last_known();
            snapshot.resources.value().is_some_and(|list| list.guests().iter().any(&holds))
        })
    }
}

#[cfg(test)]
mod tests;
