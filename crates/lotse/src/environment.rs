//! Every environment variable that Lotse reads, in one place.

/// The configuration file, like `--config`.
pub(crate) const CONFIG: &str = "LOTSE_CONFIG";

/// The language of the interface, like `--lang`.
pub(crate) const LANGUAGE: &str = "LOTSE_LANG";

/// The cluster to ask, like `--cluster`.
pub(crate) const CLUSTER: &str = "LOTSE_CLUSTER";

/// How long one question may take, like `--deadline`.
pub(crate) const DEADLINE: &str = "LOTSE_DEADLINE";

/// Another configuration file for `ssh` (its `-F`).
pub(crate) const SSH_CONFIG: &str = "LOTSE_SSH_CONFIG";

/// Another file of known host keys than the one that the SSH configuration names.
pub(crate) const KNOWN_HOSTS: &str = "LOTSE_KNOWN_HOSTS";

/// What is traced to standard error, in the form of `tracing`'s filters; `--debug` is `lotse=debug`.
pub(crate) const LOG: &str = "LOTSE_LOG";

/// The locale, in the order in which POSIX reads it for messages.
pub(crate) const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// A variable, when it is set, not empty, and text.
pub(crate) fn get(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
