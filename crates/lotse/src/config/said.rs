//! A text that may be a secret: an address with a token in it stands in a file of its own, another one in the configuration.

use std::path::Path;

use super::{
    Located, SecretSource,
    kind::Kind,
    secret,
    section::{At, Section},
};

/// What stands in the configuration, or where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said<T> {
    /// It stands there.
    Open(T),
    /// It is a secret, and is checked when it was fetched.
    Secret(SecretSource),
}

/// Reads a text, or a table that names where the secret is. `check` judges a text that stands there.
pub(super) fn read<T>(
    section: &mut Section<'_, '_>,
    key: &'static str,
    folder: &Path,
    problems: &mut Vec<Located>,
    check: impl FnOnce(&mut Section<'_, '_>, &At<String>, &mut Vec<Located>) -> Option<T>,
) -> Option<Said<T>> {
    if section.kind_of(key) == Some(Kind::Table) {
        return secret::read(section, key, folder, problems).map(Said::Secret);
    }
    let text = section.string(key, problems)?;
    check(section, &text, problems).map(Said::Open)
}
