//! What is known about a cluster: the last answer of each call of a poll, each with its time and with what is missing.

use std::sync::{Arc, OnceLock};

use lotse_model::{ClusterName, Guest, Hidden, HiddenWhy, Seen, Task, Timestamp};
use lotse_pve::ops::{cluster::ClusterStatus, ha::HaStatus};

use super::{
    Change, Resources, Whole, diff,
    index::{self, Entry, Index},
};
use crate::topics::{Answer, Key, Source};

/// One cluster as it was last seen. Immutable: a newer one takes its place as a whole.
#[derive(Debug, Clone)]
pub struct Snapshot {
    cluster: ClusterName,
    /// Guests, nodes, storages and pools.
    pub resources: Answer<Resources>,
    /// Members and quorum.
    pub status: Answer<ClusterStatus>,
    /// High availability.
    pub ha: Answer<HaStatus>,
    /// The latest tasks.
    pub tasks: Answer<Vec<Task>>,
    index: Arc<OnceLock<Index>>,
}

impl Snapshot {
    /// The answers of one poll, together.
    #[must_use]
    pub fn new(
        cluster: ClusterName,
        resources: Answer<Resources>,
        status: Answer<ClusterStatus>,
        ha: Answer<HaStatus>,
        tasks: Answer<Vec<Task>>,
    ) -> Self {
        Self { cluster, resources, status, ha, tasks, index: Arc::default() }
    }

    /// Nothing was read yet.
    #[must_use]
    pub fn empty(cluster: ClusterName) -> Self {
        let hidden = |key: &Key| {
            let (cluster, what) = (cluster.clone(), key.to_string());
            Hidden { cluster, node: None, what, why: HiddenWhy::NotRead }
        };
        let resources = Answer::nothing(hidden(&Key::Resources));
        let status = Answer::nothing(hidden(&Key::Status));
        let ha = Answer::nothing(hidden(&Key::HaCurrent));
        let tasks = Answer::nothing(hidden(&Key::Tasks));
        Self::new(cluster, resources, status, ha, tasks)
    }

    /// A snapshot that holds these guests and nothing else.
    #[must_use]
    pub fn of_guests(cluster: ClusterName, guests: Vec<Guest>, as_of: Timestamp) -> Self {
        let seen = Seen::whole(Resources::new(guests, Vec::new(), Vec::new(), Vec::new()), as_of);
        let resources = Answer::read(Arc::new(seen), Key::Resources.to_string());
        Self::empty(cluster).with_resources(resources)
    }

    /// The same snapshot with a newer list of resources.
    #[must_use]
    pub fn with_resources(self, resources: Answer<Resources>) -> Self {
        Self { resources, index: Arc::default(), ..self }
    }

    /// The same snapshot with a newer list of tasks.
    #[must_use]
    pub fn with_tasks(self, tasks: Answer<Vec<Task>>) -> Self {
        Self { tasks, ..self }
    }

    /// The same snapshot after `older`, ready to be searched where that one was searched: a person who types does not wait until
    /// the names of a new list are prepared. Where the list is the same, so is what was prepared of it.
    #[must_use]
    pub(crate) fn after(self, older: &Self) -> Self {
        let (Some(before), Some(prepared)) = (older.resources.value(), older.index.get()) else {
            return Self { index: Arc::default(), ..self };
        };
        let Some(listed) = self.resources.value() else { return Self { index: Arc::default(), ..self } };
        if std::ptr::eq(before, listed) {
            return Self { index: Arc::clone(&older.index), ..self };
        }
        let renewed = index::renewed(listed.guests(), before.guests(), prepared);
        Self { index: Arc::new(OnceLock::from(renewed)), ..self }
    }

    /// Whose it is.
    #[must_use]
    pub const fn cluster(&self) -> &ClusterName {
        &self.cluster
    }

    /// Everything that is missing from it.
    pub fn missing(&self) -> impl Iterator<Item = &Hidden> {
        let of_cluster = self.status.missing.iter().chain(&self.ha.missing).chain(&self.tasks.missing);
        self.resources.missing.iter().chain(of_cluster)
    }

    /// The calls it rests on.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let of_cluster = self.status.sources.iter().chain(&self.ha.sources).chain(&self.tasks.sources);
        self.resources.sources.iter().chain(of_cluster)
    }

    pub(super) fn missing_from_resources(&self) -> impl Iterator<Item = &Hidden> {
        self.resources.missing.iter()
    }

    /// Each guest with what a search compares.
    pub(super) fn searchable(&self) -> impl Iterator<Item = (&Guest, &Entry)> {
        let guests = self.resources.value().map(Resources::guests).unwrap_or_default();
        guests.iter().zip(self.index.get_or_init(|| index::of(guests)).iter().map(|entry| &**entry))
    }
}

/// The snapshot with which the one after `newer` is compared: `newer`, and where it could not see, what `older` had. So what
/// happened during an outage shows after it, and nobody appears twice.
#[must_use]
pub fn baseline(older: &Snapshot, newer: &Snapshot) -> Snapshot {
    fn known<T>(older: &Answer<T>, newer: &Answer<T>) -> Answer<T> {
        if newer.seen.is_some() { newer.clone() } else { older.clone() }
    }
    let resources = match (older.resources.value(), newer.resources.value()) {
        (Some(before), Some(after)) if !newer.resources.missing.is_empty() => {
            let as_of = newer.resources.as_of().unwrap_or_default();
            Answer::read(Arc::new(Seen::whole(before.updated_by(after), as_of)), Key::Resources.to_string())
        }
        _ => known(&older.resources, &newer.resources),
    };
    let (status, ha) = (known(&older.status, &newer.status), known(&older.ha, &newer.ha));
    Snapshot::new(newer.cluster.clone(), resources, status, ha, newer.tasks.clone())
}

/// What changed from one snapshot to a later one. Of what either could not see, nothing is said.
#[must_use]
pub fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut changes = match (old.resources.value(), new.resources.value()) {
        (Some(before), Some(after)) => diff(before, after, Whole::but_for(&new.resources.missing)),
        _ => Vec::new(),
    };
    if let (Some(before), Some(after)) = (old.status.value(), new.status.value())
        && let (Some(was), Some(quorate)) = (before.quorate, after.quorate)
        && was != quorate
    {
        changes.push(Change::Quorum { cluster: new.cluster.clone(), quorate });
    }
    if let (Some(before), Some(after)) = (old.ha.value(), new.ha.value()) {
        let master = |status: &HaStatus| status.master.as_ref().map(|master| master.node.clone());
        let (from, to) = (master(before), master(after));
        if from != to {
            changes.push(Change::HaMaster { cluster: new.cluster.clone(), from, to });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_model::{Hidden, HiddenWhy, Seen, Timestamp};
    use lotse_pve::ops::cluster::ClusterStatus;

    use super::{Snapshot, baseline, changes};
    use crate::{
        inventory::{
            Change,
            sample::{cluster, guest},
        },
        topics::Answer,
    };

    fn quorate(quorate: bool) -> Snapshot {
        let status = ClusterStatus { quorate: Some(quorate), ..ClusterStatus::default() };
        let status = Answer::read(Arc::new(Seen::whole(status, Timestamp(1))), "/cluster/status".to_owned());
        Snapshot { status, ..Snapshot::of_guests(cluster(), vec![guest(100)], Timestamp(1)) }
    }

    #[test]
    fn a_lost_quorum_is_a_change() {
        assert_eq!(changes(&quorate(true), &quorate(false)), [Change::Quorum { cluster: cluster(), quorate: false }]);
        assert_eq!(changes(&quorate(true), &quorate(true)), []);
    }

    #[test]
    fn a_cluster_that_cannot_be_reached_has_no_changes() {
        let why = HiddenWhy::Unreachable;
        let hidden = Hidden { cluster: cluster(), node: None, what: "/cluster/resources".to_owned(), why };
        let lost = Snapshot::empty(cluster()).with_resources(Answer::nothing(hidden));
        assert_eq!(changes(&quorate(true), &lost), []);
        assert_eq!(changes(&lost, &quorate(true)), []);
    }

    #[test]
    fn what_happened_during_an_outage_shows_after_it() {
        let lost = Snapshot::empty(cluster());
        let after = Snapshot::of_guests(cluster(), vec![guest(101)], Timestamp(9));
        let seen = changes(&baseline(&quorate(true), &lost), &after);
        assert!(matches!(seen.as_slice(), [Change::GuestGone { .. }, Change::GuestAppeared { .. }]), "{seen:?}");
    }

    #[test]
    fn a_guest_that_was_hidden_for_a_while_does_not_appear_again() {
        let why = HiddenWhy::Privilege { needs: vec!["VM.Audit".to_owned()], path: "/vms".to_owned() };
        let hidden = Hidden { cluster: cluster(), node: None, what: "/cluster/resources".to_owned(), why };
        let mut narrow = Snapshot::of_guests(cluster(), vec![], Timestamp(2));
        narrow.resources.missing.push(hidden);
        assert_eq!(changes(&quorate(true), &narrow), []);
        let again = Snapshot::of_guests(cluster(), vec![guest(100)], Timestamp(3));
        assert_eq!(changes(&baseline(&quorate(true), &narrow), &again), []);
    }
}
