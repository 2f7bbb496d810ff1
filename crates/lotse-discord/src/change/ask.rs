//! From a command that changes something to its plan, and to whoever must say yes.

use std::sync::Arc;

use lotse_engine::{
    change::{consent::Demand, error::ChangeError, event::Consent, state::Action},
    command::{Call, Does},
};
use lotse_text::tr;

use super::{
    card,
    carry::{carry, keep_running},
    meaning::new_id,
    offer::offer,
    progress::Progress,
};
use crate::{
    answer::{
        failure::{self, Trouble},
        message::{Edge, Message},
    },
    bot::{Bot, Visit},
    mark::Mark,
    respond::{Post, Responder},
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
        let why = error.code();
        refuse(bot, visit, to, &ChangeError::Command(error)).await;
        bot.turned.note_refused(&visit.person, why, call.command.name, words).await;
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
    // From here on a process that is killed leaves something whose end the next one tells.
    let key = new_id();
    to.during(keep_running(bot, visit, action.id, None, &key)).await;
    let asking = visit.changing(bot);
    match to.during(Box::pin(desk.agree(&asking, action.id, Consent::NotNeeded))).await {
        Ok(action) => {
            let mark = Mark::of(key.as_bytes(), visit.channel);
            let at = to.send(Progress::new(action.clone()).message(visit.language).known_by(mark)).await;
            let at = at.unwrap_or_else(|| Post::none(bot.api.clone(), visit.channel));
            Box::pin(carry(bot, visit, action, at, key)).await;
        }
        Err(error) => {
            bot.cards.remove(&key).await;
            refuse(bot, visit, to, &error).await;
        }
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
