//! What a rule lets one do.

use crate::command::{Command, Level, TABLE, closest, find};

use super::error::RuleError;

/// What a rule lets one do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum May {
    /// Every command of this level and of those below it.
    Level(Level),
    /// These commands and no others, by name.
    Commands(Vec<&'static str>),
}

impl May {
    /// A level by its word: `look`, `operate`, `administer`.
    pub fn level(word: &str) -> Result<Self, RuleError> {
        Level::ALL.into_iter().find(|level| level.word() == word).map(Self::Level).ok_or_else(|| {
            RuleError::UnknownLevel {
                text: word.to_owned(),
                suggestions: closest(word, Level::ALL.into_iter().map(Level::word)),
            }
        })
    }

    /// Commands by name. An empty list is nothing.
    pub fn commands<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Result<Self, RuleError> {
        names.into_iter().map(|name| Self::command(name.as_ref())).collect::<Result<_, _>>().map(Self::Commands)
    }

    /// One command by name, as the table calls it.
    pub fn command(name: &str) -> Result<&'static str, RuleError> {
        find(name).map(|command| command.name).ok_or_else(|| RuleError::UnknownCommand {
            text: name.to_owned(),
            suggestions: closest(name, TABLE.iter().map(|command| command.name)),
        })
    }

    /// Whether `command` is among it.
    #[must_use]
    pub fn allows(&self, command: &Command) -> bool {
        match self {
            Self::Level(level) => *level >= command.level,
            Self::Commands(names) => names.contains(&command.name),
        }
    }

    /// What is left of it below a ceiling; `None` when nothing is.
    #[must_use]
    pub fn under(&self, ceiling: Level) -> Option<Self> {
        match self {
            Self::Level(level) => Some(Self::Level((*level).min(ceiling))),
            Self::Commands(names) => {
                let low = |name: &&&str| find(name).is_some_and(|command| command.level <= ceiling);
                let left: Vec<_> = names.iter().filter(low).copied().collect();
                (!left.is_empty()).then_some(Self::Commands(left))
            }
        }
    }

    /// Whether it lets one do nothing at all.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::Commands(names) if names.is_empty())
    }

    /// Its words, as in the configuration.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        match self {
            Self::Level(level) => vec![level.word()],
            Self::Commands(names) => names.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::May;
    use crate::{
        access::RuleError,
        command::{Level, find},
    };

    #[test]
    fn a_level_holds_those_below_it_and_a_list_only_what_it_names() {
        let list = find("list").unwrap();
        assert!(May::level("administer").unwrap().allows(list));
        assert!(May::commands(["list"]).unwrap().allows(list));
        assert!(!May::commands(["info"]).unwrap().allows(list));
        assert!(May::commands([""; 0]).unwrap().is_nothing());
    }

    #[test]
    fn a_misspelt_word_is_answered_with_what_was_meant() {
        match May::level("operat") {
            Err(RuleError::UnknownLevel { suggestions, .. }) => assert_eq!(suggestions, ["operate"]),
            other => panic!("{other:?}"),
        }
        match May::commands(["lst"]) {
            Err(RuleError::UnknownCommand { suggestions, .. }) => assert!(suggestions.contains(&"list".to_owned())),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_ceiling_lowers_and_never_raises() {
        assert_eq!(May::Level(Level::Administer).under(Level::Operate), Some(May::Level(Level::Operate)));
        assert_eq!(May::Level(Level::Look).under(Level::Operate), Some(May::Level(Level::Look)));
        assert_eq!(May::Commands(vec!["list"]).under(Level::Look), Some(May::Commands(vec!["list"])));
    }
}
