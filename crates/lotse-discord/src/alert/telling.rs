//! What was told of an alert in a channel, as its card keeps it. Pure.

use lotse_engine::watch::{Alert, AlertId, NoticeKind};
use lotse_model::{GuestRef, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was told of an alert in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Telling {
    /// The channel, by its name in the configuration.
    pub(crate) place: String,
    /// The alert.
    pub(crate) alert: AlertId,
    /// Why it was told last.
    pub(crate) kind: NoticeKind,
    /// What it was told by last. The same again is the same message, tried once more.
    pub(crate) notice: Uuid,
    /// Since when that is tried.
    pub(crate) tried: Timestamp,
    /// The first message here that tells of it: what comes later answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first: Option<First>,
    /// The guests that were told here: of others nothing is shown here, whatever the alert says of them.
    #[serde(default)]
    pub(crate) told: Vec<GuestRef>,
    /// The guest that may be switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) guest: Option<Pinned>,
    /// Who asked for its start, by name. Text from a machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) started: Option<String>,
    /// How the alert was when the card showed it.
    #[serde(default)]
    pub(crate) shown: String,
}

impl Telling {
    /// An alert as it may be shown here: the outbox tells a channel nothing of guests outside of its scope.
    pub(crate) fn narrowed(&self, alert: &Alert) -> Alert {
        let mut alert = alert.clone();
        alert.members.retain(|member| self.told.contains(&member.guest));
        alert
    }
}

/// The first message that tells of an alert in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct First {
    /// Its id.
    pub(crate) message: u64,
    /// Whether it tells of nothing else, so that it may be changed.
    pub(crate) own: bool,
}

/// A guest and what tells it from another one that gets its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Pinned {
    /// Its reference.
    pub(crate) guest: GuestRef,
    /// What tells it from others; `None` where that could not be read: then it is not switched on by a button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<String>,
}
