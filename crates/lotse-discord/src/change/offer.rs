//! Showing a plan to whoever must say yes.

use std::sync::Arc;

use lotse_engine::change::state::Action;

use super::{
    after, card,
    meaning::{About, Act, Card, new_id},
};
use crate::{
    answer::message::{Embed, Message},
    bot::{Bot, Visit},
    mark::Mark,
    respond::{Post, Responder, post},
};

/// Shows a plan with its buttons: as the answer to `to`, or as an ordinary message of the channel.
///
/// Which message has the buttons is written down before it has them. The first answer can be learned before anything stands in
/// it; every other message is shown bare, and gets its buttons then.
pub(super) async fn offer(
    bot: &Arc<Bot>,
    visit: &Visit,
    action: &Action,
    mut to: Option<&mut Responder>,
) -> Option<Post> {
    let reader = bot.reader(visit.language, &visit.guild.zone);
    let mut sheets = card::plan_sheets(action, &reader);
    let last = sheets.pop().unwrap_or_default();
    let mut card = Card::of(visit.at(), action.proposal.expires, About::Plan { action: action.id });
    card.button(Act::Approve);
    card.button(Act::Cancel);
    card.button(Act::Typed);
    let key = new_id();
    let mark = Mark::of(key.as_bytes(), visit.channel);
    let message = card::waiting(action, &card, &last, visit.language).known_by(mark);
    // From here on a process that is killed leaves something that the next one finds, and shows to its end.
    let noted = bot.cards.put(&key, card.clone());
    match to.as_deref_mut() {
        Some(to) => to.during(noted).await,
        None => noted.await,
    }
    for sheet in &sheets {
        let shown = Embed { title: sheet.title.clone(), description: sheet.text.clone(), ..Embed::default() };
        show(bot, visit, to.as_deref_mut(), Message::card(shown)).await;
    }
    if let Some(to) = to.as_mut().filter(|_| sheets.is_empty()) {
        card.message = to.reserve().await;
    }
    let at = if card.message.is_some() {
        bot.cards.put(&key, card.clone()).await;
        show(bot, visit, to, message).await
    } else {
        let bare = show(bot, visit, to, message.bare()).await;
        card.message = bare.as_ref().and_then(|at| at.message);
        if card.message.is_some() {
            bot.cards.put(&key, card.clone()).await;
        }
        match bare {
            Some(at) if card.message.is_some() && at.arm(&message).await => Some(at),
            _ => None,
        }
    };
    match &at {
        Some(_) if bot.cards.has(&key) => {}
        // Its time was over before it was shown.
        Some(_) => after::catch_up(bot, &card).await,
        // Nobody can say yes to what has no buttons.
        None => {
            tracing::warn!(action = %action.id, "a plan could not be shown with its buttons");
            after::abandon(bot, &key, &card, action).await;
        }
    }
    at
}

async fn show(bot: &Bot, visit: &Visit, to: Option<&mut Responder>, message: Message) -> Option<Post> {
    match to {
        Some(to) => to.send(message).await,
        None => post(&bot.api, visit.channel, &message).await,
    }
}
