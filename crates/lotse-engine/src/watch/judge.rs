//! The truth table: from what could be seen of a thing to what is so of it.
//!
//! Three rules hold in every cell: nothing is [`State::Ok`] where nobody could look, nothing is gone where the list is not
//! whole, and nothing happened "with no task" where the tasks could not be read.

use lotse_model::{GuestState, HiddenWhy, NodeState, StorageState};
use lotse_pve::ops::guest_status::GuestStatus;

use super::State;

/// How the cluster answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Api {
    /// With its list.
    Answers,
    /// No node can be reached.
    Unreachable,
    /// It refuses the token.
    Refused,
    /// Its certificate or host key is another.
    Untrusted,
    /// With errors, or too late.
    Failing,
}

/// What is seen of a guest's node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeSeen {
    /// It is online.
    Up,
    /// Corosync does not see it.
    Down,
    /// It is a member and does not report.
    Silent,
    /// The list does not name it.
    Missing,
    /// The server says a word that is not known.
    Unknown,
}

/// What is seen of a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuestSeen {
    /// It runs, since when it did.
    Running,
    /// It runs, and was started since it was last seen.
    Restarted,
    /// It is off.
    Stopped,
    /// Its processor stands still.
    Paused,
    /// Its memory lies on disk.
    Suspended,
    /// The server says a word that is not known, or that only a passing moment has.
    Unknown,
    /// The list does not name it.
    Missing,
    /// Another guest has its number.
    Another,
}

/// What the tasks say to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TasksSay {
    /// They could not be read, or not back to the look before.
    Unreadable,
    /// None of them explains it.
    Nothing,
    /// One of them explains it.
    Explained,
}

/// One cell of the table of guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// How the cluster answers.
    pub api: Api,
    /// What is seen of the guest's node.
    pub node: NodeSeen,
    /// What is seen of the guest.
    pub guest: GuestSeen,
    /// Whether the list is whole: the token may see every guest, and every row could be read.
    pub whole: bool,
    /// What the tasks say.
    pub tasks: TasksSay,
}

/// What is so of a guest.
#[must_use]
pub const fn guest(cell: Cell) -> State {
    match cell.api {
        Api::Answers => {}
        Api::Unreachable => return State::Unreachable,
        Api::Refused => return State::Refused,
        Api::Untrusted => return State::Untrusted,
        Api::Failing => return State::Failing,
    }
    match cell.guest {
        // Its configuration is the cluster's, not its node's: it is listed also while its node is down.
        GuestSeen::Missing => return if cell.whole { State::Gone } else { State::Unknown },
        GuestSeen::Another => return State::Replaced,
        _ => {}
    }
    match (cell.node, cell.whole) {
        (NodeSeen::Down, _) => return State::NodeOffline,
        (NodeSeen::Silent, _) => return State::NodeSilent,
        (NodeSeen::Unknown, _) | (NodeSeen::Missing, false) => return State::Unknown,
        (NodeSeen::Missing, true) => return State::NodeGone,
        (NodeSeen::Up, _) => {}
    }
    match (cell.guest, cell.tasks) {
        (GuestSeen::Restarted, TasksSay::Nothing) => State::Restarted,
        // Runs is runs; whether anybody wanted the restart is not known, so nothing is said about it.
        (GuestSeen::Running | GuestSeen::Restarted, _) => State::Ok,
        (GuestSeen::Stopped, TasksSay::Explained) => State::OffOnPurpose,
        (GuestSeen::Stopped, TasksSay::Nothing) => State::Off,
        (GuestSeen::Stopped, TasksSay::Unreadable) => State::OffUnexplained,
        (GuestSeen::Paused, _) => State::Paused,
        (GuestSeen::Suspended, _) => State::Suspended,
        (GuestSeen::Unknown | GuestSeen::Missing | GuestSeen::Another, _) => State::Unknown,
    }
}

/// What is so of a node.
#[must_use]
pub const fn node(seen: NodeSeen, whole: bool) -> State {
    match (seen, whole) {
        (NodeSeen::Up, _) => State::Ok,
        (NodeSeen::Down, _) => State::NodeOffline,
        (NodeSeen::Silent, _) => State::NodeSilent,
        (NodeSeen::Missing, true) => State::NodeGone,
        (NodeSeen::Missing, false) | (NodeSeen::Unknown, _) => State::Unknown,
    }
}

/// What is so of a cluster. A stand-alone node needs no quorum; of one whose quorum could not be seen nothing is said.
#[must_use]
pub const fn cluster(api: Api, quorate: Option<bool>, stand_alone: bool) -> State {
    match (api, quorate) {
        (Api::Unreachable, _) => State::Unreachable,
        (Api::Refused, _) => State::Refused,
        (Api::Untrusted, _) => State::Untrusted,
        (Api::Failing, _) => State::Failing,
        (Api::Answers, Some(false)) => State::NoQuorum,
        (Api::Answers, Some(true)) => State::Ok,
        (Api::Answers, None) => {
            if stand_alone {
                State::Ok
            } else {
                State::Unknown
            }
        }
    }
}

/// What is so of a storage, from what each node that reports says of it.
#[must_use]
pub fn storage<'a>(seen: impl IntoIterator<Item = &'a StorageState>) -> State {
    let mut state = State::Unknown;
    for one in seen {
        match one {
            StorageState::Unavailable => return State::Unavailable,
            StorageState::Available => state = State::Ok,
            StorageState::Unknown | StorageState::Other(_) => {}
        }
    }
    state
}

/// How the cluster answers, from why its list is missing.
#[must_use]
pub const fn api(why: &HiddenWhy) -> Api {
    match why {
        HiddenWhy::Unreachable | HiddenWhy::NodeDown => Api::Unreachable,
        HiddenWhy::Refused => Api::Refused,
        HiddenWhy::Untrusted => Api::Untrusted,
        HiddenWhy::Privilege { .. }
        | HiddenWhy::TimedOut
        | HiddenWhy::Unsupported
        | HiddenWhy::Broken
        | HiddenWhy::Inactive
        | HiddenWhy::Failed { .. }
        | HiddenWhy::Unreadable { .. }
        | HiddenWhy::NotRead => Api::Failing,
    }
}

/// A node's state in the list.
#[must_use]
pub const fn node_seen(state: Option<&NodeState>) -> NodeSeen {
    match state {
        None => NodeSeen::Missing,
        Some(NodeState::Online) => NodeSeen::Up,
        Some(NodeState::Offline) => NodeSeen::Down,
        Some(NodeState::Unknown) => NodeSeen::Silent,
        Some(NodeState::Other(_)) => NodeSeen::Unknown,
    }
}

/// A guest's state in the list.
#[must_use]
pub const fn listed(state: &GuestState) -> GuestSeen {
    match state {
        GuestState::Running => GuestSeen::Running,
        GuestState::Stopped => GuestSeen::Stopped,
        GuestState::Paused => GuestSeen::Paused,
        GuestState::Suspended => GuestSeen::Suspended,
        GuestState::Unknown | GuestState::Other(_) => GuestSeen::Unknown,
    }
}

/// A guest's state as it is this moment. QEMU's own word tells more than the status (`RunState` of its QAPI schema): after an
/// error of its storage a machine stands still like a paused one, and while it is set up, moved or ended it is neither on nor
/// off.
#[must_use]
pub fn live(status: &GuestStatus) -> GuestSeen {
    let seen = listed(&status.guest.state);
    match (seen, status.qemu_state.as_deref()) {
        (GuestSeen::Running, Some("io-error" | "internal-error" | "guest-panicked" | "watchdog" | "debug")) => {
            GuestSeen::Paused
        }
        (
            GuestSeen::Running,
            Some(
                "prelaunch" | "inmigrate" | "postmigrate" | "finish-migrate" | "save-vm" | "restore-vm" | "shutdown"
                | "colo",
            ),
        ) => GuestSeen::Unknown,
        // Paused while a snapshot, a move or the like holds its lock: it passes with it. A backup's is looked at as a reason.
        (GuestSeen::Paused, _) if status.guest.lock.as_deref().is_some_and(|lock| lock != "backup") => {
            GuestSeen::Unknown
        }
        _ => seen,
    }
}

#[cfg(test)]
mod tests;
