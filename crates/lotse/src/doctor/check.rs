//! One check and what came of it.

use serde::Serialize;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step {
    /// Whether it can be reached.
    Reach,
    /// Whether its certificate or host key is trusted.
    Trust,
    /// Whether it accepts the login.
    Login,
    /// Which version answers.
    Version,
    /// Whether the login may see what there is.
    Privilege,
    /// Whether changes are possible.
    Changes,
    /// Whether what must last can be kept.
    Store,
    /// Whether the audit is as it was written.
    Audit,
    /// What the rules of access rest on.
    Access,
    /// Whether numbers still mean the guests that they were written for.
    Numbers,
    /// Whether its clock agrees with ours.
    Clock,
    /// Whether `pvesh` is there and may be run.
    Pvesh,
    /// Whether a topic can be read.
    Topic,
    /// Whether the context document can be made.
    Context,
    /// Whether phrases are recognised.
    Words,
    /// Whether the bot is a member of the guild.
    #[cfg(feature = "discord")]
    Guild,
    /// Whether the category in which it answers is there.
    #[cfg(feature = "discord")]
    Category,
    /// Whether the channel for alerts is there.
    #[cfg(feature = "discord")]
    Alerts,
    /// Whether slash commands are registered.
    #[cfg(feature = "discord")]
    Commands,
    /// Whether a channel of alerts can be set up.
    Channel,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// As it should be.
    Good,
    /// It works, and something is worth knowing.
    Note,
    /// It does not work.
    Bad,
    /// It could not be checked, since something before it does not work.
    Skipped,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Check {
    /// Of what: a cluster, an endpoint, a host.
    pub(crate) of: String,
    /// What was checked.
    #[serde(rename = "check")]
    pub(crate) step: Step,
    /// What came of it.
    pub(crate) state: State,
    /// What was found, in words.
    pub(crate) found: String,
    /// What mends it: words, or a command.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fix: Vec<String>,
}

impl Check {
    /// A check.
    pub(crate) fn new(of: &(impl ToString + ?Sized), step: Step, state: State, found: impl Into<String>) -> Self {
        Self { of: of.to_string(), step, state, found: found.into(), fix: Vec::new() }
    }

    /// The same with what mends it.
    #[must_use]
    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix.push(fix.into());
        self
    }
}
