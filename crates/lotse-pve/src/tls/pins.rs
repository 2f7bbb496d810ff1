//! The file of accepted certificates.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use lotse_model::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, Trust};

/// Certificates that a person accepted, by endpoint (`pve1.example.org:8006`). The configuration wins over it: an endpoint
/// with an authority or fingerprints of its own there is not looked up here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PinStore {
    pins: BTreeMap<String, Vec<Pin>>,
}

/// An accepted certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// When it was accepted, in seconds since 1970.
    pub accepted: Timestamp,
}

/// Why the file of accepted certificates cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinStoreError {
    /// It cannot be read.
    #[error("{} cannot be read: {detail}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's words.
        detail: String,
    },
    /// It is not what was written there.
    #[error("{} is broken: {detail}", .path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        detail: String,
    },
    /// Others can write it, so anyone could have accepted a certificate.
    #[error("{} can be written by others", .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("{} cannot be written: {detail}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The operating system's words.
        detail: String,
    },
}

impl PinStoreError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "E-PINS-READ",
            Self::Broken { .. } => "E-PINS-BROKEN",
            Self::Exposed { .. } => "E-PINS-EXPOSED",
            Self::Write { .. } => "E-PINS-WRITE",
        }
    }
}

/// Stands at the top of the file.
const HEADING: &str = "# Certificates that were accepted, by endpoint. The configuration wins over this file.\n\n";

impl PinStore {
    /// Where it lies: `$XDG_STATE_HOME/lotse/pins.toml`, else below `~/.local/state` (XDG Base Directory Specification).
    #[must_use]
    pub fn place(state_home: Option<&Path>, home: Option<&Path>) -> Option<PathBuf> {
        let state = state_home.filter(|path| path.is_absolute()).map(Path::to_path_buf);
        let state = state.or_else(|| home.map(|home| home.join(".local/state")))?;
        Some(state.join("lotse/pins.toml"))
    }

    /// Reads the file; one that does not exist holds no pins.
    pub fn load(path: &Path) -> Result<Self, PinStoreError> {
        let read = |error: io::Error| PinStoreError::Read { path: path.to_owned(), detail: error.to_string() };
        let mode = match fs::metadata(path) {
            Ok(metadata) => metadata.permissions().mode(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(read(error)),
        };
        if mode & 0o022 != 0 {
            return Err(PinStoreError::Exposed { path: path.to_owned() });
        }
        let text = fs::read_to_string(path).map_err(read)?;
        let pins = toml::from_str(&text)
            .map_err(|error| PinStoreError::Broken { path: path.to_owned(), detail: error.to_string() })?;
        Ok(Self { pins })
    }

    /// Writes the file for this user only; whoever reads it meanwhile sees the old or the new one, never a half.
    pub fn save(&self, path: &Path) -> Result<(), PinStoreError> {
        self.write(path).map_err(|error| PinStoreError::Write { path: path.to_owned(), detail: error.to_string() })
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().ok_or(io::ErrorKind::InvalidFilename)?;
        if !folder.exists() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let text = toml::to_string(&self.pins).map_err(io::Error::other)?;
        let mut file = tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o600)).tempfile_in(folder)?;
        file.write_all(HEADING.as_bytes())?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }

    /// Accepts a certificate of an endpoint in addition to those accepted before.
    pub fn add(&mut self, endpoint: &str, fingerprint: Fingerprint, accepted: Timestamp) {
        let pins = self.pins.entry(endpoint.to_ascii_lowercase()).or_default();
        pins.retain(|pin| pin.fingerprint != fingerprint);
        pins.push(Pin { fingerprint, accepted });
    }

    /// Accepts a certificate of an endpoint in place of those accepted before.
    pub fn replace(&mut self, endpoint: &str, fingerprint: Fingerprint, accepted: Timestamp) {
        self.pins.insert(endpoint.to_ascii_lowercase(), vec![Pin { fingerprint, accepted }]);
    }

    /// The accepted certificates of an endpoint.
    #[must_use]
    pub fn of(&self, endpoint: &str) -> BTreeSet<Fingerprint> {
        let pins = self.pins.get(&endpoint.to_ascii_lowercase());
        pins.into_iter().flatten().map(|pin| pin.fingerprint).collect()
    }

    /// Whom to believe about an endpoint that the configuration says nothing of: the certificates that were accepted, else the
    /// system's authorities.
    #[must_use]
    pub fn trust(&self, endpoint: &str) -> Trust {
        let pins = self.of(endpoint);
        if pins.is_empty() { Trust::System } else { Trust::Pins(pins) }
    }

    /// All endpoints and what was accepted of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Pin])> {
        self.pins.iter().map(|(endpoint, pins)| (endpoint.as_str(), pins.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::{PinStore, PinStoreError};
    use crate::tls::{Fingerprint, Trust};
    use lotse_model::Timestamp;
    use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

    #[test]
    fn what_was_accepted_is_there_again_and_for_nobody_else_to_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lotse/pins.toml");
        assert_eq!(PinStore::load(&path).unwrap(), PinStore::default());
        let (first, second) = (Fingerprint::of(b"1"), Fingerprint::of(b"2"));
        let mut store = PinStore::default();
        store.add("PVE1.example:8006", first, Timestamp(1));
        store.add("pve1.example:8006", second, Timestamp(2));
        store.add("pve1.example:8006", second, Timestamp(3));
        store.save(&path).unwrap();
        let again = PinStore::load(&path).unwrap();
        assert_eq!(again, store);
        assert_eq!(again.of("pve1.example:8006"), [first, second].into());
        assert_eq!(again.of("pve2.example:8006"), [].into());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(store.trust("pve2.example:8006"), Trust::System);
        store.replace("pve1.example:8006", first, Timestamp(4));
        assert_eq!(store.trust("pve1.example:8006"), Trust::Pins([first].into()));
        assert_eq!(store.of("pve1.example:8006"), [first].into());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_others_can_write_or_that_is_broken_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pins.toml");
        PinStore::default().save(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        assert!(matches!(PinStore::load(&path), Err(PinStoreError::Exposed { .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "[[\"a:1\"]]\nfingerprint = \"AB\"\naccepted = 1\n").unwrap();
        let Err(PinStoreError::Broken { detail, .. }) = PinStore::load(&path) else { panic!("believed") };
        assert!(detail.contains("line 2"), "{detail}");
    }

    #[test]
    fn the_file_lies_where_the_state_of_programs_belongs() {
        let home = Some(Path::new("/home/me"));
        let place = |state| PinStore::place(state, home).unwrap();
        assert_eq!(place(Some(Path::new("/state"))), Path::new("/state/lotse/pins.toml"));
        assert_eq!(place(Some(Path::new("relative"))), Path::new("/home/me/.local/state/lotse/pins.toml"));
        assert_eq!(PinStore::place(None, None), None);
    }
}
