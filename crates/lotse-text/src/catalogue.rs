//! The texts: one Fluent bundle per language, built when its first text is asked for.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::langid;

use crate::{Language, Value, number};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

type Bundle = FluentBundle<FluentResource>;

static DE: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::De));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::En));
static JA: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Ja));

/// The keys of `language` (`id`, or `id.attribute`) with the names of their arguments, both in alphabetical order.
#[must_use]
pub const fn keys(language: Language) -> &'static [(&'static str, &'static [&'static str])] {
    match language {
        Language::De => KEYS_DE,
        Language::En => KEYS_EN,
        Language::Ja => KEYS_JA,
    }
}

/// The text of a key that is known at run time only, such as a finding's; `None` where there is no such key.
///
/// Where the language lacks it, English stands in. An argument that the text does not use is ignored; one that it uses
/// and that is not given shows as `{$name}`.
#[must_use]
pub fn message(language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
    in_language(language, key, arguments).or_else(|| in_language(Language::En, key, arguments))
}

/// The text of a key that the build has checked.
pub(crate) fn text(language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    message(language, key, arguments).unwrap_or_else(|| key.to_owned())
}

fn in_language(language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
    let bundle: &Bundle = match language {
        Language::De => &DE,
        Language::En => &EN,
        Language::Ja => &JA,
    };
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut given = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        given.set(*name, value.in_fluent(language));
    }
    // A reference that cannot be resolved shows by its name in the text; the test over all keys finds it.
    let mut unresolved = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&given), &mut unresolved).into_owned())
}

fn bundle(language: Language) -> Bundle {
    let (id, sources, formatter): (_, _, fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>) = match language {
        Language::De => (langid!("de"), SOURCES_DE, |value, _| counted(Language::De, value)),
        Language::En => (langid!("en"), SOURCES_EN, |value, _| counted(Language::En, value)),
        Language::Ja => (langid!("ja"), SOURCES_JA, |value, _| counted(Language::Ja, value)),
    };
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // The isolation marks around arguments (U+2068, U+2069) are for mixed directions of writing; terminals show them.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(formatter));
    for source in sources {
        // The build has parsed every file and refused what is broken or stands twice.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Counts stay numbers up to here, so that Fluent can choose the plural.
fn counted(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(count) => Some(number::decimal(language, count.value, 2)),
        _ => None,
    }
}
