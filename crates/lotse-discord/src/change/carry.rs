//! Carrying a change out while its message follows.

use std::{sync::Arc, time::Duration};

use lotse_engine::{
    change::{
        error::ChangeError,
        state::{Action, Stage},
    },
    page::Reader,
};
use lotse_store::ActionId;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{
    ask::offer,
    card::{self, Dead},
    cards::{About, Act, Card},
    progress::Progress,
};
use crate::{
    answer::failure::{Trouble, new_id},
    bot::{Bot, Visit},
    respond::{Post, post},
};

/// A message is changed no more often than this: Discord allows five changes in five seconds to a channel.
const PACE: Duration = Duration::from_secs(2);

/// Carries a change out to its end. Its message is `at`, known as the card `key` while it runs.
pub(super) async fn carry(bot: &Arc<Bot>, visit: &Visit, action: Action, mut at: Post, key: String) {
    let Some(desk) = &bot.house.desk else { return };
    let id = action.id;
    keep_running(bot, visit, id, &at, &key).await;
    let (teller, news) = watch::channel(Progress::new(action.clone()));
    let asking = visit.changing(bot);
    let work = async move {
        let mut tell = |told| teller.send_modify(|progress| progress.note(told));
        desk.carry_out(&asking, id, &mut tell).await
    };
    let (done, ()) = tokio::join!(work, follow(news, &at, visit));
    let reader = bot.reader(visit.language, &visit.guild.zone);
    match done {
        Ok(action) => show_end(bot, &action, &mut at, &reader).await,
        Err(ChangeError::Stale(anew)) => {
            at.edit_or_post(&card::dead(&action, Dead::Stale, None, &reader)).await;
            bot.cards.remove(&key).await;
            offer(bot, visit, &anew.action, None).await;
            return;
        }
        Err(error) => {
            let trouble_id = new_id();
            tracing::warn!(id = trouble_id, action = %id, ?error, "a change was not carried out");
            let trouble = Trouble::of_change(&error, visit.language, &trouble_id);
            // Everybody who saw the plan may see that nothing came of it.
            at.edit_or_post(&trouble.message(visit.language, &trouble_id).private(false)).await;
        }
    }
    bot.cards.remove(&key).await;
}

/// Remembers which message shows the change, so that a restart finds it.
async fn keep_running(bot: &Arc<Bot>, visit: &Visit, action: ActionId, at: &Post, key: &str) {
    let card = Card {
        guild: visit.guild.id,
        channel: visit.channel,
        message: at.message,
        asked: visit.user.id,
        language: visit.language.tag().to_owned(),
        // It has no buttons that could live: it is there as long as the change runs.
        until: lotse_model::Timestamp(i64::MAX),
        about: About::Running { action },
        wrong_codes: 0,
        buttons: std::collections::BTreeMap::<String, Act>::new(),
    };
    bot.cards.put(key, card).await;
}

/// Shows the news in the message until there are none any more.
async fn follow(mut news: watch::Receiver<Progress>, at: &Post, visit: &Visit) {
    let mut next = Instant::now() + PACE;
    let mut shown = None;
    while news.changed().await.is_ok() {
        // What ends before the first change of its message is due is shown by its end.
        let over = async { while news.changed().await.is_ok() {} };
        let is_over = tokio::select! {
            () = sleep_until(next) => false,
            () = over => true,
        };
        if is_over {
            return;
        }
        let message = news.borrow_and_update().message(visit.language);
        if shown.as_ref() != Some(&message) {
            at.edit(&message).await;
            shown = Some(message);
        }
        next = Instant::now() + PACE;
    }
}

/// Shows how a change ended.
pub(super) async fn show_end(bot: &Bot, action: &Action, at: &mut Post, reader: &Reader) {
    if let Stage::Dropped(dropped) = &action.stage {
        let (why, by) = card::why_dropped(dropped);
        at.edit_or_post(&card::dead(action, why, by, reader)).await;
        return;
    }
    let mut messages = card::outcome(action, reader).into_iter();
    if let Some(first) = messages.next() {
        at.edit_or_post(&first).await;
    }
    for message in messages {
        post(&bot.api, at.channel, &message).await;
    }
}
