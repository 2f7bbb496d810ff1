//! Buttons that were pressed and forms that were sent.

use std::{collections::BTreeMap, sync::Arc};

use lotse_engine::{
    change::{
        consent::{Demand, Refusal},
        error::ChangeError,
        event::Consent,
        risk::Risk,
        state::{Action, Stage},
    },
    command::{Call, CommandError, find},
};
use lotse_model::GuestRef;
use lotse_store::ActionId;
use lotse_text::tr;

use super::{
    ask::{self, ask},
    card::{self, Dead},
    carry::carry,
    factor, form,
    meaning::{About, Act, Card},
    offer::offer,
    progress::Progress,
};
use crate::{
    alert,
    answer::{
        failure::{self, Trouble},
        message::Message,
    },
    bot::{Bot, Visit},
    clock::now,
    read,
    respond::{Put, Responder},
    rest::First,
    turned,
};

/// After so many wrong codes a plan is dropped.
const WRONG_CODES: u8 = 3;

/// What came with a press.
#[derive(Debug)]
pub(crate) struct Pressed<'a> {
    /// The random id of the button or form.
    pub(crate) id: &'a str,
    /// What was typed, where it is a form.
    pub(crate) fields: Option<&'a BTreeMap<String, String>>,
    /// The message that it belongs to.
    pub(crate) message: Option<u64>,
}

/// Does what a button means.
pub(crate) async fn press(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, pressed: Pressed<'_>) {
    let Some((key, mut card, act)) = to.hold(bot.cards.look_up(pressed.id)).await else {
        return bury(bot, visit, to, pressed.message).await;
    };
    // An id from another message is none of this one.
    let is_its_own = card.guild == visit.guild.id && card.channel == visit.channel;
    if !is_its_own || pressed.fields.is_some() != (act == Act::Typed) {
        return refuse(bot, visit, to, &Refusal::Elsewhere).await;
    }
    if card.message.is_none() {
        card.message = pressed.message;
    }
    match (&card.about.clone(), act) {
        (About::Alert(_), _) => alert::press(bot, visit, to, &key, pressed.id).await,
        (About::Plan { action }, act) => plan(bot, visit, to, Plan { key, card, action: *action }, act, pressed).await,
        (About::Answer { line, .. }, Act::Turn { to: sheet }) => {
            if card.asked != visit.user.id {
                return refuse(bot, visit, to, &Refusal::NotYours).await;
            }
            to.put_off_as(Put::Quiet);
            read::turn(bot, visit, to, (&key, card.message), line, sheet).await;
        }
        (About::Answer { guest: Some(guest), .. }, Act::Do { command }) => {
            if card.asked != visit.user.id {
                return refuse(bot, visit, to, &Refusal::NotYours).await;
            }
            // A panel is spent by one use: the guest is another one afterwards, and a second click asks for nothing.
            let Some(used) = to.hold(bot.cards.spend(&key)).await else {
                return refuse(bot, visit, to, &Refusal::Spent).await;
            };
            // The answer to the press takes the buttons away, also of a panel that one person alone sees. What becomes of it is a
            // message of its own.
            if !to.strip().await {
                spend(bot, &card).await;
            }
            bot.cards.remove(&used).await;
            Box::pin(panel(bot, visit, to, guest, &command)).await;
        }
        _ => bury(bot, visit, to, pressed.message).await,
    }
}

/// A plan's card with where it is kept.
struct Plan {
    key: String,
    card: Card,
    action: ActionId,
}

async fn plan(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, plan: Plan, act: Act, pressed: Pressed<'_>) {
    let Some(desk) = &bot.house.desk else { return bury(bot, visit, to, pressed.message).await };
    // The journal is on this machine: this takes no longer than a first answer may.
    let action = match to.hold(desk.action(plan.action)).await {
        Ok(Some(action)) => action,
        Ok(None) => return bury(bot, visit, to, pressed.message).await,
        Err(error) => return ask::refuse(bot, visit, to, &error).await,
    };
    if action.stage != Stage::Pending {
        return over(bot, visit, to, &plan, &action).await;
    }
    match act {
        Act::Cancel => cancel(bot, visit, to, &plan).await,
        Act::Approve => match action.demand() {
            Demand::Type(phrase) => ask_to_type(bot, visit, to, &plan, &action, &phrase).await,
            Demand::Nothing | Demand::Confirm => agree(bot, visit, to, &plan, Consent::Confirmed).await,
        },
        Act::Typed => {
            let typed = |name: &str| pressed.fields.and_then(|fields| fields.get(name)).cloned().unwrap_or_default();
            if !code_counts(bot, visit, to, &plan, &action, &typed(form::CODE)).await {
                return;
            }
            agree(bot, visit, to, &plan, Consent::Typed(typed(form::PHRASE))).await;
        }
        _ => bury(bot, visit, to, pressed.message).await,
    }
}

/// Opens the form, for whoever may say yes; whether what is typed counts is decided when it comes.
async fn ask_to_type(bot: &Bot, visit: &Visit, to: &mut Responder, plan: &Plan, action: &Action, phrase: &str) {
    let is_first = action.agreed.is_empty();
    if is_first && action.proposal.by.id != visit.person.id {
        return refuse(bot, visit, to, &Refusal::NotYours).await;
    }
    if action.agreed.iter().any(|person| person.id == visit.person.id) {
        return refuse(bot, visit, to, &Refusal::SecondPerson).await;
    }
    let wants_code = wants_code(bot, action);
    if wants_code && !has_secret(bot, visit) {
        let id = failure::new_id();
        tracing::info!(id, person = visit.person.id, "has no secret for codes");
        to.send(Trouble::new(tr::discord_no_secret(visit.language)).message(visit.language, &id)).await;
        return;
    }
    let Some(id) = plan.card.id_of(&Act::Typed) else { return };
    if !to.only(First::Form(form::form(id, phrase, wants_code, visit.language))).await {
        // What was put off cannot become a form any more.
        let id = failure::new_id();
        tracing::warn!(id, person = visit.person.id, "a form could not be opened in time");
        to.send(Trouble::new(tr::discord_busy(visit.language)).message(visit.language, &id)).await;
    }
}

fn wants_code(bot: &Bot, action: &Action) -> bool {
    bot.settings.second_factor.is_some() && action.proposal.plan.risk == Risk::Destructive
}

fn has_secret(bot: &Bot, visit: &Visit) -> bool {
    bot.settings.second_factor.as_ref().is_some_and(|secrets| secrets.contains_key(&visit.user.id))
}

/// Whether the code counts, where one is wanted. Who guesses too often ends the plan.
async fn code_counts(
    bot: &Arc<Bot>,
    visit: &Visit,
    to: &mut Responder,
    plan: &Plan,
    action: &Action,
    code: &str,
) -> bool {
    let Some(secrets) = bot.settings.second_factor.as_ref().filter(|_| wants_code(bot, action)) else { return true };
    let verdict = to.hold(factor::judge(secrets, &bot.house.store, visit.user.id, code, now())).await;
    if verdict == factor::Verdict::Right {
        return true;
    }
    let id = failure::new_id();
    tracing::warn!(id, person = visit.person.id, ?verdict, "a code did not count");
    let mut card = plan.card.clone();
    card.wrong_codes = card.wrong_codes.saturating_add(1);
    if card.wrong_codes >= WRONG_CODES {
        cancel(bot, visit, to, plan).await;
    } else {
        to.hold(bot.cards.put(&plan.key, card)).await;
    }
    let text = match verdict {
        factor::Verdict::NoSecret => tr::discord_no_secret(visit.language),
        factor::Verdict::Unknown => tr::discord_store(visit.language),
        factor::Verdict::Right | factor::Verdict::Wrong => tr::discord_wrong_code(visit.language),
    };
    to.send(Trouble::new(text).message(visit.language, &id)).await;
    false
}

/// A person says yes. Whether that counts is decided by the desk.
async fn agree(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, plan: &Plan, consent: Consent) {
    let Some(desk) = &bot.house.desk else { return };
    to.put_off_as(Put::Quiet);
    let asking = visit.changing(bot);
    let agreed = to.during(Box::pin(desk.agree(&asking, plan.action, consent))).await;
    let action = match agreed {
        Ok(action) => action,
        Err(ChangeError::Stale(anew)) => {
            to.update(as_dead(bot, visit, plan, Dead::Stale).await).await;
            bot.cards.remove(&plan.key).await;
            offer(bot, visit, &anew.action, None).await;
            return;
        }
        Err(ChangeError::Refused(Refusal::Expired)) => {
            // Of two presses at once the desk counted one, and its message is not this one's to change.
            let counted = desk.action(plan.action).await.ok().flatten().is_some_and(|action| action.is_agreed());
            if !counted && bot.cards.has(&plan.key) {
                to.update(as_dead(bot, visit, plan, Dead::Expired).await).await;
                bot.cards.remove(&plan.key).await;
            }
            return say_refused(visit, to, &Refusal::Expired).await;
        }
        Err(error) => return ask::refuse(bot, visit, to, &error).await,
    };
    if !action.is_agreed() {
        let reader = bot.reader(visit.language, &visit.guild.zone);
        let sheet = card::plan_sheets(&action, &reader).pop().unwrap_or_default();
        let mut card = plan.card.clone();
        card.until = action.proposal.expires;
        to.during(bot.cards.put(&plan.key, card.clone())).await;
        to.update(card::waiting(&action, &card, &sheet, visit.language)).await;
        return;
    }
    // The desk counts a consent once, so this press is the one that carries the change out.
    to.update(Progress::new(action.clone()).message(visit.language)).await;
    let at = to.pressed();
    Box::pin(carry(bot, visit, action, at, plan.key.clone())).await;
}

async fn cancel(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, plan: &Plan) {
    let Some(desk) = &bot.house.desk else { return };
    to.put_off_as(Put::Quiet);
    let asking = visit.changing(bot);
    match to.during(Box::pin(desk.decline(&asking, plan.action))).await {
        Ok(action) => {
            let reader = bot.reader(visit.language, &visit.guild.zone);
            to.update(card::dead(&action, Dead::Cancelled, Some(&visit.person.name), &reader)).await;
            bot.cards.remove(&plan.key).await;
        }
        Err(error) => ask::refuse(bot, visit, to, &error).await,
    }
}

/// A button of a plan that is no longer waiting: the card says so from now on. While it is carried out its message is not touched.
async fn over(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, plan: &Plan, action: &Action) {
    if matches!(action.stage, Stage::Running(_)) {
        return refuse(bot, visit, to, &Refusal::Spent).await;
    }
    let reader = bot.reader(visit.language, &visit.guild.zone);
    to.put_off_as(Put::Quiet);
    let message = match &action.stage {
        Stage::Dropped(dropped) => {
            let (why, by) = card::why_dropped(dropped);
            card::dead(action, why, by, &reader)
        }
        _ => card::outcome(action, &reader).into_iter().next().unwrap_or_default(),
    };
    to.update(message).await;
    bot.cards.remove(&plan.key).await;
    refuse(bot, visit, to, &Refusal::Spent).await;
}

/// The card of a plan that nothing will come of.
async fn as_dead(bot: &Bot, visit: &Visit, plan: &Plan, why: Dead) -> Message {
    let reader = bot.reader(visit.language, &visit.guild.zone);
    let action = match &bot.house.desk {
        Some(desk) => desk.action(plan.action).await.ok().flatten(),
        None => None,
    };
    action.map_or_else(|| card::gone(why, visit.language), |action| card::dead(&action, why, None, &reader))
}

/// A button of a panel: the same as the command, with all its checks.
async fn panel(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, guest: &GuestRef, command: &str) {
    let call = find(command)
        .ok_or_else(|| CommandError::UnknownCommand { name: command.to_owned(), suggestions: Vec::new() })
        .and_then(|command| {
            let mut call = Call::new(command);
            let first = command.arguments.first().map_or("guests", |argument| argument.name);
            call.set(first, &guest.to_string())?;
            call.check()?;
            Ok(call)
        });
    match call {
        Ok(call) => ask(bot, visit, to, &call, &format!("[{command}] {guest}")).await,
        Err(error) => ask::refuse(bot, visit, to, &ChangeError::Command(error)).await,
    }
}

/// Takes the buttons of a panel away.
async fn spend(bot: &Bot, card: &Card) {
    if let Some(message) = card.message
        && let Err(failed) = bot.api.clear_buttons(card.channel, message).await
    {
        tracing::debug!(%failed, "a spent panel could not be taken away");
    }
}

/// A button that nobody knows any more: it becomes visibly dead.
async fn bury(bot: &Bot, visit: &Visit, to: &mut Responder, message: Option<u64>) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, message, "a dead button was pressed");
    to.strip().await;
    to.send(Trouble::new(tr::discord_gone(visit.language)).message(visit.language, &id)).await;
    bot.turned.note_press(&visit.person, turned::DEAD_BUTTON).await;
}

/// A press that does not count and that the desk never saw.
async fn refuse(bot: &Bot, visit: &Visit, to: &mut Responder, refusal: &Refusal) {
    say_refused(visit, to, refusal).await;
    bot.turned.note_press(&visit.person, refusal.code()).await;
}

/// Says to the person alone why a press does not count.
async fn say_refused(visit: &Visit, to: &mut Responder, refusal: &Refusal) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, ?refusal, "a press was refused");
    let error = ChangeError::Refused(refusal.clone());
    to.send(Trouble::of_change(&error, visit.language, &id).message(visit.language, &id)).await;
}
