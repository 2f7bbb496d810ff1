//! What is read of one node or guest beyond the lists of the cluster.

use lotse_model::Timestamp;
use lotse_pve::ops::{
    certificates::Certificate,
    disk_pools::{ThinPool, ZfsPool},
    disks::Disk,
    guest_config::GuestConfig,
    guest_inside::{GuestFileSystem, Inside},
    guest_status::GuestStatus,
    nodes::{NodeStatus, NodeTime},
    packages::{PackageVersion, Update},
    replication::ReplicationState,
    snapshots::Snapshots,
    storages::NodeStorage,
};

use crate::topics::Answer;

/// A node's clock, with the time by our own clock between which it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// What the node said.
    pub clock: NodeTime,
    /// When it was asked; the answer's own time is when it came.
    pub asked: Timestamp,
}

/// Details of a node.
#[derive(Debug, Clone)]
pub struct NodeDetails {
    /// Version, kernel, load.
    pub status: Answer<NodeStatus>,
    /// Its clock.
    pub clock: Answer<ClockReading>,
    /// Pending updates.
    pub updates: Answer<Vec<Update>>,
    /// Versions of packages.
    pub packages: Answer<Vec<PackageVersion>>,
    /// Certificates.
    pub certificates: Answer<Vec<Certificate>>,
    /// Disks with what they say about their health.
    pub disks: Answer<Vec<Disk>>,
    /// ZFS pools.
    pub zfs: Answer<Vec<ZfsPool>>,
    /// LVM thin pools.
    pub thin_pools: Answer<Vec<ThinPool>>,
    /// Its storages as it sees them itself.
    pub storages: Answer<Vec<NodeStorage>>,
    /// Replication jobs of its guests.
    pub replication: Answer<Vec<ReplicationState>>,
}

/// Details of a guest.
#[derive(Debug, Clone)]
pub struct GuestDetails {
    /// Its configuration.
    pub config: Answer<GuestConfig>,
    /// What it does this moment.
    pub status: Answer<GuestStatus>,
    /// Its snapshots.
    pub snapshots: Answer<Snapshots>,
    /// The file systems inside a virtual machine.
    pub file_systems: Answer<Inside<Vec<GuestFileSystem>>>,
}
