//! Findings: what is wrong, with evidence.
//!
//! ```text
//! gather      reads what the checks need              the only part that asks anybody
//! material    what was read, and what could not be
//! check       the table of checks, each a pure function: material in, findings out
//! evaluate    runs the table
//! ```
//!
//! A check that could not look says so: it stands among those that did not run, with what was missing and why. So "no
//! problems" is said only of what somebody looked at. The texts of a finding are looked up by its id, in three languages.

mod backup_log;
mod backups;
mod check;
mod disks;
mod evaluate;
mod gather;
mod guests;
mod ha;
mod kept;
mod material;
mod needs;
mod nodes;
mod quorum;
mod replication;
mod report;
mod snapshots;
mod storages;
mod tasks;
#[cfg(test)]
mod tests;
mod thresholds;
mod upkeep;
mod words;

pub(crate) use gather::backup_places;

pub use self::{
    check::{CHECKS, Check},
    evaluate::{CheckRan, CheckSkipped, Problems, evaluate, evaluate_checks},
    gather::Depth,
    material::Material,
    needs::Needs,
    thresholds::{Limits, Thresholds},
};
