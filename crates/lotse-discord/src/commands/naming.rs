//! Names of options, and names in other languages.

use lotse_engine::command::{Argument, ArgumentKind};
use lotse_text::{Language, message};
use serde_json::{Map, Value};

use super::limits;

/// The name of an option. Those that the first bot had keep its names.
pub(super) const fn option(argument: &Argument) -> &'static str {
    match argument.kind {
        ArgumentKind::Guest | ArgumentKind::Guests | ArgumentKind::GuestOrNode => "vmid",
        ArgumentKind::Template => "template_id",
        _ if is(argument.name, "new-id") => "new_vmid",
        ArgumentKind::Size if is(argument.name, "memory") => "memory_mb",
        _ => argument.name,
    }
}

/// Whether an option takes whole MiB as a number.
pub(super) const fn is_mebibytes(argument: &Argument) -> bool {
    matches!(argument.kind, ArgumentKind::Size) && is(argument.name, "memory")
}

/// `==` of texts in constants.
const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        #[expect(clippy::indexing_slicing, reason = "both are as long as each other, and iterators are not constant")]
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Discord's languages that are not the default one.
const LOCALES: [(&str, Language); 2] = [("de", Language::De), ("ja", Language::Ja)];

/// The English text of a key, cut to what a description may have, and the same in the other languages.
pub(super) fn described(keys: &[String]) -> (String, Value) {
    let text = |language| {
        let found = keys.iter().find_map(|key| message(language, key, &[])).unwrap_or_default();
        limits::cut(&found, limits::DESCRIPTION)
    };
    let english = Some(text(Language::En)).filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned());
    let others = LOCALES.iter().map(|(locale, language)| (*locale, text(*language)));
    let others =
        others.filter(|(_, text)| !text.is_empty()).map(|(locale, text)| (locale.to_owned(), Value::String(text)));
    (english, Value::Object(others.collect::<Map<_, _>>()))
}

/// A command's or option's name in the other languages, where it has one that Discord takes.
pub(super) fn localised(name: &str) -> Option<Value> {
    let key = format!("discord-name-{}", name.replace('_', "-"));
    let names = LOCALES.iter().filter_map(|(locale, language)| {
        let local = message(*language, &key, &[])?;
        limits::is_name(&local).then(|| ((*locale).to_owned(), Value::String(local)))
    });
    let names: Map<_, _> = names.collect();
    (!names.is_empty()).then_some(Value::Object(names))
}

/// A choice in the other languages.
pub(super) fn choice(value: &str) -> (String, Option<Value>) {
    let key = format!("discord-choice-{value}");
    let text = |language| message(language, &key, &[]).map(|text| limits::cut(&text, limits::CHOICE));
    let names: Map<_, _> = LOCALES
        .iter()
        .filter_map(|(locale, language)| Some(((*locale).to_owned(), Value::String(text(*language)?))))
        .collect();
    (text(Language::En).unwrap_or_else(|| value.to_owned()), (!names.is_empty()).then_some(Value::Object(names)))
}
