//! What the daemon counts of its own doing.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use lotse_engine::watch::{Channel, Failed, Message, Sent};

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
    fn sent(&self, channel: &str, end: &Result<Sent, Failed>) {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let sends = channels.entry(channel.to_owned()).or_default();
        match end {
            Ok(_) => sends.taken += 1,
            Err(Failed::Later { .. }) => sends.later += 1,
            Err(Failed::Refused { .. }) => sends.refused += 1,
        }
    }

    /// What each channel did; one that was sent nothing yet is not there.
    pub(super) fn channels(&self) -> BTreeMap<String, Sends> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A channel whose messages are counted.
#[derive(Debug)]
pub(super) struct Counted {
    channel: Arc<dyn Channel>,
    tally: Arc<Tally>,
}

impl Counted {
    /// Counts from now on.
    pub(super) fn new(channel: Arc<dyn Channel>, tally: Arc<Tally>) -> Self {
        Self { channel, tally }
    }
}

#[async_trait]
impl Channel for Counted {
    fn name(&self) -> &str {
        self.channel.name()
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        let end = self.channel.send(message).await;
        self.tally.sent(self.name(), &end);
        end
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use lotse_engine::watch::{Channel, Failed, Message, Sent};

    use super::{Counted, Sends, Tally};

    /// A channel that answers as it is told, the last answer first.
    #[derive(Debug)]
    struct Told(Mutex<Vec<Result<Sent, Failed>>>);

    #[async_trait]
    impl Channel for Told {
        fn name(&self) -> &'static str {
            "mail"
        }

        async fn send(&self, _: &Message) -> Result<Sent, Failed> {
            self.0.lock().unwrap().pop().unwrap()
        }
    }

    #[tokio::test]
    async fn what_a_channel_takes_and_refuses_is_counted_and_passed_on() {
        let later = Failed::Later { after: None, detail: "away".to_owned() };
        let refused = Failed::Refused { detail: "no such room".to_owned() };
        let answers = vec![Err(refused.clone()), Err(later.clone()), Ok(Sent::default())];
        let tally = Arc::new(Tally::default());
        let channel = Counted::new(Arc::new(Told(Mutex::new(answers))), Arc::clone(&tally));
        let message = Message { id: uuid::Uuid::nil(), notices: Vec::new() };
        assert_eq!(channel.send(&message).await, Ok(Sent::default()));
        assert_eq!(channel.send(&message).await, Err(later));
        assert_eq!(channel.send(&message).await, Err(refused));
        assert_eq!(tally.channels()["mail"], Sends { taken: 1, later: 1, refused: 1 });
    }
}
