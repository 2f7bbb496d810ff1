//! How the daemon does: what logs, `/healthz`, `/metrics` and the service manager are told.

use std::collections::BTreeMap;

use lotse_model::Timestamp;
use tokio::sync::watch;

use super::part::{Part, PartState};

/// How the daemon does as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// How each part does; one that is missing is off.
    pub(super) parts: BTreeMap<Part, PartState>,
    /// The channels of the configuration that do not take what they are sent.
    pub(super) channels: BTreeMap<String, ChannelTrouble>,
    /// What is wrong with the configuration as it lies on disk, when it was refused: what runs is an older one.
    pub(super) refused: Option<Refused>,
    /// What of the configuration on disk counts only after a restart.
    pub(super) restart: Vec<String>,
}

/// A channel that does not take what it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChannelTrouble {
    /// Since when.
    pub(super) since: Timestamp,
    /// Whether a person must mend something; else it may pass.
    pub(super) refused: bool,
}

/// A configuration that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// When it was read.
    pub(super) at: Timestamp,
    /// The stable code of its first problem.
    pub(super) code: &'static str,
    /// Where and what that is, in English, without secrets.
    pub(super) detail: String,
}

/// How the daemon does, for those who write it and those who follow it.
#[derive(Debug, Default)]
pub(super) struct Condition {
    standing: watch::Sender<Standing>,
}

impl Condition {
    /// Notes how a part does.
    pub(super) fn note(&self, part: Part, state: PartState) {
        self.standing.send_if_modified(|standing| {
            let known = standing.parts.entry(part).or_default();
            let is_news = !known.is_like(&state);
            if is_news {
                *known = state;
            }
            is_news
        });
    }

    /// Notes the channels that do not take what they are sent.
    pub(super) fn channels(&self, channels: BTreeMap<String, ChannelTrouble>) {
        self.standing.send_if_modified(|standing| {
            let is_news = standing.channels != channels;
            standing.channels = channels;
            is_news
        });
    }

    /// Notes that the configuration on disk was refused.
    pub(super) fn refused(&self, refused: Refused) {
        self.standing.send_modify(|standing| standing.refused = Some(refused));
    }

    /// Notes that the configuration on disk was taken, but for what wants a restart.
    pub(super) fn taken(&self, restart: Vec<String>) {
        self.standing.send_modify(|standing| {
            standing.refused = None;
            standing.restart = restart;
        });
    }

    /// How it does now.
    pub(super) fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    /// How a part does now.
    #[cfg(test)]
    pub(super) fn of(&self, part: Part) -> PartState {
        self.standing.borrow().parts.get(&part).cloned().unwrap_or_default()
    }

    /// Follows it.
    pub(super) fn follow(&self) -> watch::Receiver<Standing> {
        self.standing.subscribe()
    }
}

impl Standing {
    /// Whether something does not work.
    pub(super) fn is_degraded(&self) -> bool {
        self.failed().next().is_some() || !self.channels.is_empty() || self.refused.is_some()
    }

    /// The parts that do not work.
    pub(super) fn failed(&self) -> impl Iterator<Item = Part> {
        let failed = self.parts.iter().filter(|(_, state)| matches!(state, PartState::Failed { .. }));
        failed.map(|(part, _)| *part)
    }
}
