//! Errors of the store.

use lotse_store::StoreError;
use lotse_text::{Language, tr};

use super::{Exit, Failure};

/// The failure that an error of the store is.
pub(crate) fn of_store(error: &StoreError, language: Language) -> Failure {
    let failure = |message: String| Failure::new(error.code(), Exit::Failed, message);
    match error {
        StoreError::Open { path, detail } => {
            failure(tr::store_open(language, detail, path.display().to_string())).hint(tr::store_open_hint(language))
        }
        StoreError::Corrupt { path, detail } => {
            failure(tr::store_corrupt(language, detail, path.display().to_string()))
                .hint(tr::store_corrupt_hint(language))
        }
        StoreError::Newer { path, found, known } => {
            let path = path.display().to_string();
            failure(tr::store_newer(language, found.to_string(), known.to_string(), path))
                .hint(tr::store_newer_hint(language))
        }
        StoreError::Migrate { path, copy, detail } => {
            let failed = failure(tr::store_migrate(language, detail, path.display().to_string()));
            match copy {
                Some(copy) => failed.hint(tr::store_migrate_hint(language, copy.display().to_string())),
                None => failed,
            }
        }
        StoreError::Full { place } => failure(tr::store_full(language, place)).hint(tr::store_full_hint(language)),
        StoreError::Locked { place } => {
            failure(tr::store_locked(language, place)).hint(tr::store_locked_hint(language, place))
        }
        StoreError::ReadOnly { place } => {
            failure(tr::store_read_only(language, place)).hint(tr::store_read_only_hint(language))
        }
        StoreError::Exists { path } => {
            failure(tr::store_exists(language, path.display().to_string())).hint(tr::store_exists_hint(language))
        }
        StoreError::Row { place, what, detail } => {
            failure(tr::store_row(language, detail, place, what)).hint(tr::store_row_hint(language))
        }
        StoreError::Failed { place, detail } => {
            failure(tr::store_failed(language, detail, place)).hint(tr::store_failed_hint(language))
        }
    }
}
