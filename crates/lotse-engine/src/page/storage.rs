//! `storage` as a page.

use lotse_model::Use;
use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, words::word},
    view::{Answer, StorageRow, StorageView},
};

pub(super) fn lay(page: &mut Page, view: &StorageView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    if view.storages.is_empty() {
        page.line(if answer.missing.is_empty() { tr::storage_none(language) } else { tr::storage_none_seen(language) });
        return;
    }
    let columns = vec![
        Column::words(tr::column_storage(language), 0),
        Column::words(tr::column_node(language), 0),
        Column::words(tr::column_kind(language), 3),
        Column::words(tr::column_state(language), 1),
        Column::numbers(tr::column_share(language), 0),
        Column::numbers(tr::column_used(language), 2),
        Column::numbers(tr::column_size(language), 2),
        Column::numbers(tr::column_free(language), 1),
        Column::words(tr::column_content(language), 4),
    ];
    let rows = view.storages.iter().map(|row| {
        let mut state = reader.storage_state(&row.state);
        if !row.unavailable_on.is_empty() {
            let nodes: Vec<_> = row.unavailable_on.iter().map(lotse_model::NodeName::as_str).collect();
            state = state.and(" ", Tone::Plain).and(tr::storage_unavailable_on(language, nodes.join(", ")), Tone::Bad);
        }
        vec![
            Line::of(name(row, reader), Tone::Literal),
            match &row.node {
                Some(node) => Line::plain(node.as_str()),
                None => Line::of(tr::word_shared(language), Tone::Dim),
            },
            word(row.plugin.as_deref()),
            state,
            reader.share(row.space),
            reader.bytes(row.space.map(|space| space.used)),
            reader.bytes(row.space.map(|space| space.total)),
            reader.bytes(row.space.map(Use::free)),
            Line::plain(row.content.join(" ")),
        ]
    });
    page.table(columns, rows.collect());
    let fullest = view.storages.iter().filter_map(|row| row.space.and_then(|space| Some((row, space, space.share()?))));
    if let Some((row, space, share)) = fullest.max_by(|a, b| a.2.get().total_cmp(&b.2.get())) {
        let place = match &row.node {
            Some(node) => format!("{} ({node})", name(row, reader)),
            None => name(row, reader),
        };
        page.line(tr::storage_fullest(language, space.free(), place, share));
    }
}

fn name(row: &StorageRow, reader: &Reader) -> String {
    if reader.several_clusters { format!("{}/{}", row.cluster, row.storage) } else { row.storage.to_string() }
}
