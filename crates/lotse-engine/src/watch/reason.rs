//! What explains that a thing is not as it should be. A reason delays an alert and colours it; it never cancels one.

use lotse_model::{Timestamp, Upid};
use serde::{Deserialize, Serialize};

/// What kind of explanation it is; its words are `watch-cause-CAUSE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A person changed it through Lotse.
    Lotse,
    /// A task of a user in Proxmox switched it off.
    Task,
    /// A task of a user removed it.
    Removed,
    /// A backup in the mode `stop` or `suspend`.
    Backup,
    /// It is being moved.
    Migration,
    /// The HA manager moves or restarts it.
    Ha,
    /// Its node boots or shuts down.
    NodeReboot,
    /// It is rolled back to a snapshot.
    Rollback,
    /// It is being made: a copy or a restore.
    Creation,
}

/// An explanation with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Reason {
    /// What kind.
    pub cause: Cause,
    /// Who did it: the person where it went through Lotse, else the user of the task, as Proxmox names them. Text from a
    /// machine.
    pub user: String,
    /// The type of the task, in Proxmox's word (`qmshutdown`).
    pub task: Option<String>,
    /// The task.
    pub upid: Option<Upid>,
    /// When it began.
    pub began: Timestamp,
    /// When it ended; `None` while it goes on.
    pub ended: Option<Timestamp>,
}
