//! What must last: the journal of changes, the audit, and documents (monitor entries, alert states, silences, freezes,
//! inventory snapshots, settings of front ends), behind traits. SQLite by default.
//!
//! The traits say what every store promises; `tests/it` holds one suite of promises that every store passes.
//!
//! * [`Journal`]: what became of each change, an entry before and after each step. Two writers of one change are told apart
//!   by the number of the last entry they know: who comes second is told so and has written nothing.
//! * [`AuditLog`]: numbered lines, only ever added. What they say and how they are chained is decided above.
//! * [`Documents`]: named JSON values with a version each.
//! * [`History`]: what persons typed, for the chat.
//!
//! Nothing here decides anything, reads the time of day, or knows what a plan is.

mod audit;
mod document;
mod error;
mod history;
mod journal;
mod sqlite;

use std::{fmt::Debug, path::Path, sync::Arc};

use async_trait::async_trait;

pub use self::{
    audit::{AuditLine, AuditLog, AuditQuery},
    document::{Document, DocumentWrite, Documents},
    error::StoreError,
    history::{History, Typed},
    journal::{ActionId, ActionRecord, Appended, Entry, Journal, NewAction},
    sqlite::Sqlite,
};

/// Everything that lasts.
#[async_trait]
pub trait Store: Journal + AuditLog + Documents + History + Debug + Send + Sync {
    /// Writes a whole and consistent copy to a new file while the store is in use.
    async fn backup(&self, to: &Path) -> Result<(), StoreError>;

    /// Reads all of it and says whether it is whole, for `doctor`: [`StoreError::Corrupt`] when it is not. Takes the longer the
    /// more there is.
    async fn check(&self) -> Result<(), StoreError>;

    /// Where it is and in which state, for `doctor` and logs: a path or an address without secrets.
    fn place(&self) -> String;

    /// How many transactions this process has written to it. What is read, and what is there already, writes none.
    fn writes(&self) -> u64;

    /// Lets go of it: what was promised is on disk afterwards.
    async fn close(&self);
}

/// A store that several hold.
pub type Shared = Arc<dyn Store>;
