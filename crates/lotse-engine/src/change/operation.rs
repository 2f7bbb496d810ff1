//! What can be done.

use lotse_model::{Bytes, NodeName, PoolName, Seconds, StorageName, Vmid};
use serde::{Deserialize, Serialize};

/// One thing that can be done to a guest, an archive or a backup job. In a [`Request`](super::request::Request) what was not
/// said is `None`; in a plan's item everything that matters is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Operation {
    /// Switch on.
    Start,
    /// Ask the guest to shut down. Never forced.
    Shutdown {
        /// How long it may take.
        timeout: Option<Seconds>,
    },
    /// Ask the guest to shut down, and start it again.
    Reboot {
        /// How long the shutdown may take.
        timeout: Option<Seconds>,
    },
    /// Switch off without asking the guest.
    Stop,
    /// Let the processor stand still.
    Suspend {
        /// Write the memory to disk and switch off (VMs only).
        to_disk: bool,
    },
    /// Go on after a pause or hibernation.
    Resume,
    /// Copy a guest, usually a template, in full.
    Create {
        /// The number of the copy; the next free one when not said.
        new_id: Option<Vmid>,
        /// Its name.
        name: Option<String>,
        /// Its node, when it is to be another one.
        node: Option<NodeName>,
        /// Where its disks go.
        storage: Option<StorageName>,
        /// Its pool.
        pool: Option<PoolName>,
        /// Whether it is started afterwards.
        start: bool,
    },
    /// Give a guest other cores, memory or a larger disk.
    Resize {
        /// Cores.
        cores: Option<u32>,
        /// Memory; whole MiB are sent.
        memory: Option<Bytes>,
        /// Which disk grows (`scsi0`, `rootfs`); the only one when not said.
        disk: Option<String>,
        /// By how much it grows.
        grow: Option<Bytes>,
    },
    /// Remove a guest and its disks.
    Delete,
    /// Take a snapshot.
    SnapshotCreate {
        /// Its name.
        name: String,
        /// What is said about it.
        description: Option<String>,
        /// Whether the memory of a running VM is kept.
        memory: bool,
    },
    /// Go back to a snapshot.
    SnapshotRollback {
        /// Its name.
        name: String,
        /// Whether the guest is started afterwards.
        start: bool,
    },
    /// Remove a snapshot.
    SnapshotDelete {
        /// Its name.
        name: String,
    },
    /// Make a backup now. Older ones stay.
    BackupNow {
        /// Where it goes.
        storage: Option<StorageName>,
        /// How the running guest is treated: `snapshot`, `suspend`, `stop`.
        mode: String,
        /// Notes on it.
        notes: Option<String>,
    },
    /// Protect a backup from removal, or no longer.
    BackupProtect {
        /// The backup (a volume id); the newest when not said.
        backup: Option<String>,
        /// Whether it is protected from now on.
        on: bool,
    },
    /// Remove a backup.
    BackupDelete {
        /// The backup (a volume id).
        backup: String,
    },
    /// Bring a guest back from a backup.
    Restore {
        /// The backup (a volume id); the newest when not said.
        backup: Option<String>,
        /// The number of a new guest; over the guest itself when not said.
        new_id: Option<Vmid>,
        /// Where its disks go.
        storage: Option<StorageName>,
        /// Whether it is started afterwards.
        start: bool,
    },
    /// Move a guest to another node.
    Migrate {
        /// The node.
        node: NodeName,
        /// The storage on that node.
        storage: Option<StorageName>,
    },
    /// Make a backup job.
    BackupJobCreate {
        /// What it says.
        job: JobSettings,
    },
    /// Change a backup job.
    BackupJobEdit {
        /// Its id.
        id: String,
        /// What it says from now on; what is not said stays.
        job: JobSettings,
    },
    /// Let a backup job run by its schedule, or no longer.
    BackupJobSwitch {
        /// Its id.
        id: String,
        /// Whether it runs.
        on: bool,
    },
    /// Run a backup job now.
    BackupJobRun {
        /// Its id.
        id: String,
    },
    /// Remove a backup job.
    BackupJobDelete {
        /// Its id.
        id: String,
    },
}

/// What a backup job says (`/cluster/backup` of the schema).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct JobSettings {
    /// When it runs, a calendar event (`sat 02:00`).
    pub schedule: Option<String>,
    /// Where the backups go.
    pub storage: Option<StorageName>,
    /// How running guests are treated.
    pub mode: Option<String>,
    /// Which guests: `all`, `pool:NAME`, or numbers with commas.
    pub guests: Option<String>,
    /// How many are kept (`keep-last=3`).
    pub keep: Option<String>,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl Operation {
    /// The command of the table that asks for it.
    #[must_use]
    pub const fn command(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Shutdown { .. } => "shutdown",
            Self::Reboot { .. } => "reboot",
            Self::Stop => "stop",
            Self::Suspend { .. } => "suspend",
            Self::Resume => "resume",
            Self::Create { .. } => "create",
            Self::Resize { .. } => "resize",
            Self::Delete => "delete",
            Self::SnapshotCreate { .. } => "snapshot-create",
            Self::SnapshotRollback { .. } => "snapshot-rollback",
            Self::SnapshotDelete { .. } => "snapshot-delete",
            Self::BackupNow { .. } => "backup-now",
            Self::BackupProtect { .. } => "backup-protect",
            Self::BackupDelete { .. } => "backup-delete",
            Self::Restore { .. } => "restore",
            Self::Migrate { .. } => "migrate",
            Self::BackupJobCreate { .. } => "backup-job-create",
            Self::BackupJobEdit { .. } => "backup-job-edit",
            Self::BackupJobSwitch { on: true, .. } => "backup-job-enable",
            Self::BackupJobSwitch { on: false, .. } => "backup-job-disable",
            Self::BackupJobRun { .. } => "backup-job-run",
            Self::BackupJobDelete { .. } => "backup-job-delete",
        }
    }
}
