//! `pools` as a page.

use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, words::word},
    view::{Answer, PoolsView},
};

pub(super) fn lay(page: &mut Page, view: &PoolsView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    if view.pools.is_empty() {
        page.line(if answer.missing.is_empty() { tr::pools_none(language) } else { tr::pools_none_seen(language) });
        return;
    }
    let columns = vec![
        Column::words(tr::column_pool(language), 0),
        Column::words(tr::column_guests(language), 0),
        Column::words(tr::column_comment(language), 1),
    ];
    let rows = view.pools.iter().map(|pool| {
        let name = if reader.several_clusters { format!("{}/{}", pool.cluster, pool.pool) } else { pool.pool.clone() };
        let guests: Vec<_> = pool.guests.iter().map(|guest| reader.label(guest)).collect();
        vec![
            Line::of(name, Tone::Literal),
            if guests.is_empty() {
                Line::of(tr::word_none(language), Tone::Dim)
            } else {
                Line::plain(guests.join(", "))
            },
            word(pool.comment.as_deref()),
        ]
    });
    page.table(columns, rows.collect());
}
