//! What is kept: one entry for each call, by what it is about.

use std::{fmt, time::Duration};

use lotse_model::{GuestKind, NodeName, StorageName};
use lotse_pve::ops::guest_status::GuestPlace;

/// One call of one cluster whose answer is kept. Written as the call's path without parameters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Guests, nodes, storages and pools of the whole cluster.
    Resources,
    /// Members, votes and quorum.
    Status,
    /// What the HA manager does.
    HaCurrent,
    /// What the HA manager knows about its nodes.
    HaManager,
    /// The latest tasks of all nodes.
    Tasks,
    /// The scheduled backup jobs.
    BackupJobs,
    /// The guests that no backup job covers.
    NotBackedUp,
    /// The replication jobs and their last runs, as a node sees them.
    Replication(NodeName),
    /// The health of Ceph.
    Ceph,
    /// The caller's own privileges.
    Permissions,
    /// Which version answers.
    Version,
    /// The pools with their comments.
    Pools,
    /// The backups on a storage, seen from a node.
    Archives(NodeName, StorageName),
    /// A node's storages as the node itself sees them this moment.
    Storages(NodeName),
    /// A node's own status: version, kernel, load, file systems.
    NodeStatus(NodeName),
    /// A node's pending package updates.
    Updates(NodeName),
    /// The versions of a node's packages, and its running kernel.
    Packages(NodeName),
    /// A node's certificates.
    Certificates(NodeName),
    /// A node's disks, without waking them.
    Disks(NodeName),
    /// A node's disks with what each says about its health, which wakes them.
    DiskHealth(NodeName),
    /// The SMART values of one disk, which wakes it.
    Smart(NodeName, String),
    /// A node's ZFS pools.
    Zfs(NodeName),
    /// A node's LVM thin pools.
    ThinPools(NodeName),
    /// A node's services.
    Services(NodeName),
    /// A node's subscription.
    Subscription(NodeName),
    /// A node's clock.
    Clock(NodeName),
    /// What the log of a backup run that is over tells, by the run's UPID.
    BackupLog(NodeName, String),
    /// The configuration of a guest.
    GuestConfig(GuestPlace),
    /// What a guest does right now.
    GuestStatus(GuestPlace),
    /// The snapshots of a guest.
    Snapshots(GuestPlace),
    /// The addresses of a guest: from its agent, or a container's interfaces.
    Interfaces(GuestPlace),
    /// The file systems inside a virtual machine, from its agent.
    FileSystems(GuestPlace),
}

impl Key {
    /// The calls of a poll: what is asked of every cluster, whatever its size.
    pub const POLL: [Self; 4] = [Self::Resources, Self::Status, Self::HaCurrent, Self::Tasks];

    /// How long an answer is taken as it is before a question fetches it again. This is the one table of these times;
    /// a question may ask for a younger answer, and `refresh` for one from now.
    #[must_use]
    pub const fn time_to_live(&self) -> Duration {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        Duration::from_secs(match self {
            // pvestatd reports every ten seconds; asking more often shows the same figures again.
            Self::Resources | Self::Status | Self::HaCurrent | Self::HaManager | Self::Tasks => 10,
            // Read directly from the guest, and looked at while something happens to it.
            Self::GuestStatus(..) => 5,
            Self::Ceph | Self::Storages(_) | Self::NodeStatus(_) | Self::ThinPools(_) | Self::Services(_) => 30,
            Self::GuestConfig(..) | Self::Snapshots(..) | Self::Replication(_) | Self::Pools => MINUTE,
            Self::BackupJobs
            | Self::NotBackedUp
            | Self::Zfs(_)
            | Self::Clock(_)
            | Self::Interfaces(..)
            | Self::FileSystems(..)
            | Self::Archives(..)
            | Self::Permissions => 5 * MINUTE,
            Self::Updates(_) | Self::Packages(_) | Self::Certificates(_) | Self::Disks(_) | Self::Version => HOUR,
            // Reading SMART values wakes a sleeping disk.
            // The log of a task that is over never changes.
            Self::DiskHealth(_) | Self::Smart(..) | Self::Subscription(_) | Self::BackupLog(..) => 24 * HOUR,
        })
    }

    /// The node that it is about; `None` for what concerns the whole cluster.
    #[must_use]
    pub const fn node(&self) -> Option<&NodeName> {
        match self {
            Self::Resources
            | Self::Status
            | Self::HaCurrent
            | Self::HaManager
            | Self::Tasks
            | Self::BackupJobs
            | Self::NotBackedUp
            | Self::Ceph
            | Self::Permissions
            | Self::Version
            | Self::Pools => None,
            Self::Replication(node)
            | Self::Archives(node, _)
            | Self::Storages(node)
            | Self::NodeStatus(node)
            | Self::Updates(node)
            | Self::Certificates(node)
            | Self::Packages(node)
            | Self::Disks(node)
            | Self::DiskHealth(node)
            | Self::Smart(node, _)
            | Self::Zfs(node)
            | Self::ThinPools(node)
            | Self::Services(node)
            | Self::Subscription(node)
            | Self::Clock(node)
            | Self::BackupLog(node, _) => Some(node),
            Self::GuestConfig(place)
            | Self::GuestStatus(place)
            | Self::Snapshots(place)
            | Self::Interfaces(place)
            | Self::FileSystems(place) => Some(&place.node),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resources => f.write_str("/cluster/resources"),
            Self::Status => f.write_str("/cluster/status"),
            Self::HaCurrent => f.write_str("/cluster/ha/status/current"),
            Self::HaManager => f.write_str("/cluster/ha/status/manager_status"),
            Self::Tasks => f.write_str("/cluster/tasks"),
            Self::BackupJobs => f.write_str("/cluster/backup"),
            Self::NotBackedUp => f.write_str("/cluster/backup-info/not-backed-up"),
            Self::Ceph => f.write_str("/cluster/ceph/status"),
            Self::Permissions => f.write_str("/access/permissions"),
            Self::Version => f.write_str("/version"),
            Self::Pools => f.write_str("/pools"),
            Self::Replication(node) => write!(f, "/nodes/{node}/replication"),
            Self::Archives(node, storage) => write!(f, "/nodes/{node}/storage/{storage}/content"),
            Self::Storages(node) => write!(f, "/nodes/{node}/storage"),
            Self::NodeStatus(node) => write!(f, "/nodes/{node}/status"),
            Self::Updates(node) => write!(f, "/nodes/{node}/apt/update"),
            Self::Certificates(node) => write!(f, "/nodes/{node}/certificates/info"),
            Self::Packages(node) => write!(f, "/nodes/{node}/apt/versions"),
            Self::Disks(node) | Self::DiskHealth(node) => write!(f, "/nodes/{node}/disks/list"),
            Self::Smart(node, _) => write!(f, "/nodes/{node}/disks/smart"),
            Self::Zfs(node) => write!(f, "/nodes/{node}/disks/zfs"),
            Self::ThinPools(node) => write!(f, "/nodes/{node}/disks/lvmthin"),
            Self::Services(node) => write!(f, "/nodes/{node}/services"),
            Self::Subscription(node) => write!(f, "/nodes/{node}/subscription"),
            Self::Clock(node) => write!(f, "/nodes/{node}/time"),
            Self::BackupLog(node, upid) => write!(f, "/nodes/{node}/tasks/{upid}/log"),
            Self::GuestConfig(place) => write!(f, "{}/config", Of(place)),
            Self::GuestStatus(place) => write!(f, "{}/status/current", Of(place)),
            Self::Snapshots(place) => write!(f, "{}/snapshot", Of(place)),
            Self::Interfaces(place) => match place.kind {
                GuestKind::Vm => write!(f, "{}/agent/network-get-interfaces", Of(place)),
                GuestKind::Container => write!(f, "{}/interfaces", Of(place)),
            },
            Self::FileSystems(place) => write!(f, "{}/agent/get-fsinfo", Of(place)),
        }
    }
}

/// The part of the path that names a guest.
struct Of<'a>(&'a GuestPlace);

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GuestPlace { node, kind, vmid } = self.0;
        write!(f, "/nodes/{node}/{}/{vmid}", kind.api())
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, NodeName, Vmid};
    use lotse_pve::ops::guest_status::GuestPlace;

    use super::Key;

    #[test]
    fn a_key_reads_as_the_call_it_stands_for() {
        let (node, vmid) = (NodeName::new("pve1").unwrap(), Vmid::new(100).unwrap());
        assert_eq!(Key::Resources.to_string(), "/cluster/resources");
        assert_eq!(
            Key::Snapshots(GuestPlace::new(node.clone(), GuestKind::Container, vmid)).to_string(),
            "/nodes/pve1/lxc/100/snapshot"
        );
        assert_eq!(Key::Clock(node.clone()).node(), Some(&node));
        assert_eq!(Key::Tasks.node(), None);
    }
}
