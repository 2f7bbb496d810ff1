//! What an answer was narrowed to by criteria, and what of the question it leaves out.

use lotse_model::Criterion;
use serde::Serialize;

/// Of what things the criteria are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Things {
    /// Guests of both kinds.
    Guests,
    /// Virtual machines.
    Vms,
    /// Containers.
    Containers,
    /// Nodes.
    Nodes,
    /// Storages.
    Storages,
    /// Snapshots.
    Snapshots,
    /// Backups.
    Backups,
    /// Something that has no figures to be compared.
    Others,
}

/// What an answer was narrowed to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Narrowed {
    /// What was compared.
    pub things: Things,
    /// The criteria, all of which what is shown meets.
    pub criteria: Vec<Criterion>,
    /// How many meet them.
    pub fits: usize,
    /// Among how many was looked.
    pub of: usize,
    /// Those of which it is not known: a figure was not reported, or nobody can see it from outside. They are not shown.
    pub unknown: Vec<String>,
    /// Words of the question that say more than the answer heeds.
    pub left_out: Vec<String>,
}
