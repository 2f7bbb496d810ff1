//! `status` as a page.

use lotse_model::{HiddenWhy, NodeState};
use lotse_text::tr;

use crate::{
    page::{Line, Page, Reader, Tone, footer::why, freeze, monitor_status, nodes, problems},
    view::{ClusterRow, Counts, StatusView},
};

pub(super) fn lay(page: &mut Page, view: &StatusView, reader: &Reader) {
    if let Some(code) = &view.unread {
        page.line(Line::of(tr::status_unread(reader.language, code), Tone::Warning));
    }
    if let Some(frozen) = view.frozen.as_ref().filter(|frozen| !frozen.is_empty()) {
        page.line(Line::of(tr::status_frozen(reader.language), Tone::Warning));
        freeze::table(page, frozen, reader);
    }
    if let Some(watch) = &view.watch {
        monitor_status::lay(page, watch, reader);
    }
    for cluster in &view.clusters {
        lay_cluster(page, cluster, reader);
    }
    if let Some(findings) = &view.problems {
        page.heading(tr::status_problems(reader.language));
        problems::summary(page, findings, reader);
        if let Some(count) = view.checks_not_run.filter(|count| *count > 0) {
            page.line(Line::of(tr::status_checks_not_run(reader.language, count), Tone::Warning));
        }
    }
}

fn lay_cluster(page: &mut Page, cluster: &ClusterRow, reader: &Reader) {
    let language = reader.language;
    page.heading(tr::status_cluster(language, cluster.cluster.as_str()));
    if let Some(reason) = &cluster.unreachable {
        unreachable(page, cluster, reason, reader);
        return;
    }
    let mut facts = Vec::new();
    if let Some(version) = &cluster.version {
        facts.push((tr::status_version(language), Line::plain(version)));
    }
    facts.push((
        tr::status_quorum(language),
        match (cluster.quorate, cluster.corosync_name.is_some() || cluster.nodes.len() > 1) {
            (Some(true), _) => Line::of(tr::status_quorum_yes(language), Tone::Good),
            (Some(false), _) => Line::of(tr::status_quorum_no(language), Tone::Bad),
            (None, false) => Line::plain(tr::status_quorum_none(language)),
            (None, true) => reader.unknown(),
        },
    ));
    let online = cluster.nodes.iter().filter(|node| node.state == NodeState::Online).count();
    let tone = if online == cluster.nodes.len() { Tone::Good } else { Tone::Bad };
    facts.push((
        tr::status_nodes(language),
        Line::of(tr::status_nodes_online(language, online, cluster.nodes.len()), tone),
    ));
    facts.push((
        tr::status_guests(language),
        cluster.guests.map_or_else(|| reader.unknown(), |counts| guests(counts, reader)),
    ));
    page.facts(facts);
    nodes::table(page, &cluster.nodes.iter().collect::<Vec<_>>(), reader);
}

fn unreachable(page: &mut Page, cluster: &ClusterRow, reason: &HiddenWhy, reader: &Reader) {
    page.line(Line::of(tr::status_unreachable(reader.language), Tone::Bad));
    page.line(Line::of(why(reader.language, cluster.cluster.as_str(), reason), Tone::Bad));
}

fn guests(counts: Counts, reader: &Reader) -> Line {
    let language = reader.language;
    let mut line = Line::plain(tr::status_vms(language, counts.vms_running, counts.vms_stopped))
        .and("; ", Tone::Plain)
        .and(tr::status_containers(language, counts.containers_running, counts.containers_stopped), Tone::Plain);
    if counts.templates > 0 {
        line = line.and("; ", Tone::Plain).and(tr::status_templates(language, counts.templates), Tone::Dim);
    }
    if counts.unknown > 0 {
        line = line.and("; ", Tone::Plain).and(tr::status_guests_unknown(language, counts.unknown), Tone::Warning);
    }
    line
}
