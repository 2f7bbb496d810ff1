//! `whoami` as a page.

use std::collections::BTreeMap;

use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone},
    view::WhoamiView,
};

pub(super) fn lay(page: &mut Page, view: &WhoamiView, reader: &Reader) {
    let language = reader.language;
    page.line(tr::whoami_person(language, level(view, reader), &view.person));
    grants(page, view, reader);
    let columns = vec![
        Column::words(tr::column_cluster(language), 0),
        Column::words(tr::column_login(language), 0),
        Column::words(tr::column_method(language), 1),
        Column::words(tr::column_changes(language), 0),
    ];
    let rows = view.clusters.iter().map(|row| {
        let changes = if row.writes { tr::whoami_writes(language) } else { tr::whoami_read_only(language) };
        vec![
            Line::of(row.cluster.as_str(), Tone::Strong),
            Line::of(row.login.as_deref().unwrap_or("–"), Tone::Literal),
            Line::plain(row.method.unwrap_or("–")),
            Line::plain(changes),
        ]
    });
    page.table(columns, rows.collect());
    for row in &view.clusters {
        if row.login.is_none() {
            // Whoever sees a part of the cluster sees nothing of its login.
            continue;
        }
        let Some(privileges) = &row.privileges else {
            page.line(Line::of(format!("{}: {}", row.cluster, tr::whoami_unknown(language)), Tone::Warning));
            continue;
        };
        // Most paths inherit the same; those stand together.
        let mut same: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
        for (path, names) in privileges {
            same.entry(names).or_default().push(path);
        }
        let rows = same
            .into_iter()
            .map(|(names, paths)| vec![Line::of(paths.join(" "), Tone::Literal), Line::plain(names.join(" "))]);
        page.heading(row.cluster.as_str());
        page.table(
            vec![Column::words(tr::column_path(language), 0), Column::words(tr::column_privileges(language), 0)],
            rows.collect(),
        );
    }
}

fn level(view: &WhoamiView, reader: &Reader) -> String {
    let language = reader.language;
    match view.may {
        Some("administer") if view.grants.is_none() => tr::whoami_everything(language),
        Some("administer") => tr::whoami_administer(language),
        Some("operate") => tr::whoami_operate(language),
        Some(_) => tr::whoami_look(language),
        None => view.commands.join(" "),
    }
}

/// What each rule grants, and what there is besides.
fn grants(page: &mut Page, view: &WhoamiView, reader: &Reader) {
    let language = reader.language;
    if let Some(ceiling) = view.ceiling {
        page.line(Line::of(tr::whoami_ceiling(language, ceiling), Tone::Warning));
    }
    let Some(grants) = view.grants.as_ref().filter(|grants| !grants.is_empty()) else { return };
    let rows = grants.iter().map(|grant| {
        vec![Line::of(grant.may.join(" "), Tone::Strong), Line::of(grant.scope.join(", "), Tone::Literal)]
    });
    let columns = vec![Column::words(tr::column_may(language), 0), Column::words(tr::column_scope(language), 0)];
    page.table(columns, rows.collect());
    page.line(Line::of(tr::whoami_commands(language, view.commands.join(" ")), Tone::Dim));
}
