//! Secrets: named in the configuration, never in it.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use secrecy::SecretString;

use super::{Located, Problem, kind::Kind, section::Section};

/// How long a command that prints a secret may take: a password manager may have to ask its agent.
const COMMAND_LIMIT: Duration = Duration::from_secs(20);

/// Where a secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SecretSource {
    /// In a file that only its owner can read.
    File(PathBuf),
    /// In an environment variable.
    Env(String),
    /// In a credential of the systemd unit (`LoadCredential=`).
    Credential(String),
    /// Printed by a program, called without a shell.
    Command(Vec<String>),
}

/// Why a secret could not be had. Never carries any of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// Others can read the file.
    #[error("{path} has mode {mode:o}")]
    OthersCanRead {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The environment variable is not set.
    #[error("{name} is not set")]
    NotSet {
        /// The variable.
        name: String,
    },
    /// There are no credentials: the program does not run in a unit that has some.
    #[error("no credential {name}: CREDENTIALS_DIRECTORY is not set")]
    NoCredentials {
        /// The credential.
        name: String,
    },
    /// The program could not be started.
    #[error("{program}: {source}")]
    Command {
        /// The program.
        program: String,
        /// The system's words.
        source: std::io::Error,
    },
    /// The program failed. What it printed is not shown, since it may be the secret.
    #[error("{program} failed: {status}")]
    CommandFailed {
        /// The program.
        program: String,
        /// How it ended.
        status: String,
    },
    /// The source holds nothing, or no text.
    #[error("empty")]
    Empty {
        /// The source in words: a path, a variable, a program.
        place: String,
    },
}

impl SecretSource {
    /// Fetches the secret. `env` looks up an environment variable.
    pub(crate) async fn fetch(&self, env: impl Fn(&str) -> Option<String>) -> Result<SecretString, SecretError> {
        let (place, text) = match self {
            Self::File(path) => (path.display().to_string(), private_file(path)?),
            Self::Env(name) => (name.clone(), env(name).ok_or_else(|| SecretError::NotSet { name: name.clone() })?),
            Self::Credential(name) => {
                let folder =
                    env("CREDENTIALS_DIRECTORY").ok_or_else(|| SecretError::NoCredentials { name: name.clone() })?;
                // systemd gives the unit a folder of its own and sets the modes itself.
                let path = Path::new(&folder).join(name);
                let text = std::fs::read_to_string(&path)
                    .map_err(|source| SecretError::File { path: path.clone(), source })?;
                (path.display().to_string(), text)
            }
            Self::Command(words) => (words.first().cloned().unwrap_or_default(), printed(words).await?),
        };
        let secret = text.trim_end_matches(['\r', '\n']);
        if secret.is_empty() { Err(SecretError::Empty { place }) } else { Ok(SecretString::from(secret.to_owned())) }
    }
}

/// Reads a file that only its owner may read.
fn private_file(path: &Path) -> Result<String, SecretError> {
    let error = |source| SecretError::File { path: path.to_owned(), source };
    let mode = std::fs::metadata(path).map_err(error)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(SecretError::OthersCanRead { path: path.to_owned(), mode });
    }
    std::fs::read_to_string(path).map_err(error)
}

async fn printed(words: &[String]) -> Result<String, SecretError> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(SecretError::Empty { place: String::new() });
    };
    let error = |source| SecretError::Command { program: program.clone(), source };
    let running = tokio::process::Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(COMMAND_LIMIT, running)
        .await
        .map_err(|_| error(std::io::ErrorKind::TimedOut.into()))?
        .map_err(error)?;
    if !output.status.success() {
        return Err(SecretError::CommandFailed { program: program.clone(), status: output.status.to_string() });
    }
    String::from_utf8(output.stdout).map_err(|_| SecretError::Empty { place: program.clone() })
}

/// A path of the configuration: relative ones are meant from its folder, `~/` from the home folder.
pub(super) fn from_folder(folder: &Path, path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(path),
    }
}

/// Reads `{ file = … }`, `{ env = … }`, `{ credential = … }` or `{ command = [ … ] }`.
pub(super) fn read(
    section: &mut Section<'_, '_>,
    key: &'static str,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<SecretSource> {
    if matches!(section.kind_of(key), Some(Kind::Text | Kind::Integer)) {
        let span = section.skip(key).unwrap_or_default();
        problems.push(Located { span, problem: Problem::PlainSecret { key: key.to_owned() } });
        return None;
    }
    let inner = section.section(key, problems)?;
    read_source(inner, key, folder, problems)
}

/// Reads the table that names where the secret called `key` is.
pub(super) fn read_source(
    mut inner: Section<'_, '_>,
    key: &str,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<SecretSource> {
    let place = inner.problem(Problem::SecretForm { key: key.to_owned() });
    let before = problems.len();
    let mut sources = Vec::new();
    sources.extend(inner.string("file", problems).map(|path| SecretSource::File(from_folder(folder, &path.value))));
    sources.extend(inner.string("env", problems).map(|name| SecretSource::Env(name.value)));
    if let Some(name) = inner.string("credential", problems) {
        if name.value.contains('/') || name.value.starts_with('.') {
            problems.push(name.problem(Problem::BadCredential { value: name.value.clone() }));
        } else {
            sources.push(SecretSource::Credential(name.value));
        }
    }
    if inner.kind_of("command") == Some(Kind::Text) {
        let span = inner.skip("command").unwrap_or_default();
        problems.push(Located { span, problem: Problem::CommandLine { key: key.to_owned() } });
    } else if let Some(words) = inner.strings("command", problems) {
        sources.push(SecretSource::Command(words.into_iter().map(|word| word.value).collect()));
    }
    inner.finish(problems);
    if problems.len() > before {
        return None;
    }
    let one = match sources.as_slice() {
        [SecretSource::Command(words)] if words.is_empty() => None,
        [one] => Some(one.clone()),
        _ => None,
    };
    if one.is_none() {
        problems.push(place);
    }
    one
}
