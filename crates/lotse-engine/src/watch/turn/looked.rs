//! A listed guest that is looked at: what is known of it, and what is taken over of it.

use lotse_model::Guest;

use crate::watch::{
    Standing,
    covered::Covers,
    judge::{Api, Cell, GuestSeen, NodeSeen, TasksSay},
};

/// A listed guest, with why it is watched and how it stood.
pub(super) struct Looked<'a> {
    pub(super) row: &'a Guest,
    pub(super) known: Option<&'a Standing>,
    pub(super) covers: Covers,
}

/// The cell of a guest on a node that is up, of a list that names it.
pub(super) const fn cell(guest: GuestSeen, tasks: TasksSay) -> Cell {
    Cell { api: Api::Answers, node: NodeSeen::Up, guest, whole: true, tasks }
}

/// Takes over how a guest is called and where it is.
pub(super) fn describe(standing: &mut Standing, row: &Guest, identity: Option<&String>) {
    standing.name.clone_from(&row.name);
    standing.kind = Some(row.kind);
    standing.node = Some(row.node.clone());
    standing.tags.clone_from(&row.tags);
    standing.pool.clone_from(&row.pool);
    if let Some(identity) = identity {
        standing.identity = Some(identity.clone());
    }
}
