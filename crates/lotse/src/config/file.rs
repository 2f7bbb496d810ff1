//! Finding the file, and who may write it.

use std::{
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use super::{Config, Located, document};

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The file that was named does not exist or cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// Others can write it, so what it says may not be what its owner meant.
    #[error("{path} has mode {mode:o}")]
    OthersCanWrite {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It belongs to somebody else.
    #[error("{path} belongs to user {owner}")]
    OfSomebodyElse {
        /// The file.
        path: PathBuf,
        /// The owner's number.
        owner: u32,
    },
    /// It says something that cannot be.
    #[error("{path}: {} problems", .problems.len())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Its text.
        source_text: String,
        /// What is wrong with it, in its order.
        problems: Vec<Located>,
    },
}

/// Where a configuration is looked for when none is named, the first first.
pub(crate) fn candidates(env: impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let own = env("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        // The base directory specification: a relative path is to be ignored.
        .filter(|path| path.is_absolute())
        .or_else(|| env("HOME").map(|home| Path::new(&home).join(".config")));
    let mut paths: Vec<PathBuf> = own.into_iter().map(|folder| folder.join("lotse/config.toml")).collect();
    paths.push(PathBuf::from("/etc/lotse/config.toml"));
    paths
}

/// The first of the candidates that exists.
pub(crate) fn find(env: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    candidates(env).into_iter().find(|path| path.exists())
}

/// Reads the configuration at `path`.
pub(crate) fn load(path: &Path) -> Result<Config, FileError> {
    let unreadable = |source| FileError::Unreadable { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    let source_text = std::fs::read_to_string(path).map_err(unreadable)?;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o022 != 0 {
        return Err(FileError::OthersCanWrite { path: path.to_owned(), mode });
    }
    // The owner of our own entry in /proc is the user that we run as.
    let own = std::fs::metadata("/proc/self").map(|this| this.uid()).ok();
    if own.is_some_and(|own| metadata.uid() != own && metadata.uid() != 0) {
        return Err(FileError::OfSomebodyElse { path: path.to_owned(), owner: metadata.uid() });
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match document::read(&source_text, folder) {
        Ok(config) => Ok(Config { place: Some(path.to_owned()), ..config }),
        Err(problems) => Err(FileError::Wrong { path: path.to_owned(), source_text, problems }),
    }
}
