//! `context`: the document that answers rest on, with the headings of the seeds.

use serde::Serialize;

/// A part of the document under its heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContextSection {
    /// The topic (`vms`).
    pub topic: &'static str,
    /// The lines below the heading, in the language asked for.
    pub lines: Vec<String>,
    /// The heading (`=== PROXMOX-VMs ===`).
    pub heading: String,
}

/// The document: as text for people and models, and as data with the keys of the seeds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContextView {
    /// The text.
    #[serde(skip)]
    pub sections: Vec<ContextSection>,
    /// The data.
    #[serde(flatten)]
    pub data: serde_json::Map<String, serde_json::Value>,
}
