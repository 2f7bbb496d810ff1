//! `help`: what can be asked here and now.

use serde::Serialize;

/// A command with its shortcut and code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpEntry {
    /// How it is called (`list --kind vm`).
    pub call: String,
    /// Its shortcut (`proxmox-vms`).
    pub shortcut: Option<&'static str>,
    /// Its code (`p3`).
    pub code: Option<&'static str>,
    /// The key of its text in the Fluent files; the page says it in a language. Empty for an example.
    #[serde(rename = "text-key")]
    pub text: String,
}

/// Entries that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpGroup {
    /// `commands`, `shortcuts`, `chat`, `arguments` or `examples`.
    pub id: &'static str,
    /// The entries.
    pub entries: Vec<HelpEntry>,
}

/// What applies here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpView {
    /// The one command that was asked about.
    pub command: Option<&'static str>,
    /// The groups.
    pub groups: Vec<HelpGroup>,
}
