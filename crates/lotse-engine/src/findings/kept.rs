//! What the checks need, from what was read already: a poll, and what questions and the sweep have left behind, however old.
//! Nobody is asked. A check that needs what is not there says so.

use std::collections::BTreeMap;

use lotse_model::{NodeName, NodeState, Timestamp};
use lotse_pve::ops::guest_status::GuestPlace;

use super::{
    gather::{backup_places, failed_runs},
    material::Material,
};
use crate::{
    fleet::{Cluster, NodeDetails},
    inventory::{Resources, Snapshot},
    topics::Key,
};

impl Cluster {
    /// What is known of the cluster without asking anybody, judged at `now`.
    pub async fn gather_kept(&self, snapshot: &Snapshot, now: Timestamp) -> Material {
        let list = snapshot.resources.value();
        let mut nodes = BTreeMap::new();
        for node in
            list.map(Resources::nodes).unwrap_or_default().iter().filter(|node| node.state != NodeState::Offline)
        {
            nodes.insert(node.name.clone(), self.kept_node(&node.name).await);
        }
        let mut guests = BTreeMap::new();
        for guest in list.map(Resources::guests).unwrap_or_default().iter().filter(|guest| !guest.template) {
            if let Some(details) = self.known_guest(&GuestPlace::from(guest)).await {
                guests.insert(guest.id.vmid, details);
            }
        }
        let mut archives = Vec::new();
        for (node, storage) in list.map(backup_places).unwrap_or_default() {
            archives.push(self.known(&Key::Archives(node, storage)).await);
        }
        let mut backup_logs = BTreeMap::new();
        for upid in failed_runs(snapshot.tasks.value()) {
            let kept = self.known(&Key::BackupLog(upid.node.clone(), upid.to_string())).await;
            backup_logs.extend(kept.seen.is_some().then(|| (upid.to_string(), kept)));
        }
        Material {
            cluster: self.name().clone(),
            now,
            resources: snapshot.resources.clone(),
            status: snapshot.status.clone(),
            ha: snapshot.ha.clone(),
            tasks: snapshot.tasks.clone(),
            ha_manager: self.known(&Key::HaManager).await,
            backup_jobs: self.known(&Key::BackupJobs).await,
            uncovered: self.known(&Key::NotBackedUp).await,
            archives,
            backup_logs,
            ceph: self.known(&Key::Ceph).await,
            nodes,
            guests,
        }
    }

    async fn kept_node(&self, node: &NodeName) -> NodeDetails {
        NodeDetails {
            status: self.known(&Key::NodeStatus(node.clone())).await,
            clock: self.known(&Key::Clock(node.clone())).await,
            updates: self.known(&Key::Updates(node.clone())).await,
            packages: self.known(&Key::Packages(node.clone())).await,
            certificates: self.known(&Key::Certificates(node.clone())).await,
            disks: self.known_disk_health(node).await,
            zfs: self.known(&Key::Zfs(node.clone())).await,
            thin_pools: self.known(&Key::ThinPools(node.clone())).await,
            storages: self.known(&Key::Storages(node.clone())).await,
            replication: self.known(&Key::Replication(node.clone())).await,
        }
    }
}
