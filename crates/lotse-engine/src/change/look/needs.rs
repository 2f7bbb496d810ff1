//! What an operation needs to know. Pure.

use crate::change::operation::Operation;

/// Which parts are read besides a guest's state and configuration and the cluster's list and quorum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one call that is made or not")]
pub(crate) struct Needs {
    /// The guest's snapshots.
    pub(crate) snapshots: bool,
    /// Whether the storages of the guest's disks can take a snapshot.
    pub(crate) feature: bool,
    /// What of the guest's configuration waits for its next start.
    pub(crate) pending: bool,
    /// Backup jobs.
    pub(crate) jobs: bool,
    /// Replication jobs.
    pub(crate) replication: bool,
    /// What HA manages.
    pub(crate) ha: bool,
    /// The backups on every storage.
    pub(crate) archives: bool,
    /// The storages as the nodes in question see them.
    pub(crate) storages: bool,
    /// The volumes of the guest's storages: for clones that share them.
    pub(crate) volumes: bool,
    /// The processors of the guest's node.
    pub(crate) node: bool,
}

impl Needs {
    /// What `operation` needs.
    pub(crate) const fn of(operation: &Operation) -> Self {
        const NONE: Needs = Needs {
            snapshots: false,
            feature: false,
            pending: false,
            jobs: false,
            replication: false,
            ha: false,
            archives: false,
            storages: false,
            volumes: false,
            node: false,
        };
        match operation {
            Operation::Start | Operation::Reboot { .. } => Self { pending: true, ..NONE },
            Operation::Shutdown { .. } | Operation::Stop | Operation::Suspend { .. } | Operation::Resume => NONE,
            Operation::Create { .. } => Self { archives: true, storages: true, snapshots: true, feature: true, ..NONE },
            Operation::Resize { .. } => Self { snapshots: true, storages: true, node: true, ..NONE },
            Operation::Delete => {
                Self { snapshots: true, jobs: true, replication: true, ha: true, archives: true, volumes: true, ..NONE }
            }
            Operation::SnapshotCreate { .. } => Self { snapshots: true, feature: true, storages: true, ..NONE },
            Operation::SnapshotRollback { .. } => Self { snapshots: true, storages: true, ..NONE },
            Operation::SnapshotDelete { .. } => Self { snapshots: true, ..NONE },
            Operation::BackupNow { .. } => Self { archives: true, storages: true, feature: true, ..NONE },
            Operation::BackupProtect { .. } | Operation::BackupDelete { .. } => Self { archives: true, ..NONE },
            Operation::Restore { .. } => Self { snapshots: true, archives: true, storages: true, ..NONE },
            Operation::Migrate { .. } => Self { snapshots: true, replication: true, storages: true, ..NONE },
            Operation::BackupJobCreate { .. }
            | Operation::BackupJobEdit { .. }
            | Operation::BackupJobSwitch { .. }
            | Operation::BackupJobRun { .. }
            | Operation::BackupJobDelete { .. } => Self { jobs: true, ..NONE },
        }
    }

    /// What is read once more before `operation` is carried out: what its facts are made of.
    pub(crate) const fn to_check(operation: &Operation) -> Self {
        let all = Self::of(operation);
        let archives = matches!(
            operation,
            Operation::BackupProtect { .. } | Operation::BackupDelete { .. } | Operation::Restore { .. }
        );
        Self {
            archives,
            feature: false,
            pending: false,
            replication: false,
            ha: false,
            volumes: false,
            node: false,
            jobs: all.jobs && !matches!(operation, Operation::Delete),
            ..all
        }
    }
}
