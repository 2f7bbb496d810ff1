//! Whether an answer is for everybody who reads the channel, or for the person who asked alone.

use lotse_engine::{
    access::Entry,
    command::{ArgumentKind, Call},
    resolve::Directory,
    view::{Answer, View},
};
use lotse_model::Guest;

use crate::{
    bot::{Bot, Visit},
    settings::Replies,
};

/// Whether the answer holds a guest outside of what the guild's channels may show.
pub(super) fn is_private(bot: &Bot, visit: &Visit, answer: &Answer) -> bool {
    if let Some(decided) = decided(bot, visit) {
        return decided;
    }
    match &answer.view {
        View::List(view) => view.guests.iter().any(|guest| is_outside(&visit.guild.scope, guest)),
        View::Info(view) => is_outside(&visit.guild.scope, &view.guest),
        View::Help(_) => false,
        // Of whom another view tells is not asked view by view: of anybody whom the person may see.
        _ => sees_outside(bot, visit),
    }
}

/// The same before the answer is there, from what is in memory: "thinking" must be shown to somebody. When in doubt, to the
/// person alone.
pub(super) fn is_private_before(bot: &Bot, visit: &Visit, call: &Call) -> bool {
    if let Some(decided) = decided(bot, visit) {
        return decided;
    }
    let guest = call.command.arguments.iter().find(|argument| {
        matches!(argument.kind, ArgumentKind::Guest | ArgumentKind::Guests | ArgumentKind::GuestOrNode)
    });
    let Some(typed) = guest.and_then(|argument| call.get(argument.name)) else { return sees_outside(bot, visit) };
    let snapshots: Vec<_> = bot.house.fleet.clusters().iter().map(|cluster| cluster.snapshot()).collect();
    let directory = Directory::new(snapshots.iter().map(|snapshot| &**snapshot), &visit.rules.aliases);
    directory.guest(typed).map_or(true, |guest| is_outside(&visit.guild.scope, guest))
}

/// What the settings decide for all answers.
fn decided(bot: &Bot, visit: &Visit) -> Option<bool> {
    match bot.settings.replies {
        Replies::Private => Some(true),
        Replies::Scope => visit.guild.scope.is_empty().then_some(false),
    }
}

/// Whether the person may see anybody whom the channel may not.
fn sees_outside(bot: &Bot, visit: &Visit) -> bool {
    bot.house.fleet.has_guest(|guest| visit.grants.sees(guest) && is_outside(&visit.guild.scope, guest))
}

fn is_outside(scope: &[Entry], guest: &Guest) -> bool {
    !scope.is_empty() && !scope.iter().any(|entry| entry.covers_guest(guest))
}

#[cfg(test)]
mod tests {
    use lotse_model::Guest;

    use super::is_outside;
    use crate::answer::guest::tests::guest;

    #[test]
    fn a_scope_holds_whom_one_of_its_entries_covers() {
        let web = Guest { tags: vec!["web".to_owned()], ..guest("home/100", "web") };
        let scope = ["cluster:home tag:web".parse().unwrap(), "guest:home/7000".parse().unwrap()];
        assert!(!is_outside(&scope, &web));
        assert!(is_outside(&scope, &guest("home/101", "db")));
        assert!(!is_outside(&[], &guest("home/101", "db")));
    }
}
