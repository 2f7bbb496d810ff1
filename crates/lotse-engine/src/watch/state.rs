//! What is so of a watched thing: the cells of the truth table.

use serde::{Deserialize, Serialize};

/// What is so. States are told apart, since what one does about them differs; each has its words in three languages
/// (`watch-state-STATE`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it should be: a guest runs, a node is online, a cluster answers and is quorate, a storage is available, a finding is
    /// gone.
    Ok,
    /// A guest is off, and its task list shows who or what switched it off.
    OffOnPurpose,
    /// A guest is off, and no task explains it: switched off from inside, or crashed.
    Off,
    /// A guest is off, and whether a task explains it could not be read.
    OffUnexplained,
    /// A guest runs, but not since when it did: it started anew with no task that did it.
    Restarted,
    /// A guest is paused: its processor stands still.
    Paused,
    /// A guest is hibernated: its memory lies on disk.
    Suspended,
    /// A guest is gone: the list is whole and lacks it.
    Gone,
    /// Another guest has the number of the one that is watched.
    Replaced,
    /// Corosync does not see the node (or the node of a guest).
    NodeOffline,
    /// The node is a member and its status daemon does not report.
    NodeSilent,
    /// The node is no member of its cluster any more.
    NodeGone,
    /// No node of the cluster answers.
    Unreachable,
    /// The cluster refuses the token.
    Refused,
    /// The server is not the one that is trusted: its certificate or host key is another.
    Untrusted,
    /// The cluster answers with errors, or too late.
    Failing,
    /// The cluster has no quorum: nothing can be changed or started in it.
    NoQuorum,
    /// The cluster answers, and hides watched guests that it showed before: the token lost a right. Whether they run is unknown.
    OutOfSight,
    /// A storage is configured and not available.
    Unavailable,
    /// A problem that the findings show.
    Problem,
    /// It goes to and fro.
    Flapping,
    /// Nobody could look: the token lacks a right, or the server uses a word that is not known. Never taken for good or bad.
    Unknown,
}
