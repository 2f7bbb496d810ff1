//! How a change ended, in its message.

use lotse_engine::{
    change::state::{Action, Stage},
    page::Reader,
};
use lotse_model::Timestamp;

use super::card;
use crate::{
    bot::Bot,
    mark::Mark,
    respond::{Post, post, post_unless_there},
};

/// Shows how a change ended. What does not fit into its message follows it; where a process before this one may have begun to tell
/// that, `since` is when it began.
pub(super) async fn show_end(bot: &Bot, action: &Action, at: &mut Post, reader: &Reader, since: Option<Timestamp>) {
    if let Stage::Dropped(dropped) = &action.stage {
        let (why, by) = card::why_dropped(dropped);
        at.edit_or_post(&card::dead(action, why, by, reader)).await;
        return;
    }
    let mut messages = card::outcome(action, reader).into_iter();
    if let Some(first) = messages.next() {
        at.edit_or_post(&first).await;
    }
    for (index, message) in messages.enumerate() {
        let message = message.known_by(Mark::of(format!("{} end {index}", action.id).as_bytes(), at.channel));
        match since {
            Some(since) => post_unless_there(&bot.api, at.channel, &message, since).await,
            None => post(&bot.api, at.channel, &message).await,
        };
    }
}
