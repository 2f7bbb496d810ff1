//! Being a person: what one can do, and what one gets for it.

mod options;
pub mod pressed;
pub mod presser;

use std::time::Duration;

/// Why something cannot be done at all: a person's Discord would not have offered it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlayError {
    /// The person does not see the channel.
    #[error("this person does not see this channel")]
    Hidden,
    /// The person may use no commands here, or not this one.
    #[error("this person is not offered the command {0}")]
    NotOffered(String),
    /// There is no such command, subcommand or option.
    #[error("there is no {0}")]
    Unknown(String),
    /// A required option is missing.
    #[error("the option {0} is required")]
    Missing(String),
    /// A value does not fit the option or the input.
    #[error("the value of {0} does not fit")]
    Unfit(String),
    /// There is no such message for this person.
    #[error("this person does not see this message")]
    NoMessage,
    /// There is no such button, or it is disabled.
    #[error("there is no button {0} to press")]
    NoButton(String),
    /// There is no open modal.
    #[error("no modal is open")]
    NoModal,
}

/// Why there is nothing to look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// No first answer came in time: "The application did not respond".
    #[error("the application did not respond to {0}")]
    Nothing(String),
    /// There was an answer, but nothing that is looked for within this time.
    #[error("{name} was answered, but not with this within {within:?}")]
    NotThis {
        /// The command, or the custom id.
        name: String,
        /// How long was waited.
        within: Duration,
    },
}
