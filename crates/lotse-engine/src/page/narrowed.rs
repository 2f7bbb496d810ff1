//! What an answer was narrowed to, in words: above what is shown, so that nobody takes a part for the whole.

use lotse_model::{Comparison, Criterion, Field, Measure, Place};
use lotse_text::{Language, tr};

use crate::{
    page::{Line, Page, Tone},
    view::{Answer, Narrowed, Things},
};

/// So many names are told of those of which it is not known; JSON has them all.
const NAMED: usize = 12;

/// Lays it out. Says whether anything is left to be shown below.
pub(super) fn lay(page: &mut Page, answer: &Answer, language: Language) -> bool {
    let Some(narrowed) = &answer.narrowed else { return true };
    for line in lines(narrowed, language) {
        page.line(line);
    }
    narrowed.criteria.is_empty() || narrowed.fits > 0 || matches!(narrowed.things, Things::Backups | Things::Others)
}

/// What it was narrowed to, of what that is not known, and what of the question is not heeded; a line each.
#[must_use]
pub fn lines(narrowed: &Narrowed, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let (count, fits) = (narrowed.of, narrowed.fits);
    let in_words = narrowed.criteria.iter().map(|criterion| words(criterion, language));
    if let Some(criteria) = in_words.reduce(|first, second| tr::criteria_and(language, first, second)) {
        let said = match narrowed.things {
            Things::Guests => tr::narrowed_guests(language, count, criteria, fits),
            Things::Vms => tr::narrowed_vms(language, count, criteria, fits),
            Things::Containers => tr::narrowed_containers(language, count, criteria, fits),
            Things::Nodes => tr::narrowed_nodes(language, count, criteria, fits),
            Things::Storages => tr::narrowed_storages(language, count, criteria, fits),
            Things::Snapshots => tr::narrowed_snapshots(language, count, criteria, fits),
            Things::Backups => tr::narrowed_backups(language, count, criteria, fits),
            Things::Others => tr::narrowed_left_out(language, criteria),
        };
        lines.push(Line::of(said, Tone::Strong));
    }
    if !narrowed.unknown.is_empty() {
        let mut names = narrowed.unknown.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        if narrowed.unknown.len() > NAMED {
            names.push_str(", …");
        }
        lines.push(Line::of(tr::narrowed_unknown(language, narrowed.unknown.len(), names), Tone::Warning));
    }
    if !narrowed.left_out.is_empty() {
        let quoted: Vec<String> = narrowed.left_out.iter().map(|words| quoted(words, language)).collect();
        lines.push(Line::of(tr::narrowed_left_out(language, quoted.join(", ")), Tone::Warning));
    }
    lines
}

fn quoted(words: &str, language: Language) -> String {
    match language {
        Language::En => format!("“{words}”"),
        Language::De => format!("„{words}“"),
        Language::Ja => format!("「{words}」"),
    }
}

fn words(criterion: &Criterion, language: Language) -> String {
    let amount = match &criterion.value {
        Measure::Bytes(bytes) => lotse_text::bytes(language, *bytes),
        Measure::Share(share) => lotse_text::percent(language, *share),
        Measure::Time(time) => lotse_text::duration(language, *time),
        Measure::Count(count) => lotse_text::decimal(language, *count, usize::from(count.fract() != 0.0)),
        Measure::Text(text, place) => {
            return match place {
                Place::Whole => tr::criterion_name(language, text),
                Place::Start => tr::criterion_name_start(language, text),
                Place::End => tr::criterion_name_end(language, text),
                Place::Anywhere => tr::criterion_name_anywhere(language, text),
            };
        }
    };
    let amount = match criterion.comparison {
        Comparison::More => tr::criterion_more(language, amount),
        Comparison::AtLeast => tr::criterion_at_least(language, amount),
        Comparison::Less => tr::criterion_less(language, amount),
        Comparison::AtMost => tr::criterion_at_most(language, amount),
        Comparison::Equal => tr::criterion_equal(language, amount),
    };
    let is_share = matches!(criterion.value, Measure::Share(_));
    match criterion.field {
        Field::Memory => tr::criterion_memory(language, amount),
        Field::MemoryUsed if is_share => tr::criterion_memory_share(language, amount),
        Field::MemoryUsed => tr::criterion_memory_used(language, amount),
        Field::Cores => tr::criterion_cores(language, amount),
        Field::Cpu => tr::criterion_cpu(language, amount),
        Field::Disk => tr::criterion_disk(language, amount),
        Field::DiskUsed if is_share => tr::criterion_disk_share(language, amount),
        Field::DiskUsed => tr::criterion_disk_used(language, amount),
        Field::Uptime => tr::criterion_uptime(language, amount),
        Field::Age => tr::criterion_age(language, amount),
        Field::Size => tr::criterion_size(language, amount),
        Field::Used => tr::criterion_used(language, amount),
        Field::Free => tr::criterion_free(language, amount),
        Field::Name => tr::criterion_name(language, amount),
    }
}
