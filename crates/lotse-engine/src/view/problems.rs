//! `problems`: what is wrong, which checks were made, and which could not be.

use lotse_model::Finding;
use serde::Serialize;

use crate::findings::{CheckRan, CheckSkipped};

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
