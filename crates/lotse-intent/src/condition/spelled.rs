//! Conditions that are no amounts: texts in names, points in time, words that nobody knows.

use std::ops::Range;

use lotse_model::Place;

use crate::amount::{Amount, Of};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::sentence::{Item, Sentence};

/// A text in a name: which item it is, and the items around it that say so.
pub(super) struct Spelled {
    pub(super) value: usize,
    pub(super) items: Range<usize>,
    pub(super) place: Place,
}

/// Words before the text.
const BEFORE: &[(&[&str], Place)] = &[
    (&["starting", "with"], Place::Start),
    (&["start", "with"], Place::Start),
    (&["starts", "with"], Place::Start),
    (&["beginning", "with"], Place::Start),
    (&["begin", "with"], Place::Start),
    (&["begins", "with"], Place::Start),
    (&["beginnend", "mit"], Place::Start),
    (&["ending", "with"], Place::End),
    (&["ending", "in"], Place::End),
    (&["ends", "with"], Place::End),
    (&["end", "with"], Place::End),
    (&["containing"], Place::Anywhere),
    (&["contains"], Place::Anywhere),
    (&["contain"], Place::Anywhere),
];

/// Words around the text: what opens it, and what closes it.
const AROUND: &[(&str, &[&[&str]], Place)] = &[
    (
        "mit",
        &[&["beginnen"], &["beginnt"], &["anfangen"], &["anfaengt"], &["anfangt"], &["starten"], &["startet"]],
        Place::Start,
    ),
    ("auf", &[&["enden"], &["endet"]], Place::End),
    ("mit", &[&["enden"], &["endet"]], Place::End),
    ("mit", &[&["im", "namen"]], Place::Anywhere),
    ("with", &[&["in", "the", "name"], &["in", "their", "name"], &["in", "its", "name"]], Place::Anywhere),
    ("having", &[&["in", "the", "name"], &["in", "their", "name"]], Place::Anywhere),
];

/// Words behind the text.
const BEHIND: &[(&str, Place)] = &[("enthalten", Place::Anywhere), ("enthaelt", Place::Anywhere)];

/// What stands behind the text in Japanese.
const JAPANESE: &[(&str, Place)] = &[
    ("で始ま", Place::Start),
    ("から始ま", Place::Start),
    ("ではじま", Place::Start),
    ("からはじま", Place::Start),
    ("で終わ", Place::End),
    ("を含", Place::Anywhere),
    ("が含ま", Place::Anywhere),
    ("がつく", Place::Anywhere),
    ("が付く", Place::Anywhere),
];

/// The text in a name that the item at `at` is.
pub(super) fn name(sentence: &Sentence, at: usize) -> Option<Spelled> {
    let item = sentence.items.get(at)?;
    let word = item.punctuation.is_none() && !item.japanese && item.text.starts_with(char::is_alphanumeric);
    if !word || item.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest, C::Plural])) {
        return None;
    }
    let found = |items, place| Some(Spelled { value: at, items, place });
    for (words, place) in BEFORE {
        if let Some(start) = at.checked_sub(words.len()).filter(|start| spells(sentence, *start, words)) {
            return found(start..at + 1, *place);
        }
    }
    for (opener, closers, place) in AROUND {
        let start = at.checked_sub(1).filter(|start| spells(sentence, *start, &[opener]));
        let end = closers.iter().find(|closer| spells(sentence, at + 1, closer)).map(|closer| at + 1 + closer.len());
        if let (Some(start), Some(end)) = (start, end) {
            return found(start..end, *place);
        }
    }
    for (closer, place) in BEHIND {
        let relative = at
            .checked_sub(1)
            .and_then(|before| sentence.items.get(before))
            .is_some_and(|before| matches!(before.text.as_str(), "die" | "der" | "das" | "namen" | "name"));
        if relative && spells(sentence, at + 1, &[closer]) {
            return found(at..at + 2, *place);
        }
    }
    (1..=4).find_map(|count| {
        let rest = sentence.items.get(at + 1..at + 1 + count)?;
        let text: String = rest.iter().filter(|item| item.japanese).map(|item| item.text.as_str()).collect();
        let (_, place) = JAPANESE.iter().find(|(closer, _)| text.starts_with(closer))?;
        found(at..at + 1 + count, *place)
    })
}

/// Whether these words stand from `start` on, each an item of its own.
fn spells(sentence: &Sentence, start: usize, words: &[&str]) -> bool {
    let items = sentence.items.get(start..start + words.len());
    items.is_some_and(|items| items.iter().zip(words).all(|(item, word)| item.text == *word && !item.quoted))
}

/// A point in time up to now, or a span that something has lasted: the items of it.
pub(super) fn since(sentence: &Sentence, at: usize, amounts: &[Amount]) -> Option<Range<usize>> {
    let item = sentence.items.get(at).filter(|item| !item.quoted)?;
    let amount_at =
        |at: usize| amounts.iter().find(|amount| amount.items.start == at && matches!(amount.of, Of::Minutes(_)));
    if item.japanese && item.text == "から" {
        let before = at.checked_sub(1).and_then(|before| sentence.items.get(before))?;
        return is_time(before).then(|| at - 1..at + 1);
    }
    if !matches!(item.text.as_str(), "since" | "seit" | "for") {
        return None;
    }
    let next = at + 1;
    if let Some(amount) = amount_at(next) {
        return Some(at..amount.items.end);
    }
    let time = sentence.items.get(next).filter(|next| is_time(next))?;
    (item.text != "for" && !time.quoted).then(|| at..next + 1)
}

fn is_time(item: &Item) -> bool {
    item.set.any(Concepts::of(&[C::TfHour, C::TfDay, C::TfWeek, C::TfMonth, C::TfNone, C::Later]))
}

/// Adjectives that narrow nothing.
const IDLE: [&str; 22] = [
    "existing",
    "available",
    "current",
    "present",
    "individual",
    "single",
    "various",
    "different",
    "configured",
    "registered",
    "known",
    "vorhandene",
    "vorhandenen",
    "verfuegbare",
    "verfuegbaren",
    "bestehende",
    "bestehenden",
    "aktuelle",
    "aktuellen",
    "einzelne",
    "einzelnen",
    "verschiedene",
];

/// Whether the item is a word that nobody knows, right before what is listed.
pub(super) fn is_adjective(sentence: &Sentence, at: usize) -> bool {
    let Some(item) = sentence.items.get(at) else { return false };
    let next = sentence.items.get(at + 1);
    // Japanese has no plural, and parts the two by a particle: 「WindowsのVM」.
    let joint = next.is_some_and(|next| next.japanese && next.text == "の");
    let noun = if joint { sentence.items.get(at + 2) } else { next };
    let listed = noun.is_some_and(|noun| {
        let many = noun.has(C::Plural) || joint;
        !noun.quoted && noun.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest])) && many
    });
    listed
        && item.is_unknown()
        && !item.quoted
        && !item.japanese
        && item.text.chars().all(char::is_alphanumeric)
        && item.text.chars().count() > 2
        && !IDLE.contains(&item.text.as_str())
}
