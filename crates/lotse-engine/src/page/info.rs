//! `info` as a page.

use lotse_model::GuestKind;
use lotse_text::tr;

use crate::{
    page::{
        Column, Line, Page, Reader, Tone,
        nodes::cores,
        words::{unknown, word},
    },
    view::{DiskRow, InfoView, NetworkRow},
};

pub(super) fn lay(page: &mut Page, view: &InfoView, reader: &Reader) {
    let language = reader.language;
    let guest = &view.guest;
    let name = guest.name.as_deref().unwrap_or_default();
    page.heading(tr::info_title(language, Reader::kind(guest.kind), name, reader.reference(&guest.id)));
    page.facts(facts(view, reader));
    if let Some(networks) = view.networks.as_ref().filter(|networks| !networks.is_empty()) {
        page.heading(tr::info_networks(language));
        network_table(page, networks, reader);
    }
    if let Some(disks) = view.disks.as_ref().filter(|disks| !disks.is_empty()) {
        page.heading(tr::info_disks(language));
        disk_table(page, disks, reader);
    }
    if let Some(systems) = view.file_systems.as_ref().filter(|systems| !systems.is_empty()) {
        page.heading(tr::info_file_systems(language));
        let columns = vec![
            Column::words(tr::column_path(language), 0),
            Column::words(tr::column_kind(language), 1),
            Column::numbers(tr::column_share(language), 0),
            Column::numbers(tr::column_used(language), 0),
        ];
        let rows = systems.iter().map(|system| {
            vec![
                Line::plain(&system.mount),
                word(system.kind.as_deref()),
                reader.share(system.space),
                reader.space(system.space),
            ]
        });
        page.table(columns, rows.collect());
    }
}

fn facts(view: &InfoView, reader: &Reader) -> Vec<(String, Line)> {
    let language = reader.language;
    let guest = &view.guest;
    let cpu = guest
        .cpu
        .filter(|_| guest.is_running())
        .map_or_else(unknown, |cpu| Line::plain(tr::info_cpu(language, cores(cpu.cores), cpu.share)));
    let mut facts = vec![
        (tr::column_state(language), reader.guest_state(guest)),
        (tr::column_node(language), Line::plain(view.node.as_str())),
        (tr::column_uptime(language), reader.uptime(guest.uptime)),
        (tr::column_cpu(language), cpu),
        (tr::column_memory(language), reader.space(guest.memory.filter(|_| guest.is_running()))),
    ];
    if guest.kind == GuestKind::Container {
        facts.push((tr::column_disk(language), reader.space(guest.disk)));
    }
    let configured: Vec<_> = [
        view.cores.map(|count| tr::word_cores(language, count)),
        view.memory.map(|memory| lotse_text::bytes(language, memory)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !configured.is_empty() {
        facts.push((tr::info_config(language), Line::plain(configured.join(", "))));
    }
    facts.push((
        tr::info_addresses(language),
        match &view.addresses {
            None => reader.unknown(),
            Some(addresses) if addresses.is_empty() => Line::of(tr::word_none(language), Tone::Dim),
            Some(addresses) => Line::of(
                addresses.iter().map(|entry| entry.address.as_str()).collect::<Vec<_>>().join(", "),
                Tone::Literal,
            ),
        },
    ));
    if let Some(traffic) = guest.network {
        facts.push((
            tr::info_network(language),
            Line::plain(tr::info_network_value(language, traffic.read, traffic.written)),
        ));
    }
    if let Some(traffic) = guest.disk_traffic {
        facts.push((
            tr::info_disk_traffic(language),
            Line::plain(tr::info_disk_traffic_value(language, traffic.read, traffic.written)),
        ));
    }
    facts.push((tr::info_boot(language), reader.flag(view.on_boot)));
    facts.push((tr::info_protection(language), reader.flag(view.protection)));
    if guest.kind == GuestKind::Vm {
        facts.push((tr::info_agent(language), reader.flag(view.agent)));
    }
    facts.push((tr::info_os(language), word(view.os_type.as_deref())));
    if !guest.tags.is_empty() {
        facts.push((tr::column_tags(language), Line::plain(guest.tags.join(" "))));
    }
    if let Some(pool) = &guest.pool {
        facts.push((tr::column_pool(language), Line::plain(pool.as_str())));
    }
    if let Some(ha) = &guest.ha {
        facts.push((tr::info_ha(language), Line::plain(ha)));
    }
    facts.push((
        tr::info_snapshots(language),
        view.snapshots
            .map_or_else(|| reader.unknown(), |count| Line::plain(lotse_text::number(language, count as u64))),
    ));
    facts.push((
        tr::info_last_backup(language),
        match view.last_backup {
            Some(at) => reader.time(Some(at)).and(format!("  {}", reader.age(at)), Tone::Dim),
            None if view.backups_seen => Line::of(tr::word_none(language), Tone::Warning),
            None => reader.unknown(),
        },
    ));
    if !view.pending.is_empty() {
        facts.push((tr::info_pending(language), Line::of(view.pending.join(", "), Tone::Warning)));
    }
    if let Some(notes) = view.description.as_deref().filter(|notes| !notes.trim().is_empty()) {
        facts.push((tr::info_notes(language), Line::plain(notes.trim())));
    }
    facts
}

fn network_table(page: &mut Page, networks: &[NetworkRow], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_interface(language), 0),
        Column::words(tr::column_kind(language), 2),
        Column::words("Bridge".to_owned(), 0),
        Column::words("VLAN".to_owned(), 3),
        Column::words("MAC".to_owned(), 1),
        Column::words(tr::info_addresses(language), 1),
    ];
    let rows = networks.iter().map(|card| {
        vec![
            Line::of(&card.key, Tone::Literal),
            word(card.model.as_deref()),
            word(card.bridge.as_deref()),
            word(card.vlan.map(|vlan| vlan.to_string()).as_deref()),
            word(card.mac.as_deref()),
            word(card.address.as_deref()),
        ]
    });
    page.table(columns, rows.collect());
}

fn disk_table(page: &mut Page, disks: &[DiskRow], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_disk(language), 0),
        Column::words(tr::column_storage(language), 0),
        Column::numbers(tr::column_size(language), 0),
    ];
    let rows = disks.iter().map(|disk| {
        let mut volume = Line::plain(&disk.volume);
        if disk.no_backup {
            volume = volume.and(format!("  {}", tr::info_no_backup(language)), Tone::Warning);
        }
        vec![Line::of(&disk.key, Tone::Literal), volume, reader.bytes(disk.size)]
    });
    page.table(columns, rows.collect());
}
