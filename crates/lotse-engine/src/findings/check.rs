//! What a check is, and the table of all.

use super::{
    backups, disks, guests, ha, material::Material, needs::Needs, nodes, quorum, replication, report::Report,
    snapshots, storages, tasks, thresholds::Thresholds, upkeep,
};

/// A check: a pure function from what was read to findings.
pub struct Check {
    /// The id of its findings, by which their texts are found.
    pub id: &'static str,
    /// Which data it needs; it may use more where that is there.
    pub needs: Needs,
    pub(super) run: fn(&Material, &Thresholds, &mut Report<'_>),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Check").field("id", &self.id).field("needs", &self.needs).finish_non_exhaustive()
    }
}

const fn check(id: &'static str, needs: Needs, run: fn(&Material, &Thresholds, &mut Report<'_>)) -> Check {
    Check { id, needs, run }
}

/// Every check, in the order in which they are listed.
pub static CHECKS: [Check; 32] = [
    check("node-offline", Needs::Poll, nodes::offline),
    check("node-unreachable", Needs::Poll, nodes::unreachable),
    check("node-memory-high", Needs::Poll, nodes::memory_high),
    check("node-disk-full", Needs::Poll, nodes::disk_full),
    check("quorum-lost", Needs::Poll, quorum::lost),
    check("quorum-thin", Needs::Poll, quorum::thin),
    check("guest-error", Needs::Poll, guests::in_error),
    check("guest-locked", Needs::Poll, guests::locked),
    check("guest-memory-high", Needs::Poll, guests::memory_high),
    check("guest-disk-full", Needs::Guest, guests::disk_full),
    check("guest-onboot-stopped", Needs::Guest, guests::onboot_stopped),
    check("storage-full", Needs::Poll, storages::full),
    check("storage-unavailable", Needs::Poll, storages::unavailable),
    check("thin-pool-full", Needs::Node, storages::thin_pool_full),
    check("ha-error", Needs::Poll, ha::error),
    check("ha-fencing", Needs::Poll, ha::fencing),
    check("zfs-degraded", Needs::Node, disks::zfs_degraded),
    check("ceph-degraded", Needs::Cluster, disks::ceph_degraded),
    check("smart-failing", Needs::Node, disks::smart_failing),
    check("backup-missing", Needs::Cluster, backups::missing),
    check("backup-failed", Needs::Poll, backups::failed),
    check("backup-too-old", Needs::Cluster, backups::too_old),
    check("backup-no-job", Needs::Cluster, backups::no_job),
    check("replication-failing", Needs::Node, replication::failing),
    check("snapshot-old", Needs::Guest, snapshots::old),
    check("snapshots-many", Needs::Guest, snapshots::many),
    check("task-failed", Needs::Poll, tasks::failed),
    check("certificate-expiring", Needs::Node, upkeep::certificate_expiring),
    check("updates-pending", Needs::Node, upkeep::updates_pending),
    check("reboot-pending", Needs::Node, upkeep::reboot_pending),
    check("clocks-apart", Needs::Node, upkeep::clocks_apart),
    check("versions-mixed", Needs::Node, upkeep::versions_mixed),
];
