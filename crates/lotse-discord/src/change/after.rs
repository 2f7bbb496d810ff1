//! What happens to cards after their time, and after a restart.

use std::{sync::Arc, time::Duration};

use lotse_engine::{
    change::state::{Action, Stage},
    page::Reader,
};
use lotse_store::ActionId;
use lotse_text::Zone;
use tokio::{task::JoinSet, time::sleep};
use tokio_util::sync::CancellationToken;

use super::{
    card::{self, Dead},
    cards::{About, Card},
    carry::show_end,
};
use crate::{bot::Bot, clock::now, respond::Post};

/// How often it is looked whether a card's time is over.
const TICK: Duration = Duration::from_secs(3);
/// How often a change that another process carries out is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Brings the cards of before a restart up to date: what is over becomes visibly dead, what still waits stays right, and what
/// runs is shown to its end, whoever carries it out.
pub(crate) async fn recover(bot: &Arc<Bot>, tasks: &mut JoinSet<()>) {
    for (key, card) in bot.cards.load().await {
        match &card.about {
            About::Plan { action } | About::Running { action } => {
                let (bot, action) = (Arc::clone(bot), *action);
                tasks.spawn(async move { of_change(&bot, &key, card, action).await });
            }
            // It was used up, and its message may not show it yet.
            About::Answer { .. } if card.is_spent() => {
                let bot = Arc::clone(bot);
                tasks.spawn(async move {
                    expire(&bot, &card).await;
                    bot.cards.remove(&key).await;
                });
            }
            // Cards of alerts follow their alerts by themselves.
            About::Answer { .. } | About::Alert(_) => {}
        }
    }
}

/// Goes on with the changes that a process left in the middle. Where another one does that already, nothing happens twice.
pub(crate) async fn resume(bot: Arc<Bot>) {
    let Some(desk) = &bot.house.desk else { return };
    match desk.resume(&mut |_, _| {}).await {
        Ok(actions) if actions.is_empty() => {}
        Ok(actions) => tracing::info!(changes = actions.len(), "what was left in the middle was taken up"),
        Err(error) => tracing::error!(%error, "what was left in the middle cannot be taken up"),
    }
}

/// A card of a change from before a restart.
async fn of_change(bot: &Arc<Bot>, key: &str, card: Card, id: ActionId) {
    let Some(desk) = &bot.house.desk else { return };
    let Some(message) = card.message else { return drop(bot.cards.remove(key).await) };
    let mut at = Post::of(bot.api.clone(), card.channel, message);
    loop {
        let action = match desk.action(id).await {
            Ok(action) => action,
            Err(error) => {
                tracing::warn!(%error, action = %id, "a change of before the restart cannot be read");
                sleep(LOOK).await;
                continue;
            }
        };
        let Some(action) = action else {
            at.edit(&card::gone(Dead::Lost, card.language())).await;
            return drop(bot.cards.remove(key).await);
        };
        let reader = reader_of(bot, &card);
        if card::is_over(&action) {
            show_end(bot, &action, &mut at, &reader).await;
            return drop(bot.cards.remove(key).await);
        }
        if action.is_too_old(now()) {
            at.edit(&card::dead(&action, Dead::Expired, None, &reader)).await;
            return drop(bot.cards.remove(key).await);
        }
        // It waits: its message may have been shown without its buttons, or not at all. Its end comes with its time, or by a press.
        if action.stage == Stage::Pending && matches!(card.about, About::Plan { .. }) && !action.is_agreed() {
            let sheet = card::plan_sheets(&action, &reader).pop().unwrap_or_default();
            at.edit(&card::waiting(&action, &card, &sheet, card.language())).await;
            return;
        }
        sleep(LOOK).await;
    }
}

/// Makes cards visibly dead when their time is over, until told to stop.
pub(crate) async fn tend(bot: Arc<Bot>, shutdown: CancellationToken) {
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = sleep(TICK) => {}
        }
        for (key, card) in bot.cards.over(now()) {
            // Whoever presses at the same moment shows the same end, or has made another card of it.
            if expire(&bot, &card).await {
                bot.cards.remove_seen(&key, &card).await;
            }
        }
    }
}

/// For whom a card is made.
fn reader_of(bot: &Bot, card: &Card) -> Reader {
    let zone = bot.settings.guild(card.guild).map_or_else(Zone::utc, |guild| guild.zone.clone());
    bot.reader(card.language(), &zone)
}

/// A card that was taken while it was on its way to the channel. Whoever pressed it shows what came of that; where its time was
/// over, nobody else does.
pub(super) async fn catch_up(bot: &Arc<Bot>, card: &Card) {
    if card.until <= now() {
        expire(bot, card).await;
    }
}

/// A plan that was shown and cannot be answered: where there is a message it says so.
pub(super) async fn abandon(bot: &Arc<Bot>, key: &str, card: &Card, action: &Action) {
    if let Some(message) = card.message {
        let dead = card::dead(action, Dead::Lost, None, &reader_of(bot, card));
        Post::of(bot.api.clone(), card.channel, message).edit(&dead).await;
    }
    bot.cards.remove(key).await;
}

/// Makes a card visibly dead; whether nothing more will become of it.
async fn expire(bot: &Arc<Bot>, card: &Card) -> bool {
    let Some(message) = card.message else { return true };
    let mut post = Post::of(bot.api.clone(), card.channel, message);
    match &card.about {
        About::Plan { action } => {
            let action = match &bot.house.desk {
                Some(desk) => desk.action(*action).await.ok().flatten(),
                None => None,
            };
            let reader = reader_of(bot, card);
            match &action {
                None => drop(post.edit(&card::gone(Dead::Expired, card.language())).await),
                // The desk may have found out first, or it was approved elsewhere.
                Some(action) if card::is_over(action) => show_end(bot, action, &mut post, &reader).await,
                Some(action) if !action.is_agreed() || action.is_too_old(now()) => {
                    post.edit(&card::dead(action, Dead::Expired, None, &reader)).await;
                }
                // Somebody said yes in the last moment: its message shows what comes of that.
                Some(_) => return false,
            }
        }
        About::Answer { .. } => {
            if let Err(failed) = bot.api.clear_buttons(card.channel, message).await {
                tracing::debug!(%failed, "dead buttons could not be taken away");
            }
        }
        About::Running { .. } | About::Alert(_) => {}
    }
    true
}
