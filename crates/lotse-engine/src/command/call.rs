//! A call: a command of the table with its arguments as typed.

use std::collections::BTreeMap;

use crate::command::{Argument, ArgumentKind, Command, CommandError, closest, find};

/// A command with its arguments, checked against the table, not yet against the fleet.
#[derive(Debug, Clone)]
pub struct Call {
    /// The command.
    pub command: &'static Command,
    values: BTreeMap<&'static str, String>,
}

impl Call {
    /// The command without arguments.
    #[must_use]
    pub const fn new(command: &'static Command) -> Self {
        Self { command, values: BTreeMap::new() }
    }

    /// Reads a command line that was split into words: `["info", "home/100"]`, `["list", "--kind", "vm"]`.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Self, CommandError> {
        let mut words = words.iter().map(AsRef::as_ref);
        let name = words.next().unwrap_or_default();
        let command = find(name).ok_or_else(|| CommandError::UnknownCommand {
            name: name.to_owned(),
            suggestions: closest(name, crate::command::TABLE.iter().map(|command| command.name)),
        })?;
        let mut call = Self::new(command);
        while let Some(word) = words.next() {
            let Some(option) = word.strip_prefix("--") else {
                call.set_positional(word)?;
                continue;
            };
            let (name, given) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
            let argument = call.known(name)?;
            let value = match (argument.kind, given) {
                (ArgumentKind::Flag, None) => "true",
                (_, Some(value)) => value,
                (_, None) => words.next().ok_or(CommandError::BadValue {
                    argument: argument.name,
                    value: String::new(),
                    suggestions: choices(argument),
                })?,
            };
            call.put(argument, value)?;
        }
        call.check()?;
        Ok(call)
    }

    /// Sets the argument called `name`.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), CommandError> {
        let argument = self.known(name)?;
        self.put(argument, value)
    }

    /// Fails when an argument that the command cannot do without is missing.
    pub fn check(&self) -> Result<(), CommandError> {
        match self
            .command
            .arguments
            .iter()
            .find(|argument| argument.required && !self.values.contains_key(argument.name))
        {
            Some(argument) => {
                Err(CommandError::MissingArgument { command: self.command.name, argument: argument.name })
            }
            None => Ok(()),
        }
    }

    /// The value of an argument, as typed.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// The values that name something of the fleet, or are searched for in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(|(name, value)| {
            let argument = self.command.argument(name)?;
            let is_name = !matches!(
                argument.kind,
                ArgumentKind::Choice(_) | ArgumentKind::Number | ArgumentKind::Flag | ArgumentKind::Command
            );
            let is_task = argument.kind == ArgumentKind::Task
                && (value.starts_with("UPID:") || value == "last" || value == "failed");
            (is_name && !is_task).then_some(value.as_str())
        })
    }

    /// The number given for an argument.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|value| value.parse().ok())
    }

    fn known(&self, name: &str) -> Result<&'static Argument, CommandError> {
        self.command.argument(name).ok_or_else(|| CommandError::UnknownArgument {
            command: self.command.name,
            argument: name.to_owned(),
            suggestions: closest(name, self.command.arguments.iter().map(|argument| argument.name)),
        })
    }

    fn set_positional(&mut self, word: &str) -> Result<(), CommandError> {
        let mut free = self.command.arguments.iter().filter(|argument| argument.positional);
        match free.find(|argument| !self.values.contains_key(argument.name)) {
            Some(argument) => self.put(argument, word),
            None => Err(CommandError::UnknownArgument {
                command: self.command.name,
                argument: word.to_owned(),
                suggestions: Vec::new(),
            }),
        }
    }

    fn put(&mut self, argument: &'static Argument, value: &str) -> Result<(), CommandError> {
        let bad = || CommandError::BadValue {
            argument: argument.name,
            value: value.to_owned(),
            suggestions: choices(argument),
        };
        let value = match argument.kind {
            ArgumentKind::Choice(words) => {
                let folded = lotse_text::fold(value);
                *words.iter().find(|word| **word == folded).ok_or_else(bad)?
            }
            ArgumentKind::Number if value.parse::<u64>().is_err() => return Err(bad()),
            ArgumentKind::Flag if value != "true" && value != "false" => return Err(bad()),
            _ if value.trim().is_empty() => return Err(bad()),
            _ => value.trim(),
        };
        self.values.insert(argument.name, value.to_owned());
        Ok(())
    }
}

fn choices(argument: &Argument) -> Vec<String> {
    match argument.kind {
        ArgumentKind::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        ArgumentKind::Flag => vec!["true".to_owned(), "false".to_owned()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Call;
    use crate::command::CommandError;

    #[test]
    fn a_positional_argument_and_an_option_are_told_apart() {
        let call = Call::parse(&["graph", "web", "--timeframe", "week"]).expect("valid");
        assert_eq!(call.get("target"), Some("web"));
        assert_eq!(call.get("timeframe"), Some("week"));
    }

    #[test]
    fn the_second_positional_word_fills_the_second_positional_argument() {
        let call = Call::parse(&["graph", "web", "day"]).expect("valid");
        assert_eq!(call.get("timeframe"), Some("day"));
    }

    #[test]
    fn a_typing_error_is_answered_with_what_was_meant() {
        match Call::parse(&["sttaus"]) {
            Err(CommandError::UnknownCommand { suggestions, .. }) => assert_eq!(suggestions, ["status"]),
            other => panic!("{other:?}"),
        }
        match Call::parse(&["list", "--knd", "vm"]) {
            Err(CommandError::UnknownArgument { suggestions, .. }) => assert_eq!(suggestions, ["kind"]),
            other => panic!("{other:?}"),
        }
        match Call::parse(&["list", "--kind", "docker"]) {
            Err(CommandError::BadValue { suggestions, .. }) => assert_eq!(suggestions, ["vm", "ct"]),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_command_needs_is_asked_for() {
        let missing = Call::parse(&["info"]);
        assert_eq!(missing.err(), Some(CommandError::MissingArgument { command: "info", argument: "guest" }));
    }
}
