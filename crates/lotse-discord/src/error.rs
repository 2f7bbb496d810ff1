//! Why the bot ended.

use crate::settings::SettingsError;

/// Why the bot ended. What passes by itself (a lost connection, a server that answers nothing) never ends it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BotError {
    /// The settings cannot work.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Discord does not know the token.
    #[error("Discord refuses the bot's token")]
    Token,
    /// The gateway closed the connection with a code after which connecting again is useless.
    #[error("Discord's gateway closed the connection for good: {code} ({reason})")]
    Closed {
        /// Discord's close code: 4004 and 4010 to 4014.
        code: u16,
        /// What that code means, as a word: `token`, `shard`, `sharding`, `version`, `intents`, `privileged-intents`.
        reason: &'static str,
    },
    /// Something that cannot be built from these settings.
    #[error("the connection to Discord cannot be set up: {detail}")]
    SetUp {
        /// What failed, without the token.
        detail: String,
    },
}

impl BotError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Settings(_) => "E-DISCORD-SETTINGS",
            Self::Token | Self::Closed { code: 4004, .. } => "E-DISCORD-TOKEN",
            Self::Closed { .. } => "E-DISCORD-CLOSED",
            Self::SetUp { .. } => "E-DISCORD-SETUP",
        }
    }
}
