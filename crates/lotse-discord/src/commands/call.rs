//! From a slash command as sent back to a call of the command table.

use lotse_engine::command::{Argument, ArgumentKind, Call, Command, CommandError};

use super::{ASK, QUESTION, grouping, naming, table};
use crate::interaction::Line;

/// What a slash command asks for.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// A command of the table.
    Call(Call),
    /// Free words.
    Words(String),
}

/// Reads a slash command. One that is not known (a client that has not heard of the newest commands yet) is an error.
pub(crate) fn read(line: &Line) -> Result<Asked, CommandError> {
    if line.path.iter().map(String::as_str).eq([ASK]) {
        return Ok(Asked::Words(line.options.get(QUESTION).cloned().unwrap_or_default()));
    }
    let unknown = || CommandError::UnknownCommand { name: shown(line), suggestions: Vec::new() };
    let command = command_of(line).ok_or_else(unknown)?;
    let mut call = Call::new(command);
    for (name, value) in &line.options {
        let argument = argument_of(command, name).ok_or_else(|| CommandError::UnknownArgument {
            command: command.name,
            argument: name.clone(),
            suggestions: Vec::new(),
        })?;
        // A switch that is off is the same as none.
        if argument.kind == ArgumentKind::Flag && value == "false" {
            continue;
        }
        call.set(argument.name, value)?;
    }
    call.check()?;
    Ok(Asked::Call(call))
}

/// The command of the table that a slash command is.
pub(crate) fn command_of(line: &Line) -> Option<&'static Command> {
    table().find(|command| grouping::path(command.name).iter().eq(line.path.iter()))
}

/// The argument of a command that an option is.
pub(crate) fn argument_of(command: &'static Command, option: &str) -> Option<&'static Argument> {
    command.arguments.iter().find(|argument| naming::option(argument) == option)
}

/// The slash command that a call is.
pub(crate) fn line(call: &Call) -> Line {
    let arguments = call.command.arguments.iter();
    Line {
        path: grouping::path(call.command.name).into_iter().map(str::to_owned).collect(),
        options: arguments
            .filter_map(|argument| Some((naming::option(argument).to_owned(), call.get(argument.name)?.to_owned())))
            .collect(),
    }
}

/// A slash command as a person reads it: `/snapshot create`, with its options for the audit.
pub(crate) fn shown(line: &Line) -> String {
    let mut text = format!("/{}", line.path.join(" "));
    for (name, value) in &line.options {
        text.extend([" ", name, ":", value]);
    }
    lotse_text::truncate(&lotse_text::clean(&text), 300).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Asked, read};
    use crate::{
        commands::{grouping, naming, table},
        interaction::Line,
    };

    fn line(path: &[&str], options: &[(&str, &str)]) -> Line {
        Line {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            options: options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        }
    }

    #[test]
    fn every_command_is_read_back_as_what_it_was_derived_from() {
        for command in table() {
            let path = grouping::path(command.name);
            let options: Vec<_> = command
                .arguments
                .iter()
                .filter(|argument| argument.required)
                .map(|argument| (naming::option(argument), "1"))
                .collect();
            match read(&line(&path, &options)) {
                Ok(Asked::Call(call)) => assert_eq!(call.command.name, command.name),
                other => panic!("{}: {other:?}", command.name),
            }
        }
    }

    #[test]
    fn a_switch_that_is_off_is_none_and_free_words_stay_words() {
        let Ok(Asked::Call(call)) = read(&line(&["backup", "list"], &[("missing", "false")])) else { panic!() };
        assert!(!call.is_on("missing"));
        let Ok(Asked::Words(words)) = read(&line(&["ask"], &[("question", "läuft web?")])) else { panic!() };
        assert_eq!(words, "läuft web?");
    }

    #[test]
    fn a_command_that_is_not_known_and_one_without_its_guest_are_errors() {
        assert!(read(&line(&["nonsense"], &[])).is_err());
        assert!(read(&line(&["info"], &[])).is_err());
        assert!(read(&line(&["info"], &[("vmid", "1"), ("nonsense", "1")])).is_err());
    }
}
