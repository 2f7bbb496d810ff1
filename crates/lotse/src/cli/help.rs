//! The parser's help in the reader's language.

use clap::{Arg, ArgAction, Command};
use lotse_text::{Language, tr};

/// The same command with its headings, its usage line and its help options in the language.
pub(super) fn localised(command: Command, language: Language) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let template =
        format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", tr::cli_heading_usage(language));
    let mut command = command
        .help_template(template)
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(tr::cli_help(language))
                .help_heading(tr::cli_heading_globals(language)),
        )
        .mut_args(|argument| headed(argument, language));
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(tr::cli_version(language))
                .help_heading(tr::cli_heading_globals(language)),
        );
    }
    for name in names {
        command = command.mut_subcommand(name, |sub| localised(sub, language));
    }
    command
}

/// The argument under a heading of ours, and without the remarks that the parser would add in English.
fn headed(argument: Arg, language: Language) -> Arg {
    let heading = match argument.get_help_heading() {
        Some(own) => own.to_owned(),
        None if argument.is_positional() => tr::cli_heading_arguments(language),
        None => tr::cli_heading_options(language),
    };
    let argument = argument.help_heading(heading);
    if argument.get_action().takes_values() {
        argument.hide_default_value(true).hide_possible_values(true).hide_env(true)
    } else {
        argument
    }
}
