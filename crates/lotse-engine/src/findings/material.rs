//! What the checks look at: everything that was read of one cluster, each part with its time or with why it is missing.
//!
//! Nothing here asks anybody. What was not asked for stands as an answer that says so ([`HiddenWhy::NotRead`]), so a check
//! needs no second way of finding out that it could not look.

use std::collections::BTreeMap;

use lotse_model::{ClusterName, Guest, GuestState, Hidden, HiddenWhy, Node, NodeName, Task, Timestamp, Vmid};
use lotse_pve::ops::{
    backup_jobs::{BackupJob, UncoveredGuest},
    ceph::CephStatus,
    cluster::ClusterStatus,
    content::Volume,
    ha::{HaManagerStatus, HaStatus},
};

use super::{
    backup_log::BackupLog,
    report::{Part, Report, Sight},
};
use crate::{
    fleet::{GuestDetails, NodeDetails},
    inventory::Resources,
    topics::Answer,
};

/// Everything that was read of one cluster.
#[derive(Debug, Clone)]
pub struct Material {
    /// Which.
    pub cluster: ClusterName,
    /// The time at which it is judged.
    pub now: Timestamp,
    /// Guests, nodes, storages.
    pub resources: Answer<Resources>,
    /// Members and quorum.
    pub status: Answer<ClusterStatus>,
    /// High availability.
    pub ha: Answer<HaStatus>,
    /// The latest tasks.
    pub tasks: Answer<Vec<Task>>,
    /// What the HA manager knows about nodes.
    pub ha_manager: Answer<HaManagerStatus>,
    /// Backup jobs.
    pub backup_jobs: Answer<Vec<BackupJob>>,
    /// Guests that no job covers.
    pub uncovered: Answer<Vec<UncoveredGuest>>,
    /// The backups on each storage that may hold some.
    pub archives: Vec<Answer<Vec<Volume>>>,
    /// What the logs of failed backup runs over several guests tell, by UPID; those that were read.
    pub backup_logs: BTreeMap<String, Answer<BackupLog>>,
    /// Ceph; `None` inside where there is none.
    pub ceph: Answer<Option<CephStatus>>,
    /// Each node's details.
    pub nodes: BTreeMap<NodeName, NodeDetails>,
    /// The details of those guests that were read.
    pub guests: BTreeMap<Vmid, GuestDetails>,
}

impl Material {
    /// Nothing was read, with the reason for it.
    #[must_use]
    pub fn empty(cluster: ClusterName, now: Timestamp, why: &HiddenWhy) -> Self {
        fn nothing<T>(cluster: &ClusterName, what: &str, why: &HiddenWhy) -> Answer<T> {
            let (cluster, what, why) = (cluster.clone(), what.to_owned(), why.clone());
            Answer::nothing(Hidden { cluster, node: None, what, why })
        }
        Self {
            now,
            resources: nothing(&cluster, "/cluster/resources", why),
            status: nothing(&cluster, "/cluster/status", why),
            ha: nothing(&cluster, "/cluster/ha/status/current", why),
            tasks: nothing(&cluster, "/cluster/tasks", why),
            ha_manager: nothing(&cluster, "/cluster/ha/status/manager_status", why),
            backup_jobs: nothing(&cluster, "/cluster/backup", why),
            uncovered: nothing(&cluster, "/cluster/backup-info/not-backed-up", why),
            archives: Vec::new(),
            backup_logs: BTreeMap::new(),
            ceph: nothing(&cluster, "/cluster/ceph/status", why),
            nodes: BTreeMap::new(),
            guests: BTreeMap::new(),
            cluster,
        }
    }

    /// The guests that are no templates, for looking; `None` when the list could not be seen.
    pub(super) fn living<'m>(&'m self, report: &mut Report<'_>) -> Option<Living<'m>> {
        let list = report.see_part(&self.resources, Part::Guests)?;
        Some(Living { list, guests: &self.guests })
    }

    /// The nodes, for looking.
    pub(super) fn members<'m>(&'m self, report: &mut Report<'_>) -> Option<Members<'m>> {
        let list = report.see_part(&self.resources, Part::Nodes)?;
        Some(Members { list, nodes: &self.nodes })
    }

    /// A node of the list.
    pub(super) fn node(&self, name: &NodeName) -> Option<&Node> {
        self.resources.value()?.node(name)
    }
}

/// The guests that are no templates.
pub(super) struct Living<'m> {
    pub(super) list: Sight<'m, Resources>,
    guests: &'m BTreeMap<Vmid, GuestDetails>,
}

impl<'m> Living<'m> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &'m Guest> + use<'m> {
        self.list.value.guests().iter().filter(|guest| !guest.template)
    }

    /// Those whose node reports. Of the others not even whether they are templates is known.
    pub(super) fn known(&self) -> impl Iterator<Item = &'m Guest> + use<'m> {
        self.iter().filter(|guest| guest.state != GuestState::Unknown)
    }

    /// Notes the nodes whose guests nobody knows about: of those the list shows the names and no state.
    pub(super) fn note_silent(&self, report: &mut Report<'_>) {
        for guest in self.iter().filter(|guest| guest.state == GuestState::Unknown) {
            report.could_not_see(Some(&guest.node), "/cluster/resources", HiddenWhy::NodeDown);
        }
    }

    /// Those of the guests that `wanted` picks whose details were read. That others were not is noted once.
    pub(super) fn with_details(
        &self,
        report: &mut Report<'_>,
        what: &str,
        wanted: impl Fn(&Guest) -> bool,
    ) -> Vec<(&'m Guest, &'m GuestDetails)> {
        let mut read = Vec::new();
        let mut guests = self.iter().filter(|guest| wanted(guest)).peekable();
        if guests.peek().is_none() {
            // With no guest that it is about, the list alone says so.
            report.made_by(self.list.as_of);
        }
        for guest in guests {
            match self.guests.get(&guest.id.vmid) {
                Some(details) => read.push((guest, details)),
                None => report.could_not_see(None, what, HiddenWhy::NotRead),
            }
        }
        read
    }
}

/// The nodes of the cluster.
pub(super) struct Members<'m> {
    pub(super) list: Sight<'m, Resources>,
    nodes: &'m BTreeMap<NodeName, NodeDetails>,
}

impl<'m> Members<'m> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &'m Node> + use<'m> {
        self.list.value.nodes().iter()
    }

    /// Each node with its details. That a node's details were not read is noted.
    pub(super) fn with_details(&self, report: &mut Report<'_>, what: &str) -> Vec<(&'m Node, &'m NodeDetails)> {
        let mut read = Vec::new();
        for node in self.iter() {
            match self.nodes.get(&node.name) {
                Some(details) => read.push((node, details)),
                None => report.could_not_see(Some(&node.name), what, HiddenWhy::NotRead),
            }
        }
        read
    }
}
