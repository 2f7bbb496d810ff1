//! Notes of plans and outcomes in words.

use lotse_model::{Argument, GuestState};
use lotse_text::{Value, message, tr};

use crate::{
    change::note::{Note, Weight},
    page::{Line, Page, Reader, Tone, words::state_name},
};

/// The text of a note of a plan.
pub(crate) fn of_plan(note: &Note, reader: &Reader) -> String {
    text(note, &["note"], reader)
}

/// The text of a note of an outcome.
pub(crate) fn of_outcome(note: &Note, reader: &Reader) -> String {
    text(note, &["outcome", "note"], reader)
}

/// The text under the first of these prefixes that has the code; the code itself where a newer version wrote it.
fn text(note: &Note, prefixes: &[&str], reader: &Reader) -> String {
    let arguments: Vec<(&str, Value<'_>)> =
        note.arguments.iter().map(|(name, value)| (name.as_str(), value_of(name, value, reader))).collect();
    let found =
        prefixes.iter().find_map(|prefix| message(reader.language, &format!("{prefix}-{}", note.code), &arguments));
    found.unwrap_or_else(|| note.code.to_string())
}

/// The value of an argument. A guest's state is a machine's word, and has one of the reader's.
fn value_of<'a>(name: &str, value: &'a Argument, reader: &Reader) -> Value<'a> {
    match value {
        Argument::Text(word) if name == "state" => Value::from(state_word(word, reader)),
        other => Value::of_argument(other, &reader.zone),
    }
}

/// A state as a fact has it, in the reader's words: of a guest, a backup's protection, or a job.
pub(super) fn state_word(word: &str, reader: &Reader) -> String {
    let language = reader.language;
    let state = match word {
        "running" => GuestState::Running,
        "stopped" => GuestState::Stopped,
        "paused" => GuestState::Paused,
        "suspended" => GuestState::Suspended,
        "unknown" => GuestState::Unknown,
        "protected" => return tr::word_protected(language),
        "unprotected" => return tr::word_unprotected(language),
        "on" => return tr::word_enabled(language),
        "off" => return tr::word_disabled(language),
        other => GuestState::Other(other.to_owned()),
    };
    state_name(&state, language).unwrap_or_else(|| lotse_text::clean(word).into_owned())
}

/// Whether a note only says how the guest is.
pub(super) fn is_state(note: &Note) -> bool {
    matches!(note.code.as_ref(), "state" | "state-for")
}

/// The notes of a plan, one a line, what weighs most first.
pub(super) fn lay_plan<'a>(page: &mut Page, notes: impl IntoIterator<Item = &'a Note>, reader: &Reader) {
    let mut notes: Vec<_> = notes.into_iter().collect();
    notes.sort_by_key(|note| std::cmp::Reverse(note.weight));
    for note in notes {
        page.line(line(note.weight, &of_plan(note, reader), reader));
    }
}

/// A note's line: a sign and a word for what weighs, then its text.
pub(super) fn line(weight: Weight, text: &str, reader: &Reader) -> Line {
    match weight {
        Weight::Blocks => {
            Line::of(format!("✖ {} ", tr::plan_note_blocks(reader.language)), Tone::Bad).and(text, Tone::Plain)
        }
        Weight::Warning => {
            Line::of(format!("▲ {} ", tr::plan_note_warning(reader.language)), Tone::Warning).and(text, Tone::Plain)
        }
        Weight::Info => Line::of("· ", Tone::Dim).and(text, Tone::Plain),
    }
}
