//! `nodes` and `node` as pages.

use lotse_model::Node;
use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, guests, words::word},
    view::{Answer, NodeView, NodesView},
};

pub(super) fn lay_all(page: &mut Page, view: &NodesView, _: &Answer, reader: &Reader) {
    if view.nodes.is_empty() {
        page.line(Line::of(tr::nodes_none(reader.language), Tone::Warning));
        return;
    }
    table(page, &view.nodes.iter().collect::<Vec<_>>(), reader);
}

/// Nodes as a table.
pub(super) fn table(page: &mut Page, nodes: &[&Node], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_node(language), 0),
        Column::words(tr::column_state(language), 0),
        Column::numbers(tr::column_cpu(language), 0),
        Column::numbers(tr::column_memory(language), 1),
        Column::numbers(tr::column_disk(language), 2),
        Column::numbers(tr::column_uptime(language), 3),
    ];
    let rows = nodes.iter().map(|node| {
        vec![
            Line::of(name(node, reader), Tone::Literal),
            reader.node_state(&node.state),
            reader.cpu(node.cpu),
            reader.space(node.memory),
            reader.space(node.root_disk),
            reader.uptime(node.uptime),
        ]
    });
    page.table(columns, rows.collect());
}

fn name(node: &Node, reader: &Reader) -> String {
    if reader.several_clusters { format!("{}/{}", node.cluster, node.name) } else { node.name.to_string() }
}

pub(super) fn lay_one(page: &mut Page, view: &NodeView, reader: &Reader) {
    let language = reader.language;
    let (node, detail) = (&view.node, &view.detail);
    page.heading(tr::node_title(language, name(node, reader)));
    let cpu = node
        .cpu
        .map_or_else(|| reader.unknown(), |cpu| Line::plain(tr::info_cpu(language, cores(cpu.cores), cpu.share)));
    let mut facts = vec![
        (tr::column_state(language), reader.node_state(&node.state)),
        (tr::column_uptime(language), reader.uptime(node.uptime)),
        (tr::status_version(language), word(detail.version.as_deref())),
        (tr::node_kernel(language), word(detail.kernel.as_deref())),
        (tr::node_cpu_model(language), word(detail.cpu_model.as_deref())),
        (tr::column_cpu(language), cpu),
        (tr::node_load(language), load(detail.load, reader)),
        (tr::column_memory(language), reader.space(node.memory)),
        (tr::node_swap(language), reader.space(detail.swap)),
        (
            tr::node_root_disk(language),
            reader.space(node.root_disk).and(" ", Tone::Plain).and(reader.share(node.root_disk).text(), Tone::Dim),
        ),
    ];
    if let Some(wait) = detail.io_wait {
        facts.push((
            tr::node_io_wait(language),
            Line::plain(lotse_text::percent_fine(language, lotse_model::Share::new(wait))),
        ));
    }
    facts.push((
        tr::node_updates(language),
        detail.updates.map_or_else(
            || reader.unknown(),
            |count| {
                Line::of(lotse_text::number(language, count as u64), if count > 0 { Tone::Warning } else { Tone::Good })
            },
        ),
    ));
    facts.push((
        tr::node_services(language),
        match &detail.failed_services {
            None => reader.unknown(),
            Some(failed) if failed.is_empty() => Line::of(tr::word_none(language), Tone::Good),
            Some(failed) => Line::of(failed.join(", "), Tone::Bad),
        },
    ));
    facts.push((
        tr::node_certificate(language),
        detail
            .certificate_until
            .map_or_else(|| reader.unknown(), |at| Line::plain(lotse_text::day(language, at, &reader.zone))),
    ));
    facts.push((
        tr::node_subscription(language),
        match detail.subscription.as_deref() {
            Some("notfound") => Line::of(tr::word_none(language), Tone::Dim),
            state => word(state),
        },
    ));
    page.facts(facts);
    if let Some(here) = view.guests.as_ref().filter(|here| !here.is_empty()) {
        page.heading(tr::node_guests(language));
        guests::table(page, &here.iter().collect::<Vec<_>>(), reader);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of cores is small and positive")]
pub(super) fn cores(cores: f64) -> u64 {
    cores.round().max(0.0) as u64
}

fn load(load: Option<[f64; 3]>, reader: &Reader) -> Line {
    load.map_or_else(
        || reader.unknown(),
        |load| Line::plain(load.map(|value| lotse_text::decimal(reader.language, value, 2)).join("  ")),
    )
}
