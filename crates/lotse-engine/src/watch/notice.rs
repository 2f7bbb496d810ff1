//! What is to be told: an entry of the outbox, written together with the change of the alert it tells of.

use lotse_model::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Alert;

/// Why something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// It is new.
    Raised,
    /// It is still so, but something else or worse than was told.
    Changed,
    /// It is still so.
    Reminder,
    /// Nobody acknowledged it at the channel before this one.
    Escalated,
    /// It is over.
    Recovered,
    /// A person asked whether this channel works.
    Test,
}

/// One thing to be told on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Notice {
    /// Its own name, the same at every attempt: by it a channel knows what it took already. Ordered by time (UUID version 7).
    pub id: Uuid,
    /// The channel, by its name in the configuration.
    pub channel: String,
    /// Why.
    pub kind: NoticeKind,
    /// The alert as it was then; `None` for a test.
    pub alert: Option<Alert>,
    /// When it was written.
    pub at: Timestamp,
    /// Not before: quiet hours hold it back until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
}
