//! The flags of `chat`: which have an effect, which have none yet, and which are refused.

use std::path::PathBuf;

use clap::{ArgMatches, parser::ValueSource};
use lotse_ssh::Target;
use lotse_text::{Language, tr};

use crate::failure::{Exit, Failure, NOT_YET, of_target};

/// Flags about the host itself, which this version does not read.
const WITHOUT_EFFECT: [&str; 4] = ["quick", "no-logs", "hours", "keep-files"];

/// Flags that write a report.
const REPORTS: [&str; 3] = ["auto-report", "report-and-chat", "html-report"];

/// What the flags of `chat` say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// The host to connect to; without one the configured fleet.
    pub(super) target: Option<Target>,
    /// Whether `pvesh` is called through sudo.
    pub(super) sudo: bool,
    /// Where the collected data is written to.
    pub(super) output: Option<PathBuf>,
    /// What to tell the person before anything else.
    pub(super) notes: Vec<String>,
}

/// Reads the flags.
pub(super) fn read(matches: &ArgMatches, language: Language) -> Result<Flags, Failure> {
    let given = |name: &str| matches.value_source(name) == Some(ValueSource::CommandLine);
    if given("password") && matches.get_one::<String>("password").is_some() {
        return Err(Failure::new("E-PASSWORD-ARGUMENT", Exit::Usage, tr::chat_password(language))
            .hint(tr::chat_password_hint(language)));
    }
    if let Some(report) = REPORTS.into_iter().find(|name| given(name)) {
        return Err(Failure::new(NOT_YET, Exit::Usage, tr::chat_no_report(language, format!("--{report}")))
            .hint(tr::chat_report_hint(language)));
    }
    let mut notes: Vec<String> = WITHOUT_EFFECT
        .into_iter()
        .filter(|name| given(name))
        .map(|name| tr::chat_no_effect(language, format!("--{name}")))
        .collect();
    if given("password") {
        notes.push(tr::chat_password_hint(language));
    }
    Ok(Flags {
        target: target(matches, language)?,
        sudo: matches.get_flag("sudo"),
        output: matches.get_one::<PathBuf>("output").cloned(),
        notes,
    })
}

fn target(matches: &ArgMatches, language: Language) -> Result<Option<Target>, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let said = text("target").or_else(|| text("host"));
    let Some(said) = said else {
        let lost = ["username", "port", "key-file"]
            .into_iter()
            .find(|name| matches.value_source(name) == Some(ValueSource::CommandLine));
        return match lost {
            Some(name) => {
                Err(Failure::new("E-ARGUMENT-MISSING", Exit::Usage, tr::chat_needs_host(language, format!("--{name}"))))
            }
            None => Ok(None),
        };
    };
    let wrong = |error: lotse_ssh::TargetError| of_target(&error, language);
    let mut target: Target = said.parse().map_err(wrong)?;
    if let Some(user) = text("username") {
        target = target.with_user(user).map_err(wrong)?;
    }
    if let Some(port) = matches.get_one::<u16>("port") {
        target = target.with_port(*port);
    }
    if let Some(file) = matches.get_one::<PathBuf>("key-file") {
        target = target.with_key_file(file);
    }
    Ok(Some(target))
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;

    use super::{Flags, read};
    use crate::{cli, failure::Failure};

    fn flags(words: &[&str]) -> Result<Flags, Failure> {
        let all = ["lotse", "chat"].into_iter().chain(words.iter().copied());
        let matches = cli::command(Language::En).try_get_matches_from(all).unwrap();
        read(matches.subcommand_matches("chat").unwrap(), Language::En)
    }

    #[test]
    fn both_ways_to_name_a_host_are_the_same() {
        let one = flags(&["root@pve1"]).unwrap();
        let two = flags(&["--host", "pve1", "--username", "root"]).unwrap();
        assert_eq!(one, two);
        assert_eq!(one.target.unwrap().to_string(), "root@pve1");
        assert_eq!(flags(&["root@pve1", "--port", "2222"]).unwrap().target.unwrap().port(), Some(2222));
    }

    #[test]
    fn a_password_on_the_command_line_is_refused_with_the_reason() {
        let failure = flags(&["root@pve1", "--password", "hunter2"]).unwrap_err();
        assert_eq!(failure.code, "E-PASSWORD-ARGUMENT");
        assert!(!failure.text(Language::En).contains("hunter2"));
    }

    #[test]
    fn a_flag_without_effect_is_said_to_have_none() {
        let flags = flags(&["root@pve1", "--quick", "--hours", "12"]).unwrap();
        assert_eq!(flags.notes.len(), 2);
        assert!(flags.notes[0].contains("--quick"), "{:?}", flags.notes);
    }

    #[test]
    fn a_target_that_ssh_would_take_for_an_option_is_refused() {
        assert_eq!(flags(&["--host=-oProxyCommand=sh"]).unwrap_err().code, "E-SSH-TARGET");
    }

    #[test]
    fn a_user_without_a_host_is_an_error() {
        assert_eq!(flags(&["--username", "root"]).unwrap_err().code, "E-ARGUMENT-MISSING");
    }
}
