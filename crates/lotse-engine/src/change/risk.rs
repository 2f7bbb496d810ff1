//! How dangerous an operation is.

use serde::{Deserialize, Serialize};

use super::operation::Operation;

/// How dangerous something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// It can be taken back and disturbs nobody.
    Reversible,
    /// It interrupts a service, or uses up something.
    Disruptive,
    /// Data is lost.
    Destructive,
}

/// The risk of an operation by itself. Pre-flight may raise it, never lower it.
#[must_use]
pub fn risk(operation: &Operation) -> Risk {
    match operation {
        Operation::BackupNow { mode, .. } if mode != "snapshot" => Risk::Disruptive,
        Operation::Start | Operation::Resume | Operation::SnapshotCreate { .. } | Operation::BackupNow { .. } => {
            Risk::Reversible
        }
        Operation::Restore { new_id: None, .. }
        | Operation::Delete
        | Operation::SnapshotRollback { .. }
        | Operation::BackupDelete { .. }
        | Operation::BackupJobDelete { .. } => Risk::Destructive,
        // A backup that is protected, or a job that runs, is never less safe than before; the other way round it is.
        Operation::BackupProtect { on: true, .. } | Operation::BackupJobSwitch { on: true, .. } => Risk::Reversible,
        Operation::Shutdown { .. }
        | Operation::Reboot { .. }
        | Operation::Stop
        | Operation::Suspend { .. }
        | Operation::Create { .. }
        | Operation::Resize { .. }
        | Operation::SnapshotDelete { .. }
        | Operation::BackupProtect { on: false, .. }
        | Operation::Restore { .. }
        | Operation::Migrate { .. }
        | Operation::BackupJobCreate { .. }
        | Operation::BackupJobEdit { .. }
        | Operation::BackupJobSwitch { on: false, .. }
        | Operation::BackupJobRun { .. } => Risk::Disruptive,
    }
}
