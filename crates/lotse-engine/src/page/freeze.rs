//! `freeze` and `thaw` as a page.

use lotse_model::ClusterName;
use lotse_text::{Language, tr};

use crate::{
    page::{Column, Line, Page, Reader, Tone},
    view::{FreezeDid, FreezeRow, FreezeView},
};

pub(super) fn lay(page: &mut Page, view: &FreezeView, reader: &Reader) {
    let language = reader.language;
    let scopes: Vec<_> = view.scopes.iter().map(|scope| scope_name(scope.as_ref(), language)).collect();
    let scopes = scopes.join(", ");
    page.line(match view.did {
        FreezeDid::Froze => Line::of(tr::freeze_done(language, scopes), Tone::Warning),
        FreezeDid::Thawed => Line::of(tr::freeze_lifted(language, scopes), Tone::Good),
        FreezeDid::WasNot => Line::plain(tr::freeze_was_not(language, scopes)),
    });
    if view.in_force.is_empty() {
        return;
    }
    if view.did != FreezeDid::Froze {
        page.line(Line::of(tr::freeze_still(language), Tone::Warning));
    }
    table(page, &view.in_force, reader);
}

/// What stops changes as a table.
pub(super) fn table(page: &mut Page, rows: &[FreezeRow], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_cluster(language), 0),
        Column::words(tr::column_reason(language), 0),
        Column::words(tr::column_by(language), 1),
        Column::words(tr::column_until(language), 0),
    ];
    let rows = rows.iter().map(|row| {
        let until = row.until.map_or_else(
            || tr::freeze_until_thawed(language),
            |until| lotse_text::moment(language, until, &reader.zone),
        );
        vec![
            Line::of(scope_name(row.cluster.as_ref(), language), Tone::Strong),
            Line::plain(&row.reason),
            Line::plain(&row.by),
            Line::plain(until),
        ]
    });
    page.table(columns, rows.collect());
}

fn scope_name(cluster: Option<&ClusterName>, language: Language) -> String {
    cluster.map_or_else(|| tr::freeze_everywhere(language), ToString::to_string)
}
