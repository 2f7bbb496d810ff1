//! The key of the audit's chain. It lies outside the store, so that who can write to the store cannot chain lines of their own.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use lotse_store::{ActionId, StoreError};
use secrecy::SecretString;

use crate::{
    config::SecretSource,
    environment,
    failure::{Failure, of_secret, of_store},
};
use lotse_text::Language;

/// A new key has so many UUIDs of version 7 in it, each with 74 random bits (RFC 9562): more than the 256 bits of the HMAC.
const PARTS: usize = 4;

/// The configured key; else the one beside the store, which is made at its first use and which only its owner can read.
pub(crate) async fn audit_key(
    configured: Option<&SecretSource>,
    store: Option<&Path>,
    language: Language,
) -> Result<SecretString, Failure> {
    match (configured, store) {
        (Some(source), _) => source.fetch(environment::get).await.map_err(|error| of_secret(&error, language)),
        (None, Some(store)) => beside(store).map_err(|error| of_store(&error, language)),
        // A store in memory ends with its session.
        (None, None) => Ok(new_key()),
    }
}

fn new_key() -> SecretString {
    let parts: Vec<_> = (0..PARTS).map(|_| ActionId::new().to_string()).collect();
    parts.join("").into()
}

fn beside(store: &Path) -> Result<SecretString, StoreError> {
    let path = store.with_extension("audit-key");
    let failed =
        |path: &PathBuf, error: std::io::Error| StoreError::Open { path: path.clone(), detail: error.to_string() };
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(mut file) => {
            let key = new_key();
            let written = file.write_all(secrecy::ExposeSecret::expose_secret(&key).as_bytes());
            written.and_then(|()| file.sync_all()).map_err(|error| failed(&path, error))?;
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
            match text.trim() {
                "" => Err(StoreError::Corrupt { path, detail: "the key of the audit is empty".to_owned() }),
                key => Ok(key.to_owned().into()),
            }
        }
        Err(error) => Err(failed(&path, error)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use secrecy::ExposeSecret as _;

    use super::beside;

    #[test]
    fn the_key_is_made_once_and_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("lotse.db");
        let first = beside(&store).unwrap();
        assert!(first.expose_secret().len() >= 64);
        assert_eq!(beside(&store).unwrap().expose_secret(), first.expose_secret());
        let mode = std::fs::metadata(folder.path().join("lotse.audit-key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
        std::fs::write(folder.path().join("lotse.audit-key"), "").unwrap();
        assert!(beside(&store).is_err(), "an empty key chains nothing");
    }
}
