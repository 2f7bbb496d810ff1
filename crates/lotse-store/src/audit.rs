//! The lines of the audit.

use async_trait::async_trait;
use lotse_model::{GuestRef, Timestamp};

use crate::{Appended, StoreError};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number, from 1 without a gap.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as rules name people.
    pub who: String,
    /// The guests it is about, for the search; the body says all.
    pub guests: Vec<GuestRef>,
    /// What happened, exactly as it was chained.
    pub body: String,
    /// The link to the line before, in hexadecimal digits.
    pub link: String,
}

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// From this time on.
    pub since: Option<Timestamp>,
    /// About this guest.
    pub guest: Option<GuestRef>,
    /// By this person.
    pub who: Option<String>,
    /// Behind the line of this number.
    pub after: Option<u64>,
    /// At most so many, the newest when there are more; in order all the same.
    pub limit: Option<u64>,
    /// The oldest instead of the newest when there are more than `limit`.
    pub oldest: bool,
}

/// The audit: lines that are only ever added.
#[async_trait]
pub trait AuditLog {
    /// Adds a line; [`Appended::Overtaken`] when its number is not the one behind the last line's.
    async fn add_line(&self, line: &AuditLine) -> Result<Appended, StoreError>;

    /// The last line.
    async fn last_line(&self) -> Result<Option<AuditLine>, StoreError>;

    /// Lines, in order.
    async fn lines(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError>;
}
