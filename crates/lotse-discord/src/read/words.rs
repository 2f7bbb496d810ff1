//! `/ask`: free words, understood without a model, to the calls that answer them.

use std::sync::Arc;

use lotse_engine::{
    command::{
        Call, Does, Meant, find,
        intents::{Leads, row_of},
        meant,
    },
    inventory::Resources,
};
use lotse_intent::{GuestName, Kind, Names};
use lotse_model::GuestKind;
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
    let understanding = bot.matcher().understand(words, &names(bot, visit), Some(visit.language));
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

/// The names that the person may see: words lead to no other.
fn names(bot: &Bot, visit: &Visit) -> Names {
    let snapshots: Vec<_> =
        bot.house.fleet.clusters().iter().map(|cluster| (cluster.name().clone(), cluster.snapshot())).collect();
    let guests = snapshots.iter().flat_map(|(cluster, snapshot)| {
        let guests = snapshot.resources.value().into_iter().flat_map(Resources::guests);
        guests.filter(|guest| visit.grants.sees(guest)).map(|guest| GuestName {
            cluster: cluster.to_string(),
            id: guest.id.vmid.get(),
            name: guest.name.clone().unwrap_or_default(),
            kind: match guest.kind {
                GuestKind::Vm => Kind::Vm,
                GuestKind::Container => Kind::Ct,
            },
            node: guest.node.to_string(),
            running: guest.is_running(),
            tags: guest.tags.clone(),
            template: guest.template,
        })
    });
    let mut names = Names::new(guests);
    for (cluster, snapshot) in &snapshots {
        if !visit.grants.touches(cluster) {
            continue;
        }
        names.add_cluster(cluster.as_str());
        let Some(resources) = snapshot.resources.value() else { continue };
        for node in resources.nodes().iter().filter(|node| visit.grants.sees_node(cluster, &node.name)) {
            names.add_node(cluster.as_str(), node.name.as_str());
        }
        for storage in resources.distinct_storages() {
            if visit.grants.sees_storage(cluster, &storage.name, Some(&storage.node)) {
                names.add_storage(storage.name.as_str());
            }
        }
    }
    names
}
