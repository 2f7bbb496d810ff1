//! Telling: one message for one delivery, however often it is tried and whatever ends in between.
//!
//! Before a card is posted, its buttons are in the store under the delivery that it belongs to: whoever tries it again posts the
//! same card. Discord sorts out a second one by its nonce, for the few minutes it remembers those; what is tried again later is
//! looked for in the channel first, by the ids of its buttons.

use std::{collections::BTreeMap, fmt::Write as _};

use async_trait::async_trait;
use lotse_engine::{
    access::Person,
    command::{Level, find},
    page::Reader,
    watch::{Alert, Channel, Failed as NotSent, Message as Delivery, Notice, NoticeKind, Sent, book},
};
use lotse_model::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{
    card,
    kept::{self, First, Kept, Telling},
    place::AlertPlace,
    start, summary,
};
use crate::{
    answer::message::Message,
    change::cards::{About, Act, Card},
    clock::now,
    house::House,
    rest::{Api, Failed},
};

/// Discord remembers a nonce for "a few minutes" ("Create Message"); what is older than this is looked for in the channel.
const REMEMBERED: i64 = 120;
/// What the clocks of two machines may differ, in seconds.
const CLOCKS: i64 = 120;

/// A channel of Discord, as the outbox knows it.
pub(super) struct AlertChannel {
    api: Api,
    place: AlertPlace,
    house: House,
    /// What is possible from Discord at most.
    max: Level,
}

impl std::fmt::Debug for AlertChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AlertChannel").field("place", &self.place).finish_non_exhaustive()
    }
}

#[async_trait]
impl Channel for AlertChannel {
    fn name(&self) -> &str {
        &self.place.name
    }

    async fn send(&self, delivery: &Delivery) -> Result<Sent, NotSent> {
        let sent = match delivery.notices.as_slice() {
            [one] => self.tell(delivery, one).await,
            _ => self.summarise(delivery).await,
        };
        let message = sent.map_err(|failed| not_sent(&failed))?;
        Ok(Sent { reference: message.map(|message| message.to_string()) })
    }
}

impl AlertChannel {
    pub(super) const fn new(api: Api, place: AlertPlace, house: House, max: Level) -> Self {
        Self { api, place, house, max }
    }

    /// Tells one thing.
    async fn tell(&self, delivery: &Delivery, notice: &Notice) -> Result<Option<u64>, Failed> {
        let reader = self.place.reader(&self.house);
        let Some(alert) = &notice.alert else {
            return self.post(delivery, &card::test(&reader), None).await;
        };
        let now = book::alert(&self.house.store, alert.id).await.unwrap_or_else(|error| {
            tracing::warn!(%error, alert = alert.id.0, "how an alert stands now cannot be read");
            None
        });
        if notice.kind == NoticeKind::Recovered {
            let first = self.first(alert, now.as_ref()).await;
            return self.post(delivery, &card::recovered(alert, &reader), first.map(|first| first.message)).await;
        }
        self.tell_open(delivery, notice, alert, now.as_ref(), &reader).await
    }

    /// Tells of an alert with a card.
    async fn tell_open(
        &self,
        delivery: &Delivery,
        notice: &Notice,
        alert: &Alert,
        now: Option<&Alert>,
        reader: &Reader,
    ) -> Result<Option<u64>, Failed> {
        let key = kept::key(&self.place.name, alert.id);
        let before = self.kept(&key).await;
        let again = before.as_ref().filter(|kept| kept.telling.notice == delivery.id).cloned();
        if let Some(message) = again.as_ref().and_then(|kept| kept.card.message) {
            return Ok(Some(message));
        }
        if let Some(message) = self.found(again.as_ref()).await {
            self.note(&key, message).await;
            return Ok(Some(message));
        }
        let before = before.filter(|_| again.is_none());
        // What it looks like is decided by what is so now: it may be acknowledged, or over, before it is told.
        let shown = Alert { phase: now.map_or_else(|| alert.phase.clone(), |now| now.phase.clone()), ..alert.clone() };
        let card = match again {
            Some(kept) => kept.card,
            None => self.new_card(delivery, notice, &shown, before.as_ref(), now).await,
        };
        let About::Alert(telling) = &card.about else { return Err(Failed::Broken) };
        if let Err(error) = kept::put(&self.house.store, &key, &card).await {
            tracing::error!(%error, key, "an alert's buttons are not in the store: they are dead");
        }
        let message = card::open(&shown, &card, telling, reader);
        let posted = self.post(delivery, &message, telling.first.map(|first| first.message)).await?;
        if let Some(posted) = posted {
            self.note(&key, posted).await;
        }
        // Of several cards of an alert the last one has the buttons.
        if let Some(old) = before.and_then(|kept| kept.card.message)
            && let Err(failed) = self.api.clear_buttons(self.place.channel, old).await
        {
            tracing::debug!(%failed, "the buttons of an older card stay, and are dead");
        }
        Ok(posted)
    }

    /// A card for an alert, its buttons new.
    async fn new_card(
        &self,
        delivery: &Delivery,
        notice: &Notice,
        alert: &Alert,
        before: Option<&Kept>,
        now: Option<&Alert>,
    ) -> Card {
        let first = match before.and_then(|kept| kept.telling.first) {
            Some(first) => Some(first),
            None => self.first(alert, now).await,
        };
        let guest = start::pinned(&self.house, alert).await;
        let offers_start = guest.is_some()
            && card::is_off(alert.state)
            && self.house.desk.is_some()
            && find("start").is_some_and(|start| start.level <= self.max);
        let telling = Telling {
            place: self.place.name.clone(),
            alert: alert.id,
            kind: notice.kind,
            notice: delivery.id,
            tried: crate::clock::now(),
            first,
            told: alert.members.iter().map(|member| member.guest.clone()).collect(),
            guest,
            started: None,
            shown: card::stamp(alert, None),
        };
        let mut card = Card {
            guild: self.place.guild,
            channel: self.place.channel,
            message: None,
            // Nobody asked: whoever may, presses.
            asked: 0,
            language: self.place.language.tag().to_owned(),
            // It lives as long as its alert.
            until: Timestamp(i64::MAX),
            about: About::Alert(Box::new(telling)),
            wrong_codes: 0,
            buttons: BTreeMap::new(),
        };
        card.button(Act::Acknowledge);
        card.button(Act::SnoozeHour);
        card.button(Act::SnoozeMorning);
        if offers_start {
            card.button(Act::Do { command: "start".to_owned() });
        }
        card
    }

    /// Tells of several things at once.
    async fn summarise(&self, delivery: &Delivery) -> Result<Option<u64>, Failed> {
        let message = summary::message(&delivery.notices, &self.place.reader(&self.house));
        self.post(delivery, &message, None).await
    }

    /// The first message here that told of an alert.
    async fn first(&self, alert: &Alert, now: Option<&Alert>) -> Option<First> {
        let kept = self.kept(&kept::key(&self.place.name, alert.id)).await;
        if let Some(first) = kept.and_then(|kept| kept.telling.first) {
            return Some(first);
        }
        // The alert as it is now knows of what was told since this was written.
        let told = now.unwrap_or(alert).told.iter().find(|told| told.channel == self.place.name)?;
        let message = told.reference.as_deref()?.parse().ok()?;
        Some(First { message, own: false })
    }

    /// Posts once. An answer to a message that may not be read is none, but is told all the same.
    async fn post(&self, delivery: &Delivery, message: &Message, first: Option<u64>) -> Result<Option<u64>, Failed> {
        let nonce = nonce(delivery, self.place.channel);
        let posted = self.api.post_reply(self.place.channel, message, &nonce, first).await;
        match posted {
            Err(Failed::Refused { code: CANNOT_REPLY, .. }) if first.is_some() => {
                self.api.post_reply(self.place.channel, message, &nonce, None).await
            }
            posted => posted,
        }
    }

    /// A message that was posted long ago without anybody hearing of it.
    async fn found(&self, again: Option<&Kept>) -> Option<u64> {
        let kept = again.filter(|kept| kept.telling.tried.0 + REMEMBERED < now().0 && !kept.card.buttons.is_empty())?;
        let since = Timestamp(kept.telling.tried.0.saturating_sub(CLOCKS));
        match self.api.find_button(self.place.channel, since, &kept.card.buttons).await {
            Ok(found) => found,
            Err(failed) => {
                tracing::warn!(%failed, "whether an alert was told already cannot be seen; it is told again");
                None
            }
        }
    }

    /// Notes which message the card became.
    async fn note(&self, key: &str, message: u64) {
        let noted = kept::change(&self.house.store, key, |card, telling| {
            card.message = Some(message);
            telling.first.get_or_insert(First { message, own: true });
            Some(())
        });
        if let Err(error) = noted.await {
            tracing::error!(%error, key, "which message tells of an alert is not in the store");
        }
    }

    async fn kept(&self, key: &str) -> Option<Kept> {
        kept::get(&self.house.store, key).await.unwrap_or_else(|error| {
            tracing::error!(%error, key, "a card cannot be read");
            None
        })
    }
}

/// Discord's code for an answer without the permission to read what was before (160002).
const CANNOT_REPLY: u64 = 160_002;

/// What Discord knows a delivery by: at most 25 characters, the same at every attempt.
fn nonce(delivery: &Delivery, channel: u64) -> String {
    let mut hash = Sha256::new();
    hash.update(delivery.id.as_bytes());
    hash.update(channel.to_be_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    // Twelve bytes as hexadecimal digits are twenty-four characters.
    digest.iter().take(12).fold(String::new(), |mut nonce, byte| {
        let _ = write!(nonce, "{byte:02x}");
        nonce
    })
}

/// What an outbox makes of a failure.
fn not_sent(failed: &Failed) -> NotSent {
    let detail = failed.to_string();
    match failed {
        Failed::Broken | Failed::TimedOut | Failed::Unreachable | Failed::Refused { status: 429, .. } => {
            NotSent::Later { after: None, detail }
        }
        Failed::Gone { .. } | Failed::Token | Failed::Refused { .. } | Failed::Acknowledged { .. } => {
            NotSent::Refused { detail }
        }
    }
}

/// Who wants something done by a card, as its alert names them.
pub(super) fn called(person: &Person) -> String {
    lotse_text::clean(&person.name).into_owned()
}

#[cfg(test)]
mod tests {
    use lotse_engine::watch::{Failed as NotSent, Message};
    use uuid::Uuid;

    use super::{nonce, not_sent};
    use crate::rest::Failed;

    #[test]
    fn a_delivery_has_the_same_nonce_at_every_attempt_and_another_one_elsewhere() {
        let one = Message { id: Uuid::now_v7(), notices: Vec::new() };
        let other = Message { id: Uuid::now_v7(), notices: Vec::new() };
        assert_eq!(nonce(&one, 1), nonce(&one, 1));
        assert_ne!(nonce(&one, 1), nonce(&one, 2));
        assert_ne!(nonce(&one, 1), nonce(&other, 1));
        assert!(nonce(&one, 1).len() <= 25);
    }

    #[test]
    fn what_passes_is_tried_again_and_what_is_configured_wrongly_is_said() {
        for failed in [Failed::Broken, Failed::TimedOut, Failed::Unreachable, Failed::Refused { status: 429, code: 0 }]
        {
            assert!(matches!(not_sent(&failed), NotSent::Later { .. }), "{failed}");
        }
        for failed in [Failed::Token, Failed::Gone { code: 10003 }, Failed::Refused { status: 403, code: 50013 }] {
            assert!(matches!(not_sent(&failed), NotSent::Refused { .. }), "{failed}");
        }
    }
}
