//! `[store]`, `[audit]`, `[history]`: where what must last is kept.

use std::path::{Path, PathBuf};

use super::{
    Located, SecretSource,
    secret::{self, from_folder},
    section::Section,
};

/// So many lines of the chat are kept unless the configuration says otherwise, and at most.
const LINES: (u64, u64) = (1000, 100_000);

/// Where what must last is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Keeping {
    /// The file of the store, when the configuration names one.
    pub(crate) store: Option<PathBuf>,
    /// Where the key of the audit's chain is, when the configuration names a place.
    pub(crate) audit_key: Option<SecretSource>,
    /// What becomes of lines that are typed in the chat.
    pub(crate) history: History,
}

/// What becomes of lines that are typed in the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct History {
    /// Whether they outlast the chat. What was asked is nobody's business, so this is off.
    pub(crate) on: bool,
    /// The newest so many of a person.
    pub(crate) keep: u64,
}

impl Default for History {
    fn default() -> Self {
        Self { on: false, keep: LINES.0 }
    }
}

/// Reads the three sections.
pub(super) fn read(root: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Keeping {
    let mut keeping = Keeping::default();
    if let Some(mut section) = root.section("store", problems) {
        keeping.store = section.string("path", problems).map(|path| from_folder(folder, &path.value));
        section.finish(problems);
    }
    if let Some(mut section) = root.section("audit", problems) {
        keeping.audit_key = secret::read(&mut section, "key", folder, problems);
        section.finish(problems);
    }
    if let Some(mut section) = root.section("history", problems) {
        keeping.history.on = section.boolean("on", problems).unwrap_or(false);
        keeping.history.keep = section.integer("keep", 1..=LINES.1, problems).unwrap_or(LINES.0);
        section.finish(problems);
    }
    keeping
}
