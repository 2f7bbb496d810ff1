//! How an item ended. Pure: from how its steps ended and what was read back.
//!
//! *Verified* is said only of what was read back. What failed is not made good by how the guest happens to look; what nobody
//! knows may be: a state that was read is known.

use std::borrow::Cow;

use lotse_model::Argument;

use super::{
    course::{Left, trouble},
    event::{Outcome, StepEnd},
    note::{Note, Weight},
    plan::Item,
    state::Progress,
};

/// What was read back of an item: how it looks, and what is said about it.
pub type ReadBack = (Outcome, Vec<Note>);

/// Whether the thing itself is read back before the verdict: not when it is known that it was not done.
#[must_use]
pub fn wants_look(progress: &Progress, cut: bool) -> bool {
    !cut && !matches!(trouble(progress), Some(StepEnd::Failed { .. }))
}

/// How an item ended whose steps are over, or were `cut` short by a freeze, with what is said about it.
#[must_use]
pub fn verdict(item: &Item, progress: &Progress, cut: bool, seen: Option<ReadBack>) -> ReadBack {
    let partly = (progress.ended.len() > 1 || cut).then(|| partly(item, progress));
    match trouble(progress) {
        Some(StepEnd::Failed { meaning, message, .. }) => {
            let why = reason(meaning, message, item, progress);
            (Outcome::Failed, [why].into_iter().chain(partly).collect())
        }
        Some(StepEnd::Unknown { meaning, message }) => {
            let is_last = progress.ended.len() == item.calls.len();
            unknown(reason(meaning, message, item, progress), is_last, seen)
        }
        _ if cut => (Outcome::Failed, [Note::warning("failed-frozen")].into_iter().chain(partly).collect()),
        _ => done(progress, seen),
    }
}

/// How an item ended that was not begun.
#[must_use]
pub fn left(why: Left) -> ReadBack {
    let code = match why {
        Left::AnotherFailed => "left-another-failed",
        Left::Frozen => "left-frozen",
    };
    (Outcome::NotBegun, vec![Note::info(code)])
}

/// How an item ended of which nothing was sent, since something stood against it.
#[must_use]
pub fn unsent(code: &'static str, detail: &str) -> ReadBack {
    let note = Note::warning(code).text("message", detail);
    (Outcome::Failed, vec![note])
}

/// Every step was done: what was read back decides.
fn done(progress: &Progress, seen: Option<ReadBack>) -> ReadBack {
    let (outcome, mut notes) = seen.unwrap_or_else(|| (Outcome::Inconclusive, vec![Note::warning("unknown-unread")]));
    let warnings = progress.ended.iter().map(|end| match end {
        StepEnd::Done { warnings } => *warnings,
        StepEnd::Failed { .. } | StepEnd::Unknown { .. } => 0,
    });
    let warnings: u64 = warnings.sum();
    if warnings > 0 {
        notes.push(with_task(Note::warning("task-warned").with("count", Argument::Count(warnings)), progress));
    }
    (outcome, notes)
}

/// Nobody knows how a step ended: when it was the last one and it was read back, it is so; otherwise nobody can tell.
fn unknown(why: Note, is_last: bool, seen: Option<ReadBack>) -> ReadBack {
    match seen {
        Some((Outcome::Verified, notes)) if is_last => {
            let why = Note { weight: Weight::Info, ..why };
            (Outcome::Verified, notes.into_iter().chain([why]).collect())
        }
        seen => {
            let notes = seen.map(|(_, notes)| notes).unwrap_or_default();
            (Outcome::Inconclusive, [why].into_iter().chain(notes).collect())
        }
    }
}

/// What went wrong, with the server's words and where to look.
fn reason(code: &str, message: &str, item: &Item, progress: &Progress) -> Note {
    let note = Note { code: Cow::Owned(code.to_owned()), ..Note::warning("") };
    with_task(note.text("message", message).text("node", &item.node), progress)
}

fn with_task(note: Note, progress: &Progress) -> Note {
    match progress.tasks.last() {
        Some(upid) => note.text("task", upid),
        None => note.text("task", ""),
    }
}

/// How many of the steps were done.
fn partly(item: &Item, progress: &Progress) -> Note {
    let count = |number: usize| Argument::Count(u64::try_from(number).unwrap_or(u64::MAX));
    let done = progress.ended.iter().filter(|end| matches!(end, StepEnd::Done { .. })).count();
    Note::warning("partly-done").with("done", count(done)).with("steps", count(item.calls.len()))
}

#[cfg(test)]
mod tests;
