//! What the operator decided about changes: `[policy]` of the configuration.

use std::collections::BTreeSet;

use lotse_model::Seconds;

use super::risk::Risk;

/// What the operator decided about changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The classes that `--yes` may approve in scripts.
    pub yes: BTreeSet<Risk>,
    /// How long a plan waits for its person.
    pub expires: Seconds,
    /// How long a plan waits for a second person.
    pub second_expires: Seconds,
    /// Tags whose guests want a second person.
    pub protected_tags: BTreeSet<String>,
    /// Guests that want a second person, as references.
    pub protected: Vec<String>,
    /// Classes for clusters and tags, the first that fits.
    pub rules: Vec<PolicyRule>,
    /// How many guests are changed at the same time unless the request says otherwise.
    pub parallel: usize,
}

/// What is another class somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRule {
    /// In this cluster; everywhere when not said.
    pub cluster: Option<String>,
    /// Of guests with this tag; of all when not said.
    pub tag: Option<String>,
    /// These commands; all when empty.
    pub commands: Vec<String>,
    /// Have this class.
    pub risk: Option<Risk>,
    /// Want a second person.
    pub second_person: Option<bool>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            yes: BTreeSet::new(),
            expires: Seconds(120),
            second_expires: Seconds(30 * 60),
            protected_tags: BTreeSet::from(["protected".to_owned()]),
            protected: Vec::new(),
            rules: Vec::new(),
            parallel: 4,
        }
    }
}
