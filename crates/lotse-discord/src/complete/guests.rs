//! Guests by number, name, tag, node or pool.

use lotse_engine::{
    command::{ArgumentKind, Command, Does},
    inventory::Filter,
};
use lotse_model::Guest;
use lotse_text::fold;

use super::{Choice, MOST};
use crate::{
    answer::guest::{kind_word, sign},
    bot::{Bot, Visit},
};

/// Guests that fit what was typed, and that the person may call the command on. Templates only where a template is meant.
pub(super) fn choices(bot: &Bot, visit: &Visit, command: &Command, kind: ArgumentKind, typed: &str) -> Vec<Choice> {
    let is_change = matches!(command.does, Does::Change(_));
    let template = match kind {
        ArgumentKind::Template => Some(true),
        _ if is_change => Some(false),
        _ => None,
    };
    let filter = Filter { template, ..filter(bot, typed) };
    let several = bot.has_several_clusters();
    // Which rules are about this command is asked once, not once for each guest.
    let grants = visit.grants.within(command);
    let found = bot.house.fleet.best(&filter, MOST, |guest| grants.sees(guest));
    found.iter().map(|guest| (label(guest, several), guest.id.to_string())).collect()
}

/// The same where several may be named with commas: what stands before the last comma stays.
pub(super) fn several(bot: &Bot, visit: &Visit, command: &Command, typed: &str) -> Vec<Choice> {
    let Some((before, last)) = typed.rsplit_once(',') else {
        return choices(bot, visit, command, ArgumentKind::Guests, typed);
    };
    let last = choices(bot, visit, command, ArgumentKind::Guests, last.trim());
    last.into_iter().map(|(name, value)| (format!("{before}, {name}"), format!("{before},{value}"))).collect()
}

/// `100: web (VM)`, or `home/100: web (VM)` where a number alone names nothing.
fn label(guest: &Guest, several: bool) -> String {
    let id = if several { guest.id.to_string() } else { guest.id.vmid.to_string() };
    let name = guest.name.as_deref().map(|name| format!(": {name}")).unwrap_or_default();
    format!("{} {id}{name} ({})", sign(guest), kind_word(guest.kind))
}

/// What is searched for: `home/1` is a cluster and the rest.
fn filter(bot: &Bot, typed: &str) -> Filter {
    let rules = bot.house.rules();
    let meant = rules.aliases.meaning(typed.trim());
    if let Some((before, after)) = meant.split_once('/') {
        let named = bot.house.fleet.clusters().iter().find(|cluster| fold(cluster.name().as_str()) == fold(before));
        if let Some(cluster) = named {
            return Filter { clusters: vec![cluster.name().clone()], text: after.to_owned(), ..Filter::default() };
        }
    }
    Filter { text: meant.to_owned(), ..Filter::default() }
}
