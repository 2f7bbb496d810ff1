//! What can be watched, what is watched, and what is wrong with it.

use lotse_engine::{
    command::{ArgumentKind, Command},
    page::alert_subject,
    view::View,
};

use super::{Choice, MOST, among, fleet, guests, kept};
use crate::bot::{Bot, Visit};

/// Guests by name, then the kinds of selections with what there is of each.
pub(super) fn watchable(bot: &Bot, visit: &Visit, command: &Command, typed: &str) -> Vec<Choice> {
    let mut choices = guests::choices(bot, visit, command, ArgumentKind::Guests, typed);
    choices.truncate(MOST - 5);
    let of = |kind: &str, names: Vec<Choice>| -> Vec<Choice> {
        names.into_iter().map(|(_, value)| (format!("{kind}:{value}"), format!("{kind}:{value}"))).collect()
    };
    let behind = typed.split_once(':').map_or(typed, |(_, name)| name);
    for (kind, names) in [
        ("tag", fleet::tags(bot, visit, behind)),
        ("pool", fleet::pools(bot, visit, behind)),
        ("node", fleet::nodes(bot, visit, behind)),
        ("storage", fleet::storages(bot, visit, behind)),
        ("cluster", fleet::clusters(bot, visit, behind)),
    ] {
        if typed.split_once(':').is_none_or(|(said, _)| said == kind) {
            choices.extend(of(kind, names));
        }
    }
    choices.truncate(MOST);
    choices
}

/// The entries of the monitor that the person may see.
pub(super) async fn entries(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    let Some(View::MonitorList(view)) = kept::look(bot, visit, "monitor-list", None).await else { return Vec::new() };
    let described = view.entries.into_iter().map(|row| {
        let name = row.guest.as_ref().and_then(|guest| guest.name.clone()).unwrap_or_else(|| row.scope.to_string());
        (format!("{} · {name}", row.id), row.id)
    });
    fitting(described.collect(), typed)
}

/// The open alerts that the person may see.
pub(super) async fn alerts(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    let Some(View::MonitorList(view)) = kept::look(bot, visit, "monitor-list", None).await else { return Vec::new() };
    let reader = bot.reader(visit.language, &visit.guild.zone);
    let described = view
        .alerts
        .iter()
        .map(|row| (format!("a{} · {}", row.id, alert_subject(row, &reader)), format!("a{}", row.id)));
    fitting(described.collect(), typed)
}

/// The channels of the configuration.
pub(super) fn channels(bot: &Bot, typed: &str) -> Vec<Choice> {
    let settings = bot.house.desk.as_ref().map(lotse_engine::change::desk::Desk::watch);
    among(settings.iter().flat_map(|settings| settings.places.iter().map(|place| place.name.clone())), typed)
}

fn fitting(mut choices: Vec<Choice>, typed: &str) -> Vec<Choice> {
    let wanted = lotse_text::fold(typed.trim());
    choices.retain(|(label, _)| lotse_text::fold(label).contains(&wanted));
    choices
}
