//! How long what may take. Generous: what takes longer is not broken off, it is only no longer waited for, and the person is
//! told where to look.

use std::time::Duration;

use lotse_model::Seconds;

use crate::change::operation::Operation;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How long what may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long a task is followed while its node does not answer at all.
    pub unseen: Duration,
    /// How long a guest may take to become what it was asked to be once its task is over: HA takes ten to thirty seconds.
    pub settles: Duration,
    /// How long looking again at what the plan rests on may take.
    pub looks: Duration,
    /// How long a change is held for this process without a sign of life. Longer than a call may take, so that nobody takes
    /// over while one is on its way.
    pub hold: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            unseen: Duration::from_mins(5),
            settles: Duration::from_secs(90),
            looks: Duration::from_secs(30),
            hold: Duration::from_mins(1),
        }
    }
}

impl Patience {
    /// How often a sign of life is given.
    pub(super) fn beat(&self) -> Duration {
        self.hold / 4
    }
}

/// How long a task of an operation is followed.
pub(super) fn follows(operation: &Operation) -> Duration {
    match operation {
        Operation::Start | Operation::Stop | Operation::Resume | Operation::Suspend { to_disk: false } => 10 * MINUTE,
        // The server waits as long as the guest's own setting says where none is given.
        Operation::Shutdown { timeout } | Operation::Reboot { timeout } => 30 * MINUTE + asked(*timeout),
        Operation::Suspend { to_disk: true } => HOUR,
        // Storages work in the background: freed blocks, merged snapshots.
        Operation::Resize { .. }
        | Operation::Delete
        | Operation::SnapshotCreate { .. }
        | Operation::SnapshotRollback { .. }
        | Operation::SnapshotDelete { .. }
        | Operation::BackupProtect { .. }
        | Operation::BackupDelete { .. }
        | Operation::BackupJobCreate { .. }
        | Operation::BackupJobEdit { .. }
        | Operation::BackupJobSwitch { .. }
        | Operation::BackupJobDelete { .. } => 6 * HOUR,
        // Terabytes are copied.
        Operation::Create { .. }
        | Operation::BackupNow { .. }
        | Operation::Restore { .. }
        | Operation::Migrate { .. }
        | Operation::BackupJobRun { .. } => 48 * HOUR,
    }
}

fn asked(timeout: Option<Seconds>) -> Duration {
    timeout.map_or(Duration::ZERO, |timeout| Duration::from_secs(timeout.0))
}
