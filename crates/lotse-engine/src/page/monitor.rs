//! `monitor-list`, `monitor-add`, `monitor-remove`, `monitor-ack` and `monitor-snooze` as pages.

use lotse_model::{ClusterName, Severity, Subject};
use lotse_text::{Language, tr};

use crate::{
    access::{Clusters, Entry as Scope},
    page::{Column, Line, Page, Reader, Tone},
    view::{
        AddDid, Added, AlertRow, EntryRow, MonitorAddView, MonitorListView, MonitorOrderView, MonitorRemoveView,
        OrderDid, Phased,
    },
    watch::{State, Thing, terms},
};

/// So many of the guests that fell with a node are named in a line.
const NAMED: usize = 8;

pub(super) fn lay(page: &mut Page, view: &MonitorListView, reader: &Reader) {
    let language = reader.language;
    if !view.alerts.is_empty() {
        page.heading(tr::monitor_alerts(language));
        alerts(page, &view.alerts, reader);
    }
    if view.entries.is_empty() {
        page.line(tr::monitor_nothing(language));
        page.line(Line::of(tr::monitor_nothing_hint(language), Tone::Dim));
    } else {
        page.heading(tr::monitor_watched(language));
        entries(page, &view.entries, reader);
        if view.alerts.is_empty() {
            page.line(Line::of(tr::monitor_no_alerts(language), Tone::Good));
        }
    }
    nobody_told(page, view.channels.unwrap_or(true), reader);
}

fn nobody_told(page: &mut Page, channels: bool, reader: &Reader) {
    if !channels {
        page.line(Line::of(tr::monitor_no_channel(reader.language), Tone::Warning));
    }
}

/// The open alerts, one in a row.
pub(super) fn alerts(page: &mut Page, rows: &[AlertRow], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_alert(language), 0),
        Column::words(tr::column_what(language), 0),
        Column::words(tr::column_state(language), 0),
        Column::words(tr::column_severity(language), 3),
        Column::words(tr::column_since(language), 1),
        Column::words(tr::column_phase(language), 2),
    ];
    let lines = rows.iter().map(|row| {
        vec![
            Line::of(format!("a{}", row.id), Tone::Literal),
            Line::of(thing(row, reader), Tone::Strong),
            state(Some(row.state), language),
            severity(row.severity, language),
            Line::plain(reader.age(row.since)),
            phase(row, reader),
        ]
    });
    page.table(columns, lines.collect());
}

fn entries(page: &mut Page, rows: &[EntryRow], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_entry(language), 0),
        Column::words(tr::column_watched(language), 0),
        Column::words(tr::column_state(language), 0),
        Column::words(tr::column_since(language), 1),
        Column::words(tr::column_notes(language), 3),
        Column::words(tr::column_by(language), 2),
    ];
    let lines = rows.iter().map(|row| {
        vec![
            Line::of(&row.id, Tone::Literal),
            watched(row, reader),
            stands(row, language),
            row.since.map_or_else(Line::default, |since| Line::plain(reader.age(since))),
            notes(row, language),
            Line::plain(&row.by),
        ]
    });
    page.table(columns, lines.collect());
}

/// What an entry watches, as it may be typed.
fn watched(row: &EntryRow, reader: &Reader) -> Line {
    match &row.guest {
        Some(guest) => Line::of(reader.label(guest), Tone::Strong),
        None => Line::of(scope(&row.scope, reader), Tone::Strong),
    }
}

/// A scope without its cluster where there is only one.
fn scope(scope: &Scope, reader: &Reader) -> String {
    let bare = Scope { clusters: Clusters::Unsaid, ..scope.clone() }.to_string();
    if reader.several_clusters || bare.is_empty() { scope.to_string() } else { bare }
}

/// How what an entry reaches stands: the word of the one thing, or how many are how.
fn stands(row: &EntryRow, language: Language) -> Line {
    match row.states.as_slice() {
        [] => Line::of(tr::monitor_covers_nothing(language), Tone::Warning),
        [only] if only.things == 1 => state(only.state, language),
        [only] if only.state == Some(State::Ok) => Line::of(tr::monitor_all_ok(language, only.things), Tone::Good),
        several => {
            let mut line = Line::default();
            for count in several {
                if !line.0.is_empty() {
                    line = line.and(", ", Tone::Plain);
                }
                line = line.and(format!("{} ", count.things), Tone::Plain);
                line.0.extend(state(count.state, language).0);
            }
            line
        }
    }
}

fn notes(row: &EntryRow, language: Language) -> Line {
    let mut notes = Vec::new();
    if row.covers > 1 {
        notes.push(tr::monitor_covers(language, row.covers));
    }
    if row.expected_off {
        notes.push(tr::monitor_expected_off(language));
    }
    if let Some(from) = row.findings {
        notes.push(tr::monitor_findings(language, severity_word(from, language)));
    }
    if let Some(severity) = row.severity {
        notes.push(severity_word(severity, language));
    }
    Line::of(notes.join("; "), Tone::Dim)
}

/// What an alert is about, in words.
#[must_use]
pub fn thing(row: &AlertRow, reader: &Reader) -> String {
    let language = reader.language;
    let within = |cluster: &ClusterName, name: &str| {
        if reader.several_clusters { format!("{cluster}/{name}") } else { name.to_owned() }
    };
    let guest = |guest| {
        let reference = reader.reference(guest);
        row.name.as_ref().map_or_else(|| reference.clone(), |name| format!("{reference} {name}"))
    };
    let node = |cluster, node: &str| tr::monitor_node(language, within(cluster, node));
    let storage = |cluster, name: &str, node: Option<&str>| {
        let name = tr::monitor_storage(language, within(cluster, name));
        node.map_or_else(|| name.clone(), |node| format!("{name} ({node})"))
    };
    match &row.thing {
        Thing::Guest { guest: id } => guest(id),
        Thing::Node { cluster, node: name } => node(cluster, name.as_str()),
        Thing::Cluster { cluster } => tr::monitor_cluster(language, cluster.as_str()),
        Thing::Storage { cluster, storage: name, node } => {
            let nodes: Vec<&str> = node.iter().chain(&row.nodes).map(lotse_model::NodeName::as_str).collect();
            storage(cluster, name.as_str(), (!nodes.is_empty()).then(|| nodes.join(", ")).as_deref())
        }
        Thing::Finding { id, subject } => {
            let about = match subject {
                Subject::Guest { guest: id, .. } => guest(id),
                Subject::Node { cluster, node: name } => node(cluster, name.as_str()),
                Subject::Cluster { cluster } => tr::monitor_cluster(language, cluster.as_str()),
                Subject::Storage { cluster, storage: name, node } => {
                    storage(cluster, name.as_str(), node.as_ref().map(lotse_model::NodeName::as_str))
                }
                Subject::Other { cluster, name, .. } => within(cluster, name),
            };
            format!("{about}: {}", id.0)
        }
    }
}

/// A state in words, with its tone. `None` is what was not looked at yet.
pub(super) fn state(state: Option<State>, language: Language) -> Line {
    let Some(state) = state else { return Line::of(tr::monitor_not_seen(language), Tone::Dim) };
    let tone = match state {
        State::Ok => Tone::Good,
        State::Paused | State::Suspended | State::OffOnPurpose | State::Restarted | State::NodeSilent => Tone::Warning,
        State::Unknown => Tone::Dim,
        _ => Tone::Bad,
    };
    Line::of(terms::state(state, language), tone)
}

pub(super) fn severity_word(severity: Severity, language: Language) -> String {
    match severity {
        Severity::Info => tr::severity_info(language),
        Severity::Warning => tr::severity_warning(language),
        Severity::Error => tr::severity_error(language),
        Severity::Critical => tr::severity_critical(language),
    }
}

fn severity(severity: Severity, language: Language) -> Line {
    let tone = match severity {
        Severity::Info => Tone::Dim,
        Severity::Warning => Tone::Warning,
        Severity::Error | Severity::Critical => Tone::Bad,
    };
    Line::of(severity_word(severity, language), tone)
}

/// How far people are with it.
fn phase(row: &AlertRow, reader: &Reader) -> Line {
    let language = reader.language;
    match &row.phase {
        Phased::Alerting => Line::of(tr::monitor_phase_alerting(language), Tone::Warning),
        Phased::Acknowledged { by, .. } => Line::plain(tr::monitor_phase_acknowledged(language, by)),
        Phased::Snoozed { by, until, .. } => {
            let until = lotse_text::moment(language, *until, &reader.zone);
            Line::plain(tr::monitor_phase_snoozed(language, by, until))
        }
        Phased::Recovered { at } => Line::of(tr::monitor_phase_recovered(language, reader.age(*at)), Tone::Good),
    }
}

pub(super) fn lay_added(page: &mut Page, view: &MonitorAddView, reader: &Reader) {
    for one in &view.added {
        lay_one(page, one, reader);
    }
    nobody_told(page, view.channels, reader);
}

fn lay_one(page: &mut Page, one: &Added, reader: &Reader) {
    let language = reader.language;
    let what = watched(&one.entry, reader).text();
    let id = one.entry.id.as_str();
    page.line(match one.did {
        AddDid::Added => Line::of(tr::monitor_added(language, id, what), Tone::Good),
        AddDid::Already => Line::plain(tr::monitor_already(language, &one.entry.by, id, what)),
        AddDid::Changed => Line::of(tr::monitor_changed(language, id, what), Tone::Good),
        AddDid::Confirmed => Line::of(tr::monitor_confirmed(language, id, what), Tone::Good),
    });
    if one.entry.guest.is_none() {
        page.line(match one.entry.covers {
            0 => Line::of(tr::monitor_covers_nothing_yet(language), Tone::Warning),
            covers => Line::of(tr::monitor_covers_now(language, covers), Tone::Dim),
        });
    }
    if one.off_now {
        page.line(Line::of(tr::monitor_off_now(language), Tone::Warning));
    }
    if !one.also.is_empty() {
        page.line(Line::of(tr::monitor_also(language, one.also.join(", ")), Tone::Dim));
    }
}

pub(super) fn lay_removed(page: &mut Page, view: &MonitorRemoveView, reader: &Reader) {
    let language = reader.language;
    let what = watched(&view.entry, reader).text();
    page.line(tr::monitor_removed(language, &view.entry.id, what));
    if !view.still.is_empty() {
        page.line(Line::of(tr::monitor_still(language, view.still.join(", ")), Tone::Warning));
    }
}

pub(super) fn lay_order(page: &mut Page, view: &MonitorOrderView, reader: &Reader) {
    let language = reader.language;
    let alert = &view.alert;
    let (id, what) = (format!("a{}", alert.id), thing(alert, reader));
    let how = phase(alert, reader).text();
    page.line(match (view.did, &alert.phase) {
        (OrderDid::Acknowledged, _) => Line::of(tr::monitor_acknowledged(language, id, what), Tone::Good),
        (OrderDid::Snoozed, Phased::Snoozed { until, .. }) => {
            let until = lotse_text::moment(language, *until, &reader.zone);
            Line::of(tr::monitor_snoozed(language, id, until, what), Tone::Good)
        }
        (OrderDid::Over, _) => Line::plain(tr::monitor_over(language, how, id, what)),
        (OrderDid::Already | OrderDid::Snoozed, _) => Line::plain(tr::monitor_order_already(language, how, id, what)),
    });
    page.line(
        Line::of(terms::state(alert.state, language), Tone::Dim)
            .and(" · ", Tone::Dim)
            .and(reader.age(alert.since), Tone::Dim),
    );
    if let Some(reason) = &alert.reason {
        page.line(Line::of(terms::reason(reason, language), Tone::Dim));
    }
    if !alert.members.is_empty() {
        let mut names: Vec<String> = alert.members.iter().take(NAMED).map(|one| reader.label(one)).collect();
        let more = alert.members.len().saturating_sub(NAMED);
        if more > 0 {
            names.push(tr::monitor_more(language, more));
        }
        page.line(Line::of(tr::monitor_members(language, names.join(", ")), Tone::Dim));
    }
}
