//! Completion of options while somebody types: from memory, at most 25, and only what the person may see.

mod fleet;
mod guests;
mod kept;
mod watch;

use lotse_engine::command::{Argument, ArgumentKind, Command};
use lotse_text::fold;

use crate::{
    bot::{Bot, Visit},
    commands::{argument_of, command_of, table},
    interaction::Line,
};

/// Discord shows no more.
pub(crate) const MOST: usize = 25;
/// The longest text of a choice, in characters, and the longest value.
const LONGEST: usize = 100;

/// A choice: what is shown, and what is sent.
pub(crate) type Choice = (String, String);

/// The choices for the option `focused` of a command as far as it is typed. Whoever may not call the command gets none.
pub(crate) async fn complete(bot: &Bot, visit: &Visit, line: &Line, focused: &str) -> Vec<Choice> {
    let Some(command) = command_of(line) else { return Vec::new() };
    let Some(argument) = argument_of(command, focused) else { return Vec::new() };
    if !visit.grants.allows_anywhere(command) {
        return Vec::new();
    }
    let typed = line.options.get(focused).map(String::as_str).unwrap_or_default();
    let choices = choices(bot, visit, line, command, argument, typed).await;
    fit(choices)
}

async fn choices(
    bot: &Bot,
    visit: &Visit,
    line: &Line,
    command: &'static Command,
    argument: &'static Argument,
    typed: &str,
) -> Vec<Choice> {
    match argument.kind {
        ArgumentKind::Guest | ArgumentKind::Template => guests::choices(bot, visit, command, argument.kind, typed),
        ArgumentKind::Guests => guests::several(bot, visit, command, typed),
        ArgumentKind::GuestOrNode => {
            let mut choices = guests::choices(bot, visit, command, ArgumentKind::Guest, typed);
            choices.truncate(MOST - 5);
            choices.extend(fleet::nodes(bot, visit, typed));
            choices
        }
        ArgumentKind::Node => fleet::nodes(bot, visit, typed),
        ArgumentKind::Storage => fleet::storages(bot, visit, typed),
        ArgumentKind::Pool => fleet::pools(bot, visit, typed),
        ArgumentKind::Tag => fleet::tags(bot, visit, typed),
        ArgumentKind::Snapshot => kept::snapshots(bot, visit, line, command, typed).await,
        ArgumentKind::Backup => kept::backups(bot, visit, line, command, typed).await,
        ArgumentKind::BackupJob => kept::jobs(bot, visit, typed).await,
        ArgumentKind::Task => among(["last", "failed"], typed),
        ArgumentKind::Command => {
            among(table().filter(|command| visit.grants.allows_anywhere(command)).map(|command| command.name), typed)
        }
        ArgumentKind::Choice(words) => among(words.iter().copied(), typed),
        ArgumentKind::Watchable => watch::watchable(bot, visit, command, typed),
        ArgumentKind::Entry => watch::entries(bot, visit, typed).await,
        ArgumentKind::Alert => watch::alerts(bot, visit, typed).await,
        ArgumentKind::Channel => watch::channels(bot, typed),
        _ => fleet::others(bot, visit, argument, typed),
    }
}

/// Those of the words that hold what was typed, those that begin with it first.
fn among(words: impl IntoIterator<Item = impl AsRef<str>>, typed: &str) -> Vec<Choice> {
    let wanted = fold(typed);
    let mut found: Vec<(bool, String)> = words
        .into_iter()
        .map(|word| word.as_ref().to_owned())
        .filter_map(|word| {
            let folded = fold(&word);
            folded.contains(&wanted).then(|| (!folded.starts_with(&wanted), word))
        })
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, word)| (word.clone(), word)).collect()
}

/// No more than Discord takes, each of them cleaned, and none whose value would have to be cut: it would name something else.
fn fit(choices: Vec<Choice>) -> Vec<Choice> {
    let fits = |text: &str| (1..=LONGEST).contains(&text.encode_utf16().count());
    let shown = |text: &str| {
        let clean = lotse_text::clean(text);
        let mut kept = String::new();
        for letter in clean.trim().chars() {
            if kept.encode_utf16().count() + letter.len_utf16() > LONGEST {
                break;
            }
            kept.push(letter);
        }
        if kept.is_empty() { "–".to_owned() } else { kept }
    };
    let fitting = choices.into_iter().filter(|(_, value)| fits(value)).map(|(name, value)| (shown(&name), value));
    fitting.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{among, fit};

    #[test]
    fn what_begins_as_typed_comes_first() {
        let choices = among(["failed", "last", "a-last"], "LAST");
        assert_eq!(choices.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["last", "a-last"]);
    }

    proptest! {
        #[test]
        fn discord_takes_every_list_of_choices(list in proptest::collection::vec(("(?s).{0,150}", "(?s).{0,150}"), 0..40)) {
            let choices = fit(list);
            prop_assert!(choices.len() <= 25);
            for (name, value) in choices {
                prop_assert!((1..=100).contains(&name.encode_utf16().count()));
                prop_assert!((1..=100).contains(&value.encode_utf16().count()));
            }
        }
    }
}
