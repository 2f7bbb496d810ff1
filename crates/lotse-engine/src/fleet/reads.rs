//! The questions whose answers are kept, each with the one call behind it.

use std::{net::IpAddr, sync::PoisonError};

use lotse_model::{Hidden, HiddenWhy, NodeName, NodeState, StorageName, Task, Timestamp, Vmid};
use lotse_pve::ops::{
    backup_jobs::{BackupJob, UncoveredGuest},
    ceph::CephStatus,
    certificates::Certificate,
    cluster::ClusterStatus,
    content::{ContentQuery, Volume},
    disk_pools::{ThinPool, ZfsPool},
    disks::{Disk, Smart},
    guest_config::{ConfigOf, GuestConfig},
    guest_inside::{GuestFileSystem, GuestInterface, Inside},
    guest_status::{GuestPlace, GuestStatus},
    ha::{HaManagerStatus, HaStatus},
    nodes::NodeStatus,
    packages::{PackageVersion, Update},
    permissions::Permissions,
    pools::Pool,
    replication::ReplicationState,
    services::Service,
    snapshots::Snapshots,
    storages::NodeStorage,
    subscription::Subscription,
    version::Version,
};

use super::{
    Cluster,
    details::{ClockReading, GuestDetails},
    now,
};
use crate::{
    inventory::Resources,
    topics::{Answer, Ask, Key},
};

impl Cluster {
    /// Guests, nodes, storages and pools.
    pub async fn resources(&self, ask: Ask) -> Answer<Resources> {
        let fetch = |deadline| async move { Ok(self.pve.resources(deadline).await?.map(Resources::from)) };
        let answer = self.read(Key::Resources, ask, fetch).await;
        if ask.cached && answer.seen.is_none() {
            return self.remembered().map_or(answer, |remembered| remembered.snapshot.resources.clone());
        }
        self.note(ask, &answer, |snapshot| &mut snapshot.resources);
        answer
    }

    /// Members, votes and quorum.
    pub async fn status(&self, ask: Ask) -> Answer<ClusterStatus> {
        let answer = self.read(Key::Status, ask, |deadline| self.pve.cluster_status(deadline)).await;
        self.note(ask, &answer, |snapshot| &mut snapshot.status);
        answer
    }

    /// What the HA manager does.
    pub async fn ha(&self, ask: Ask) -> Answer<HaStatus> {
        let answer = self.read(Key::HaCurrent, ask, |deadline| self.pve.ha_status(deadline)).await;
        self.note(ask, &answer, |snapshot| &mut snapshot.ha);
        answer
    }

    /// What the HA manager knows about nodes.
    pub async fn ha_manager(&self, ask: Ask) -> Answer<HaManagerStatus> {
        self.read(Key::HaManager, ask, |deadline| self.pve.ha_manager_status(deadline)).await
    }

    /// The latest tasks of all nodes.
    pub async fn tasks(&self, ask: Ask) -> Answer<Vec<Task>> {
        let answer = self.read(Key::Tasks, ask, |deadline| self.pve.cluster_tasks(deadline)).await;
        self.note(ask, &answer, |snapshot| &mut snapshot.tasks);
        answer
    }

    /// The scheduled backup jobs.
    pub async fn backup_jobs(&self, ask: Ask) -> Answer<Vec<BackupJob>> {
        self.read(Key::BackupJobs, ask, |deadline| self.pve.backup_jobs(deadline)).await
    }

    /// The guests that no backup job covers, as the server counts.
    pub async fn uncovered_guests(&self, ask: Ask) -> Answer<Vec<UncoveredGuest>> {
        self.read(Key::NotBackedUp, ask, |deadline| self.pve.uncovered_guests(deadline)).await
    }

    /// Which version answers.
    pub async fn version(&self, ask: Ask) -> Answer<Version> {
        self.read(Key::Version, ask, |deadline| self.pve.version(deadline)).await
    }

    /// The pools with their comments.
    pub async fn pools(&self, ask: Ask) -> Answer<Vec<Pool>> {
        self.read(Key::Pools, ask, |deadline| self.pve.pools(deadline)).await
    }

    /// What the caller may do.
    pub async fn permissions(&self, ask: Ask) -> Answer<Permissions> {
        self.read(Key::Permissions, ask, |deadline| self.pve.permissions(deadline)).await
    }

    /// Reads anew what the caller may do, for the lists that are read from then on; whether it could be read. A list believes for
    /// up to an hour what was read before, so that a poll has few calls.
    pub async fn renew_permissions(&self, ask: Ask) -> bool {
        self.pve.renew_permissions(ask.deadline).await.is_ok()
    }

    /// The replication jobs of a node's guests, and how they did.
    pub async fn replication(&self, node: &NodeName, ask: Ask) -> Answer<Vec<ReplicationState>> {
        self.read(Key::Replication(node.clone()), ask, |deadline| self.pve.replication_states(node, deadline)).await
    }

    /// A node's storages as the node sees them this moment, switched off ones included.
    pub async fn storages(&self, node: &NodeName, ask: Ask) -> Answer<Vec<NodeStorage>> {
        self.read(Key::Storages(node.clone()), ask, |deadline| self.pve.storages_of_node(node, deadline)).await
    }

    /// A node's own status.
    pub async fn node_status(&self, node: &NodeName, ask: Ask) -> Answer<NodeStatus> {
        self.read(Key::NodeStatus(node.clone()), ask, |deadline| self.pve.node_status(node, deadline)).await
    }

    /// A node's clock.
    pub async fn node_clock(&self, node: &NodeName, ask: Ask) -> Answer<ClockReading> {
        let fetch = |deadline| async move {
            let asked = now();
            Ok(self.pve.node_time(node, deadline).await?.map(|clock| ClockReading { clock, asked }))
        };
        self.read(Key::Clock(node.clone()), ask, fetch).await
    }

    /// A node's pending updates.
    pub async fn updates(&self, node: &NodeName, ask: Ask) -> Answer<Vec<Update>> {
        self.read(Key::Updates(node.clone()), ask, |deadline| self.pve.updates(node, deadline)).await
    }

    /// The versions of a node's packages.
    pub async fn packages(&self, node: &NodeName, ask: Ask) -> Answer<Vec<PackageVersion>> {
        self.read(Key::Packages(node.clone()), ask, |deadline| self.pve.package_versions(node, deadline)).await
    }

    /// A node's certificates.
    pub async fn certificates(&self, node: &NodeName, ask: Ask) -> Answer<Vec<Certificate>> {
        self.read(Key::Certificates(node.clone()), ask, |deadline| self.pve.certificates(node, deadline)).await
    }

    /// A node's disks, without waking them.
    pub async fn disks(&self, node: &NodeName, ask: Ask) -> Answer<Vec<Disk>> {
        self.read(Key::Disks(node.clone()), ask, |deadline| self.pve.disks(node, false, deadline)).await
    }

    /// A node's disks with what each says about its health. Wakes sleeping disks.
    pub async fn disk_health(&self, node: &NodeName, ask: Ask) -> Answer<Vec<Disk>> {
        self.read(Key::DiskHealth(node.clone()), ask, |deadline| self.pve.disks(node, true, deadline)).await
    }

    /// The SMART values of a disk. Wakes it.
    pub async fn smart(&self, node: &NodeName, device: &str, ask: Ask) -> Answer<Smart> {
        let key = Key::Smart(node.clone(), device.to_owned());
        self.read(key, ask, |deadline| self.pve.smart(node, device, deadline)).await
    }

    /// A node's ZFS pools.
    pub async fn zfs(&self, node: &NodeName, ask: Ask) -> Answer<Vec<ZfsPool>> {
        self.read(Key::Zfs(node.clone()), ask, |deadline| self.pve.zfs_pools(node, deadline)).await
    }

    /// A node's LVM thin pools.
    pub async fn thin_pools(&self, node: &NodeName, ask: Ask) -> Answer<Vec<ThinPool>> {
        self.read(Key::ThinPools(node.clone()), ask, |deadline| self.pve.thin_pools(node, deadline)).await
    }

    /// A node's services.
    pub async fn services(&self, node: &NodeName, ask: Ask) -> Answer<Vec<Service>> {
        self.read(Key::Services(node.clone()), ask, |deadline| self.pve.services(node, deadline)).await
    }

    /// A node's subscription.
    pub async fn subscription(&self, node: &NodeName, ask: Ask) -> Answer<Subscription> {
        self.read(Key::Subscription(node.clone()), ask, |deadline| self.pve.subscription(node, deadline)).await
    }

    /// How Ceph does; `None` inside where there is no Ceph.
    pub async fn ceph(&self, ask: Ask) -> Answer<Option<CephStatus>> {
        self.read(Key::Ceph, ask, |deadline| self.pve.ceph_status(deadline)).await
    }

    /// A guest's configuration, pending values included.
    pub async fn guest_config(&self, place: &GuestPlace, ask: Ask) -> Answer<GuestConfig> {
        let fetch = |deadline| self.pve.guest_config(place, &ConfigOf::Pending, deadline);
        let answer = self.read(Key::GuestConfig(place.clone()), ask, fetch).await;
        if let (Some(config), Some(as_of)) = (answer.value(), answer.as_of()) {
            let mut book = self.addresses.write().unwrap_or_else(PoisonError::into_inner);
            book.note_configured(place.vmid, fixed_addresses(config), as_of);
        }
        answer
    }

    /// A guest as it is this moment.
    pub async fn guest_status(&self, place: &GuestPlace, ask: Ask) -> Answer<GuestStatus> {
        self.read(Key::GuestStatus(place.clone()), ask, |deadline| self.pve.guest_status(place, deadline)).await
    }

    /// A guest's snapshots.
    pub async fn snapshots(&self, place: &GuestPlace, ask: Ask) -> Answer<Snapshots> {
        self.read(Key::Snapshots(place.clone()), ask, |deadline| self.pve.snapshots(place, deadline)).await
    }

    /// The addresses of a guest: from a virtual machine's agent, or a container's node. They go into the address book.
    pub async fn interfaces(&self, place: &GuestPlace, ask: Ask) -> Answer<Inside<Vec<GuestInterface>>> {
        let fetch = |deadline| self.pve.guest_network(place, deadline);
        let answer = self.read(Key::Interfaces(place.clone()), ask, fetch).await;
        if let (Some(inside), Some(as_of)) = (answer.value(), answer.as_of()) {
            self.note_addresses(place.vmid, inside, as_of);
        }
        answer
    }

    /// The file systems inside a virtual machine, from its agent.
    pub async fn file_systems(&self, place: &GuestPlace, ask: Ask) -> Answer<Inside<Vec<GuestFileSystem>>> {
        let fetch = |deadline| self.pve.guest_file_systems(place, deadline);
        self.read(Key::FileSystems(place.clone()), ask, fetch).await
    }

    /// The backups on a storage, as a node sees them. Nobody waits for a node that the cluster itself does not see.
    pub async fn archives(&self, node: &NodeName, storage: &StorageName, ask: Ask) -> Answer<Vec<Volume>> {
        let snapshot = self.snapshot();
        let known = snapshot.resources.value().and_then(|list| list.node(node));
        if known.is_some_and(|node| node.state == NodeState::Offline) {
            return self.nothing(node, &format!("storage/{storage}/content"), &HiddenWhy::NodeDown);
        }
        let query = ContentQuery::backups();
        let fetch = |deadline| self.pve.content(node, storage, &query, deadline);
        self.read(Key::Archives(node.clone(), storage.clone()), ask, fetch).await
    }

    /// What disks said about their health when they were last asked; asks nobody.
    pub(crate) async fn known_disk_health(&self, node: &NodeName) -> Answer<Vec<Disk>> {
        self.known(&Key::DiskHealth(node.clone())).await
    }

    /// What of a guest was read before, however old; `None` when nothing was.
    pub(crate) async fn known_guest(&self, place: &GuestPlace) -> Option<GuestDetails> {
        let details = GuestDetails {
            config: self.known(&Key::GuestConfig(place.clone())).await,
            status: self.known(&Key::GuestStatus(place.clone())).await,
            snapshots: self.known(&Key::Snapshots(place.clone())).await,
            file_systems: self.known(&Key::FileSystems(place.clone())).await,
        };
        let is_known = details.config.seen.is_some() || details.snapshots.seen.is_some();
        is_known.then_some(details)
    }

    /// The kept answer of a call, however old; that it was not read, where there is none.
    pub(crate) async fn known<T: Send + Sync + 'static>(&self, key: &Key) -> Answer<T> {
        let hidden = || {
            let (cluster, what) = (self.name().clone(), key.to_string());
            Answer::nothing(Hidden { cluster, node: key.node().cloned(), what, why: HiddenWhy::NotRead })
        };
        self.recall(key).await.unwrap_or_else(hidden)
    }

    fn note_addresses(&self, vmid: Vmid, inside: &Inside<Vec<GuestInterface>>, as_of: Timestamp) {
        let addresses = match inside {
            Inside::Answered(interfaces) => {
                let reachable = interfaces.iter().flat_map(|one| &one.addresses).filter(|one| one.is_reachable());
                reachable.map(|address| address.ip).collect()
            }
            Inside::NotRunning => Vec::new(),
            // Nobody told, so nobody knows.
            Inside::NoAgent | Inside::Silent { .. } => return,
        };
        let mut book = self.addresses.write().unwrap_or_else(PoisonError::into_inner);
        book.note(vmid, addresses, as_of);
    }
}

/// The addresses that a configuration gives a guest: a container's network, or a machine's cloud-init.
fn fixed_addresses(config: &GuestConfig) -> Vec<IpAddr> {
    let of_container = config.nets.values().flat_map(|net| [net.ip.as_deref(), net.ip6.as_deref()]);
    let by_cloud_init = config.cloud_init.iter().flat_map(|init| init.addresses.values());
    let by_cloud_init = by_cloud_init.flat_map(|properties| [properties.get("ip"), properties.get("ip6")]);
    // `192.0.2.5/24`; `dhcp`, `manual` and `auto` are no addresses.
    let address = |text: &str| text.split('/').next().and_then(|ip| ip.parse().ok());
    of_container.chain(by_cloud_init).flatten().filter_map(address).collect()
}
