//! Limits of application commands (`Application Commands` in Discord's API reference).

use std::collections::HashSet;

use serde_json::Value;

use super::{Flaws, characters, under};

/// Commands of one guild.
pub const COMMANDS: usize = 100;
/// Options of a command, subcommands of a group, choices of an option.
pub const OPTIONS: usize = 25;
/// Characters of all names, descriptions and values of a command, the longest translation of each counted.
pub const TOTAL: usize = 8000;
/// Characters of a name.
pub const NAME: usize = 32;
/// Characters of a description.
pub const DESCRIPTION: usize = 100;

/// The languages that names may be translated to (`Locales` in Discord's API reference).
pub const LOCALES: [&str; 34] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko", "ar",
    "he",
];

/// Checks a list of commands that replaces all others.
pub fn all(flaws: &mut Flaws, body: &Value) {
    let commands = flaws.list("", Some(body), COMMANDS);
    let mut names = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        let at = index.to_string();
        one(flaws, &at, command);
        let name = command.get("name").and_then(Value::as_str).unwrap_or_default();
        let kind = command.get("type").and_then(Value::as_u64).unwrap_or(1);
        let message = "Application command names must be unique";
        flaws.demand(names.insert((kind, name.to_owned())), &at, "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
    }
}

/// Checks one command.
pub fn one(flaws: &mut Flaws, at: &str, command: &Value) {
    let slash = command.get("type").and_then(Value::as_u64).unwrap_or(1) == 1;
    if slash {
        let options = named(flaws, at, command) + options(flaws, at, command, 0);
        let message = format!("Command exceeds maximum size ({TOTAL}); it is {options}");
        flaws.demand(options <= TOTAL, at, "APPLICATION_COMMAND_TOO_LARGE", &message);
    } else {
        flaws.length(&under(at, "name"), command.get("name"), 1, NAME);
        flaws.demand(characters(command.get("description")) == 0, at, "BASE_TYPE_MAX_LENGTH", "No description here");
    }
}

/// Checks name and description with their translations; how many characters they have.
fn named(flaws: &mut Flaws, at: &str, thing: &Value) -> usize {
    flaws.required(&under(at, "name"), thing.get("name"));
    flaws.required(&under(at, "description"), thing.get("description"));
    name(flaws, &under(at, "name"), thing.get("name"));
    flaws.length(&under(at, "description"), thing.get("description"), 1, DESCRIPTION);
    let mut longest = (characters(thing.get("name")), characters(thing.get("description")));
    for (language, value) in translations(flaws, &under(at, "name_localizations"), thing.get("name_localizations")) {
        name(flaws, &under(&under(at, "name_localizations"), language), Some(value));
        longest.0 = longest.0.max(characters(Some(value)));
    }
    let list = under(at, "description_localizations");
    for (language, value) in translations(flaws, &list, thing.get("description_localizations")) {
        flaws.length(&under(&list, language), Some(value), 1, DESCRIPTION);
        longest.1 = longest.1.max(characters(Some(value)));
    }
    longest.0 + longest.1
}

fn translations<'a>(flaws: &mut Flaws, at: &str, value: Option<&'a Value>) -> Vec<(&'a String, &'a Value)> {
    let Some(object) = value.and_then(Value::as_object) else { return Vec::new() };
    for language in object.keys() {
        let message = format!("{language} is no language of Discord");
        flaws.demand(LOCALES.contains(&language.as_str()), at, "ENUM_TYPE_COERCE", &message);
    }
    object.iter().collect()
}

/// A name matches `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` and is written small where its letters can be.
fn name(flaws: &mut Flaws, at: &str, value: Option<&Value>) {
    flaws.length(at, value, 1, NAME);
    let Some(text) = value.and_then(Value::as_str) else { return };
    let fits = text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '\''));
    let small = text.to_lowercase() == text;
    flaws.demand(fits && small, at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
}

/// Checks the options of a command (depth 0), a group (1) or a subcommand (2); how many characters they have.
fn options(flaws: &mut Flaws, at: &str, thing: &Value, depth: usize) -> usize {
    let list = under(at, "options");
    let entries = flaws.list(&list, thing.get("options"), OPTIONS);
    let kind = |option: &Value| option.get("type").and_then(Value::as_u64).unwrap_or_default();
    let branches = entries.iter().filter(|option| matches!(kind(option), 1 | 2)).count();
    let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
    flaws.demand(
        branches == 0 || branches == entries.len(),
        &list,
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        message,
    );
    let mut names = HashSet::new();
    let mut optional_before = false;
    let mut total = 0;
    for (index, option) in entries.iter().enumerate() {
        let at = under(&list, index);
        total += named(flaws, &at, option);
        let own = option.get("name").and_then(Value::as_str).unwrap_or_default();
        let message = "Option names must be unique";
        flaws.demand(names.insert(own.to_owned()), &at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", message);
        let may_branch = match kind(option) {
            2 => depth == 0,
            1 => depth < 2,
            3..=11 => depth != 1,
            _ => false,
        };
        flaws.demand(may_branch, &under(&at, "type"), "BASE_TYPE_CHOICES", "This type cannot stand here");
        match kind(option) {
            2 => total += options(flaws, &at, option, 1),
            1 => total += options(flaws, &at, option, 2),
            _ => {
                let required = option.get("required").and_then(Value::as_bool).unwrap_or_default();
                let message = "Required options must be placed before non-required options";
                flaws.demand(
                    !(required && optional_before),
                    &at,
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    message,
                );
                optional_before |= !required;
                total += choices(flaws, &at, option);
            }
        }
    }
    total
}

fn choices(flaws: &mut Flaws, at: &str, option: &Value) -> usize {
    let kind = option.get("type").and_then(Value::as_u64).unwrap_or_default();
    let completes = option.get("autocomplete").and_then(Value::as_bool).unwrap_or_default();
    let takes = matches!(kind, 3 | 4 | 10);
    let message = "Only texts and numbers are completed";
    flaws.demand(takes || !completes, &under(at, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message);
    let list = under(at, "choices");
    let entries = flaws.list(&list, option.get("choices"), OPTIONS);
    let message = "Choices stand at a text or a number that is not completed";
    flaws.demand(entries.is_empty() || (takes && !completes), &list, "APPLICATION_COMMAND_CHOICES_INVALID", message);
    let mut total = 0;
    for (index, choice) in entries.iter().enumerate() {
        let at = under(&list, index);
        flaws.length(&under(&at, "name"), choice.get("name"), 1, 100);
        let mut longest = characters(choice.get("name"));
        let names = under(&at, "name_localizations");
        for (language, value) in translations(flaws, &names, choice.get("name_localizations")) {
            flaws.length(&under(&names, language), Some(value), 1, 100);
            longest = longest.max(characters(Some(value)));
        }
        if kind == 3 {
            flaws.length(&under(&at, "value"), choice.get("value"), 1, 100);
        }
        total += longest + characters(choice.get("value"));
    }
    let (least, most) = (super::number(option.get("min_length")), super::number(option.get("max_length")));
    let fine = least.is_none_or(|least| least <= 6000) && most.is_none_or(|most| (1..=6000).contains(&most));
    flaws.demand(fine, at, "NUMBER_TYPE_MAX", "Lengths lie between 0 and 6000");
    total
}
