//! `list` as a page.

use lotse_model::{Guest, GuestState};
use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone},
    view::{Answer, ListView},
};

/// So many guests are named in a closing line; the table shows them all with `--state`.
const NAMED: usize = 12;

pub(super) fn lay(page: &mut Page, view: &ListView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    if view.filter.cached {
        page.line(Line::of(tr::list_cached(language), Tone::Warning));
    }
    if view.guests.is_empty() {
        page.line(match (answer.missing.is_empty(), view.filter.is_nothing()) {
            (false, _) => tr::list_none_seen(language),
            (true, true) => tr::list_none(language),
            (true, false) => tr::list_empty(language),
        });
        return;
    }
    // Asked for one kind, a person wants those that run; the others are named below. Asked for all, or for a state,
    // a person wants the table.
    if view.filter.kind.is_none() || view.filter.running.is_some() || view.filter.sort.is_some() || is_narrowed(answer)
    {
        table(page, &view.guests.iter().collect::<Vec<_>>(), reader);
        return;
    }
    let (templates, guests): (Vec<&Guest>, Vec<&Guest>) = view.guests.iter().partition(|guest| guest.template);
    let (unknown, guests): (Vec<_>, Vec<_>) = guests.into_iter().partition(|guest| guest.state == GuestState::Unknown);
    let (running, stopped): (Vec<_>, Vec<_>) = guests.into_iter().partition(|guest| guest.is_running());
    if !running.is_empty() {
        table(page, &running, reader);
    }
    page.line(tr::list_running(language, running.len()));
    let closing = |guests: &[&Guest]| {
        let named = reader.labels(guests.iter().copied().take(NAMED));
        if guests.len() > NAMED { format!("{named}, …") } else { named }
    };
    if !stopped.is_empty() {
        page.line(tr::list_not_running(language, stopped.len(), closing(&stopped)));
    }
    if !unknown.is_empty() {
        page.line(Line::of(tr::list_unknown(language, unknown.len(), closing(&unknown)), Tone::Warning));
    }
    if !templates.is_empty() {
        page.line(Line::of(tr::list_templates(language, templates.len(), closing(&templates)), Tone::Dim));
    }
}

/// Whether criteria were asked for: what meets them is wanted, running or not.
fn is_narrowed(answer: &Answer) -> bool {
    answer.narrowed.as_ref().is_some_and(|narrowed| !narrowed.criteria.is_empty())
}

/// Guests as a table.
pub(super) fn table(page: &mut Page, guests: &[&Guest], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::numbers(tr::column_id(language), 0),
        Column::words(tr::column_kind(language), 3),
        Column::words(tr::column_name(language), 0),
        Column::words(tr::column_state(language), 0),
        Column::words(tr::column_node(language), 1),
        Column::numbers(tr::column_cpu(language), 1),
        Column::numbers(tr::column_memory(language), 2),
        Column::numbers(tr::column_uptime(language), 4),
        Column::words(tr::column_tags(language), 5),
    ];
    let rows = guests.iter().map(|guest| {
        vec![
            Line::of(reader.reference(&guest.id), Tone::Literal),
            Line::plain(Reader::kind(guest.kind)),
            Line::of(guest.name.as_deref().unwrap_or("–"), Tone::Strong),
            reader.guest_state(guest),
            Line::plain(guest.node.as_str()),
            reader.cpu(guest.cpu),
            // A guest that is off uses none; its zero would only look like a figure.
            reader.space(guest.memory.filter(|_| guest.is_running())),
            reader.uptime(guest.uptime),
            Line::plain(guest.tags.join(" ")),
        ]
    });
    page.table(columns, rows.collect());
}
