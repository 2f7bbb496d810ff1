//! `problems`: what is wrong, which checks were made, and which could not be.

use lotse_model::{Finding, Hidden, Timestamp};
use serde::Serialize;

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRan {
    /// The check.
    pub check: &'static str,
    /// How old its data is: the oldest that it used.
    pub as_of: Timestamp,
}

/// A check that was not made, or not everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckSkipped {
    /// The check.
    pub check: &'static str,
    /// What it could not see.
    pub missing: Vec<Hidden>,
}

/// What is wrong. No findings means no problems in the checks that ran, and only there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemsView {
    /// The findings, most severe first.
    pub findings: Vec<Finding>,
    /// The checks that were made.
    pub ran: Vec<CheckRan>,
    /// The checks that were not, or only in part.
    pub not_run: Vec<CheckSkipped>,
    /// Whether every guest was read.
    pub deep: bool,
}
