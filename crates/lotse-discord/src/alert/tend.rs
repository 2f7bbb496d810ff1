//! Cards follow their alerts: whoever changed one, its cards show it, soon after and after every restart.

use std::{collections::HashMap, sync::Arc, time::Duration};

use lotse_engine::watch::{Alert, Phase, book};
use lotse_model::Timestamp;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::{
    card,
    kept::{self, Kept},
    telling::First,
};
use crate::{
    answer::message::Message, bot::Bot, change::meaning::Card, clock::now, mark::Mark, respond::Responder, rest::Failed,
};

/// How often it is looked whether an alert changed.
const TICK: Duration = Duration::from_secs(3);
/// How long a card is left alone that could not be changed; twice as long after each further attempt …
const PAUSE: Duration = Duration::from_secs(15);
/// … up to this.
const LONGEST: Duration = Duration::from_mins(10);
/// How long, in seconds, after its alert is over a card is tried to be changed that cannot be.
const GIVEN_UP: i64 = 86_400;
/// How long, in seconds, a card may be on its way to the channel before it is forgotten when its alert is over.
const UNDER_WAY: i64 = 2 * 3600;

/// Keeps cards as their alerts are, until told to stop.
pub(crate) async fn tend(bot: Arc<Bot>, shutdown: CancellationToken) {
    let mut pauses: HashMap<String, (Instant, Duration)> = HashMap::new();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = sleep(TICK) => {}
        }
        let cards = match kept::all(&bot.house.store).await {
            Ok(cards) => cards,
            Err(error) => {
                tracing::warn!(%error, "the cards of alerts cannot be read");
                continue;
            }
        };
        pauses.retain(|key, _| cards.iter().any(|kept| kept.key == *key));
        for kept in cards {
            if pauses.get(&kept.key).is_some_and(|(until, _)| Instant::now() < *until) {
                continue;
            }
            if follow(&bot, &kept).await {
                pauses.remove(&kept.key);
            } else {
                let pause = pauses.get(&kept.key).map_or(PAUSE, |(_, pause)| (*pause * 2).min(LONGEST));
                pauses.insert(kept.key, (Instant::now() + pause, pause));
            }
        }
    }
}

/// Brings one card up to date; whether it is.
async fn follow(bot: &Bot, kept: &Kept) -> bool {
    match book::alert(&bot.house.store, kept.telling.alert).await {
        Ok(alert) => shown(bot, kept, alert.as_ref(), None).await,
        Err(error) => {
            tracing::warn!(%error, alert = kept.telling.alert.0, "an alert cannot be read, so its card stays as it is");
            false
        }
    }
}

/// Brings one card up to date. Where `to` is given, the card is the message whose button was pressed.
pub(super) async fn show(bot: &Bot, kept: &Kept, alert: Option<&Alert>, to: Option<&mut Responder>) {
    shown(bot, kept, alert, to).await;
}

async fn shown(bot: &Bot, kept: &Kept, alert: Option<&Alert>, to: Option<&mut Responder>) -> bool {
    let telling = &kept.telling;
    let alert = alert.map(|alert| telling.narrowed(alert));
    let alert = alert.as_ref();
    let stamp = alert.map_or_else(|| "lost".to_owned(), |alert| card::stamp(alert, telling.started.as_deref()));
    let is_over = alert.is_none_or(|alert| !alert.is_open());
    let Some(message) = kept.card.message else {
        // It is on its way to the channel, or never got there.
        if is_over && telling.tried.0 + UNDER_WAY < now().0 {
            forget(bot, kept).await;
        }
        return true;
    };
    // A press is answered with the card in any case.
    if telling.shown == stamp && to.is_none() {
        if is_over {
            forget(bot, kept).await;
        }
        return true;
    }
    let language = kept.card.language();
    let zone = bot.settings.guild(kept.card.guild).map_or_else(lotse_text::Zone::utc, |guild| guild.zone.clone());
    let reader = bot.reader(language, &zone);
    let laid =
        |card: &Card| alert.map_or_else(|| card::lost(language), |alert| card::open(alert, card, telling, &reader));
    let mark = Mark::of(telling.notice.as_bytes(), kept.card.channel);
    let content = laid(&kept.card).known_by(mark.clone());
    let mut stands = Some(message);
    if let Some(to) = to {
        to.update(content).await;
    } else {
        match bot.api.edit(kept.card.channel, message, &content).await {
            Ok(()) => {}
            Err(Failed::Gone { code: UNKNOWN_MESSAGE }) if !is_over => {
                if !renewed(bot, kept, &content, &mark).await {
                    return false;
                }
                stands = None;
            }
            // That it is over is told by a message of its own.
            Err(Failed::Gone { .. }) if is_over => {}
            Err(failed) => {
                tracing::warn!(%failed, channel = kept.card.channel, "the card of an alert cannot be changed");
                let over_since = alert.map_or(Some(telling.tried), ended);
                if over_since.is_some_and(|at| at.0 + GIVEN_UP < now().0) {
                    forget(bot, kept).await;
                }
                return false;
            }
        }
    }
    // The first message says it, too, without buttons: those are on the last one.
    if let Some(first) = telling.first.filter(|first| first.own && first.message != message) {
        let bare = Message { buttons: Vec::new(), ..laid(&kept.card) };
        match bot.api.edit(kept.card.channel, first.message, &bare).await {
            Ok(()) | Err(Failed::Gone { .. }) => {}
            Err(failed) => {
                tracing::warn!(%failed, channel = kept.card.channel, "the first message of an alert cannot be changed");
                return false;
            }
        }
    }
    if is_over {
        forget(bot, kept).await;
        return true;
    }
    note(bot, kept, &stamp, stands).await
}

/// When an alert ended.
const fn ended(alert: &Alert) -> Option<Timestamp> {
    match alert.phase {
        Phase::Recovered { at } => Some(at),
        _ => None,
    }
}

/// Discord's code for a message that is not there (10008).
const UNKNOWN_MESSAGE: u64 = 10008;

/// Posts a card anew whose message somebody removed, while the alert is open.
async fn renewed(bot: &Bot, kept: &Kept, content: &Message, mark: &Mark) -> bool {
    // Whoever was here before may have posted it, and ended before noting that.
    match bot.api.find_marked(kept.card.channel, kept.telling.tried, mark).await {
        Ok(None) => {}
        Ok(Some(there)) => {
            return bot.api.edit(kept.card.channel, there, content).await.is_ok()
                && note(bot, kept, &kept.telling.shown, Some(there)).await;
        }
        Err(failed) => {
            tracing::warn!(%failed, channel = kept.card.channel, "whether a card stands there anew cannot be seen");
            return false;
        }
    }
    let removed = kept.card.message.unwrap_or_default().to_be_bytes();
    let again = Mark::of(&[kept.telling.notice.as_bytes().as_slice(), &removed].concat(), kept.card.channel);
    let first = kept.telling.first.map(|first| first.message).filter(|first| Some(*first) != kept.card.message);
    match bot.api.post_reply(kept.card.channel, content, again.nonce(), first).await {
        Ok(message) => note(bot, kept, &kept.telling.shown, message).await,
        Err(failed) => {
            tracing::warn!(%failed, channel = kept.card.channel, "the card of an alert cannot be posted anew");
            false
        }
    }
}

/// Notes what a card shows now, and which message it is where that is another.
async fn note(bot: &Bot, kept: &Kept, stamp: &str, message: Option<u64>) -> bool {
    let was = kept.card.message;
    let noted = kept::change(&bot.house.store, &kept.key, |card, telling| {
        // Told anew meanwhile: another message shows it.
        if telling.notice != kept.telling.notice {
            return None;
        }
        stamp.clone_into(&mut telling.shown);
        if let Some(message) = message {
            card.message = Some(message);
            if telling.first.is_some_and(|first| Some(first.message) == was) {
                telling.first = Some(First { message, own: true });
            }
        }
        Some(())
    });
    match noted.await {
        Ok(_) => true,
        Err(error) => {
            tracing::error!(%error, key = kept.key, "what a card shows is not in the store");
            false
        }
    }
}

async fn forget(bot: &Bot, kept: &Kept) {
    match kept::remove(&bot.house.store, kept).await {
        Ok(true) => bot.cards.forget(&kept.key),
        // Told anew meanwhile.
        Ok(false) => {}
        Err(error) => tracing::warn!(%error, key = kept.key, "a card stays in the store"),
    }
}
