//! `language` and `timezone`, which stand in several tables.

use lotse_text::{Language, Zone};

use super::{Located, Problem, section::Section};

/// The language of a table, where it names one.
pub(super) fn language(root: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Option<Language> {
    let text = root.string("language", problems)?;
    let found = Language::ALL.into_iter().find(|language| language.tag() == text.value);
    if found.is_none() {
        problems.push(text.problem(Problem::BadLanguage { value: text.value.clone() }));
    }
    found
}

/// The time zone of a table, where it names one.
pub(super) fn zone(root: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Option<Zone> {
    let text = root.string("timezone", problems)?;
    let found = Zone::named(&text.value).ok();
    if found.is_none() {
        problems.push(text.problem(Problem::BadZone { value: text.value.clone() }));
    }
    found
}
