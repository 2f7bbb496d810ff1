//! How a Discord is to be started.

use std::path::PathBuf;
use std::time::Duration;

use crate::interaction::{FIRST_ANSWER, TOKEN_LIFE};
use crate::world::World;

/// How often something may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests …
    pub requests: u32,
    /// … in this time.
    pub per: Duration,
}

/// How a Discord is to be started.
#[derive(Debug, Clone)]
pub struct Options {
    /// What there is.
    pub world: World,
    /// The token of the bot.
    pub token: String,
    /// Discord's own description of its API, `openapi.json`; without it only the documented limits are checked.
    pub description: Option<PathBuf>,
    /// How often the bot is told to send a heartbeat. Discord says about 41 s.
    pub heartbeat: Duration,
    /// How long an interaction waits for its first answer.
    pub first_answer: Duration,
    /// How long its token is good.
    pub token_life: Duration,
    /// Whether messages may mention anybody. Strict by default: no body without `allowed_mentions` of nobody.
    pub mentions: bool,
    /// Whether the application was granted the privileged intents.
    pub privileged: bool,
    /// Limits of routes with a bucket of their own per channel or token; none unless asked for, since a client that
    /// keeps them waits. Discord's observed limit for messages of a channel is five in five seconds.
    pub rate: Option<Rate>,
}

impl Options {
    /// Strict and quick, with this world.
    #[must_use]
    pub fn new(world: World) -> Self {
        Self {
            world,
            token: "MzAw.simulated.token-of-the-bot".to_owned(),
            description: None,
            heartbeat: Duration::from_millis(41_250),
            first_answer: FIRST_ANSWER,
            token_life: TOKEN_LIFE,
            mentions: false,
            privileged: false,
            rate: None,
        }
    }

    /// With Discord's own description of its API.
    #[must_use]
    pub fn described_by(mut self, description: Option<PathBuf>) -> Self {
        self.description = description;
        self
    }

    /// With another interval of heartbeats.
    #[must_use]
    pub fn with_heartbeat(mut self, interval: Duration) -> Self {
        self.heartbeat = interval;
        self
    }

    /// With limits of routes.
    #[must_use]
    pub fn with_rate(mut self, rate: Rate) -> Self {
        self.rate = Some(rate);
        self
    }
}
