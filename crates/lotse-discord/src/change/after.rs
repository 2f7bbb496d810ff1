//! What happens to cards after their time, and after a restart.

use std::{sync::Arc, time::Duration};

use lotse_engine::{change::state::Stage, page::Reader};
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
    let at = |message| Post::of(bot.api.clone(), card.channel, message);
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
            bot.cards.remove(key).await;
            if let Some(message) = card.message {
                at(message).edit(&card::gone(Dead::Lost, card.language())).await;
            }
            return;
        };
        // A plan that waits is right as it is; its end comes with its time, or by a press.
        if action.stage == Stage::Pending && matches!(card.about, About::Plan { .. }) && !action.is_agreed() {
            return;
        }
        if card::is_over(&action) {
            bot.cards.remove(key).await;
            if let Some(message) = card.message {
                show_end(bot, &action, &mut at(message), &reader_of(bot, &card)).await;
            }
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
        for key in bot.cards.over(now()) {
            // Whoever takes the card ends it: a press at the same moment finds none.
            if let Some(card) = bot.cards.remove(&key).await {
                expire(&bot, &card).await;
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

async fn expire(bot: &Arc<Bot>, card: &Card) {
    let Some(message) = card.message else { return };
    let post = Post::of(bot.api.clone(), card.channel, message);
    match &card.about {
        About::Plan { action } => {
            let action = match &bot.house.desk {
                Some(desk) => desk.action(*action).await.ok().flatten(),
                None => None,
            };
            let reader = reader_of(bot, card);
            let dead = match &action {
                None => card::gone(Dead::Expired, card.language()),
                // The desk may have found out first.
                Some(action) => match &action.stage {
                    Stage::Dropped(dropped) => {
                        let (why, by) = card::why_dropped(dropped);
                        card::dead(action, why, by, &reader)
                    }
                    Stage::Pending if !action.is_agreed() => card::dead(action, Dead::Expired, None, &reader),
                    // Somebody said yes in the last moment: its message shows what comes of that.
                    _ => return,
                },
            };
            post.edit(&dead).await;
        }
        About::Answer { .. } => {
            if let Err(failed) = bot.api.clear_buttons(card.channel, message).await {
                tracing::debug!(%failed, "dead buttons could not be taken away");
            }
        }
        About::Running { .. } | About::Alert(_) => {}
    }
}
