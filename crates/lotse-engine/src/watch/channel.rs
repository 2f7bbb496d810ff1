//! Where alerts are told, as the watch sees it: one trait, whatever the wire behind it.

use std::{fmt::Debug, time::Duration};

use async_trait::async_trait;
use uuid::Uuid;

use super::Notice;

/// What is sent at once: one notice, or a summary of several that waited (quiet hours, a channel that was away).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same at every attempt of the same message.
    pub id: Uuid,
    /// What is told, oldest first; never empty.
    pub notices: Vec<Notice>,
}

/// What a channel took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The channel's own name of the message.
    pub reference: Option<String>,
    /// What did not go well all the same: a recipient that was refused while the others have it. Text from a machine.
    pub remarks: Vec<String>,
}

/// Why a channel did not take it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// It may work later: unreachable, time-out, 5xx, rate limit. Tried again with growing pauses.
    #[error("later: {detail}")]
    Later {
        /// The server's own wish, when it has one (`Retry-After`).
        after: Option<Duration>,
        /// What happened, without secrets and addresses' passwords.
        detail: String,
    },
    /// It will not work as it is configured: refused token, unknown channel, bad certificate. Tried again rarely, and said.
    #[error("not as it is configured: {detail}")]
    Refused {
        /// What happened, without secrets.
        detail: String,
    },
}

/// One place where alerts are told. It lays the message out in its own language and form and decides nothing.
#[async_trait]
pub trait Channel: Debug + Send + Sync {
    /// Its name in the configuration.
    fn name(&self) -> &str;

    /// Tells it. A channel whose wire knows a name for the same message twice (Discord's nonce, Matrix's transaction, a
    /// `Message-ID`) uses the message's id for it.
    async fn send(&self, message: &Message) -> Result<Sent, Failed>;
}

/// Tells by itself, once and without the outbox: how a person tries a channel while no process watches that would send what is in
/// there.
#[async_trait]
pub trait Tester: Debug + Send + Sync {
    /// Sends it on the channel of this name; `None` where this process cannot tell there.
    async fn send(&self, channel: &str, message: &Message) -> Option<Result<Sent, Failed>>;
}
