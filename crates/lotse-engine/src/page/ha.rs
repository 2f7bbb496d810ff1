//! `ha` as a page.

use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, words::word},
    view::{HaCluster, HaView},
};

pub(super) fn lay(page: &mut Page, view: &HaView, reader: &Reader) {
    for cluster in &view.clusters {
        lay_cluster(page, cluster, reader);
    }
}

fn lay_cluster(page: &mut Page, cluster: &HaCluster, reader: &Reader) {
    let language = reader.language;
    page.heading(tr::ha_title(language, cluster.cluster.as_str()));
    let mut facts = vec![
        (
            tr::status_quorum(language),
            match cluster.quorate {
                Some(true) => Line::of(tr::status_quorum_yes(language), Tone::Good),
                Some(false) => Line::of(tr::status_quorum_no(language), Tone::Bad),
                None => reader.unknown(),
            },
        ),
        (
            tr::ha_master(language),
            match (&cluster.master, cluster.master_seen) {
                (Some(master), Some(seen)) => {
                    Line::plain(master.as_str()).and(format!("  {}", reader.age(seen)), Tone::Dim)
                }
                (Some(master), None) => Line::plain(master.as_str()),
                (None, _) => Line::of(tr::ha_master_none(language), Tone::Dim),
            },
        ),
    ];
    if !cluster.lrm.is_empty() {
        let lrm: Vec<_> = cluster.lrm.iter().map(|lrm| format!("{}: {}", lrm.node, lrm.state)).collect();
        facts.push((tr::ha_lrm(language), Line::plain(lrm.join(", "))));
    }
    page.facts(facts);
    if cluster.services.is_empty() {
        page.line(tr::ha_services_none(language));
        return;
    }
    let columns = vec![
        Column::words(tr::column_guest(language), 0),
        Column::words(tr::column_name(language), 0),
        Column::words(tr::column_state(language), 0),
        Column::words(tr::column_requested(language), 2),
        Column::words(tr::column_node(language), 1),
        Column::words(tr::column_group(language), 3),
    ];
    let rows = cluster.services.iter().map(|service| {
        let tone = match service.state.as_deref() {
            Some("started") => Tone::Good,
            Some("error" | "fence" | "recovery") => Tone::Bad,
            Some("stopped" | "disabled" | "ignored") => Tone::Dim,
            _ => Tone::Warning,
        };
        vec![
            Line::of(&service.sid, Tone::Literal),
            word(service.name.as_deref()),
            service.state.as_deref().map_or_else(|| reader.unknown(), |state| Line::of(state, tone)),
            word(service.requested.as_deref()),
            word(service.node.as_ref().map(lotse_model::NodeName::as_str)),
            word(service.group.as_deref()),
        ]
    });
    page.table(columns, rows.collect());
}
