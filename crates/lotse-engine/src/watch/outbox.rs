//! Delivery: what waits is sent to each channel in its order, at the channel's own pace.
//!
//! A message is sent, and then, in one transaction, its notices are removed and the alerts say who was told. A crash between the
//! two sends the same message again under the same name; a channel whose wire knows names takes it once. So that a summary
//! keeps its name, which notices it holds is written down before it is sent for the first time. Where the store takes nothing at
//! the moment, a message is sent all the same, once: that it was is kept in memory until it can be written down ([`taken`](super::taken)).

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use futures_util::future::join_all;
use lotse_model::Timestamp;
use lotse_store::{Appended, DocumentWrite, StoreError};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use tracing::{info, warn};
use uuid::Uuid;

use super::{
    Alert, AlertId, Channel, Failed, Message, Notice, NoticeKind, Sent, Told, Watch,
    batch::{message_id, next},
    book::{ALERT, Kept, NOTICE, WATCH, all, busy, kept, put},
    health::{CHANNELS, Trouble},
    taken::Taken,
};

/// How long a channel may take for one message, whatever its own limits.
pub(super) const SEND: Duration = Duration::from_mins(1);
/// The first pause after a failure.
const PAUSE: Duration = Duration::from_secs(2);
/// The longest pause, to which up to as much is added at random: five minutes at most.
const LONGEST: Duration = Duration::from_secs(150);
/// The pause after a refusal: it will not work before somebody changes something.
const REFUSED: Duration = Duration::from_mins(15);
/// The longest pause that a server may wish for.
const WISH: Duration = Duration::from_hours(1);
/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 20;

/// The pace of one channel. It need not last: after a restart it is tried at once.
#[derive(Debug, Default)]
pub(super) struct Pace {
    pauses: Option<ExponentialBackoff>,
    /// Not before.
    resume: Option<Timestamp>,
    /// When it was last tried in vain.
    tried: Option<Timestamp>,
}

/// How far the delivery to one channel came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivered {
    /// Nothing may be told now.
    All,
    /// It is tried again then.
    Later(Timestamp),
}

/// A summary that was begun: its name is that of these notices together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Batch {
    notices: Vec<Uuid>,
}

impl Watch {
    /// Delivers to every channel what may be told at `now`, all channels at the same time. Does nothing while another process
    /// watches.
    pub async fn deliver(&self, now: Timestamp) -> Result<(), StoreError> {
        let wiring = self.wiring();
        let all = wiring.channels.values().map(|channel| self.deliver_to(channel, now));
        join_all(all).await.into_iter().try_for_each(|result| result.map(drop))
    }

    /// Delivers to one channel, one message after the other, until nothing may be told or one fails.
    pub(super) async fn deliver_to(&self, channel: &Arc<dyn Channel>, now: Timestamp) -> Result<Delivered, StoreError> {
        let pace = {
            let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(paces.entry(channel.name().to_owned()).or_default())
        };
        // Held while something is sent: a channel is told one thing after the other.
        let mut pace = pace.lock().await;
        loop {
            let written = self.settle_rest(channel.name()).await;
            if self.memory.lock().await.held.is_none() {
                return written.map(|()| Delivered::All);
            }
            // The clock was set back: the pause was meant from then on, and nobody knows how much of it is over.
            if pace.tried.is_some_and(|tried| now < tried) {
                (pace.resume, pace.tried) = (None, Some(now));
            }
            if let Some(resume) = pace.resume.filter(|resume| now < *resume)
                && !self.is_asked(channel.name(), pace.tried).await?
            {
                return Ok(Delivered::Later(resume));
            }
            let Some(notices) = self.next_message(channel.name(), now).await? else {
                return written.map(|()| Delivered::All);
            };
            let message = Message { id: message_id(&notices), notices };
            match timeout(SEND, channel.send(&message)).await {
                Ok(Ok(sent)) => {
                    *pace = Pace::default();
                    self.count(|pulse| pulse.sent = pulse.sent.saturating_add(1));
                    info!(channel = channel.name(), message = %message.id, notices = message.notices.len(), "told");
                    let channel = channel.name().to_owned();
                    // What cannot be written down is not sent again for that: the next round tries to.
                    self.untold.add(Taken { channel, message, sent, at: now });
                }
                Ok(Err(failed)) => self.put_off(channel.name(), &mut pace, failed, now).await?,
                Err(_) => {
                    let detail = format!("no answer within {} s", SEND.as_secs());
                    self.put_off(channel.name(), &mut pace, Failed::Later { after: None, detail }, now).await?;
                }
            }
        }
    }

    /// Whether somebody asked for a test of the channel since it was last tried in vain: a person waits for that, whatever the pause.
    async fn is_asked(&self, channel: &str, tried: Option<Timestamp>) -> Result<bool, StoreError> {
        let waiting: Vec<Kept<Notice>> = all(&self.store, NOTICE).await?;
        let asks = |notice: &Notice| notice.kind == NoticeKind::Test && notice.channel == channel;
        Ok(waiting.iter().any(|kept| asks(&kept.value) && tried.is_some_and(|tried| kept.value.at > tried)))
    }

    /// Writes down what the channel took since that could last be done.
    async fn settle_rest(&self, channel: &str) -> Result<(), StoreError> {
        for taken in self.untold.of(channel) {
            self.settle(channel, &taken.message, &taken.sent, taken.at).await?;
            self.untold.settled(taken.message.id);
            self.note_trouble(channel, None, false, taken.at).await?;
        }
        Ok(())
    }

    /// The notices that are sent next; `None` when nothing may be told.
    async fn next_message(&self, channel: &str, now: Timestamp) -> Result<Option<Vec<Notice>>, StoreError> {
        let waiting: Vec<Kept<Notice>> = all(&self.store, NOTICE).await?;
        self.count(|pulse| pulse.waiting = waiting.len());
        let taken = self.untold.notices(channel);
        let is_next = |notice: &Notice| notice.channel == channel && !taken.contains(&notice.id);
        let mut queue: Vec<Notice> = waiting.into_iter().map(|kept| kept.value).filter(is_next).collect();
        queue.sort_by_key(|notice| notice.id);
        if queue.is_empty() {
            return Ok(None);
        }
        let key = batch_key(channel);
        let begun: Option<Kept<Batch>> = kept(&self.store, WATCH, &key).await?;
        let version = begun.as_ref().map_or(0, |begun| begun.version);
        if let Some(begun) = begun {
            let again: Vec<_> =
                queue.iter().filter(|notice| begun.value.notices.contains(&notice.id)).cloned().collect();
            if again.len() == begun.value.notices.len() {
                return self.with_references(again).await.map(Some);
            }
        }
        let batch: Vec<_> = next(&queue, now).into_iter().cloned().collect();
        if batch.len() > 1 {
            let begun = Batch { notices: batch.iter().map(|notice| notice.id).collect() };
            let write = put(&self.store, WATCH, &key, &begun, version)?;
            match self.store.put_documents(&[write], now).await {
                Ok(Appended::Done) => {}
                Ok(Appended::Overtaken) => return Err(busy(&self.store)),
                // A name that is not written down is lost with this process, and the summary would be another one then. That
                // is better than telling nothing while the store takes nothing.
                Err(error) => warn!(channel, %error, "a summary is sent although its name cannot be written down"),
            }
        }
        if batch.is_empty() { Ok(None) } else { self.with_references(batch).await.map(Some) }
    }

    /// The notices with the channel's own names of earlier messages about the same alerts, as they are known by now.
    async fn with_references(&self, mut notices: Vec<Notice>) -> Result<Vec<Notice>, StoreError> {
        for notice in &mut notices {
            let Some(alert) = &mut notice.alert else { continue };
            let newest: Option<Kept<Alert>> = kept(&self.store, ALERT, &alert.id.0.to_string()).await?;
            if let Some(newest) = newest {
                alert.told = newest.value.told;
                alert.told.retain(|told| told.channel == notice.channel);
            }
        }
        Ok(notices)
    }

    /// Writes down that a message was taken: its notices are gone, its alerts know who was told.
    async fn settle(&self, channel: &str, message: &Message, sent: &Sent, now: Timestamp) -> Result<(), StoreError> {
        let told = Told { channel: channel.to_owned(), at: now, reference: sent.reference.clone() };
        for _ in 0..TRIES {
            let mut writes = Vec::new();
            let mut alerts: BTreeMap<AlertId, Kept<Alert>> = BTreeMap::new();
            for notice in &message.notices {
                let key = notice.id.to_string();
                if let Some(there) = self.store.document(NOTICE, &key).await? {
                    writes.push(DocumentWrite::Remove { kind: NOTICE.to_owned(), key, version: there.version });
                }
                let Some(id) = notice.alert.as_ref().map(|alert| alert.id) else { continue };
                if let Some(alert) = kept(&self.store, ALERT, &id.0.to_string()).await? {
                    alerts.insert(id, alert);
                }
            }
            for (id, kept) in alerts {
                let alert = Alert { told: with(&kept.value.told, &told), ..kept.value };
                writes.push(put(&self.store, ALERT, &id.0.to_string(), &alert, kept.version)?);
            }
            let key = batch_key(channel);
            if let Some(begun) = self.store.document(WATCH, &key).await? {
                writes.push(DocumentWrite::Remove { kind: WATCH.to_owned(), key, version: begun.version });
            }
            if self.store.put_documents(&writes, now).await? == Appended::Done {
                return Ok(());
            }
        }
        Err(busy(&self.store))
    }

    /// Tries again later: soon and then less often, or when the server wishes.
    async fn put_off(&self, channel: &str, pace: &mut Pace, failed: Failed, now: Timestamp) -> Result<(), StoreError> {
        let (pause, detail, refused) = match failed {
            Failed::Later { after: Some(after), detail } => (after.min(WISH), detail, false),
            Failed::Later { after: None, detail } => {
                let pauses = pace.pauses.get_or_insert_with(pauses);
                (pauses.next().unwrap_or(LONGEST), detail, false)
            }
            Failed::Refused { detail } => (REFUSED, detail, true),
        };
        let seconds = i64::try_from(pause.as_millis().div_ceil(1_000)).unwrap_or(i64::MAX).max(1);
        // Before the try is noted: whoever asked since the one before it waits for just this answer.
        let asked = self.is_asked(channel, pace.tried.or(Some(Timestamp(i64::MIN)))).await.unwrap_or_default();
        pace.resume = Some(Timestamp(now.0.saturating_add(seconds)));
        pace.tried = Some(now);
        warn!(channel, detail = %lotse_text::clean(&detail), refused, seconds, "a channel does not take what it is sent");
        self.count(|pulse| pulse.failed = pulse.failed.saturating_add(1));
        let noted =
            self.note_trouble(channel, Some(Trouble { since: now, detail, refused, tried: now }), asked, now).await;
        // It is in the log and in memory; that it stands nowhere else delays no other attempt.
        noted.or_else(|error| {
            warn!(channel, %error, "the trouble of a channel cannot be written down");
            Ok(())
        })
    }

    /// Writes down that a channel has trouble, or has it no longer; nothing while that stays as it is, unless a person asked.
    async fn note_trouble(
        &self,
        channel: &str,
        trouble: Option<Trouble>,
        asked: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.count(|pulse| match &trouble {
            Some(new) => {
                let since = pulse.channels.get(channel).map_or(new.since, |old| old.since);
                pulse.channels.insert(channel.to_owned(), Trouble { since, ..new.clone() });
            }
            None => drop(pulse.channels.remove(channel)),
        });
        for _ in 0..TRIES {
            let there: Option<Kept<BTreeMap<String, Trouble>>> = kept(&self.store, WATCH, CHANNELS).await?;
            let (version, mut all) = there.map_or((0, BTreeMap::new()), |there| (there.version, there.value));
            match (&trouble, all.get(channel)) {
                (None, None) => return Ok(()),
                // That it lasts is no news, and what exactly fails may differ each time.
                (Some(new), Some(old)) if new.refused == old.refused && !asked => {
                    let since = old.since;
                    self.count(|pulse| {
                        pulse.channels.entry(channel.to_owned()).and_modify(|own| own.since = since);
                    });
                    return Ok(());
                }
                (Some(new), old) => {
                    let since = old.map_or(new.since, |old| old.since);
                    all.insert(channel.to_owned(), Trouble { since, ..new.clone() });
                }
                (None, Some(_)) => {
                    all.remove(channel);
                }
            }
            let write = put(&self.store, WATCH, CHANNELS, &all, version)?;
            if self.store.put_documents(&[write], now).await? == Appended::Done {
                return Ok(());
            }
        }
        Err(busy(&self.store))
    }

    fn count(&self, change: impl FnOnce(&mut super::Pulse)) {
        change(&mut self.lock_pulse());
    }
}

/// Growing pauses with something at random in them, so that many do not come back at the same moment.
fn pauses() -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(PAUSE)
        .with_max_delay(LONGEST)
        .with_factor(2.0)
        .without_max_times()
        .with_jitter()
        .build()
}

fn batch_key(channel: &str) -> String {
    format!("summary:{channel}")
}

/// Who was told, with one more: of each channel the first message and the last are kept, so that the list does not grow with
/// the reminders.
fn with(known: &[Told], new: &Told) -> Vec<Told> {
    let mut all = known.to_vec();
    let mut own = all.iter().enumerate().filter(|(_, told)| told.channel == new.channel).map(|(index, _)| index);
    let (first, second) = (own.next(), own.next());
    if let (Some(_), Some(last)) = (first, second) {
        all.remove(last);
    }
    all.push(new.clone());
    all
}

#[cfg(test)]
mod tests;
