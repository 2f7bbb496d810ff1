//! A call: a command of the table with its arguments as typed.

use std::collections::BTreeMap;

use lotse_model::{Bytes, Criterion, Seconds};

use crate::{
    change::request::Request,
    command::{Argument, ArgumentKind, Command, CommandError, Does, amount, closest, criteria, find, line},
};

/// A command with its arguments, checked against the table, not yet against the fleet.
#[derive(Debug, Clone)]
pub struct Call {
    /// The command.
    pub command: &'static Command,
    values: BTreeMap<&'static str, String>,
    said: Option<String>,
    left_out: Vec<String>,
}

impl Call {
    /// The command without arguments.
    #[must_use]
    pub const fn new(command: &'static Command) -> Self {
        Self { command, values: BTreeMap::new(), said: None, left_out: Vec::new() }
    }

    /// The same, asked for in these words: the audit keeps them.
    #[must_use]
    pub fn said(mut self, words: &str) -> Self {
        self.said = Some(lotse_text::clean(words).into_owned());
        self
    }

    /// The same, of which these words of the person are not part: the answer says so.
    #[must_use]
    pub fn leaving_out(mut self, words: impl IntoIterator<Item = String>) -> Self {
        self.left_out.extend(words.into_iter().map(|words| lotse_text::clean(&words).into_owned()));
        self
    }

    /// Words of the person that it could not heed.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The criteria that what is shown must meet.
    #[must_use]
    pub fn criteria(&self) -> Vec<Criterion> {
        let given = self.command.arguments.iter().filter_map(|argument| match argument.kind {
            ArgumentKind::Criteria(fields) => criteria::read(self.get(argument.name)?, fields),
            _ => None,
        });
        given.flatten().collect()
    }

    /// The change that it asks for; `None` when the command answers.
    #[must_use]
    pub fn request(&self) -> Option<Result<Request, CommandError>> {
        match self.command.does {
            Does::Change(request) => Some(request(self)),
            Does::Answer(_) => None,
        }
    }

    /// The words that asked for it: those of the person, else the command line that it is.
    #[must_use]
    pub fn words(&self) -> String {
        self.said.clone().unwrap_or_else(|| self.line())
    }

    /// The command line that it is, as it may be typed: `snapshot-create web,db before --with-memory`.
    #[must_use]
    pub fn line(&self) -> String {
        let mut words = vec![self.command.name.to_owned()];
        for argument in self.command.arguments {
            let Some(value) = self.get(argument.name) else { continue };
            match argument.kind {
                ArgumentKind::Flag if value == "true" => words.push(format!("--{}", argument.name)),
                ArgumentKind::Flag => {}
                _ if argument.positional => words.push(line::written(value)),
                _ => words.extend([format!("--{}", argument.name), line::written(value)]),
            }
        }
        words.join(" ")
    }

    /// Reads a command line that was split into words: `["info", "home/100"]`, `["list", "--kind", "vm"]`.
    ///
    /// Guests may be several words: `shutdown web db`, `snapshot-create web db before`.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Self, CommandError> {
        let mut words = words.iter().map(AsRef::as_ref);
        let name = words.next().unwrap_or_default();
        let command = find(name).ok_or_else(|| CommandError::UnknownCommand {
            name: name.to_owned(),
            suggestions: closest(name, crate::command::TABLE.iter().map(|command| command.name)),
        })?;
        let mut call = Self::new(command);
        let mut places = Vec::new();
        while let Some(word) = words.next() {
            let Some(option) = word.strip_prefix("--") else {
                places.push(word);
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
        call.put_places(&places)?;
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

    /// The values that name something of the fleet, or are searched for in it. Of several guests each; a selection and a
    /// name that is only to be given are none.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let values = self.values.iter().filter_map(|(name, value)| {
            let argument = self.command.argument(name)?;
            let is_name = match argument.kind {
                ArgumentKind::Choice(_)
                | ArgumentKind::Number
                | ArgumentKind::Flag
                | ArgumentKind::Command
                | ArgumentKind::Size
                | ArgumentKind::Duration
                | ArgumentKind::Criteria(_)
                | ArgumentKind::Snapshot
                | ArgumentKind::Backup
                | ArgumentKind::BackupJob
                | ArgumentKind::Entry
                | ArgumentKind::Alert
                | ArgumentKind::Channel
                | ArgumentKind::Cluster => false,
                ArgumentKind::Text => !argument.required,
                _ => true,
            };
            let is_task = argument.kind == ArgumentKind::Task
                && (value.starts_with("UPID:") || value == "last" || value == "failed");
            (is_name && !is_task).then_some((argument.kind, value.as_str()))
        });
        values.flat_map(|(kind, value)| {
            let several = matches!(kind, ArgumentKind::Guests | ArgumentKind::Watchable);
            value
                .split(move |letter| several && letter == ',')
                .filter(move |name| !several || !crate::command::targets::is_selection(name))
                // What is watched may be a selection of any kind, and is a name only without one.
                .filter(move |name| kind != ArgumentKind::Watchable || !name.contains(':'))
        })
    }

    /// The size given for an argument.
    #[must_use]
    pub fn size(&self, name: &str) -> Option<Bytes> {
        self.get(name).and_then(amount::size)
    }

    /// The length of time given for an argument.
    #[must_use]
    pub fn duration(&self, name: &str) -> Option<Seconds> {
        self.get(name).and_then(amount::duration)
    }

    /// The text given for an argument.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// A value of this argument that it does not take, with what it takes.
    pub(super) fn bad(&self, name: &'static str, suggestions: &[&str]) -> CommandError {
        CommandError::BadValue {
            argument: name,
            value: self.get(name).unwrap_or_default().to_owned(),
            suggestions: suggestions.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    /// The value of an argument as what it names; an error where it cannot be such a name.
    pub(super) fn parsed<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>, CommandError> {
        self.get(name).map(|value| value.parse().map_err(|_| self.bad(name, &[]))).transpose()
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

    /// Gives the words without a name of their argument to the arguments that may stand so, in their order. Guests take
    /// all words but those that the required arguments behind them need.
    fn put_places(&mut self, words: &[&str]) -> Result<(), CommandError> {
        let free: Vec<&'static Argument> = self
            .command
            .arguments
            .iter()
            .filter(|argument| argument.positional && !self.values.contains_key(argument.name))
            .collect();
        let mut rest = words;
        for (at, argument) in free.iter().enumerate() {
            let behind = free.iter().skip(at + 1).filter(|argument| argument.required).count();
            let taken = match argument.kind {
                ArgumentKind::Guests | ArgumentKind::Watchable => rest.len().saturating_sub(behind).max(1),
                _ => 1,
            };
            let Some((own, others)) = rest.split_at_checked(taken) else { break };
            self.put(argument, &joined(argument.kind, own))?;
            rest = others;
        }
        match rest.first() {
            None => Ok(()),
            Some(word) => Err(CommandError::UnknownArgument {
                command: self.command.name,
                argument: (*word).to_owned(),
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
            ArgumentKind::Size if amount::size(value).is_none() => return Err(bad()),
            ArgumentKind::Duration if amount::duration(value).is_none() => return Err(bad()),
            ArgumentKind::Criteria(fields) if criteria::read(value, fields).is_none() => return Err(bad()),
            ArgumentKind::Flag if value != "true" && value != "false" => return Err(bad()),
            _ if value.trim().is_empty() => return Err(bad()),
            _ => value.trim(),
        };
        let value = match argument.kind {
            ArgumentKind::Guests | ArgumentKind::Watchable => value.replace(['、', '，'], ","),
            _ => value.to_owned(),
        };
        self.values.insert(argument.name, value);
        Ok(())
    }
}

/// Several words of one argument as its value: guests are parted by commas. The parts of a selection of what is watched belong
/// together (`cluster:home tag:web`).
#[must_use]
pub fn joined<S: AsRef<str>>(kind: ArgumentKind, words: &[S]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let selects = kind == ArgumentKind::Watchable && words.iter().any(|word| word.contains(':'));
    words.join(if selects { " " } else { "," })
}

fn choices(argument: &Argument) -> Vec<String> {
    match argument.kind {
        ArgumentKind::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        ArgumentKind::Flag => vec!["true".to_owned(), "false".to_owned()],
        ArgumentKind::Criteria(fields) => criteria::examples(fields),
        ArgumentKind::Size => ["8G", "512M", "2048"].map(str::to_owned).to_vec(),
        ArgumentKind::Duration => ["90s", "10m", "2h"].map(str::to_owned).to_vec(),
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
    fn guests_take_the_words_that_nothing_behind_them_needs() {
        let line = |words: &[&str]| Call::parse(words).map(|call| call.line());
        assert_eq!(line(&["shutdown", "web", "db"]).as_deref(), Ok("shutdown web,db"));
        assert_eq!(line(&["snapshot-create", "web", "db", "before"]).as_deref(), Ok("snapshot-create web,db before"));
        assert_eq!(
            line(&["snapshot-create", "web", "--name", "before"]).as_deref(),
            Ok("snapshot-create web before"),
            "an argument that was named takes no place"
        );
        assert_eq!(
            Call::parse(&["snapshot-create", "web"]).err(),
            Some(CommandError::MissingArgument { command: "snapshot-create", argument: "name" })
        );
    }

    #[test]
    fn sizes_and_times_are_checked_when_they_are_set() {
        for (words, argument) in [
            (["resize", "web", "--memory", "much"], "memory"),
            (["shutdown", "web", "--timeout", "60"], "timeout"),
            (["resize", "web", "--grow", "0"], "grow"),
        ] {
            match Call::parse(&words) {
                Err(CommandError::BadValue { argument: wrong, suggestions, .. }) => {
                    assert_eq!(wrong, argument);
                    assert!(!suggestions.is_empty(), "it says what it takes");
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn what_the_command_needs_is_asked_for() {
        let missing = Call::parse(&["info"]);
        assert_eq!(missing.err(), Some(CommandError::MissingArgument { command: "info", argument: "guest" }));
    }
}
