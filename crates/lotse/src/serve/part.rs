//! The parts of the daemon, and how each of them does.

use std::fmt;

use lotse_model::Timestamp;

/// A part of the daemon. One that fails takes no other with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    /// Looks at the fleet, judges, and tells.
    Watch,
    /// The Discord bot.
    Discord,
    /// Reads details in the background.
    Sweep,
    /// Remembers what the looks of the watch show, for completions and lists before the first look of the next start.
    Memory,
    /// Answers `/metrics` and `/healthz`.
    Http,
    /// Tells somebody else that looks go on.
    Heartbeat,
    /// Finishes changes that a process left in the middle.
    Journal,
    /// Tells the head of the audit to the system's journal.
    Audit,
}

impl Part {
    /// All of them.
    pub(super) const ALL: [Self; 8] = [
        Self::Watch,
        Self::Discord,
        Self::Sweep,
        Self::Memory,
        Self::Http,
        Self::Heartbeat,
        Self::Journal,
        Self::Audit,
    ];

    /// Its name in logs, metrics and answers. It never changes.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Discord => "discord",
            Self::Sweep => "sweep",
            Self::Memory => "memory",
            Self::Http => "http",
            Self::Heartbeat => "heartbeat",
            Self::Journal => "journal",
            Self::Audit => "audit",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How a part does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum PartState {
    /// It is not configured, or was ended.
    #[default]
    Off,
    /// It runs.
    Running,
    /// It does not run, and why.
    Failed {
        /// The stable code.
        code: &'static str,
        /// What happened, without secrets.
        detail: String,
        /// Since when.
        since: Timestamp,
    },
}

impl PartState {
    /// Whether this says nothing new: the same trouble has been so since it began.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Failed { code, detail, .. }, Self::Failed { code: same, detail: alike, .. }) => {
                code == same && detail == alike
            }
            _ => self == other,
        }
    }

    /// Its name in answers.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Running => "running",
            Self::Failed { .. } => "failed",
        }
    }
}

/// Why a part ended by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The stable code.
    pub(super) code: &'static str,
    /// What happened, without secrets.
    pub(super) detail: String,
    /// Whether it helps to try again.
    pub(super) again: Again,
}

/// Whether it helps to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It may work in a moment: an address in use, a server that does not answer.
    Soon,
    /// It works when somebody mended something elsewhere, such as a token: now and then it is tried.
    Rarely,
    /// Not with this configuration.
    WhenReloaded,
}
