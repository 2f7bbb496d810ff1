//! The command line: what can be typed, in the reader's language.
//!
//! Built by hand instead of derived, because every help text is a Fluent message and every command of the engine's table
//! becomes a subcommand by being in the table. The parser's own words (`Usage`, `Options`) come from Fluent too.

mod before;
mod completion;
mod globals;
mod help;
mod joined;
mod language;
mod own;
mod table;

use clap::Command;
use lotse_text::{Language, tr};

pub(crate) use before::guests_before;
pub(crate) use completion::{complete, print_script};
pub(crate) use globals::Globals;
pub(crate) use joined::joined_command;
pub(crate) use language::early as early_language;
pub(crate) use table::call;

/// The whole command line in a language.
pub(crate) fn command(language: Language) -> Command {
    let mut command = Command::new("lotse")
        .bin_name("lotse")
        .version(env!("CARGO_PKG_VERSION"))
        .about(tr::cli_about(language))
        .after_help(tr::cli_after_help(language))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .subcommand_help_heading(tr::cli_heading_commands(language))
        .args(globals::arguments(language));
    for own in own::commands(language) {
        command = command.subcommand(own);
    }
    for entry in lotse_engine::command::TABLE {
        command = command.subcommand(table::subcommand(entry, language));
    }
    help::localised(command, language)
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;

    #[test]
    fn the_command_line_is_sound_in_every_language() {
        for language in Language::ALL {
            super::command(language).debug_assert();
        }
    }

    #[test]
    fn every_command_and_argument_has_its_help_in_every_language() {
        for language in Language::ALL {
            let command = super::command(language);
            for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
                assert!(sub.get_about().is_some_and(|about| !about.to_string().is_empty()), "{}", sub.get_name());
                for argument in sub.get_arguments().filter(|argument| !argument.is_hide_set()) {
                    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                    assert!(!help.is_empty(), "{language} {} {}", sub.get_name(), argument.get_id());
                }
            }
        }
    }

    #[test]
    fn every_command_of_the_table_is_a_subcommand() {
        let command = super::command(Language::En);
        for entry in lotse_engine::command::TABLE {
            assert!(command.find_subcommand(entry.name).is_some(), "{}", entry.name);
        }
    }

    #[test]
    fn every_option_and_every_command_beside_the_table_stands_in_the_manual() {
        let manual = include_str!("../../../../docs/command-line.md");
        let command = super::command(Language::En);
        let everywhere = command.get_arguments().filter_map(|argument| argument.get_long());
        let mut missing: Vec<String> =
            everywhere.map(|option| format!("--{option}")).filter(|option| !manual.contains(option)).collect();
        let own = command
            .get_subcommands()
            .filter(|sub| !sub.is_hide_set() && lotse_engine::command::find(sub.get_name()).is_none());
        for sub in own {
            let name = format!("lotse {}", sub.get_name());
            if !manual.contains(&name) {
                missing.push(name);
            }
            for option in
                sub.get_arguments().filter(|argument| !argument.is_hide_set()).filter_map(|one| one.get_long())
            {
                let option = format!("--{option}");
                if !manual.contains(&option) {
                    missing.push(format!("{} {option}", sub.get_name()));
                }
            }
        }
        assert!(missing.is_empty(), "docs/command-line.md says nothing of {missing:?}");
    }
}
