//! What the library's errors mean.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::StoreError;

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// In this process only.
    Memory,
    /// In this file, as an absolute path.
    File(PathBuf),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

// Primary result codes: the low eight bits of what SQLite reports (https://www.sqlite.org/rescode.html).
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const READONLY: i32 = 8;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANTOPEN: i32 = 14;
const NOTADB: i32 = 26;
/// `SQLITE_IOERR_SHMSIZE`: the index of the log, in shared memory, could not grow. Only a full disk does that.
const IOERR_SHMSIZE: i32 = 0x130a;

impl Location {
    /// What an error of the library means for a store that is here.
    pub(super) fn classify(&self, error: sqlx::Error) -> StoreError {
        let place = self.to_string();
        match error {
            sqlx::Error::Database(error) => {
                let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or_default();
                let detail = error.message().to_owned();
                match code {
                    IOERR_SHMSIZE => StoreError::Full { place },
                    _ => match code & 0xff {
                        BUSY | LOCKED => StoreError::Locked { place },
                        READONLY => StoreError::ReadOnly { place },
                        CORRUPT | NOTADB => self.corrupt(detail),
                        FULL => StoreError::Full { place },
                        CANTOPEN => StoreError::Open { path: self.path(), detail },
                        _ => StoreError::Failed { place, detail: error.to_string() },
                    },
                }
            }
            // Every writer of this process had its turn before this one, for longer than anybody waits.
            sqlx::Error::PoolTimedOut => StoreError::Locked { place },
            sqlx::Error::Io(error) => self.io(&error),
            sqlx::Error::ColumnDecode { index, source } => {
                StoreError::Row { place, what: index, detail: source.to_string() }
            }
            other => StoreError::Failed { place, detail: other.to_string() },
        }
    }

    /// What a refusal of the system means for the file.
    pub(super) fn io(&self, error: &std::io::Error) -> StoreError {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full { place: self.to_string() },
            ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { place: self.to_string() },
            _ => StoreError::Open { path: self.path(), detail: error.to_string() },
        }
    }

    /// The file is damaged, or no store.
    pub(super) fn corrupt(&self, detail: String) -> StoreError {
        StoreError::Corrupt { path: self.path(), detail }
    }

    /// A row that this version would not have written.
    pub(super) fn row(&self, what: impl fmt::Display, detail: impl fmt::Display) -> StoreError {
        StoreError::Row { place: self.to_string(), what: what.to_string(), detail: detail.to_string() }
    }

    pub(super) fn path(&self) -> PathBuf {
        match self {
            // SQLite's own name for it.
            Self::Memory => Path::new(":memory:").to_owned(),
            Self::File(path) => path.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use sqlx::{Connection as _, SqliteConnection};

    use super::Location;
    use crate::StoreError;

    async fn connection() -> SqliteConnection {
        SqliteConnection::connect("sqlite::memory:").await.expect("in memory")
    }

    async fn refused(connection: &mut SqliteConnection, sql: &'static str) -> StoreError {
        let error = sqlx::raw_sql(sql).execute(connection).await.expect_err("refused");
        Location::File(PathBuf::from("/x/store.db")).classify(error)
    }

    #[tokio::test]
    async fn a_full_database_is_a_full_disk() {
        let mut connection = connection().await;
        sqlx::raw_sql("CREATE TABLE big (x); PRAGMA max_page_count = 3;").execute(&mut connection).await.expect("made");
        let error = refused(&mut connection, "INSERT INTO big VALUES (zeroblob(100000))").await;
        assert_eq!(error, StoreError::Full { place: "/x/store.db".to_owned() });
    }

    #[tokio::test]
    async fn what_may_not_be_written_is_read_only() {
        let mut connection = connection().await;
        sqlx::raw_sql("PRAGMA query_only = 1;").execute(&mut connection).await.expect("set");
        let error = refused(&mut connection, "CREATE TABLE x (y)").await;
        assert_eq!(error, StoreError::ReadOnly { place: "/x/store.db".to_owned() });
    }

    #[tokio::test]
    async fn what_is_not_known_keeps_the_words_of_the_library() {
        let error = refused(&mut connection().await, "SELECT x FROM nowhere").await;
        let StoreError::Failed { place, detail } = error else { panic!("{error:?}") };
        assert_eq!(place, "/x/store.db");
        assert!(detail.contains("no such table: nowhere"), "{detail}");
    }
}
