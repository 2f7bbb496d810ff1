//! `snapshots` as a page.

use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, words::word},
    view::{Answer, SnapshotsView},
};

pub(super) fn lay(page: &mut Page, view: &SnapshotsView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    if view.snapshots.is_empty() {
        page.line(match (&view.guest, answer.missing.is_empty()) {
            (_, false) => tr::snapshots_none_seen(language),
            (Some(guest), true) => tr::snapshots_none_of(language, reader.label(guest)),
            (None, true) => tr::snapshots_none(language),
        });
        return;
    }
    let columns = vec![
        Column::words(tr::column_guest(language), if view.guest.is_some() { 4 } else { 0 }),
        Column::words(tr::column_snapshot(language), 0),
        Column::words(tr::column_time(language), 0),
        Column::words(tr::column_age(language), 2),
        Column::words(tr::column_memory(language), 3),
        Column::words(tr::column_description(language), 1),
    ];
    let rows = view.snapshots.iter().map(|snapshot| {
        let mut name = Line::of(&snapshot.name, Tone::Literal);
        if snapshot.current {
            name = name.and(format!(" ← {}", tr::snapshots_current(language)), Tone::Dim);
        }
        vec![
            Line::plain(reader.label(&snapshot.guest)),
            name,
            reader.time(snapshot.at),
            snapshot.at.map_or_else(|| reader.unknown(), |at| Line::plain(reader.age(at))),
            Line::plain(if snapshot.with_memory { tr::word_yes(language) } else { tr::word_no(language) }),
            word(snapshot.description.as_deref()),
        ]
    });
    page.table(columns, rows.collect());
}
