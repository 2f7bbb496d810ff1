//! One look at one cluster, decided: what was known, what was seen and what the operator set, in; what is to be written and
//! told, out. Pure.

mod book;
mod cluster;
mod findings;
mod guests;
mod identity;
mod looked;
mod missing;
mod nodes;
mod storages;
mod sure;
mod taking;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{GuestRef, NodeName, Timestamp, Upid};
use lotse_pve::ops::guest_status::GuestPlace;

pub use self::book::Book;
use self::{nodes::order, taking::Taking};
use super::{Alert, NoticeKind, Settings, Sighting, Standing, State, Thing};

/// What must be looked at once more, [`Settings::confirm`] later, before anything is told of it: the list lags by ten seconds
/// and more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doubts {
    /// The cluster's list, for nodes, storages, guests that are missing, and the cluster itself.
    pub list: bool,
    /// These guests as they are this moment.
    pub guests: BTreeSet<GuestPlace>,
    /// What tells these guests from others with their numbers.
    pub identities: BTreeSet<GuestPlace>,
    /// The own task lists of these nodes since then: the cluster's does not reach back so far.
    pub tasks: BTreeMap<NodeName, Timestamp>,
    /// The logs of these backups: whether they take a guest down stands nowhere else.
    pub logs: BTreeSet<Upid>,
}

impl Doubts {
    /// Whether nothing is in doubt: the turn counts as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Something that happened to an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// What is told of it; `None` when nothing is, since nobody watches it any more.
    pub kind: Option<NoticeKind>,
    /// The alert as it is now.
    pub alert: Alert,
}

/// What follows from one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// What is in doubt. When there is anything, look at it ([`Second`](super::Second)) and take the turn once more from the
    /// same book; nothing else of this turn is to be kept. Always empty in the turn after a second look.
    pub doubts: Doubts,
    /// The standings that changed. Empty when nothing happened: then nothing is written.
    pub standings: Vec<Standing>,
    /// What is not watched any more.
    pub forgotten: Vec<Thing>,
    /// What happened to alerts, in the order in which it is told.
    pub happened: Vec<Happened>,
    /// The number of the next alert.
    pub next_alert: u64,
    /// Why nobody could look, when nobody could.
    pub blind: Option<State>,
    /// When the cluster was last seen, for [`Book::looked`].
    pub looked: Option<Timestamp>,
    /// Whose processors stood still and were looked at, for [`Book::still`].
    pub still: BTreeSet<GuestRef>,
    /// Watched guests of which it is not known what tells them from others: to be read at leisure, a few at each look.
    pub identify: Vec<GuestPlace>,
}

/// Decides one look at one cluster.
///
/// The same book, sighting and settings always give the same turn, so a look that was cut off by a crash is simply made
/// again.
#[must_use]
pub fn turn(book: &Book, sighting: &Sighting, settings: &Settings, now: Timestamp) -> Turn {
    let snapshot = sighting.newest();
    let Some(list) = snapshot.resources.value() else {
        return cluster::could_not_look(book, sighting, settings, now);
    };
    // An uptime is counted back from the look's own time: a list is at most a few seconds younger, and what is compared with it
    // was counted so, too.
    let mut taking = Taking::new(book, sighting, settings, now, list, now);
    taking.look_at_cluster();
    taking.look_at_guests();
    taking.look_at_nodes();
    taking.look_at_storages();
    taking.look_at_findings();
    taking.sweep();
    let mut turn = taking.turn;
    turn.looked = Some(now);
    turn.happened.sort_by_key(|happened| order(&happened.alert.thing, happened.kind));
    turn
}
