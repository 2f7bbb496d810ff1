//! A whole copy in a new file.

use std::{fs::File, path::Path};

use sqlx::{Executor, Sqlite as Driver};

use super::classify::Location;
use crate::StoreError;

/// Copies the store as it is at this moment to a file that did not exist before. It bears its name only once it is whole and
/// on disk: a copy that was cut off is never taken for one.
pub(super) async fn copy(
    connection: impl Executor<'_, Database = Driver>,
    location: &Location,
    to: &Path,
) -> Result<(), StoreError> {
    let target = Location::File(to.to_owned());
    let io = |error: std::io::Error| target.io(&error);
    if to.symlink_metadata().is_ok() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    let to = std::path::absolute(to).map_err(io)?;
    let folder = to.parent().unwrap_or(Path::new("/"));
    // Made with mode 0600. SQLite takes an empty file for the target of VACUUM INTO.
    let part = tempfile::Builder::new().prefix(".lotse-copy-").tempfile_in(folder).map_err(io)?;
    let text = part
        .path()
        .to_str()
        .ok_or_else(|| StoreError::Open { path: to.clone(), detail: "a path in UTF-8 is needed".to_owned() })?;
    let made = sqlx::query("VACUUM INTO ?").bind(text.to_owned()).execute(connection).await;
    made.map_err(|error| match location.classify(error) {
        // It is the copy's disk that is full or cannot be written.
        StoreError::Full { .. } => StoreError::Full { place: target.to_string() },
        StoreError::ReadOnly { .. } => StoreError::ReadOnly { place: target.to_string() },
        StoreError::Open { detail, .. } => StoreError::Open { path: to.clone(), detail },
        error => error,
    })?;
    part.as_file().sync_all().map_err(io)?;
    part.persist_noclobber(&to).map_err(|refused| match refused.error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::Exists { path: to.clone() },
        _ => target.io(&refused.error),
    })?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)
}
