//! What matters before one says yes.

use std::{borrow::Cow, collections::BTreeMap};

use lotse_model::Argument;
use serde::{Deserialize, Serialize};

use super::risk::Risk;

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Good to know.
    Info,
    /// Should be thought about.
    Warning,
    /// It will not work: the plan cannot be run.
    Blocks,
}

/// One thing that the pre-flight saw, or could not see. Its text in three languages is `note-CODE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which, kebab-case (`guest-locked`).
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub weight: Weight,
    /// The risk that the plan has at least because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raises: Option<Risk>,
    /// Values for the text, by the name of the Fluent argument, units as in a finding's (`used-bytes`, `age-seconds`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, Argument>,
}

impl Note {
    /// A note of this weight.
    #[must_use]
    pub const fn new(code: &'static str, weight: Weight) -> Self {
        Self { code: Cow::Borrowed(code), weight, raises: None, arguments: BTreeMap::new() }
    }

    /// Good to know.
    #[must_use]
    pub const fn info(code: &'static str) -> Self {
        Self::new(code, Weight::Info)
    }

    /// Should be thought about.
    #[must_use]
    pub const fn warning(code: &'static str) -> Self {
        Self::new(code, Weight::Warning)
    }

    /// It will not work.
    #[must_use]
    pub const fn blocks(code: &'static str) -> Self {
        Self::new(code, Weight::Blocks)
    }

    /// The same, with a value for its text.
    #[must_use]
    pub fn with(mut self, name: &str, value: Argument) -> Self {
        self.arguments.insert(name.to_owned(), value);
        self
    }

    /// The same, with words from a machine for its text.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a name, a reference to one and a literal read alike at the call"
    )]
    pub fn text(self, name: &str, value: impl ToString) -> Self {
        self.with(name, Argument::Text(value.to_string()))
    }

    /// The same, raising the plan's risk to at least `risk`.
    #[must_use]
    pub const fn raising(mut self, risk: Risk) -> Self {
        self.raises = Some(risk);
        self
    }
}
