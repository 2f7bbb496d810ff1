//! From when on something is a finding.

use serde::{Deserialize, Serialize};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// From which share on a filling thing is a warning, and from which an error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// A warning from here on, 0 to 1.
    pub warning: f64,
    /// An error from here on, 0 to 1.
    pub error: f64,
}

/// The limits of all checks. Ages and times in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Thresholds {
    /// Use of a storage.
    pub storage: Limits,
    /// Use of data or metadata of a thin pool.
    pub thin_pool: Limits,
    /// Use of a node's root file system.
    pub node_disk: Limits,
    /// Use of a node's memory.
    pub node_memory: Limits,
    /// Use of a container's memory.
    pub container_memory: Limits,
    /// Use of a virtual machine's memory, which may include its own cache: never more than a warning.
    pub vm_memory: f64,
    /// Use of a file system inside a guest.
    pub guest_disk: Limits,
    /// How long a task may work on a locked guest.
    pub lock_with_task: u64,
    /// How long a lock may stand after the last task on its guest ended.
    pub lock_without_task: u64,
    /// How long a node may be up before a guest that starts at boot must run.
    pub onboot_grace: u64,
    /// How old the last backup of a guest may be.
    pub backup_age: u64,
    /// How old a snapshot may be.
    pub snapshot_age: u64,
    /// How many snapshots a guest may have.
    pub snapshots: usize,
    /// How long ago a failed task is still worth telling.
    pub task_age: u64,
    /// How long before its end a certificate is a warning. Proxmox renews its own two weeks before.
    pub certificate_warning: u64,
    /// How long before its end a certificate is an error.
    pub certificate_error: u64,
    /// How far the clocks of two nodes may differ for certain.
    pub clocks_apart: u64,
    /// From how many failed runs in a row on a replication is an error.
    pub replication_failures: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        let limits = |warning, error| Limits { warning, error };
        Self {
            storage: limits(0.80, 0.90),
            thin_pool: limits(0.80, 0.90),
            node_disk: limits(0.80, 0.90),
            node_memory: limits(0.90, 0.97),
            container_memory: limits(0.90, 0.97),
            vm_memory: 0.95,
            guest_disk: limits(0.85, 0.95),
            lock_with_task: 6 * HOUR,
            lock_without_task: HOUR / 4,
            onboot_grace: HOUR / 4,
            backup_age: 8 * DAY,
            snapshot_age: 30 * DAY,
            snapshots: 10,
            task_age: DAY,
            certificate_warning: 14 * DAY,
            certificate_error: 3 * DAY,
            clocks_apart: 5,
            replication_failures: 3,
        }
    }
}

impl Limits {
    /// How severe this share is; `None` below the warning.
    #[must_use]
    pub fn judge(self, share: lotse_model::Share) -> Option<lotse_model::Severity> {
        if share.get() >= self.error {
            Some(lotse_model::Severity::Error)
        } else if share.get() >= self.warning {
            Some(lotse_model::Severity::Warning)
        } else {
            None
        }
    }
}
