//! Carrying a change out while its message follows.

use std::{sync::Arc, time::Duration};

use lotse_engine::change::{error::ChangeError, state::Action};
use lotse_store::ActionId;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{
    card::{self, Dead},
    end::show_end,
    meaning::{About, Card},
    offer::offer,
    progress::Progress,
};
use crate::{
    answer::failure::{Trouble, new_id},
    bot::{Bot, Visit},
    respond::Post,
};

/// A message is changed no more often than this: Discord allows five changes in five seconds to a channel.
const PACE: Duration = Duration::from_secs(2);

/// Carries a change out to its end. Its message is `at`, known as the card `key` while it runs.
pub(super) async fn carry(bot: &Arc<Bot>, visit: &Visit, action: Action, mut at: Post, key: String) {
    let Some(desk) = &bot.house.desk else { return };
    let id = action.id;
    keep_running(bot, visit, id, at.message, &key).await;
    let (teller, news) = watch::channel(Progress::new(action.clone()));
    let asking = visit.changing(bot);
    let work = async move {
        let mut tell = |told| teller.send_modify(|progress| progress.note(told));
        desk.carry_out(&asking, id, &mut tell).await
    };
    let (done, ()) = tokio::join!(work, follow(news, &at, visit));
    let reader = bot.reader(visit.language, &visit.guild.zone);
    match done {
        Ok(action) => show_end(bot, &action, &mut at, &reader, None).await,
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

/// Remembers which message shows the change, so that a restart finds it. It has no buttons that could live: it is there as long as the
/// change runs.
pub(super) async fn keep_running(bot: &Bot, visit: &Visit, action: ActionId, message: Option<u64>, key: &str) {
    let until = lotse_model::Timestamp(i64::MAX);
    let card = Card { message, ..Card::of(visit.at(), until, About::Running { action }) };
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
