//! Errors of commands.

use lotse_engine::{
    command::CommandError,
    page::{denied, hidden_line, not_found},
};
use lotse_model::{Hidden, HiddenWhy};
use lotse_text::{Language, clean, tr};

use super::{Exit, Failure};

/// So many missing things are listed with an error.
const SHOWN: usize = 8;

/// The failure that an error of a command is.
pub(crate) fn of_command(error: &CommandError, language: Language) -> Failure {
    let code = error.code();
    match error {
        CommandError::UnknownCommand { name, suggestions } => {
            let failure = Failure::new(code, Exit::Usage, tr::error_command_unknown(language, name));
            suggested(failure, suggestions, language, tr::error_command_unknown_hint)
        }
        CommandError::UnknownArgument { command, argument, suggestions } => {
            let failure = Failure::new(code, Exit::Usage, tr::error_argument_unknown(language, argument, *command));
            let options: Vec<String> = suggestions.iter().map(|name| format!("--{name}")).collect();
            suggested(failure, &options, language, |language| tr::error_see_help(language, *command))
        }
        CommandError::MissingArgument { command, argument } => {
            Failure::new(code, Exit::Usage, tr::error_argument_missing(language, *argument, *command))
                .hint(tr::error_see_help(language, *command))
        }
        CommandError::MissingOneOf { command, arguments } => {
            let options: Vec<String> = arguments.iter().map(|name| format!("--{name}")).collect();
            Failure::new(code, Exit::Usage, tr::error_argument_missing_one(language, quoted(&options), *command))
                .hint(tr::error_see_help(language, *command))
        }
        CommandError::BadValue { argument, value, suggestions } if value.is_empty() => {
            let failure = Failure::new(code, Exit::Usage, tr::error_value_missing(language, *argument));
            choices(failure, suggestions, language)
        }
        CommandError::BadValue { argument, value, suggestions } => {
            let failure = Failure::new(code, Exit::Usage, tr::error_value(language, *argument, value));
            choices(failure, suggestions, language)
        }
        CommandError::BadName { kind, value, suggestion } => {
            let rule = if *kind == "snapshot" { tr::error_name_snapshot } else { tr::error_name_guest };
            let hint = if *kind == "snapshot" {
                tr::error_name_wording(language, suggestion, clean(value))
            } else {
                tr::error_did_you_mean(language, format!("`{suggestion}`"))
            };
            Failure::new(code, Exit::Usage, rule(language, value)).hint(hint)
        }
        CommandError::NotFound { kind, reference, suggestions, hidden } => {
            let failure = Failure::new(code, Exit::NotFound, not_found(language, kind, reference));
            let failure = if suggestions.is_empty() {
                failure
            } else {
                failure.hint(tr::error_did_you_mean(language, quoted(suggestions)))
            };
            listed(failure, hidden, language, tr::error_not_found_hidden)
        }
        CommandError::Ambiguous { reference, candidates, .. } => {
            let mut failure = Failure::new(code, Exit::Usage, tr::error_ambiguous(language, reference));
            for candidate in candidates {
                let mut line = clean(&candidate.reference).into_owned();
                if let Some(name) = &candidate.name {
                    line = format!("{line}  {}", clean(name));
                }
                if let Some(node) = &candidate.node {
                    line = format!("{line}  ({})", clean(node));
                }
                failure = failure.with(line);
            }
            failure.candidates.clone_from(candidates);
            failure.hint(tr::error_ambiguous_hint(language))
        }
        CommandError::AliasDangles { alias, guest } => {
            Failure::new(code, Exit::NotFound, tr::error_alias_dangles(language, clean(alias), guest.to_string()))
                .hint(tr::error_alias_dangles_hint(language, guest.to_string()))
        }
        CommandError::NotWatched { reference } => {
            Failure::new(code, Exit::Usage, tr::error_watch_template(language, reference))
        }
        CommandError::Unreachable { hidden } => {
            let failure = Failure::new(code, exit_of(hidden), tr::error_unreachable(language));
            listed(failure, hidden, language, |_| String::new()).hint(tr::error_unreachable_hint(language))
        }
        CommandError::Denied(refusal) => {
            let text = denied(language, refusal);
            Failure::new(code, Exit::Denied, text.message).hint(text.hint)
        }
        CommandError::NothingKept => Failure::new(code, Exit::NotFound, tr::error_nothing_kept(language))
            .hint(tr::error_nothing_kept_hint(language)),
        CommandError::NoStore => Failure::new(code, Exit::Failed, tr::store_none(language)),
        CommandError::Store(error) => super::of_store(error, language),
        CommandError::Cancelled => Failure::new(code, Exit::Failed, tr::error_cancelled(language)),
    }
}

/// Denied when everything that is missing was refused; else unreachable.
fn exit_of(hidden: &[Hidden]) -> Exit {
    let refused = |hidden: &Hidden| matches!(hidden.why, HiddenWhy::Refused | HiddenWhy::Privilege { .. });
    if !hidden.is_empty() && hidden.iter().all(refused) { Exit::Denied } else { Exit::Unreachable }
}

fn suggested(
    failure: Failure,
    suggestions: &[String],
    language: Language,
    otherwise: impl FnOnce(Language) -> String,
) -> Failure {
    if suggestions.is_empty() {
        failure.hint(otherwise(language))
    } else {
        failure.hint(tr::error_did_you_mean(language, quoted(suggestions)))
    }
}

fn choices(failure: Failure, values: &[String], language: Language) -> Failure {
    if values.is_empty() { failure } else { failure.hint(tr::error_choices(language, quoted(values))) }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn listed(mut failure: Failure, hidden: &[Hidden], language: Language, head: fn(Language) -> String) -> Failure {
    let title = head(language);
    if !hidden.is_empty() && !title.is_empty() {
        failure = failure.with(title);
    }
    for missing in hidden.iter().take(SHOWN) {
        failure = failure.with(hidden_line(language, missing));
    }
    failure
}

#[cfg(test)]
mod tests {
    use lotse_engine::{
        access::Denied,
        command::{Candidate, CommandError, Level},
    };
    use lotse_model::{ClusterName, Hidden, HiddenWhy};
    use lotse_text::Language;

    use super::{Exit, of_command};

    fn hidden(why: HiddenWhy) -> Hidden {
        Hidden { cluster: ClusterName::new("home").unwrap(), node: None, what: "/cluster/resources".to_owned(), why }
    }

    #[test]
    fn each_kind_of_error_ends_the_program_in_its_own_way() {
        let exit = |error: CommandError| of_command(&error, Language::En).exit;
        assert_eq!(exit(CommandError::UnknownCommand { name: "x".to_owned(), suggestions: vec![] }), Exit::Usage);
        let not_found =
            CommandError::NotFound { kind: "guest", reference: "x".to_owned(), suggestions: vec![], hidden: vec![] };
        assert_eq!(exit(not_found), Exit::NotFound);
        assert_eq!(exit(CommandError::Unreachable { hidden: vec![hidden(HiddenWhy::Refused)] }), Exit::Denied);
        assert_eq!(exit(CommandError::Unreachable { hidden: vec![hidden(HiddenWhy::Untrusted)] }), Exit::Unreachable);
        let denied = Denied { command: "list", needs: Level::Look, who: vec![], scope: None, ceiling: None };
        assert_eq!(exit(CommandError::Denied(denied)), Exit::Denied);
        assert_eq!(exit(CommandError::Cancelled), Exit::Failed);
    }

    #[test]
    fn an_ambiguous_reference_lists_its_candidates_cleaned() {
        let candidate = |reference: &str| Candidate {
            reference: reference.to_owned(),
            name: Some("we\u{1b}[31mb".to_owned()),
            node: None,
        };
        let error = CommandError::Ambiguous {
            kind: "guest",
            reference: "web".to_owned(),
            candidates: vec![candidate("home/100"), candidate("lab/100")],
        };
        let failure = of_command(&error, Language::De);
        assert_eq!(failure.detail, ["home/100  web", "lab/100  web"]);
        assert_eq!(failure.exit, Exit::Usage);
        let told = failure.json();
        assert_eq!(told["error"]["candidates"][1]["reference"], "lab/100", "{told}");
        assert!(told["error"]["candidates"][0]["node"].is_null(), "{told}");
    }
}
