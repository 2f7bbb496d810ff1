//! Whether it is so afterwards: reads back what an item was to bring about.
//!
//! A task that ended well is no proof; what is read back is. *Verified*: it is so. *Failed*: it was looked at and is not so.
//! *Inconclusive*: it could not be looked at, or time ran out while it may still become so; then the notes say where to look.

mod backup;
mod config;
mod guest;
mod job;
mod power;
mod snapshot;

use std::time::Duration;

use lotse_model::{Hidden, Timestamp};
use lotse_pve::{CallError, Deadline, Pve, ops::guest_status::GuestPlace};

use super::{
    event::Outcome,
    note::{Note, Weight},
    operation::Operation,
    plan::{Item, Subject},
    prepare::unseen,
    steps::{is_so_already, made, place},
};

/// How long one look may take.
const LOOK: Duration = Duration::from_secs(15);

/// What was read back, with how the item ended.
pub(super) type ReadBack = (Outcome, Vec<Note>);

/// Reads back whether an item is as it was to be. `started` is when its first step was sent, by our clock; `deadline` bounds the
/// whole look, and a guest that HA manages needs ten to thirty seconds of it.
pub async fn read_back(pve: &Pve, item: &Item, started: Timestamp, deadline: Deadline) -> ReadBack {
    let look = Back { pve, item, started, deadline };
    let (outcome, mut notes) = match &item.subject {
        Subject::Job { id } => job::check(&look, id).await,
        Subject::Guest { .. } => look.guest().await,
    };
    if outcome == Outcome::Verified && is_so_already(item) {
        notes.insert(0, Note::info("already-so"));
    }
    if outcome == Outcome::Inconclusive {
        notes.push(Note::info("look-at").text("where", look.place_to_look()));
    }
    (outcome, notes)
}

/// What a look back is given.
pub(super) struct Back<'a> {
    pub(super) pve: &'a Pve,
    pub(super) item: &'a Item,
    pub(super) started: Timestamp,
    pub(super) deadline: Deadline,
}

impl Back<'_> {
    async fn guest(&self) -> ReadBack {
        let (Ok(own), operation) = (place(self.item), &self.item.operation) else {
            return inconclusive(Vec::new());
        };
        match operation {
            Operation::Start
            | Operation::Resume
            | Operation::Shutdown { .. }
            | Operation::Stop
            | Operation::Reboot { .. }
            | Operation::Suspend { .. } => power::check(self, &own).await,
            Operation::Create { start, .. } => match made(self.item) {
                Ok(made) => guest::made(self, &made, *start).await,
                Err(_) => inconclusive(Vec::new()),
            },
            Operation::Restore { start, .. } => match made(self.item) {
                Ok(made) => guest::restored(self, &made, *start).await,
                Err(_) => inconclusive(Vec::new()),
            },
            Operation::Delete => guest::gone(self, &own).await,
            Operation::Migrate { node, .. } => guest::moved(self, &own, node).await,
            Operation::Resize { .. } => config::check(self, &own).await,
            Operation::SnapshotCreate { name, .. } => snapshot::taken(self, &own, name).await,
            Operation::SnapshotDelete { name } => snapshot::removed(self, &own, name).await,
            Operation::SnapshotRollback { name, start } => snapshot::rolled_back(self, &own, name, *start).await,
            Operation::BackupNow { storage: Some(storage), .. } => backup::made(self, &own, storage).await,
            Operation::BackupProtect { backup: Some(backup), on } => backup::protected(self, backup, *on).await,
            Operation::BackupDelete { backup } => backup::removed(self, backup).await,
            _ => inconclusive(Vec::new()),
        }
    }

    /// The deadline of one look.
    pub(super) fn look(&self) -> Deadline {
        self.deadline.within(LOOK)
    }

    /// When it was sent at the earliest, by the clock of the node or by ours; `None` when the node's cannot be read.
    pub(super) async fn started_there(&self) -> Option<Timestamp> {
        let time = self.pve.node_time(&self.item.node, self.look()).await.ok()?;
        let ahead = time.value.time.0.saturating_sub(time.as_of.0);
        // Something may be dated by either clock (a shared storage by its server's): the earlier one misses nothing.
        Some(Timestamp(self.started.0.saturating_add(ahead.min(0))))
    }

    fn place_to_look(&self) -> String {
        match &self.item.subject {
            Subject::Guest { guest, .. } => format!("{guest} ({})", self.item.node),
            Subject::Job { id } => format!("{} /cluster/backup/{id}", self.item.cluster),
        }
    }

    /// What could not be read, as the outcome's note.
    pub(super) fn blind(&self, what: &str, error: &CallError) -> ReadBack {
        let hidden = Hidden {
            cluster: self.item.cluster.clone(),
            node: Some(self.item.node.clone()),
            what: what.to_owned(),
            why: error.hidden_why(),
        };
        inconclusive(vec![unseen(&hidden)])
    }
}

/// The path of a guest's part of the API, to be named in a note.
pub(super) fn call(place: &GuestPlace, what: &str) -> String {
    format!("/nodes/{}/{}/{}/{what}", place.node, place.kind.api(), place.vmid)
}

pub(super) fn verified(note: Note) -> ReadBack {
    (Outcome::Verified, vec![note])
}

pub(super) fn failed(note: Note) -> ReadBack {
    (Outcome::Failed, vec![Note { weight: Weight::Warning, ..note }])
}

pub(super) fn inconclusive(notes: Vec<Note>) -> ReadBack {
    (Outcome::Inconclusive, notes)
}
