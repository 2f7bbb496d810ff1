//! The key of the audit's chain. It lies outside the store, so that who can write to the store cannot chain lines of their own.

use std::{
    fmt::Write as _,
    fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use lotse_store::StoreError;
use lotse_text::Language;
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    config::SecretSource,
    environment,
    failure::{Failure, of_secret, of_store},
};

/// A new key has so many random bytes: as many as the HMAC's hash (RFC 2104, 3).
const LENGTH: usize = 32;

/// The configured key; else the one beside the store, which is made at its first use and which only its owner can read.
pub(crate) async fn audit_key(
    configured: Option<&SecretSource>,
    store: Option<&Path>,
    language: Language,
) -> Result<SecretString, Failure> {
    match (configured, store) {
        (Some(source), _) => source.fetch(environment::get).await.map_err(|error| of_secret(&error, language)),
        (None, Some(store)) => {
            let path = store.with_extension("audit-key");
            made(&path).map_err(|error| of_store(&error, language))?;
            SecretSource::File(path).fetch(environment::get).await.map_err(|error| of_secret(&error, language))
        }
        // A store in memory ends with its session.
        (None, None) => Ok(new_key()),
    }
}

fn new_key() -> SecretString {
    let bytes: [u8; LENGTH] = rand::random();
    bytes
        .iter()
        .fold(String::with_capacity(2 * LENGTH), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
        .into()
}

/// Makes the file with a new key when there is none. It appears with its whole content or not at all, and of two processes that
/// make it at the same time one is first.
fn made(path: &Path) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::Open { path: path.to_owned(), detail: error.to_string() };
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    let partial: PathBuf = folder.join(format!(".audit-key.{}", std::process::id()));
    let written = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial).and_then(
        |mut file| {
            file.write_all(new_key().expose_secret().as_bytes())?;
            file.sync_all()
        },
    );
    let linked = written.and_then(|()| match fs::hard_link(&partial, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    // What stays behind is a key that nobody uses.
    let _ = fs::remove_file(&partial);
    linked.map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::made;

    #[test]
    fn the_key_is_made_once_and_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/lotse.audit-key");
        made(&path).unwrap();
        let first = std::fs::read_to_string(&path).unwrap();
        assert_eq!(first.len(), 64);
        made(&path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), first);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing half-written stays");
    }
}
