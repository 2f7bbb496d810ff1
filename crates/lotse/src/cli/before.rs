//! The guests that a command line names before the place where somebody types.

use lotse_engine::command::{ArgumentKind, Command};

/// Options of every command that stand without a value.
const SWITCHES: [&str; 7] = ["json", "quiet", "debug", "strict", "plan", "yes", "help"];

/// The guests among the words that follow a command's name, with commas where there are several; `None` where none stands
/// there yet.
pub(crate) fn guests_before(command: &Command, words: &[&str]) -> Option<String> {
    let mut positional = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--") else {
            // `-q`: short options are switches, all of them.
            if !word.starts_with('-') {
                positional.push(*word);
            }
            continue;
        };
        let is_switch = match command.argument(option) {
            Some(argument) => argument.kind == ArgumentKind::Flag,
            None => SWITCHES.contains(&option),
        };
        if !is_switch && !option.contains('=') {
            words.next();
        }
    }
    let mut places = command.arguments.iter().filter(|argument| argument.positional).enumerate();
    let (place, kind) = places.find_map(|(place, argument)| match argument.kind {
        ArgumentKind::Guest | ArgumentKind::Guests | ArgumentKind::Template | ArgumentKind::GuestOrNode => {
            Some((place, argument.kind))
        }
        _ => None,
    })?;
    let named = positional.get(place..).unwrap_or_default();
    match (kind, named) {
        (_, []) => None,
        (ArgumentKind::Guests, several) => Some(several.join(",")),
        (_, [one, ..]) => Some((*one).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use lotse_engine::command::find;

    use super::guests_before;

    fn before(command: &str, words: &[&str]) -> Option<String> {
        guests_before(find(command).unwrap(), words)
    }

    #[test]
    fn guests_are_the_words_that_are_no_options_and_no_values_of_them() {
        assert_eq!(before("snapshot-rollback", &["web"]).as_deref(), Some("web"));
        assert_eq!(
            before("snapshot-rollback", &["--cluster", "home", "--json", "web", "db"]).as_deref(),
            Some("web,db")
        );
        assert_eq!(before("snapshot-rollback", &["--parallel", "2"]), None);
        assert_eq!(before("snapshot-rollback", &["--start", "web"]).as_deref(), Some("web"));
        assert_eq!(before("restore", &["web", "--backup"]).as_deref(), Some("web"));
        assert_eq!(before("backup-delete", &["-q", "web", "x"]).as_deref(), Some("web"));
        assert_eq!(before("storage", &["local"]), None);
    }
}
