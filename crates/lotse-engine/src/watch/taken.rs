//! What a channel took and could not be written down yet: the store is full or busy. It is not sent again while this process
//! lives; each delivery first tries to write it down.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use lotse_model::Timestamp;
use uuid::Uuid;

use super::{Message, Sent};

/// A message that a channel took.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// By its name in the configuration.
    pub(super) channel: String,
    pub(super) message: Message,
    pub(super) sent: Sent,
    pub(super) at: Timestamp,
}

/// All of them, of all channels. No more than fit into the outbox, which does not grow while nothing can be written.
#[derive(Debug, Default)]
pub(super) struct Untold(Mutex<Vec<Taken>>);

impl Untold {
    pub(super) fn add(&self, taken: Taken) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
    }

    /// Those of a channel, oldest first.
    pub(super) fn of(&self, channel: &str) -> Vec<Taken> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter(|taken| taken.channel == channel).cloned().collect()
    }

    /// The notices of a channel that it took already.
    pub(super) fn notices(&self, channel: &str) -> BTreeSet<Uuid> {
        self.of(channel).iter().flat_map(|taken| taken.message.notices.iter().map(|notice| notice.id)).collect()
    }

    /// That it is written down now.
    pub(super) fn settled(&self, message: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|taken| taken.message.id != message);
    }
}
