//! What the daemon counts of its own doing.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What a channel did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sends {
    /// Messages that it took.
    pub(super) taken: u64,
    /// Attempts that may work later.
    pub(super) later: u64,
    /// Attempts that it refused as it is configured.
    pub(super) refused: u64,
}

/// How a message to a channel ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SendEnd {
    /// The channel took it.
    Taken,
    /// It may work later.
    Later,
    /// It was refused.
    Refused,
}

/// A number of times that something worked and did not.
#[derive(Debug, Default)]
pub(super) struct Tries {
    worked: AtomicU64,
    failed: AtomicU64,
}

impl Tries {
    /// One more.
    pub(super) fn count(&self, worked: bool) {
        if worked { &self.worked } else { &self.failed }.fetch_add(1, Ordering::Relaxed);
    }

    /// How often it worked, and how often not.
    pub(super) fn counted(&self) -> (u64, u64) {
        (self.worked.load(Ordering::Relaxed), self.failed.load(Ordering::Relaxed))
    }
}

/// What the daemon counts since it began.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The configuration was read again: taken, or refused.
    pub(super) reloads: Tries,
    /// The heartbeat's address was fetched.
    pub(super) heartbeats: Tries,
    channels: Mutex<BTreeMap<String, Sends>>,
}

impl Tally {
    /// A message to a channel ended.
    pub(super) fn sent(&self, channel: &str, end: SendEnd) {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let sends = channels.entry(channel.to_owned()).or_default();
        match end {
            SendEnd::Taken => sends.taken += 1,
            SendEnd::Later => sends.later += 1,
            SendEnd::Refused => sends.refused += 1,
        }
    }

    /// What each channel did.
    pub(super) fn channels(&self) -> BTreeMap<String, Sends> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
