//! From a command that changes something to its plan, and to whoever must say yes.

use std::{collections::BTreeMap, sync::Arc};

use lotse_engine::{
    change::{consent::Demand, error::ChangeError, event::Consent, state::Action},
    command::{Call, Does},
};
use lotse_text::tr;

use super::{
    card,
    cards::{About, Act, Card, new_id},
    carry::carry,
    progress::Progress,
};
use crate::{
    answer::{
        failure::{self, Trouble},
        message::{Edge, Embed, Message},
    },
    bot::{Bot, Visit},
    respond::{Post, Responder, post},
};

/// Asks for a change: at once where nobody needs to say yes, else its plan is shown. `words` go to the audit.
pub(crate) async fn ask(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, call: &Call, words: &str) {
    if let Some(action) = propose(bot, visit, to, call, words).await {
        go_on(bot, visit, to, &action).await;
    }
}

/// The plan of a change that is asked for, written down and agreed to by nobody; where there is none, it was said why.
pub(crate) async fn propose(
    bot: &Arc<Bot>,
    visit: &Visit,
    to: &mut Responder,
    call: &Call,
    words: &str,
) -> Option<Action> {
    let Does::Change(request) = call.command.does else { return None };
    let asking = visit.changing(bot);
    if let Err(error) = asking.admit(call.command) {
        bot.turned.note_refused(bot, &visit.person, error.code(), call.command.name, words).await;
        refuse(bot, visit, to, &ChangeError::Command(error)).await;
        return None;
    }
    let Some(desk) = &bot.house.desk else {
        let id = failure::new_id();
        tracing::info!(id, "a change was asked for and nothing may be changed");
        to.send(Trouble::new(tr::discord_no_desk(visit.language)).message(visit.language, &id)).await;
        return None;
    };
    let proposed = match request(call) {
        Ok(mut request) => {
            words.clone_into(&mut request.words);
            to.during(Box::pin(desk.propose(&asking, &request))).await
        }
        Err(error) => Err(ChangeError::Command(error)),
    };
    match proposed {
        Ok(proposed) => Some(proposed.action),
        Err(error) => {
            refuse(bot, visit, to, &error).await;
            None
        }
    }
}

/// Goes on with a plan: at once where nobody needs to say yes, else it is shown.
pub(crate) async fn go_on(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, action: &Action) {
    if action.demand() != Demand::Nothing {
        offer(bot, visit, action, Some(to)).await;
        return;
    }
    let Some(desk) = &bot.house.desk else { return };
    let asking = visit.changing(bot);
    match to.during(Box::pin(desk.agree(&asking, action.id, Consent::NotNeeded))).await {
        Ok(action) => {
            let Some(at) = to.send(Progress::new(action.clone()).message(visit.language)).await else { return };
            Box::pin(carry(bot, visit, action, at, new_id())).await;
        }
        Err(error) => refuse(bot, visit, to, &error).await,
    }
}

/// Takes a plan back that the person asked for, and that turned out not to be what they meant.
pub(crate) async fn take_back(bot: &Bot, visit: &Visit, action: &Action) {
    let Some(desk) = &bot.house.desk else { return };
    if let Err(error) = desk.decline(&visit.changing(bot), action.id).await {
        tracing::warn!(?error, action = %action.id, "a plan could not be taken back; it expires");
    }
}

/// Says why not, to the person alone. A plan that cannot be run is shown with what keeps it.
pub(super) async fn refuse(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, error: &ChangeError) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, ?error, "a change was refused");
    if let ChangeError::Blocked(proposed) = error {
        let reader = bot.reader(visit.language, &visit.guild.zone);
        for sheet in card::plan_sheets(&proposed.action, &reader) {
            let lines = vec![sheet.text.clone(), format!("-# {}", tr::discord_error_id(visit.language, &id))];
            let mut embed = card::embed(&proposed.action, &sheet, lines, Edge::Bad);
            embed.description = format!("⛔ **{}**\n{}", tr::discord_blocked(visit.language), embed.description);
            to.send(Message::card(embed).private(true)).await;
        }
        return;
    }
    to.send(Trouble::of_change(error, visit.language, &id).message(visit.language, &id)).await;
}

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
    let mut card = Card {
        guild: visit.guild.id,
        channel: visit.channel,
        message: None,
        asked: visit.user.id,
        language: visit.language.tag().to_owned(),
        until: action.proposal.expires,
        about: About::Plan { action: action.id },
        wrong_codes: 0,
        buttons: BTreeMap::new(),
    };
    card.button(Act::Approve);
    card.button(Act::Cancel);
    card.button(Act::Typed);
    let key = new_id();
    let message = card::waiting(action, &card, &last, visit.language);
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
        Some(_) => super::after::catch_up(bot, &card).await,
        // Nobody can say yes to what has no buttons.
        None => {
            tracing::warn!(action = %action.id, "a plan could not be shown with its buttons");
            super::after::abandon(bot, &key, &card, action).await;
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
