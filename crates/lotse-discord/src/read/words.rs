//! `/ask`: free words, understood without a model, to the calls that answer them.

use std::sync::Arc;

use lotse_engine::{
    command::{
        Call, Does, Meant, find,
        intents::{Leads, row_of},
        meant,
    },
    page::{Reply, refused},
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
        Meant::Change(call) => vec![call],
        Meant::Incomplete { error, .. } => return super::refuse(visit, to, &error).await,
        Meant::Unsure(others) => {
            if let Some(reply) = refused(&understanding, visit.language) {
                return no_order(visit, to, reply).await;
            }
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

/// Says why words that speak of a change order none.
async fn no_order(visit: &Visit, to: &mut Responder, reply: Reply) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, "words speak of a change and order none");
    let mut trouble = Trouble::new(reply.message);
    trouble.lines = reply.hint.into_iter().collect();
    to.send(trouble.message(visit.language, &id)).await;
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
