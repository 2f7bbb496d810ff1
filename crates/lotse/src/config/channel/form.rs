//! What several kinds of channels ask of their keys.

use std::path::Path;

use url::Url;

use super::super::{
    Located, Problem, SecretSource, secret,
    section::{At, Section},
    service_address,
};

/// A text of a form; another one is a problem that shows an example.
pub(super) fn text(
    section: &mut Section<'_, '_>,
    key: &'static str,
    example: &'static str,
    problems: &mut Vec<Located>,
    fits: impl FnOnce(&str) -> bool,
) -> Option<String> {
    let text = section.digits(key, problems)?;
    if fits(&text.value) {
        return Some(text.value);
    }
    problems.push(misshapen(section, key, &text, example));
    None
}

/// The problem that a text has not the form that its key takes.
pub(super) fn misshapen(
    section: &Section<'_, '_>,
    key: &'static str,
    text: &At<String>,
    example: &'static str,
) -> Located {
    text.problem(Problem::BadForm { key: section.full(key), value: text.value.clone(), example })
}

/// A secret that must be there.
pub(super) fn secret(
    section: &mut Section<'_, '_>,
    key: &'static str,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<SecretSource> {
    let source = secret::read(section, key, folder, problems);
    must(section, key, problems);
    source
}

/// The address of a service that must be there.
pub(super) fn server(section: &mut Section<'_, '_>, key: &'static str, problems: &mut Vec<Located>) -> Option<Url> {
    let url = service_address::read(section, key, service_address::WEB, problems);
    must(section, key, problems);
    url
}

/// Says that the key is missing, when it is.
pub(super) fn must(section: &Section<'_, '_>, key: &'static str, problems: &mut Vec<Located>) {
    if section.place(key).is_none() {
        problems.push(section.missing(key));
    }
}

/// A user with a password: both, or neither.
pub(super) fn login(
    section: &mut Section<'_, '_>,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<(String, SecretSource)> {
    let user = section.string("user", problems);
    let password = secret::read(section, "password", folder, problems);
    for (has, lacks) in [("user", "password"), ("password", "user")] {
        if section.place(has).is_some() && section.place(lacks).is_none() {
            problems.push(section.problem(Problem::Pair { has, lacks }));
        }
    }
    user.map(|user| user.value).zip(password)
}
