//! `audit` and `audit-verify`.

use lotse_model::Timestamp;
use serde::Serialize;

use crate::{access::Person, audit::AuditEntry, view::GuestLabel};

/// One line of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as rules name people.
    pub who: String,
    /// Who in full, with roles and place; `null` where the line cannot be read.
    pub by: Option<Person>,
    /// The guests that it is about.
    pub guests: Vec<GuestLabel>,
    /// What happened; `null` where the line cannot be read.
    pub entry: Option<AuditEntry>,
    /// Its link to the line before.
    pub link: String,
}

/// Lines of the audit, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditView {
    /// The lines.
    pub lines: Vec<AuditRow>,
    /// Whether there are older ones that fit.
    pub more: bool,
}

/// The first line that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenLine {
    /// Its number.
    pub number: u64,
    /// What is wrong with it: `link`, `gap`, `order`, `unparsable`, `cut`, `rewritten`.
    pub reason: &'static str,
}

/// Whether the audit is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditVerifyView {
    /// Whether every line is.
    pub whole: bool,
    /// How many lines are.
    pub lines: u64,
    /// The last one, as `NUMBER:LINK`; `null` of an empty or broken audit.
    pub head: Option<String>,
    /// Whether a head that was kept elsewhere was compared: without one a cut tail is not seen.
    pub compared: bool,
    /// The first line that is not.
    pub broken: Option<BrokenLine>,
}
