//! What one look brought: the poll, and what was looked at once more where something was in doubt.

use std::{collections::BTreeMap, sync::Arc};

use lotse_model::{GuestRef, NodeName, Task, Timestamp, Upid};
use lotse_pve::ops::guest_status::GuestStatus;

use crate::{findings::Problems, inventory::Snapshot, topics::Answer};

/// What one look at one cluster brought.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// The poll.
    pub snapshot: Arc<Snapshot>,
    /// What Lotse itself did in the cluster lately, from the journal.
    pub deeds: Vec<Deed>,
    /// The problems of this cluster, where an entry watches findings; `None` when nobody looked for them.
    pub problems: Option<Problems>,
    /// What told guests from others, where it was read: at leisure for new guests ([`Turn::identify`](super::Turn::identify)),
    /// or because it was in doubt.
    pub identities: BTreeMap<GuestRef, String>,
    /// The second look; `None` before it was made. With it nothing is in doubt any more: what could not be made sure of
    /// waits for the next look.
    pub second: Option<Second>,
}

impl Sighting {
    /// A poll and nothing else.
    #[must_use]
    pub const fn of(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot, deeds: Vec::new(), problems: None, identities: BTreeMap::new(), second: None }
    }

    /// The newest list: that of the second look, where it was asked for again and came.
    #[must_use]
    pub fn newest(&self) -> &Snapshot {
        let again = self.second.as_ref().and_then(|second| second.again.as_deref());
        again.filter(|again| again.resources.seen.is_some()).unwrap_or(&self.snapshot)
    }
}

/// The second look at what was in doubt.
#[derive(Debug, Clone, Default)]
pub struct Second {
    /// The cluster once more, where [`Doubts::list`](super::Doubts::list) asked for it. Its task list is taken in any case,
    /// as the newest one.
    pub again: Option<Arc<Snapshot>>,
    /// The guests that were asked for, as each is this moment.
    pub guests: BTreeMap<GuestRef, Live>,
    /// A node's own task list, which reaches further back than the cluster's, since the time that was asked for.
    pub tasks: BTreeMap<NodeName, Answer<Vec<Task>>>,
    /// The logs of the backups that were asked for, from their beginning: the task list does not say in which mode they run.
    pub logs: BTreeMap<Upid, Vec<String>>,
}

/// A guest as it is this moment (`status/current`).
#[derive(Debug, Clone, PartialEq)]
pub enum Live {
    /// It answered.
    Seen {
        /// What.
        status: Box<GuestStatus>,
        /// When.
        at: Timestamp,
    },
    /// It is not where it was: the server says that it does not exist there.
    Absent,
    /// Nobody could look: the node does not answer, or the token may not.
    Unseen,
}

/// A task that was begun through Lotse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The task.
    pub upid: Upid,
    /// For whom: the person who agreed, as [`Person::name`](crate::access::Person::name). Text from a machine.
    pub by: String,
}
