//! Switching the guest of an alert on by its button: that guest, and never another one that has its number by then.
//!
//! A card carries what tells its guest from others. The plan of the start says what was read of the guest with that number just
//! now; only where the two are the same is it agreed to. From then on the plan's own rules hold: when the guest changes between plan
//! and call, nothing is sent.

use std::sync::Arc;

use lotse_engine::{
    change::{plan::Subject, state::Action},
    command::{Call, CommandError, find},
    watch::Alert,
};
use lotse_text::tr;

use super::{
    card,
    kept::{self, Kept},
    refuse::refuse,
    telling::Pinned,
    tend, words,
};
use crate::{
    answer::failure::Trouble,
    bot::{Bot, Visit},
    change,
    respond::{Put, Responder},
};

/// The guest with the number is another one, or nobody knows.
const ANOTHER: &str = "E-DISCORD-ALERT-GUEST";
/// Somebody was faster.
const BEGUN: &str = "E-DISCORD-ALERT-BEGUN";

/// What the guest of a plan is to the guest of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Same {
    /// The same.
    Yes,
    /// Another one.
    No,
    /// One of the two could not be read.
    Unknown,
}

/// Whether a plan changes the guest of a card and nothing else.
fn is_same(action: &Action, pinned: &Pinned) -> Same {
    let [item] = action.proposal.plan.items.as_slice() else { return Same::No };
    let Subject::Guest { guest, identity, .. } = &item.subject else { return Same::No };
    if *guest != pinned.guest {
        return Same::No;
    }
    match (identity, &pinned.identity) {
        (Some(is), Some(was)) if is == was => Same::Yes,
        (Some(_), Some(_)) => Same::No,
        _ => Same::Unknown,
    }
}

/// Switches the guest on, as `/start` does: with all its checks, its plan where the policy wants one, and its outcome.
pub(super) async fn start(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, kept: &Kept, alert: &Alert) {
    let Some(pinned) = &kept.telling.guest else { return };
    // What becomes of it is a message of its own.
    to.put_off_as(Put::Message { private: false });
    let call = match call(pinned) {
        Ok(call) => call,
        Err(error) => {
            let trouble = |id: &str| Trouble::of_command(&error, visit.language, id);
            return refuse(bot, visit, to, error.code(), trouble).await;
        }
    };
    let words = format!("[start] {} ({})", pinned.guest, card::number(alert));
    let Some(action) = change::propose(bot, visit, to, &call, &words).await else { return };
    let other = match is_same(&action, pinned) {
        Same::Yes => None,
        Same::No => Some(tr::discord_alert_other_guest(visit.language)),
        Same::Unknown => Some(tr::discord_alert_unsure(visit.language)),
    };
    if let Some(text) = other {
        refuse(bot, visit, to, ANOTHER, |_| Trouble::new(text)).await;
        return change::take_back(bot, visit, &action).await;
    }
    // Of two presses at once one begins it.
    let by = words::called(&visit.person);
    let begun = kept::change(&bot.house.store, &kept.key, |_, telling| {
        telling.started.is_none().then(|| telling.started = Some(by.clone()))
    });
    match to.during(begun).await {
        Ok(Some(((), kept))) => {
            tokio::join!(change::go_on(bot, visit, to, &action), tend::show(bot, &kept, Some(alert), None));
        }
        Ok(None) => {
            refuse(bot, visit, to, BEGUN, |_| Trouble::new(tr::discord_spent(visit.language))).await;
            change::take_back(bot, visit, &action).await;
        }
        Err(error) => {
            tracing::error!(%error, "the store does not say who begins a start");
            refuse(bot, visit, to, error.code(), |_| Trouble::new(tr::discord_store(visit.language))).await;
            change::take_back(bot, visit, &action).await;
        }
    }
}

fn call(pinned: &Pinned) -> Result<Call, CommandError> {
    let unknown = || CommandError::UnknownCommand { name: "start".to_owned(), suggestions: Vec::new() };
    let command = find("start").ok_or_else(unknown)?;
    let mut call = Call::new(command);
    call.set(command.arguments.first().map_or("guests", |argument| argument.name), &pinned.guest.to_string())?;
    call.check()?;
    Ok(call)
}
