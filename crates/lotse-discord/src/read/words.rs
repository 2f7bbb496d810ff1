//! `/ask`: free words, understood without a model, to the calls that answer them.

use std::sync::Arc;

use lotse_engine::command::{
    Call, Does, Meant, find,
    intents::{Leads, row_of},
    meant,
};
use lotse_text::tr;

use crate::{
    answer::failure::{self, Trouble},
    bot::{Bot, Visit},
    change, commands,
    interaction::Line,
    respond::Responder,
};

/// So many calls of one phrase are answered.
const CALLS: usize = 3;

/// Answers free words.
pub(crate) async fn ask(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, words: &str) {
    let fleet = &bot.house.fleet;
    let clusters = fleet.clusters().iter().map(|cluster| cluster.name());
    let names = fleet.sight(&visit.grants).names(clusters, &visit.rules.aliases);
    let understanding = bot.matcher().understand(words, &names, Some(visit.language));
    let calls = match meant(&understanding) {
        Meant::Calls(calls) => calls,
        Meant::Incomplete { error, .. } => return super::refuse(visit, to, &error).await,
        Meant::Unsure(others) => {
            let rows = others.iter().filter_map(|intent| row_of(*intent));
            let offered: Vec<&str> = rows
                .filter_map(|row| match row.leads {
                    Leads::To(words) => words.first().copied(),
                    _ => None,
                })
                .collect();
            return unsure(visit, to, &offered).await;
        }
        _ => return unsure(visit, to, &[]).await,
    };
    for call in calls.into_iter().take(CALLS) {
        run(bot, visit, to, &call, words).await;
    }
}

/// Runs a call that words led to.
async fn run(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, call: &Call, words: &str) {
    match call.command.does {
        Does::Answer(_) => super::answer(bot, visit, to, call, &line_of(call)).await,
        Does::Change(_) => change::ask(bot, visit, to, call, words).await,
    }
}

/// The slash command that says the same.
fn line_of(call: &Call) -> Line {
    commands::line(call)
}

async fn unsure(visit: &Visit, to: &mut Responder, offered: &[&str]) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, ?offered, "words were not understood");
    let mut trouble = Trouble::new(tr::discord_not_understood(visit.language));
    let known = offered.iter().filter_map(|name| find(name));
    let known: Vec<_> =
        known.map(|command| format!("- `{}`", commands::shown(&line_of(&Call::new(command))))).collect();
    trouble.lines = if known.is_empty() { vec![tr::discord_not_understood_hint(visit.language)] } else { known };
    to.send(trouble.message(visit.language, &id)).await;
}
