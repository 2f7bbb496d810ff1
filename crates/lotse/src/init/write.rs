//! The configuration on disk: the entry of a cluster, its secret and its authority.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use lotse_model::ClusterName;
use lotse_text::{Language, tr};
use secrecy::{ExposeSecret as _, SecretString};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, value};

use crate::failure::{Exit, Failure};

/// What is written for a cluster.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: ClusterName,
    /// The addresses of its nodes.
    pub(super) addresses: Vec<String>,
    /// The id of its token.
    pub(super) token_id: String,
    /// The token's secret.
    pub(super) secret: SecretString,
    /// The certificate of its authority, PEM.
    pub(super) authority: Vec<u8>,
}

/// Fails when the configuration has a cluster of this name already, or is broken.
pub(super) fn free(place: &Path, name: &ClusterName, language: Language) -> Result<(), Failure> {
    let document = read(place, language)?;
    match document.get("cluster").and_then(|clusters| clusters.get(name.as_str())) {
        Some(_) => {
            let message = tr::init_taken(language, name.as_str(), place.display().to_string());
            Err(Failure::new("E-INIT-TAKEN", Exit::Usage, message).hint(tr::init_taken_hint(language)))
        }
        None => Ok(()),
    }
}

fn read(place: &Path, language: Language) -> Result<DocumentMut, Failure> {
    let text = match fs::read_to_string(place) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(unwritten(place, &error.to_string(), language)),
    };
    text.parse().map_err(|error: toml_edit::TomlError| unwritten(place, error.message(), language))
}

fn unwritten(place: &Path, reason: &str, language: Language) -> Failure {
    Failure::new("E-INIT-WRITE", Exit::Failed, tr::error_file(language, place.display().to_string(), reason))
}

/// Adds the cluster to the configuration and keeps what stands there, comments included. Secret and authority lie beside
/// it; all of it is for its owner only.
pub(super) fn write(place: &Path, entry: &Entry, language: Language) -> Result<(), Failure> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| unwritten(&path, &error.to_string(), language)
    };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed(folder))?;
    let secret = format!("{}.token", entry.name);
    let authority = format!("{}-root-ca.pem", entry.name);
    let beside = |name: &str| -> PathBuf { folder.join(name) };
    replace(&beside(&secret), format!("{}\n", entry.secret.expose_secret()).as_bytes())
        .map_err(failed(&beside(&secret)))?;
    replace(&beside(&authority), &entry.authority).map_err(failed(&beside(&authority)))?;
    let mut document = read(place, language)?;
    add(&mut document, entry, &secret, &authority);
    replace(place, document.to_string().as_bytes()).map_err(failed(place))
}

fn add(document: &mut DocumentMut, entry: &Entry, secret: &str, authority: &str) {
    let mut cluster = Table::new();
    cluster.insert("nodes", value(entry.addresses.iter().collect::<Array>()));
    cluster.insert("token-id", value(&entry.token_id));
    let mut source = InlineTable::new();
    source.insert("file", secret.into());
    cluster.insert("token", value(source));
    cluster.insert("ca", value(authority));
    let mut clusters = Table::new();
    clusters.set_implicit(true);
    let clusters = document.entry("cluster").or_insert(Item::Table(clusters));
    if let Some(clusters) = clusters.as_table_like_mut() {
        clusters.insert(entry.name.as_str(), Item::Table(cluster));
    }
}

/// Writes a file beside its place and renames it there, mode 0600.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".{}.partial", std::process::id()));
    let partial = PathBuf::from(partial);
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&partial, path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use lotse_model::ClusterName;
    use lotse_text::Language;
    use secrecy::SecretString;

    use super::{Entry, free, write};
    use crate::config;

    fn entry() -> Entry {
        Entry {
            name: ClusterName::new("home").unwrap(),
            addresses: vec!["https://192.0.2.1:8006".to_owned()],
            token_id: "lotse@pve!read".to_owned(),
            secret: SecretString::from("very-secret".to_owned()),
            authority: b"pem".to_vec(),
        }
    }

    #[test]
    fn what_is_written_can_be_read_back_and_only_by_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("lotse/config.toml");
        write(&place, &entry(), Language::En).unwrap();
        let config = config::load(&place).unwrap();
        assert_eq!(config.clusters[0].name.as_str(), "home");
        let text = std::fs::read_to_string(&place).unwrap();
        assert!(!text.contains("very-secret"), "{text}");
        for name in ["config.toml", "home.token", "home-root-ca.pem"] {
            let path = place.parent().unwrap().join(name);
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn what_stands_there_stays_and_a_name_is_not_taken_twice() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("config.toml");
        std::fs::write(&place, "# mine\nlanguage = \"de\" # yes\n\n[cluster.lab]\nssh = \"root@lab\"\n").unwrap();
        write(&place, &entry(), Language::En).unwrap();
        let text = std::fs::read_to_string(&place).unwrap();
        assert!(text.contains("# mine") && text.contains("# yes") && text.contains("[cluster.lab]"), "{text}");
        assert_eq!(config::load(&place).unwrap().clusters.len(), 2);
        assert_eq!(free(&place, &entry().name, Language::En).unwrap_err().code, "E-INIT-TAKEN");
    }
}
