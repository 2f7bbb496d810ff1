//! `refresh` and `cache` as pages.

use lotse_model::Seconds;
use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, backups, changes, tasks},
    view::{Answer, CacheView, RefreshView, View},
};

pub(super) fn lay(page: &mut Page, view: &RefreshView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_cluster(language), 1),
        Column::words(tr::column_topic(language), 0),
        Column::numbers(tr::column_count(language), 0),
        Column::words(tr::column_age(language), 0),
    ];
    let rows = view.topics.iter().map(|topic| {
        vec![
            Line::plain(topic.cluster.as_str()),
            Line::of(topic.topic, Tone::Literal),
            count(topic.count, reader),
            topic.as_of.map_or_else(
                || Line::of(tr::cache_not_read(language), Tone::Warning),
                |at| Line::plain(reader.age(at)),
            ),
        ]
    });
    page.table(columns, rows.collect());
    match view.shown.as_deref() {
        Some(View::Tasks(shown)) => tasks::lay_all(page, shown, answer, reader),
        Some(View::Backups(shown)) => backups::lay(page, shown, reader),
        _ if view.changes.is_empty() => page.line(Line::of(tr::refresh_unchanged(language), Tone::Dim)),
        _ => {
            page.heading(tr::refresh_changes(language));
            for change in &view.changes {
                page.line(changes::line(change, reader));
            }
        }
    }
}

pub(super) fn lay_cache(page: &mut Page, view: &CacheView, reader: &Reader) {
    let language = reader.language;
    if view.cleared {
        page.line(tr::cache_cleared(language));
        return;
    }
    if view.rows.is_empty() {
        page.line(tr::cache_empty(language));
        return;
    }
    let columns = vec![
        Column::words(tr::column_cluster(language), 1),
        Column::words(tr::column_call(language), 0),
        Column::words(tr::column_age(language), 0),
        Column::words(tr::column_fresh_for(language), 0),
    ];
    let rows = view.rows.iter().map(|row| {
        vec![
            Line::plain(row.cluster.as_str()),
            Line::of(&row.call, Tone::Literal),
            Line::plain(reader.age(row.as_of)),
            match row.fresh_for_seconds {
                0 => Line::of(tr::cache_stale(language), Tone::Dim),
                left => Line::plain(lotse_text::duration(language, Seconds(left))),
            },
        ]
    });
    page.table(columns, rows.collect());
}

fn count(count: Option<usize>, reader: &Reader) -> Line {
    count.map_or_else(crate::page::words::unknown, |count| {
        Line::plain(lotse_text::number(reader.language, count as u64))
    })
}
