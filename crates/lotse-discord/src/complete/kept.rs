//! What a guest has: snapshots and backups. Read when it is not kept, within the time that a person waits for a list.

use std::time::Duration;

use lotse_engine::{
    command::{ArgumentKind, Call, Command, find},
    topics::Ask,
    view::View,
};
use lotse_pve::Deadline;
use lotse_text::moment;

use super::{Choice, among};
use crate::{
    bot::{Bot, Visit},
    commands::argument_of,
    interaction::Line,
};

/// A person who types does not wait longer.
const WAIT: Duration = Duration::from_millis(350);
/// An answer of this age is good enough to choose from.
const AGE: Duration = Duration::from_mins(5);

/// The snapshots of the guest that is named before.
pub(super) async fn snapshots(
    bot: &Bot,
    visit: &Visit,
    line: &Line,
    command: &'static Command,
    typed: &str,
) -> Vec<Choice> {
    let Some(View::Snapshots(view)) = look(bot, visit, "snapshots", guest_of(line, command)).await else {
        return Vec::new();
    };
    let known = among(view.snapshots.iter().map(|snapshot| snapshot.name.clone()), typed);
    let described = |name: &str| {
        let snapshot = view.snapshots.iter().find(|snapshot| snapshot.name == name)?;
        Some(format!("{name} · {}", moment(visit.language, snapshot.at?, &visit.guild.zone)))
    };
    known.into_iter().map(|(name, value)| (described(&name).unwrap_or(name), value)).collect()
}

/// The backups of the guest that is named before, newest first.
pub(super) async fn backups(
    bot: &Bot,
    visit: &Visit,
    line: &Line,
    command: &'static Command,
    typed: &str,
) -> Vec<Choice> {
    let Some(View::Backups(view)) = look(bot, visit, "backups", guest_of(line, command)).await else {
        return Vec::new();
    };
    let archives = view.archives.into_iter().flatten();
    let fits = |volume: &str| volume.to_lowercase().contains(&typed.trim().to_lowercase());
    let choices = archives.filter(|archive| fits(&archive.volume)).map(|archive| {
        let at = moment(visit.language, archive.at, &visit.guild.zone);
        let lock = if archive.protected { " 🔒" } else { "" };
        (format!("{at} · {}{lock}", archive.storage), archive.volume)
    });
    choices.collect()
}

/// The backup jobs.
pub(super) async fn jobs(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    let Some(View::Backups(view)) = look(bot, visit, "backups", None).await else { return Vec::new() };
    let jobs = view.jobs.into_iter().flatten();
    let fits = |id: &str| id.to_lowercase().contains(&typed.trim().to_lowercase());
    let choices = jobs.filter(|job| fits(&job.id)).map(|job| {
        let said = job.comment.or(job.schedule).unwrap_or_default();
        (format!("{} · {said}", job.id), job.id)
    });
    choices.collect()
}

/// The guest that a command names.
fn guest_of(line: &Line, command: &'static Command) -> Option<String> {
    line.options.iter().find_map(|(name, value)| {
        let argument = argument_of(command, name)?;
        matches!(argument.kind, ArgumentKind::Guest | ArgumentKind::Guests).then(|| value.clone())
    })
}

/// Asks what a command would answer, from what is kept or quickly; nothing of what the person may not see.
pub(super) async fn look(bot: &Bot, visit: &Visit, command: &str, guest: Option<String>) -> Option<View> {
    let command = find(command)?;
    let mut call = Call::new(command);
    if let Some(guest) = guest {
        call.set("guest", &guest).ok()?;
    } else if command.name == "snapshots" {
        return None;
    }
    let mut asking = visit.asking(bot);
    asking.ask = Ask::at_most(AGE, Deadline::after(WAIT));
    tokio::time::timeout(WAIT, asking.answer(&call)).await.ok()?.ok().map(|answer| answer.view)
}
