//! What became of a change, as a page: of each guest a sign and a word, what was read back, and where it failed the server's
//! words, what they mean, and what to do.

use lotse_text::tr;

use crate::{
    change::{
        event::{Difference, Dropped, Outcome, StepEnd},
        plan::Item,
    },
    page::{
        Block, Column, Line, Page, Reader, Tone,
        does::{of_command, reference, subject},
        note::{of_outcome, state_word},
    },
    view::{ItemOutcome, OutcomeView},
};

/// So many lines of a task's log are shown of each failure; the task has them all.
const TAIL: usize = 20;

pub(super) fn lay(page: &mut Page, view: &OutcomeView, reader: &Reader) {
    let language = reader.language;
    page.heading(title(view, reader));
    if let Some(why) = &view.dropped {
        page.line(Line::of(tr::ended_nothing_sent(language), Tone::Warning));
        lay_dropped(page, why, &view.items, reader);
        return;
    }
    match view.items.as_slice() {
        [only] => {
            let means = match only.outcome {
                Some(Outcome::Verified) => Some(tr::ended_verified_means(language)),
                Some(Outcome::Inconclusive) => Some(tr::ended_inconclusive_means(language)),
                _ => None,
            };
            let line = outcome_line(only.outcome, reader);
            page.line(match means {
                Some(means) => line.and(format!(" {means}"), Tone::Dim),
                None => line,
            });
            lay_item(page, only, reader);
        }
        several => lay_several(page, several, reader),
    }
    offer(page, view, reader);
}

fn title(view: &OutcomeView, reader: &Reader) -> String {
    let what = match view.items.as_slice() {
        [only] => subject(&only.item, reader),
        several => tr::count_guests(reader.language, several.len()),
    };
    of_command(&view.command, &what, reader)
}

/// How something ended, as a sign and a word.
#[must_use]
pub fn outcome_line(outcome: Option<Outcome>, reader: &Reader) -> Line {
    let language = reader.language;
    match outcome {
        Some(Outcome::Verified) => Line::of(format!("✔ {}", tr::ended_verified(language)), Tone::Good),
        Some(Outcome::Failed) => Line::of(format!("✖ {}", tr::ended_failed(language)), Tone::Bad),
        Some(Outcome::Inconclusive) => Line::of(format!("? {}", tr::ended_inconclusive(language)), Tone::Warning),
        Some(Outcome::NotBegun) => Line::of(format!("– {}", tr::ended_not_begun(language)), Tone::Dim),
        None => Line::of(format!("… {}", tr::ended_under_way(language)), Tone::Plain),
    }
}

fn lay_several(page: &mut Page, items: &[ItemOutcome], reader: &Reader) {
    let language = reader.language;
    let order =
        [Some(Outcome::Verified), Some(Outcome::Failed), Some(Outcome::Inconclusive), Some(Outcome::NotBegun), None];
    for outcome in order {
        let count = items.iter().filter(|item| item.outcome == outcome).count();
        if count > 0 {
            let line = outcome_line(outcome, reader);
            page.line(line.and(format!(": {}", lotse_text::number(language, count as u64)), Tone::Plain));
        }
    }
    let columns = vec![
        Column::words(tr::column_guest(language), 0),
        Column::words(tr::column_result(language), 0),
        Column::words(tr::column_meaning(language), 1),
    ];
    let rows = items.iter().map(|item| {
        let first = item.notes.first().map(|note| of_outcome(note, reader)).unwrap_or_default();
        vec![
            Line::of(subject(&item.item, reader), Tone::Strong),
            outcome_line(item.outcome, reader),
            Line::plain(first),
        ]
    });
    page.table(columns, rows.collect());
    for item in items.iter().filter(|item| matches!(item.outcome, Some(Outcome::Failed | Outcome::Inconclusive))) {
        page.heading(subject(&item.item, reader));
        lay_item(page, item, reader);
    }
}

/// What is known of one guest or job.
fn lay_item(page: &mut Page, item: &ItemOutcome, reader: &Reader) {
    let language = reader.language;
    let tone = match item.outcome {
        Some(Outcome::Failed | Outcome::Inconclusive) => Tone::Strong,
        _ => Tone::Plain,
    };
    for note in &item.notes {
        page.line(Line::of("· ", Tone::Dim).and(of_outcome(note, reader), tone));
    }
    for end in &item.steps {
        match end {
            StepEnd::Done { .. } => {}
            StepEnd::Failed { message, tail, .. } => {
                let tail = tail.iter().skip(tail.len().saturating_sub(TAIL));
                let mut lines: Vec<String> = tail.map(|line| clean(line)).collect();
                let message = clean(message);
                if !message.is_empty() && !lines.iter().any(|line| line.contains(&message)) {
                    lines.push(message);
                }
                if !lines.is_empty() {
                    page.line(Line::of(tr::ended_server_says(language), Tone::Dim));
                    page.blocks.push(Block::Verbatim(lines));
                }
            }
            StepEnd::Unknown { message, .. } if clean(message).is_empty() => {}
            StepEnd::Unknown { message, .. } => {
                page.line(Line::of(tr::ended_known(language), Tone::Dim));
                page.blocks.push(Block::Verbatim(vec![clean(message)]));
            }
        }
    }
    let facts: Vec<_> =
        item.tasks.iter().map(|task| (tr::column_task(language), Line::of(task.to_string(), Tone::Dim))).collect();
    if !facts.is_empty() {
        page.facts(facts);
    }
}

/// What could be done next: a hard stop where a guest did not shut down. It is a change of its own, with a plan of its own.
fn offer(page: &mut Page, view: &OutcomeView, reader: &Reader) {
    let deaf = |item: &&ItemOutcome| {
        item.outcome == Some(Outcome::Failed)
            && item.steps.iter().any(|end| matches!(end, StepEnd::Failed { meaning, .. } if meaning == NO_REACTION))
    };
    let guests: Vec<String> = view.items.iter().filter(deaf).map(|item| reference(&item.item, reader)).collect();
    if guests.is_empty() || !matches!(view.command.as_str(), "shutdown" | "reboot") {
        return;
    }
    let command = format!("stop {}", guests.join(","));
    page.line(Line::plain(tr::ended_offer_stop(reader.language)).and(" ", Tone::Plain).and(command, Tone::Literal));
}

/// The meaning of a guest that was asked to shut down and did not in time.
const NO_REACTION: &str = "failed-no-reaction";

/// Why nothing was sent.
fn lay_dropped(page: &mut Page, why: &Dropped, items: &[ItemOutcome], reader: &Reader) {
    page.line(dropped_line(why, reader));
    if let Dropped::Stale { differs } = why {
        for difference in differs {
            let item = items.get(difference.item).map(|item| &item.item);
            page.line(Line::of("· ", Tone::Dim).and(difference_text(difference, item, reader), Tone::Plain));
        }
    }
}

/// Why a change ended before anything was sent.
#[must_use]
pub fn dropped_line(why: &Dropped, reader: &Reader) -> Line {
    let language = reader.language;
    Line::plain(match why {
        Dropped::Declined { by } => tr::dropped_declined(language, by),
        Dropped::Expired => tr::dropped_expired(language),
        Dropped::Stale { .. } => tr::dropped_stale(language),
        Dropped::Frozen { reason } => tr::dropped_frozen(language, reason),
        Dropped::NotAllowed => tr::dropped_not_allowed(language),
        Dropped::Unseen { what } => tr::dropped_unseen(language, what),
        Dropped::Used => tr::dropped_used(language),
    })
}

/// What differs: `100 web: state: running → stopped`.
fn difference_text(difference: &Difference, item: Option<&Item>, reader: &Reader) -> String {
    let language = reader.language;
    let guest = item.map(|item| subject(item, reader)).unwrap_or_default();
    if difference.fact == "gone" {
        return tr::differs_gone(language, guest);
    }
    let value = |value: &Option<String>| match value.as_deref() {
        None => tr::word_none(language),
        Some(word) if difference.fact == "state" => state_word(word, reader),
        Some(word) => clean(word),
    };
    let fact = lotse_text::message(language, &format!("fact-{}", difference.fact), &[])
        .unwrap_or_else(|| clean(&difference.fact));
    tr::differs(language, fact, value(&difference.was), guest, value(&difference.is))
}

fn clean(text: &str) -> String {
    lotse_text::clean(text).into_owned()
}
