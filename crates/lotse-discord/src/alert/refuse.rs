//! A press at an alert that does nothing: it is said to the person alone, and written down.

use lotse_text::tr;

use crate::{
    answer::failure::{self, Trouble},
    bot::{Bot, Visit},
    respond::Responder,
    turned::DEAD_BUTTON,
};

/// A button that nobody knows any more: it becomes visibly dead.
pub(super) async fn bury(bot: &Bot, visit: &Visit, to: &mut Responder) {
    to.strip().await;
    refuse(bot, visit, to, DEAD_BUTTON, |_| Trouble::new(tr::discord_gone(visit.language))).await;
}

pub(super) async fn no_store(visit: &Visit, to: &mut Responder, error: &lotse_store::StoreError) {
    tracing::error!(%error, "what a button means cannot be read");
    say(visit, to, error.code(), |_| Trouble::new(tr::discord_store(visit.language))).await;
}

/// Says why not, to the person alone, and writes it down. `why` is a stable code.
pub(super) async fn refuse(
    bot: &Bot,
    visit: &Visit,
    to: &mut Responder,
    why: &'static str,
    trouble: impl FnOnce(&str) -> Trouble,
) {
    say(visit, to, why, trouble).await;
    bot.turned.note_press(&visit.person, why).await;
}

pub(super) async fn say(visit: &Visit, to: &mut Responder, why: &'static str, trouble: impl FnOnce(&str) -> Trouble) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, why, "a press at an alert was refused");
    let message = trouble(&id).message(visit.language, &id);
    to.send(message).await;
}
