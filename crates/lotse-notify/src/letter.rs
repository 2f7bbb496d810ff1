//! What is told.

use lotse_text::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What is told, in words and as data. The words may hold text from machines: every wire cleans and escapes them itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Its name, the same at every attempt.
    pub id: Uuid,
    /// Why it is told.
    pub kind: Kind,
    /// How much it matters.
    pub weight: Weight,
    /// What it is about, in one line.
    pub subject: String,
    /// What there is to say, line by line. What does not fit is cut from its end.
    pub lines: Vec<String>,
    /// What one can do, and how. Never cut.
    pub foot: Vec<String>,
    /// The conversation it belongs to: all letters of one alert.
    pub thread: Option<Thread>,
    /// The language that it is written in.
    pub language: Language,
    /// When it was written.
    pub at: jiff::Timestamp,
    /// The same for programs: one value for each thing that is told, as [`Webhook`](crate::Webhook) sends them.
    pub notices: Vec<Value>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its name, which no other conversation ever has: letters, digits, `-` and `.`.
    pub name: String,
    /// What the same wire called the first letter of it ([`Receipt::reference`]); `None` for the first itself, or where it is
    /// not known.
    pub first: Option<String>,
}

/// Why something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It is new.
    Raised,
    /// It is still so, but something else or worse than was told.
    Changed,
    /// It is still so.
    Reminder,
    /// Nobody acknowledged it at the place before this one.
    Escalated,
    /// It is over.
    Recovered,
    /// Several things at once, which had to wait.
    Summary,
    /// A person asked whether this place works.
    Test,
}

impl Kind {
    /// Its word in data: `raised`, `changed` …
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Changed => "changed",
            Self::Reminder => "reminder",
            Self::Escalated => "escalated",
            Self::Recovered => "recovered",
            Self::Summary => "summary",
            Self::Test => "test",
        }
    }

    /// Whether something needs a person now: all but the end of something, a summary and a test.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self, Self::Raised | Self::Changed | Self::Reminder | Self::Escalated)
    }
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Good to know.
    Info,
    /// Will become a problem.
    Warning,
    /// Something does not work.
    Error,
    /// Data or service is in danger now.
    Critical,
}

impl Weight {
    /// Its word in data: `info`, `warning` …
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }
}

/// What a wire took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The wire's own name of the message, to refer to it in the same thread.
    pub reference: Option<String>,
    /// Who of several recipients was refused for good, with the server's words; the others have it.
    pub refused: Vec<String>,
}

impl Receipt {
    /// One that the wire calls so.
    pub(crate) fn named(reference: impl Into<String>) -> Self {
        Self { reference: Some(reference.into()), refused: Vec::new() }
    }
}
