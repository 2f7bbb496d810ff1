//! Reads one guest.

use std::sync::Arc;

use lotse_model::{Guest, GuestKind, Hidden, NodeName, Seen};
use lotse_pve::{
    CallError,
    ops::{
        feature::{Feature, FeatureAnswer},
        guest_config::{GuestConfig, PendingValue},
        guest_status::{GuestPlace, GuestStatus},
        migration::Migration,
        snapshots::Snapshots,
    },
};

use super::Needs;
use crate::{
    fleet::Cluster,
    topics::{Answer, Ask},
};

/// What was read of one guest.
#[derive(Debug, Clone)]
pub(crate) struct GuestLook {
    /// Where the cluster's list has it.
    pub(crate) place: GuestPlace,
    /// What the cluster's list has of it. Its state lags and counts for nothing here.
    pub(crate) listed: Guest,
    /// How it is this moment.
    pub(crate) status: Answer<GuestStatus>,
    /// Its configuration, pending values included.
    pub(crate) config: Answer<GuestConfig>,
    /// Its snapshots.
    pub(crate) snapshots: Option<Answer<Snapshots>>,
    /// Whether a snapshot can be taken of it.
    pub(crate) feature: Option<Answer<FeatureAnswer>>,
    /// What waits for its next start.
    pub(crate) pending: Option<Answer<Vec<PendingValue>>>,
    /// What the server says about moving it; `None` when it was not asked, or does not offer that for this kind of guest.
    pub(crate) migration: Option<Answer<Migration>>,
    /// Whether the server says that there is no such guest.
    pub(crate) is_gone: bool,
}

impl GuestLook {
    /// Reads a guest as the cluster's list has it.
    pub(crate) async fn read(cluster: &Cluster, listed: Guest, needs: Needs, ask: Ask) -> Self {
        let place = GuestPlace::from(&listed);
        let (pve, deadline) = (cluster.pve(), ask.deadline);
        let gone = async {
            let status = pve.guest_status(&place, deadline).await;
            let is_gone = matches!(&status, Err(CallError::NotFound { .. }));
            (answer(cluster, &place, "status/current", status), is_gone)
        };
        let snapshots =
            when(needs.snapshots, async { answer(cluster, &place, "snapshot", pve.snapshots(&place, deadline).await) });
        let feature = when(needs.feature, async {
            let feature = pve.guest_feature(&place, Feature::Snapshot, None, deadline).await;
            answer(cluster, &place, "feature", feature)
        });
        let pending =
            when(needs.pending, async { answer(cluster, &place, "pending", pve.pending(&place, deadline).await) });
        let ((status, is_gone), config, snapshots, feature, pending) =
            tokio::join!(gone, cluster.guest_config(&place, ask), snapshots, feature, pending);
        Self { place, listed, status, config, snapshots, feature, pending, migration: None, is_gone }
    }

    /// Asks the server what it holds against moving the guest to `target`. Of one that is there already or locked nothing is
    /// asked: the server would refuse with what is known by now.
    pub(crate) async fn ask_migration(&mut self, cluster: &Cluster, target: &NodeName, ask: Ask) {
        if self.place.node == *target || self.lock().is_some() {
            return;
        }
        let said = cluster.pve().migration(&self.place, target, ask.deadline).await;
        self.migration = match said {
            // Containers have it since 9.1.
            Err(CallError::NoSuchCall { .. }) => None,
            said => Some(answer(cluster, &self.place, "migrate", said)),
        };
    }

    /// Whether it occupies its memory.
    pub(crate) fn is_up(&self) -> bool {
        self.status.value().is_some_and(|status| status.guest.is_running())
    }

    /// Whether it is a virtual machine.
    pub(crate) fn is_vm(&self) -> bool {
        self.place.kind == GuestKind::Vm
    }

    /// The lock on its configuration.
    pub(crate) fn lock(&self) -> Option<&str> {
        let by_config = self.config.value().and_then(|config| config.lock.as_deref());
        by_config.or_else(|| self.status.value().and_then(|status| status.guest.lock.as_deref()))
    }

    /// Its name as its own configuration has it, else as the list has it.
    pub(crate) fn name(&self) -> Option<String> {
        let own = self.config.value().and_then(|config| config.name.clone());
        own.or_else(|| self.listed.name.clone())
    }

    /// Everything of it that could not be read. What the server did not say about a move is said beside the rest of the move.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &Hidden> {
        let optional = self.snapshots.iter().flat_map(|answer| &answer.missing);
        let optional = optional.chain(self.feature.iter().flat_map(|answer| &answer.missing));
        let optional = optional.chain(self.pending.iter().flat_map(|answer| &answer.missing));
        self.status.missing.iter().chain(&self.config.missing).chain(optional)
    }
}

/// Awaits `read` when it is wanted.
pub(super) async fn when<T>(wanted: bool, read: impl Future<Output = T>) -> Option<T> {
    if wanted { Some(read.await) } else { None }
}

/// The answer of a call that is not kept.
fn answer<T>(cluster: &Cluster, place: &GuestPlace, what: &str, read: Result<Seen<T>, CallError>) -> Answer<T> {
    let call = format!("/nodes/{}/{}/{}/{what}", place.node, place.kind.api(), place.vmid);
    match read {
        Ok(seen) => Answer::read(Arc::new(seen), call),
        Err(error) => Answer::nothing(Hidden {
            cluster: cluster.name().clone(),
            node: Some(place.node.clone()),
            what: call,
            why: error.hidden_why(),
        }),
    }
}
