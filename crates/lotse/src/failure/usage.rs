//! Errors of the command line. The parser's own sentences are English; its kinds and facts are not.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use lotse_engine::command::intents::{INTENTS, Leads};
use lotse_text::{Language, clean, fold, tr};

use super::{Exit, Failure};

/// The failure that an error of the command line is.
pub(crate) fn of_usage(error: &clap::Error, language: Language) -> Failure {
    let argument = words(error, ContextKind::InvalidArg);
    let value = words(error, ContextKind::InvalidValue);
    let (code, message) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            ("E-COMMAND-UNKNOWN", tr::error_command_unknown(language, words(error, ContextKind::InvalidSubcommand)))
        }
        ErrorKind::UnknownArgument => ("E-ARGUMENT-UNKNOWN", tr::usage_unknown_argument(language, &argument)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            ("E-ARGUMENT-VALUE", tr::usage_value_missing(language, &argument))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            ("E-ARGUMENT-VALUE", tr::error_value(language, &argument, &value))
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            ("E-ARGUMENT-VALUE", tr::usage_value_missing(language, &argument))
        }
        ErrorKind::TooManyValues => ("E-ARGUMENT-VALUE", tr::usage_too_many(language, &argument)),
        ErrorKind::ArgumentConflict => {
            let other = words(error, ContextKind::PriorArg);
            ("E-ARGUMENT-CONFLICT", tr::usage_conflict(language, &argument, other))
        }
        ErrorKind::MissingRequiredArgument => ("E-ARGUMENT-MISSING", tr::usage_missing(language, &argument)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("E-COMMAND-MISSING", tr::usage_missing_command(language))
        }
        ErrorKind::InvalidUtf8 => ("E-ARGUMENT-UTF8", tr::usage_utf8(language)),
        _ => ("E-USAGE", clean(&error.to_string()).into_owned()),
    };
    let failure = Failure::new(code, Exit::Usage, message);
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(command) = meant(&words(error, ContextKind::InvalidSubcommand))
    {
        return failure.hint(tr::error_did_you_mean(language, format!("`{command}`")));
    }
    if argument.starts_with("--deadline") && !value.is_empty() {
        return failure.hint(tr::usage_duration_hint(language));
    }
    let meant: Vec<String> = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .flat_map(|kind| each(error, kind))
        .map(|word| format!("`{word}`"))
        .collect();
    if !meant.is_empty() {
        return failure.hint(tr::error_did_you_mean(language, meant.join(", ")));
    }
    let valid = words(error, ContextKind::ValidValue);
    if valid.is_empty() {
        failure.hint(tr::usage_help(language))
    } else {
        failure.hint(tr::error_choices(language, valid))
    }
}

/// The command for a shortcut or code of the chat, which is no subcommand.
fn meant(name: &str) -> Option<String> {
    let name = fold(name);
    let row = INTENTS.iter().find(|row| row.shortcut == Some(name.as_str()) || row.code == Some(name.as_str()))?;
    match row.leads {
        Leads::To(words) => Some(format!("lotse {}", words.join(" "))),
        _ => None,
    }
}

/// The words that are close, the closest first; the parser has it last.
fn each(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.iter().rev().cloned().collect(),
        _ => Some(words(error, kind)).filter(|word| !word.is_empty()).into_iter().collect(),
    }
}

fn words(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Some(ContextValue::Number(number)) => number.to_string(),
        Some(ContextValue::Bool(truth)) => truth.to_string(),
        _ => String::new(),
    }
}
