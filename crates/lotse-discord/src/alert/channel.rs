//! Telling: one message for one delivery, however often it is tried and whatever ends in between.
//!
//! That something is tried is in the store before it is posted, and of a card its buttons: whoever tries it again posts the same
//! card. What was tried before is looked for in the channel first, by its mark.

use std::sync::Arc;

use async_trait::async_trait;
use lotse_engine::{
    command::{Level, find},
    page::Reader,
    watch::{Alert, Channel, Failed as NotSent, Message as Delivery, Notice, NoticeKind, Sent, book},
};
use lotse_model::Timestamp;

use super::{
    attempt::{self, Attempt},
    card,
    kept::{self, Kept},
    pin,
    place::AlertPlace,
    summary,
    telling::{First, Telling},
};
use crate::{
    answer::message::Message,
    change::meaning::{About, Act, At, Card},
    clock::now,
    error::BotError,
    house::House,
    mark::Mark,
    rest::{Api, Failed},
    settings::Settings,
};

/// How long, in seconds, nothing is told of what may have been told while its channel cannot be looked at. After that it is rather
/// told twice than never.
const UNSEEN: i64 = 1_800;

/// A channel of Discord as the watch tells alerts there. Nothing is connected. `settings` are those of the bot that answers the
/// buttons; the house is the same, too: they find each other in its store.
pub fn alerts(settings: &Settings, place: AlertPlace, house: House) -> Result<Arc<dyn Channel>, BotError> {
    settings.check()?;
    // The transport takes the provider of the process; a second one is refused, and the first stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let api = Api::new(settings)?;
    Ok(Arc::new(AlertChannel::new(api, place, house, settings.max)))
}

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
        let message = self.deliver(delivery).await.map_err(|failed| not_sent(&failed))?;
        Ok(Sent { reference: message.map(|message| message.to_string()), ..Sent::default() })
    }
}

impl AlertChannel {
    pub(super) const fn new(api: Api, place: AlertPlace, house: House, max: Level) -> Self {
        Self { api, place, house, max }
    }

    /// Tells of a delivery what was not told before.
    async fn deliver(&self, delivery: &Delivery) -> Result<Option<u64>, Failed> {
        let before = attempt::begin(&self.house.store, &self.place.name, delivery).await.unwrap_or_else(|error| {
            tracing::error!(%error, "what is tried to be told is not in the store: a crash may tell it twice");
            Vec::new()
        });
        let mut told: Option<u64> = None;
        let mut left = delivery.notices.clone();
        for attempt in &before {
            let Some(message) = self.found(attempt).await? else { continue };
            tracing::info!(message, "what is to be told stands in the channel already");
            self.note_found(attempt, &left, message).await;
            left.retain(|notice| !attempt.notices.contains(&notice.id));
            told = Some(message);
        }
        match left.as_slice() {
            [] => Ok(told),
            // Without a number there is nothing that a button could order.
            [one] if one.alert.as_ref().is_none_or(Alert::is_numbered) => self.tell(delivery, one).await,
            several => self.summarise(delivery, several).await,
        }
    }

    /// The message of an attempt of which nobody heard whether it came through.
    async fn found(&self, attempt: &Attempt) -> Result<Option<u64>, Failed> {
        let mark = self.mark(attempt.delivery.as_bytes());
        match self.api.find_marked(self.place.channel, attempt.tried, &mark).await {
            Err(failed) if failed.passes() && now().0 < attempt.tried.0.saturating_add(UNSEEN) => Err(failed),
            Err(failed) => {
                tracing::warn!(%failed, "whether it was told already cannot be seen; it is told again");
                Ok(None)
            }
            found => found,
        }
    }

    /// Notes which message a card became, where the attempt was one.
    async fn note_found(&self, attempt: &Attempt, notices: &[Notice], message: u64) {
        let [one] = attempt.notices.as_slice() else { return };
        let alert = notices.iter().find(|notice| notice.id == *one).and_then(|notice| notice.alert.as_ref());
        let Some(alert) = alert else { return };
        let key = kept::key(&self.place.name, alert.id);
        if self.kept(&key).await.is_some_and(|kept| kept.telling.notice == attempt.delivery) {
            self.note(&key, message).await;
        }
    }

    fn mark(&self, name: &[u8]) -> Mark {
        Mark::of(name, self.place.channel)
    }

    /// Tells one thing.
    async fn tell(&self, delivery: &Delivery, notice: &Notice) -> Result<Option<u64>, Failed> {
        let reader = self.place.reader(&self.house);
        let Some(alert) = &notice.alert else {
            return self.post(delivery, card::test(&reader), None).await;
        };
        let now = book::alert(&self.house.store, alert.id).await.unwrap_or_else(|error| {
            tracing::warn!(%error, alert = alert.id.0, "how an alert stands now cannot be read");
            None
        });
        if notice.kind == NoticeKind::Recovered {
            let first = self.first(alert, now.as_ref()).await;
            return self.post(delivery, card::recovered(alert, &reader), first.map(|first| first.message)).await;
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
        let posted = self.post(delivery, message, telling.first.map(|first| first.message)).await?;
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
        let guest = pin::pinned(&self.house, alert).await;
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
        let at = At {
            guild: self.place.guild,
            channel: self.place.channel,
            // Nobody asked: whoever may, presses.
            asked: 0,
            language: self.place.language,
        };
        // It lives as long as its alert.
        let mut card = Card::of(at, Timestamp(i64::MAX), About::Alert(Box::new(telling)));
        card.button(Act::Acknowledge);
        card.button(Act::SnoozeHour);
        card.button(Act::SnoozeMorning);
        if offers_start {
            card.button(Act::Do { command: "start".to_owned() });
        }
        card
    }

    /// Tells of several things at once.
    async fn summarise(&self, delivery: &Delivery, notices: &[Notice]) -> Result<Option<u64>, Failed> {
        self.post(delivery, summary::message(notices, &self.place.reader(&self.house)), None).await
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
    async fn post(&self, delivery: &Delivery, message: Message, first: Option<u64>) -> Result<Option<u64>, Failed> {
        let mark = self.mark(delivery.id.as_bytes());
        let message = message.known_by(mark.clone());
        let posted = self.api.post_reply(self.place.channel, &message, mark.nonce(), first).await;
        match posted {
            Err(Failed::Refused { code: CANNOT_REPLY, .. }) if first.is_some() => {
                self.api.post_reply(self.place.channel, &message, mark.nonce(), None).await
            }
            posted => posted,
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

#[cfg(test)]
mod tests {
    use lotse_engine::watch::Failed as NotSent;

    use super::not_sent;
    use crate::rest::Failed;

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
