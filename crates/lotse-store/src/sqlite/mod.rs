//! The store in one SQLite file.
//!
//! | file | idea |
//! |---|---|
//! | `open` | which files may be opened at all, and the settings of a connection |
//! | `migrate`, `schema/` | from an older schema to this version's, with a copy from before |
//! | `backup` | a whole copy while others write |
//! | `classify` | from the library's errors to [`StoreError`] |
//! | `journal`, `audit`, `documents`, `history` | a trait each |
//!
//! One connection writes, a few read. In WAL mode readers never wait for the writer; writers of several processes wait for
//! each other in SQLite's own lock for as long as [`Sqlite::open_waiting`] was told. Whatever was answered with `Ok` is on
//! disk (`synchronous = FULL`: the log is flushed at every commit).

mod audit;
mod backup;
mod classify;
mod documents;
mod history;
mod journal;
mod migrate;
mod open;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use sqlx::{Sqlite as Driver, SqlitePool, Transaction};

use self::classify::Location;
use crate::{Store, StoreError};

/// How long a writer waits for another process before it gives up, unless told otherwise. SQLite's shells and most programs
/// take this value; a write of Lotse lasts a few milliseconds.
const WAIT: Duration = Duration::from_secs(5);

/// A store in one SQLite file. Several processes may have the same file open.
#[derive(Debug)]
pub struct Sqlite {
    location: Location,
    /// The one connection that writes: writers of this process queue here, in order, instead of at the file's lock.
    writer: SqlitePool,
    /// What reads. The same as `writer` for a store in memory, which is one connection.
    reader: SqlitePool,
    /// Transactions that were written, as SQLite counts them.
    writes: Arc<AtomicU64>,
}

impl Sqlite {
    /// Opens the file, or makes it (mode 0600) with its folder (mode 0700). A file of an older schema is copied beside itself and
    /// brought up to date. Of a file that is no store, is damaged, or is of a newer version nothing is changed.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_waiting(path, WAIT).await
    }

    /// The same, but waits at most `wait` for another process that writes ([`StoreError::Locked`] after that); at most 24 days.
    pub async fn open_waiting(path: &Path, wait: Duration) -> Result<Self, StoreError> {
        open::file(path, wait, migrate::SCHEMAS).await
    }

    /// A store in memory, for demonstrations: nothing of it lasts.
    pub async fn in_memory() -> Result<Self, StoreError> {
        open::memory(migrate::SCHEMAS).await
    }

    /// Begins a transaction that writes: it takes the file's lock at once, so that what it reads is what it writes upon.
    async fn write(&self) -> Result<Transaction<'static, Driver>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(|error| self.location.classify(error))
    }

    /// Begins a transaction that reads several things as they were at one moment.
    async fn read(&self) -> Result<Transaction<'static, Driver>, StoreError> {
        self.reader.begin().await.map_err(|error| self.location.classify(error))
    }

    /// What an error of the library means here.
    fn error(&self) -> impl Fn(sqlx::Error) -> StoreError + Copy + '_ {
        |error| self.location.classify(error)
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        backup::copy(&self.reader, &self.location, to).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        let words: Vec<String> =
            sqlx::query_scalar("PRAGMA quick_check(3)").fetch_all(&self.reader).await.map_err(self.error())?;
        if words == ["ok"] { Ok(()) } else { Err(self.location.corrupt(words.join("; "))) }
    }

    fn place(&self) -> String {
        self.location.to_string()
    }

    fn writes(&self) -> u64 {
        self.writes.load(Ordering::Relaxed)
    }

    async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}
