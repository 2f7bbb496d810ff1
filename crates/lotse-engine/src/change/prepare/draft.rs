//! A plan's item while it is made: what was read, and what is said about it.

use lotse_model::{Argument, Bytes, Hidden, HiddenWhy, NodeName};

use crate::change::{
    look::{ClusterLook, GuestLook},
    note::Note,
    operation::Operation,
    risk::{Risk, risk},
};

/// What a plan of an item is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looks<'a> {
    /// What is to be done, with everything filled in.
    pub(super) operation: &'a Operation,
    /// The guest.
    pub(super) guest: &'a GuestLook,
    /// Its cluster.
    pub(super) cluster: &'a ClusterLook,
}

impl Looks<'_> {
    /// The class above that of the operation.
    pub(super) fn raised(&self) -> Risk {
        raised(self.operation)
    }

    /// Whether the operation makes a guest beside the one that was read.
    pub(super) fn makes_another(&self) -> bool {
        matches!(self.operation, Operation::Create { .. } | Operation::Restore { new_id: Some(_), .. })
    }
}

/// The class above that of an operation.
pub(super) fn raised(operation: &Operation) -> Risk {
    match risk(operation) {
        Risk::Reversible => Risk::Disruptive,
        Risk::Disruptive | Risk::Destructive => Risk::Destructive,
    }
}

/// What is said about an item so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// The notes, in the order in which they were made.
    pub(super) notes: Vec<Note>,
}

impl Draft {
    /// Adds a note, once.
    pub(super) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Bytes as a value of a note.
pub(super) const fn bytes(bytes: Bytes) -> Argument {
    Argument::Bytes(bytes.0)
}

/// A count as a value of a note.
pub(super) fn count(number: usize) -> Argument {
    Argument::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// What could not be read, as a note: a warning, which the caller may make a blocker.
pub(in crate::change) fn unseen(hidden: &Hidden) -> Note {
    let note = |code| Note::warning(code).text("what", &hidden.what);
    match &hidden.why {
        HiddenWhy::Privilege { needs, path } => {
            note("unseen-privilege").text("privileges", needs.join(" / ")).text("path", path)
        }
        HiddenWhy::NodeDown => {
            let on = hidden.node.as_ref().map_or_else(String::new, NodeName::to_string);
            note("unseen-node-down").text("node", on)
        }
        HiddenWhy::Failed { message } => note("unseen-failed").text("message", message),
        _ => note("unseen"),
    }
}
