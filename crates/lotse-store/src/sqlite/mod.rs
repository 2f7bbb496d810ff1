//! The store in one SQLite file.

use std::path::Path;

use crate::StoreError;

/// A store in one SQLite file.
#[derive(Debug)]
pub struct Sqlite;

impl Sqlite {
    /// Opens the file, or makes it. A file of an older schema is copied beside itself and brought up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Err(StoreError::Open { path: path.to_owned(), detail: "not built".to_owned() })
    }

    /// A store in memory, for demonstrations: nothing of it lasts.
    pub async fn in_memory() -> Result<Self, StoreError> {
        Err(StoreError::Failed { place: "memory".to_owned(), detail: "not built".to_owned() })
    }
}
