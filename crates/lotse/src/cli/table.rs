//! The engine's commands as subcommands.

use clap::{Arg, ArgAction, ArgMatches, Command};
use lotse_engine::command::{Argument, ArgumentKind, Call, Command as Entry, CommandError, Does, examples, joined};
use lotse_text::{Language, message, tr};

use super::completion;

/// The subcommand of an entry of the table.
pub(super) fn subcommand(entry: &'static Entry, language: Language) -> Command {
    let about = message(language, &entry.help_key(), &[]).unwrap_or_default();
    let own = entry.arguments.iter().filter(|argument| argument.kind != ArgumentKind::Cluster);
    let command = Command::new(entry.name).about(about).args(own.map(|argument| parsed(entry, argument, language)));
    let calls = examples(entry.name).iter().map(|call| format!("  lotse {call}")).collect::<Vec<_>>();
    let command = if calls.is_empty() {
        command
    } else {
        command.after_help(format!("{}\n{}", tr::cli_heading_examples(language), calls.join("\n")))
    };
    match entry.does {
        Does::Answer(_) => command,
        Does::Change(_) => command.args(for_scripts(language)),
    }
}

/// What a script may say of a change. None of it approves anything that the operator did not allow.
fn for_scripts(language: Language) -> [Arg; 3] {
    let flag = |name: &'static str, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    [
        flag("plan", tr::cli_plan(language)).conflicts_with_all(["approve", "yes"]),
        Arg::new("approve").long("approve").value_name("HASH").help(tr::cli_approve_hash(language)),
        flag("yes", tr::cli_yes(language)),
    ]
}

fn parsed(entry: &'static Entry, argument: &'static Argument, language: Language) -> Arg {
    let mut help = message(language, &Entry::argument_key(argument), &[]).unwrap_or_default();
    if let ArgumentKind::Choice(words) = argument.kind {
        help = format!("{help} [{}]", words.join(", "));
    }
    let mut parsed =
        Arg::new(argument.name).help(help).value_name(value_name(argument.kind)).required(argument.required);
    if !argument.positional {
        parsed = parsed.long(argument.name);
    }
    match argument.kind {
        ArgumentKind::Flag => parsed.action(ArgAction::SetTrue),
        ArgumentKind::Choice(words) => parsed.value_parser(clap::builder::PossibleValuesParser::new(words)),
        ArgumentKind::Number => parsed.value_parser(clap::value_parser!(u64)),
        ArgumentKind::Guests | ArgumentKind::Watchable => {
            let several = parsed.num_args(1..).action(ArgAction::Append);
            match completion::of(entry, argument) {
                Some(completer) => several.add(completer),
                None => several,
            }
        }
        _ => match completion::of(entry, argument) {
            Some(completer) => parsed.add(completer),
            None => parsed,
        },
    }
}

const fn value_name(kind: ArgumentKind) -> &'static str {
    match kind {
        ArgumentKind::Guest => "GUEST",
        ArgumentKind::Guests | ArgumentKind::Watchable => "GUEST|SELECTION",
        ArgumentKind::Template => "TEMPLATE",
        ArgumentKind::Snapshot => "SNAPSHOT",
        ArgumentKind::Backup => "BACKUP",
        ArgumentKind::BackupJob => "JOB",
        ArgumentKind::Size => "SIZE",
        ArgumentKind::Duration => "TIME",
        ArgumentKind::Criteria(_) => "CRITERIA",
        ArgumentKind::Node => "NODE",
        ArgumentKind::GuestOrNode => "GUEST|NODE",
        ArgumentKind::Storage => "STORAGE",
        ArgumentKind::Cluster => "CLUSTER",
        ArgumentKind::Tag => "TAG",
        ArgumentKind::Pool => "POOL",
        ArgumentKind::Task => "TASK",
        ArgumentKind::Entry => "ENTRY",
        ArgumentKind::Alert => "ALERT",
        ArgumentKind::Channel => "CHANNEL",
        ArgumentKind::Command => "COMMAND",
        ArgumentKind::Number => "N",
        ArgumentKind::Text => "TEXT",
        ArgumentKind::Choice(_) | ArgumentKind::Flag => "WORD",
    }
}

/// The call that the subcommand `name` with these arguments is; `None` when the table has no such command.
pub(crate) fn call(name: &str, matches: &ArgMatches) -> Option<Result<Call, CommandError>> {
    let entry = lotse_engine::command::find(name)?;
    let mut call = Call::new(entry);
    for argument in entry.arguments {
        let value = match argument.kind {
            ArgumentKind::Flag => matches.get_flag(argument.name).then(|| "true".to_owned()),
            ArgumentKind::Number => matches.get_one::<u64>(argument.name).map(ToString::to_string),
            ArgumentKind::Guests | ArgumentKind::Watchable => {
                matches.get_many::<String>(argument.name).map(|words| joined(argument.kind, &words.collect::<Vec<_>>()))
            }
            // The option that every command takes: one cluster named there is the one that is meant.
            ArgumentKind::Cluster => {
                let mut named = matches.get_many::<String>("cluster").into_iter().flatten();
                named.next().filter(|_| named.next().is_none()).cloned()
            }
            _ => matches.get_one::<String>(argument.name).cloned(),
        };
        if let Some(value) = value
            && let Err(error) = call.set(argument.name, &value)
        {
            return Some(Err(error));
        }
    }
    Some(call.check().map(|()| call))
}
