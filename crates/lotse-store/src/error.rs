//! What can go wrong with a store.

use std::path::PathBuf;

/// Why the store could not do it. Whatever it was, nothing that was there before is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be opened or made.
    #[error("{}: cannot be opened: {detail}", .path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's words.
        detail: String,
    },
    /// The file is no store, or is damaged.
    #[error("{}: is damaged or no store: {detail}", .path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The file was written by a newer version.
    #[error("{}: has schema {found}, and this version knows {known}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest one that is known.
        known: i64,
    },
    /// The file could not be brought to this version's schema; its copy from before lies beside it.
    #[error("{}: cannot be migrated: {detail}", .path.display())]
    Migrate {
        /// The file.
        path: PathBuf,
        /// Its copy from before, when it was made.
        copy: Option<PathBuf>,
        /// What is wrong.
        detail: String,
    },
    /// The disk is full.
    #[error("{place}: no space left")]
    Full {
        /// Where.
        place: String,
    },
    /// Others hold it for too long.
    #[error("{place}: locked by another process")]
    Locked {
        /// Where.
        place: String,
    },
    /// It may only be read.
    #[error("{place}: read-only")]
    ReadOnly {
        /// Where.
        place: String,
    },
    /// There is a file already where a copy should go.
    #[error("{}: exists", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A row is not what this version writes.
    #[error("{place}: {what}: {detail}")]
    Row {
        /// Where.
        place: String,
        /// Which row.
        what: String,
        /// What is wrong.
        detail: String,
    },
    /// Something else failed.
    #[error("{place}: {detail}")]
    Failed {
        /// Where.
        place: String,
        /// The library's words.
        detail: String,
    },
}

impl StoreError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "E-STORE-OPEN",
            Self::Corrupt { .. } => "E-STORE-CORRUPT",
            Self::Newer { .. } => "E-STORE-NEWER",
            Self::Migrate { .. } => "E-STORE-MIGRATE",
            Self::Full { .. } => "E-STORE-FULL",
            Self::Locked { .. } => "E-STORE-LOCKED",
            Self::ReadOnly { .. } => "E-STORE-READ-ONLY",
            Self::Exists { .. } => "E-STORE-EXISTS",
            Self::Row { .. } => "E-STORE-ROW",
            Self::Failed { .. } => "E-STORE-FAILED",
        }
    }
}
