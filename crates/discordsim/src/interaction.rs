//! What a person did, and what became of it.

use std::time::Duration;

use serde_json::Value;

use crate::snowflake::Snowflake;

/// How long an interaction waits for its first answer (`Interactions / Responding` in Discord's API reference).
pub const FIRST_ANSWER: Duration = Duration::from_secs(3);
/// How long the token of an interaction is good for further answers.
pub const TOKEN_LIFE: Duration = Duration::from_mins(15);

/// What kind of thing a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sent a slash command.
    Slash,
    /// Pressed a button or chose from a select.
    Component,
    /// Typed into an option that is completed.
    Complete,
    /// Sent a modal.
    Modal,
}

impl Kind {
    /// The number on the wire (`Interaction Type`).
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Slash => 2,
            Self::Component => 3,
            Self::Complete => 4,
            Self::Modal => 5,
        }
    }
}

/// The first answer of the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// With a message.
    Message,
    /// With "… is thinking"; the message follows.
    Deferred,
    /// Silently: the message behind the button may change later.
    DeferredUpdate,
    /// By changing the message behind the button.
    Update,
    /// With choices of a completion.
    Choices,
    /// With a modal.
    Modal,
}

/// When and how the first answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ack {
    /// How.
    pub how: Answered,
    /// Time from the dispatch to the arrival of the answer.
    pub after: Duration,
    /// Whether only the person sees it.
    pub ephemeral: bool,
}

/// One interaction.
#[derive(Debug, Clone)]
pub struct Interaction {
    /// The id.
    pub id: Snowflake,
    /// What answers have to show.
    pub token: String,
    /// What was done.
    pub kind: Kind,
    /// The command with its subcommands, or the custom id.
    pub name: String,
    /// Who did it.
    pub person: Snowflake,
    /// Where.
    pub channel: Snowflake,
    /// In which guild; none in a direct message.
    pub guild: Option<Snowflake>,
    /// When, on the clock of the simulator since its start.
    pub at: Duration,
    /// The message that the button belongs to.
    pub behind: Option<Snowflake>,
    /// The first answer.
    pub ack: Option<Ack>,
    /// The message that `@original` means.
    pub original: Option<Snowflake>,
    /// Further messages.
    pub followups: Vec<Snowflake>,
    /// The choices of a completion.
    pub choices: Vec<Value>,
    /// The modal that was opened and is not yet sent.
    pub modal: Option<Value>,
    /// First answers that came too late, and how late.
    pub late: Vec<Duration>,
}
