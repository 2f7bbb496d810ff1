//! `help`: what can be asked here.

use crate::{
    asking::Asking,
    command::{
        Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, TABLE, closest, examples, find,
        intents::{INTENTS, Leads},
    },
    view::{Answer, HelpEntry, HelpGroup, HelpView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "help",
    arguments: &[Argument::positional("command", ArgumentKind::Command)],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

#[expect(clippy::unused_async, reason = "every command is one, though this one makes no call")]
async fn run(_: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let view = match call.get("command") {
        None => HelpView { command: None, groups: vec![commands(), shortcuts()] },
        Some(typed) => {
            let command = find(typed).ok_or_else(|| CommandError::UnknownCommand {
                name: typed.to_owned(),
                suggestions: closest(typed, TABLE.iter().map(|command| command.name)),
            })?;
            HelpView { command: Some(command.name), groups: vec![one(command), arguments(command), called(command)] }
        }
    };
    Ok(Answer::of(View::Help(view)))
}

fn entry(call: String, text: String) -> HelpEntry {
    HelpEntry { call, shortcut: None, code: None, text }
}

fn usage(command: &Command) -> String {
    let positional = command.arguments.iter().filter(|argument| argument.positional).map(|argument| {
        let name = argument.name.to_uppercase();
        if argument.required { name } else { format!("[{name}]") }
    });
    let needed = command.arguments.iter().filter(|argument| !argument.positional && argument.required);
    let needed = needed.map(|argument| format!("--{} {}", argument.name, argument.name.to_uppercase()));
    std::iter::once(command.name.to_owned()).chain(positional).chain(needed).collect::<Vec<_>>().join(" ")
}

fn commands() -> HelpGroup {
    let entries = TABLE.iter().map(|command| entry(usage(command), command.help_key()));
    HelpGroup { id: "commands", entries: entries.collect() }
}

fn one(command: &Command) -> HelpGroup {
    HelpGroup { id: "commands", entries: vec![entry(usage(command), command.help_key())] }
}

fn arguments(command: &Command) -> HelpGroup {
    let entries = command.arguments.iter().map(|argument| {
        let call = if argument.positional { argument.name.to_uppercase() } else { format!("--{}", argument.name) };
        let call = match argument.kind {
            ArgumentKind::Choice(words) if !argument.positional => format!("{call} {}", words.join("|")),
            _ => call,
        };
        entry(call, Command::argument_key(argument))
    });
    HelpGroup { id: "arguments", entries: entries.collect() }
}

fn called(command: &Command) -> HelpGroup {
    let calls = examples(command.name).iter().map(|call| entry((*call).to_owned(), String::new()));
    HelpGroup { id: "examples", entries: calls.collect() }
}

/// Only what leads to a command here: the shortcuts of what this fleet does not have would help nobody.
fn shortcuts() -> HelpGroup {
    let rows = INTENTS.iter().filter_map(|row| match (row.leads, row.shortcut, row.code) {
        (Leads::To(words), Some(shortcut), Some(code)) => Some(HelpEntry {
            call: words.join(" "),
            shortcut: Some(shortcut),
            code: Some(code),
            text: words.first().map(|name| format!("command-{name}")).unwrap_or_default(),
        }),
        _ => None,
    });
    HelpGroup { id: "shortcuts", entries: rows.collect() }
}
