//! From the command table to slash commands in the documented shape.

use lotse_engine::command::{Argument, ArgumentKind, Command};
use serde_json::{Value, json};

use super::{ASK, QUESTION, grouping, limits, naming, table};

/// `ApplicationCommandOptionType`.
mod kind {
    pub(super) const SUB: u8 = 1;
    pub(super) const GROUP: u8 = 2;
    pub(super) const STRING: u8 = 3;
    pub(super) const INTEGER: u8 = 4;
    pub(super) const BOOLEAN: u8 = 5;
}

/// The largest number of an option: more than any cluster has of anything, and exact in JSON everywhere.
const LARGEST: u64 = 999_999_999;
/// The longest text of an option.
const LONGEST: usize = 500;

/// Every slash command, for the bulk overwrite of a guild.
pub(crate) fn derive(localise_names: bool) -> Value {
    let mut commands: Vec<Value> = Vec::new();
    let deriving = Deriving { localise_names };
    for command in table() {
        let path = grouping::path(command.name);
        let options: Vec<_> = options(command).map(|argument| deriving.option(argument)).collect();
        let keys = [command.help_key()];
        match path.as_slice() {
            [name] => commands.push(deriving.top(name, &keys, &options)),
            [top, sub] => {
                let sub = deriving.named(kind::SUB, sub, &keys, &options);
                push(deriving.family(&mut commands, top), sub);
            }
            [top, group, sub] => {
                let sub = deriving.named(kind::SUB, sub, &keys, &options);
                let family = deriving.family(&mut commands, top);
                push(deriving.group(family, group), sub);
            }
            _ => {}
        }
    }
    let question = json!({"type": kind::STRING, "max_length": LONGEST, "required": true});
    let question = deriving.with(question, QUESTION, &["discord-ask-question".to_owned()]);
    commands.push(deriving.top(ASK, &["discord-ask".to_owned()], &[question]));
    commands.truncate(limits::COMMANDS);
    Value::Array(commands)
}

/// The arguments of a command, required ones first as Discord wants them.
fn options(command: &'static Command) -> impl Iterator<Item = &'static Argument> {
    let (required, others): (Vec<_>, Vec<_>) = command.arguments.iter().partition(|argument| argument.required);
    required.into_iter().chain(others).take(limits::OPTIONS)
}

struct Deriving {
    localise_names: bool,
}

impl Deriving {
    /// A command that is sent by itself, or a family that is still empty. Only in guilds, only by an installation in one.
    fn top(&self, name: &str, keys: &[String], options: &[Value]) -> Value {
        let base = json!({"type": 1, "contexts": [0], "integration_types": [0], "options": options});
        self.with(base, name, keys)
    }

    fn named(&self, kind: u8, name: &str, keys: &[String], options: &[Value]) -> Value {
        self.with(json!({"type": kind, "options": options}), name, keys)
    }

    fn with(&self, mut value: Value, name: &str, keys: &[String]) -> Value {
        let (description, others) = naming::described(keys);
        if let Some(object) = value.as_object_mut() {
            object.insert("name".to_owned(), json!(name));
            object.insert("description".to_owned(), json!(description));
            object.insert("description_localizations".to_owned(), others);
            if let Some(names) = naming::localised(name).filter(|_| self.localise_names) {
                object.insert("name_localizations".to_owned(), names);
            }
        }
        value
    }

    fn family<'a>(&self, commands: &'a mut Vec<Value>, name: &str) -> Option<&'a mut Value> {
        if !commands.iter().any(|command| command["name"] == name) {
            commands.push(self.top(name, &[format!("discord-group-{name}")], &[]));
        }
        commands.iter_mut().find(|command| command["name"] == name)
    }

    fn group<'a>(&self, family: Option<&'a mut Value>, name: &str) -> Option<&'a mut Value> {
        let subs = family?.get_mut("options")?.as_array_mut()?;
        if !subs.iter().any(|sub| sub["name"] == name) {
            subs.push(self.named(kind::GROUP, name, &[format!("discord-group-{name}")], &[]));
        }
        subs.iter_mut().find(|sub| sub["name"] == name)
    }

    fn option(&self, argument: &Argument) -> Value {
        let mut option = match argument.kind {
            ArgumentKind::Flag => json!({"type": kind::BOOLEAN}),
            ArgumentKind::Number => json!({"type": kind::INTEGER, "min_value": 0, "max_value": LARGEST}),
            _ if naming::is_mebibytes(argument) => {
                json!({"type": kind::INTEGER, "min_value": 1, "max_value": LARGEST})
            }
            ArgumentKind::Choice(words) if words.len() <= limits::OPTIONS => {
                let choices: Vec<_> = words.iter().map(|word| choice(word)).collect();
                json!({"type": kind::STRING, "choices": choices})
            }
            ArgumentKind::Text | ArgumentKind::Size | ArgumentKind::Duration | ArgumentKind::Criteria(_) => {
                json!({"type": kind::STRING, "max_length": LONGEST})
            }
            _ => json!({"type": kind::STRING, "max_length": LONGEST, "autocomplete": true}),
        };
        if argument.required
            && let Some(object) = option.as_object_mut()
        {
            object.insert("required".to_owned(), json!(true));
        }
        let name = naming::option(argument);
        // What an option of another name in Discord means may need other words there.
        let keys = [format!("discord-option-{}", name.replace('_', "-")), Command::argument_key(argument)];
        self.with(option, name, &keys)
    }
}

fn choice(word: &str) -> Value {
    let (name, others) = naming::choice(word);
    match others {
        Some(others) => json!({"name": name, "value": word, "name_localizations": others}),
        None => json!({"name": name, "value": word}),
    }
}

fn push(parent: Option<&mut Value>, sub: Value) {
    if let Some(subs) = parent.and_then(|parent| parent.get_mut("options")).and_then(Value::as_array_mut) {
        subs.push(sub);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::derive;
    use crate::commands::limits;

    fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
        value[key].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// Every rule of Discord's documentation that its description does not hold.
    fn check(named: &Value, depth: usize) {
        let text = |key: &str| named[key].as_str().unwrap_or_default();
        assert!(limits::is_name(text("name")), "{named}");
        assert!((1..=limits::DESCRIPTION).contains(&text("description").chars().count()), "{named}");
        for key in ["name_localizations", "description_localizations"] {
            for (locale, local) in named[key].as_object().into_iter().flatten() {
                let local = local.as_str().unwrap();
                assert!(["de", "ja"].contains(&locale.as_str()));
                assert!((1..=limits::DESCRIPTION).contains(&local.chars().count()), "{named}");
                assert!(key != "name_localizations" || limits::is_name(local), "{local}");
            }
        }
        let options = list(named, "options");
        assert!(options.len() <= limits::OPTIONS && list(named, "choices").len() <= limits::OPTIONS, "{named}");
        for locale in [None, Some("de"), Some("ja")] {
            let local = |option: &Value| {
                let other = locale.and_then(|locale| option["name_localizations"][locale].as_str());
                other.or(option["name"].as_str()).unwrap().to_owned()
            };
            let unique: BTreeSet<_> = options.iter().map(local).collect();
            assert_eq!(unique.len(), options.len(), "two of one name ({locale:?}): {named}");
        }
        let order: Vec<_> = options.iter().map(|option| option["required"] != true).collect();
        assert!(order.is_sorted(), "required options come first: {named}");
        let kinds: Vec<_> = options.iter().map(|option| option["type"].as_u64().unwrap()).collect();
        let subs = kinds.iter().filter(|kind| **kind <= 2).count();
        assert!(subs == 0 || subs == kinds.len(), "subcommands and options do not stand beside each other: {named}");
        for option in options {
            // A subcommand in a group in a command: no deeper, and no group without one.
            let kind = option["type"].as_u64().unwrap();
            assert!(kind > 2 || depth < 2, "{named}");
            assert!(kind != 2 || (depth == 0 && !list(option, "options").is_empty()), "{named}");
            assert!(!(option["autocomplete"] == true && option["choices"].is_array()));
            check(option, if kind <= 2 { depth + 1 } else { 2 });
        }
        for choice in list(named, "choices") {
            assert!((1..=limits::CHOICE).contains(&choice["name"].as_str().unwrap().chars().count()));
        }
    }

    /// What counts against the size of a command: names, descriptions and values with all that stands in it, of each text the
    /// longest of its translations.
    fn size(thing: &Value) -> usize {
        let characters = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
        let longest = |key: &str, others: &str| {
            let others = thing[others].as_object().into_iter().flatten().map(|(_, local)| characters(local));
            others.max().unwrap_or_default().max(characters(&thing[key]))
        };
        let own = longest("name", "name_localizations") + longest("description", "description_localizations");
        let inside = list(thing, "options").iter().chain(list(thing, "choices")).map(size);
        own + characters(&thing["value"]) + inside.sum::<usize>()
    }

    #[test]
    fn every_command_keeps_to_the_documented_rules() {
        for localise in [false, true] {
            let commands = derive(localise);
            let commands = commands.as_array().unwrap();
            assert!(commands.len() <= limits::COMMANDS);
            let names: BTreeSet<_> = commands.iter().map(|command| command["name"].as_str().unwrap()).collect();
            assert_eq!(names.len(), commands.len());
            for command in commands {
                check(command, 0);
                assert_eq!(command["contexts"], serde_json::json!([0]), "guilds only");
                assert!(size(command) <= limits::SIZE, "{} has {}", command["name"], size(command));
            }
        }
    }

    #[test]
    fn every_description_is_in_three_languages() {
        fn all(value: &Value) {
            if value["description"].is_string() {
                for locale in ["de", "ja"] {
                    assert!(value["description_localizations"][locale].is_string(), "{locale}: {}", value["name"]);
                }
            }
            list(value, "options").iter().for_each(all);
        }
        derive(true).as_array().unwrap().iter().for_each(all);
    }

    #[test]
    fn names_stay_in_english_unless_asked_for() {
        assert!(!derive(false).to_string().contains("name_localizations\":{\"de\":\"liste"));
    }
}
