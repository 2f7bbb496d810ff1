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
    end::show_end,
    meaning::{About, Card},
};
use crate::{
    bot::Bot,
    clock::now,
    mark::Mark,
    respond::{Post, post},
};

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
async fn of_change(bot: &Arc<Bot>, key: &str, mut card: Card, id: ActionId) {
    let Some(desk) = &bot.house.desk else { return };
    let mut at = found(bot, key, &mut card).await;
    loop {
        let action = match desk.action(id).await {
            Ok(action) => action,
            Err(error) => {
                tracing::warn!(%error, action = %id, "a change of before the restart cannot be read");
                sleep(LOOK).await;
                continue;
            }
        };
        let reader = reader_of(bot, &card);
        match what_to_show(&card, action.as_ref()) {
            Show::Lost => {
                if let Some(at) = &at {
                    at.edit(&card::gone(Dead::Lost, card.language())).await;
                }
                return drop(bot.cards.remove(key).await);
            }
            Show::End => {
                if let Some(action) = &action
                    && (at.is_some() || matches!(action.stage, Stage::Finished(_)))
                {
                    let mut at = at.take().unwrap_or_else(|| Post::none(bot.api.clone(), card.channel));
                    show_end(bot, action, &mut at, &reader, Some(card.since)).await;
                }
                return drop(bot.cards.remove(key).await);
            }
            Show::Dead => {
                if let (Some(at), Some(action)) = (&at, &action) {
                    at.edit(&card::dead(action, Dead::Expired, None, &reader)).await;
                }
                return drop(bot.cards.remove(key).await);
            }
            // Its end comes with its time, or by a press.
            Show::Waiting => {
                if let Some(action) = &action {
                    wait_on(bot, key, card, at, action, &reader).await;
                }
                return;
            }
            Show::Later => sleep(LOOK).await,
        }
    }
}

/// What a card of before a restart shows of its change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// That nothing is known of it.
    Lost,
    /// How it ended.
    End,
    /// That it was not agreed to, or not begun, in time.
    Dead,
    /// That it waits for somebody, with its buttons.
    Waiting,
    /// Nothing yet: it is carried out.
    Later,
}

fn what_to_show(card: &Card, action: Option<&Action>) -> Show {
    let Some(action) = action else { return Show::Lost };
    let is_plan = matches!(card.about, About::Plan { .. });
    if card::is_over(action) {
        Show::End
    } else if action.is_too_old(now()) {
        Show::Dead
    } else if action.stage == Stage::Pending && !action.is_agreed() {
        // What needs nobody's consent and was not begun is not begun by a restart.
        if is_plan { Show::Waiting } else { Show::Lost }
    } else {
        Show::Later
    }
}

/// The message of a card; where nobody noted which one it is, that of its channel with its mark.
async fn found(bot: &Bot, key: &str, card: &mut Card) -> Option<Post> {
    while card.message.is_none() {
        let mark = Mark::of(key.as_bytes(), card.channel);
        match bot.api.find_marked(card.channel, card.since, &mark).await {
            Ok(None) => return None,
            Ok(there) => {
                card.message = there;
                bot.cards.put(key, card.clone()).await;
            }
            Err(failed) if failed.passes() => {
                tracing::warn!(%failed, "whether a card of before the restart was shown cannot be seen yet");
                sleep(LOOK).await;
            }
            Err(failed) => {
                tracing::warn!(%failed, "whether a card of before the restart was shown cannot be seen");
                return None;
            }
        }
    }
    Some(Post::of(bot.api.clone(), card.channel, card.message?))
}

/// A plan that waits. Its message may have been shown without its buttons, or not at all: then it is shown now.
async fn wait_on(bot: &Bot, key: &str, mut card: Card, at: Option<Post>, action: &Action, reader: &Reader) {
    let sheet = card::plan_sheets(action, reader).pop().unwrap_or_default();
    let mark = Mark::of(key.as_bytes(), card.channel);
    let waiting = card::waiting(action, &card, &sheet, card.language()).known_by(mark);
    if let Some(at) = at {
        at.edit(&waiting).await;
        return;
    }
    let shown = post(&bot.api, card.channel, &waiting.bare()).await;
    card.message = shown.as_ref().and_then(|at| at.message);
    match shown {
        Some(at) if card.message.is_some() => {
            bot.cards.put(key, card).await;
            at.arm(&waiting).await;
        }
        // Nobody saw it, and nobody can say yes to it.
        _ => drop(bot.cards.remove(key).await),
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
                Some(action) if card::is_over(action) => show_end(bot, action, &mut post, &reader, None).await,
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
