//! `whoami` as a page.

use std::collections::BTreeMap;

use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone},
    view::WhoamiView,
};

pub(super) fn lay(page: &mut Page, view: &WhoamiView, reader: &Reader) {
    let language = reader.language;
    let level = match view.may {
        "administer" => tr::whoami_administer(language),
        "operate" => tr::whoami_operate(language),
        _ => tr::whoami_look(language),
    };
    page.line(tr::whoami_person(language, level, &view.person));
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
            Line::of(&row.login, Tone::Literal),
            Line::plain(row.method),
            Line::plain(changes),
        ]
    });
    page.table(columns, rows.collect());
    for row in &view.clusters {
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
