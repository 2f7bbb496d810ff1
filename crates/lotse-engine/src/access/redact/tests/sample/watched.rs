//! What is watched, of everybody: entries by number and by selection, alerts of guests and of nodes that took guests with them.

use lotse_model::{Guest, Severity, Timestamp};

use super::label;
use crate::{
    access::Person,
    view::{
        AddDid, Added, AlertRow, EntryRow, MonitorAddView, MonitorListView, MonitorOrderView, MonitorRemoveView,
        MonitorTestView, Order, OrderDid, RouteRow, StateCount, Tried, View, WatchStatus,
    },
    watch::{Alert, AlertId, Cause, Member, Phase, Reason, State, Thing, Trouble},
};

fn entry(number: usize, scope: &str, guest: Option<&Guest>) -> EntryRow {
    EntryRow {
        id: format!("m{number}"),
        scope: scope.parse().expect("a scope"),
        guest: guest.map(label),
        covers: 1,
        states: vec![StateCount { state: Some(State::Off), things: 1 }],
        since: Some(Timestamp(1)),
        expected_off: false,
        findings: None,
        severity: None,
        by: "anna".to_owned(),
        at: Timestamp(1),
        alerts: vec![1],
    }
}

fn of_guest(number: usize, guest: &Guest) -> EntryRow {
    entry(number, &format!("guest:{}", guest.id), Some(guest))
}

fn member(guest: &Guest) -> Member {
    Member {
        guest: guest.id.clone(),
        name: guest.name.clone(),
        node: Some(guest.node.clone()),
        tags: guest.tags.clone(),
        pool: guest.pool.clone(),
    }
}

fn alert(thing: Thing, members: Vec<Member>, user: String) -> AlertRow {
    let reason = Reason {
        cause: Cause::Task,
        user,
        task: Some("qmstop".to_owned()),
        upid: None,
        began: Timestamp(1),
        ended: Some(Timestamp(2)),
    };
    AlertRow::of(&Alert {
        id: AlertId(1),
        thing,
        state: State::Off,
        reason: Some(reason),
        severity: Severity::Error,
        members,
        nodes: Vec::new(),
        entries: Vec::new(),
        since: Timestamp(1),
        raised: Timestamp(1),
        phase: Phase::Acknowledged { by: Person::at_terminal("anna"), at: Timestamp(2) },
        reminded: Timestamp(1),
        escalated: 0,
        told: Vec::new(),
        finding: None,
    })
}

fn of_guests(fleet: &[Guest]) -> Vec<AlertRow> {
    fleet
        .iter()
        .flat_map(|guest| {
            let node = Thing::Node { cluster: guest.id.cluster.clone(), node: guest.node.clone() };
            let others = fleet.iter().filter(|other| other.node == guest.node && other.id.cluster == guest.id.cluster);
            [
                alert(Thing::Guest { guest: guest.id.clone() }, vec![member(guest)], super::gossip(guest)),
                alert(node, others.map(member).collect(), super::gossip(guest)),
            ]
        })
        .collect()
}

pub(super) fn list(fleet: &[Guest]) -> MonitorListView {
    let selections = ["cluster:home tag:web", "node:home/pve1", "cluster:lab", "storage:home/local"];
    let by_number = fleet.iter().enumerate().map(|(number, guest)| of_guest(number, guest));
    let entries = selections.iter().map(|scope| entry(90, scope, None)).chain(by_number).collect();
    MonitorListView { entries, alerts: of_guests(fleet), channels: Some(true) }
}

pub(super) fn added(fleet: &[Guest]) -> MonitorAddView {
    let one = |(number, guest)| Added {
        did: AddDid::Added,
        entry: of_guest(number, guest),
        off_now: true,
        also: vec!["m90".to_owned()],
    };
    MonitorAddView { added: fleet.iter().enumerate().map(one).collect(), channels: false }
}

/// What is answered about one guest, with another one beside it on the node that fell.
pub(super) fn of_one(guest: &Guest, other: &Guest) -> Vec<View> {
    let node = Thing::Node { cluster: guest.id.cluster.clone(), node: guest.node.clone() };
    let fallen = alert(node, vec![member(guest), member(other)], super::gossip(other));
    let route = RouteRow {
        alert: fallen.clone(),
        routes: vec![1],
        channels: vec!["mail".to_owned()],
        outside: Vec::new(),
        escalation: None,
        held_until: None,
        maintenance: false,
    };
    let tried = Some(Tried {
        channel: "mail".to_owned(),
        delivered: true,
        waits: false,
        watched: true,
        trouble: None,
        remarks: Vec::new(),
    });
    vec![
        View::MonitorRemove(Box::new(MonitorRemoveView { entry: of_guest(1, guest), still: Vec::new() })),
        View::MonitorOrder(Box::new(MonitorOrderView {
            order: Order::Acknowledge,
            did: OrderDid::Acknowledged,
            alert: fallen.clone(),
        })),
        View::MonitorOrder(Box::new(MonitorOrderView { order: Order::Snooze, did: OrderDid::Snoozed, alert: fallen })),
        View::MonitorTest(Box::new(MonitorTestView { tried, routes: vec![route] })),
    ]
}

/// How the watch does, with a channel whose trouble speaks of everybody.
pub(super) fn health(fleet: &[Guest]) -> WatchStatus {
    let detail = fleet.iter().map(super::gossip).collect::<Vec<_>>().join("; ");
    let trouble = Trouble { since: Timestamp(1), detail, refused: true, tried: Timestamp(1) };
    WatchStatus {
        running: true,
        since: Some(Timestamp(1)),
        beat: Some(Timestamp(2)),
        looked: ["home", "lab"].map(|cluster| (cluster.parse().expect("valid"), Timestamp(2))).into_iter().collect(),
        alerts: 1,
        unattended: 1,
        waiting: Some(1),
        oldest: Some(Timestamp(1)),
        channels: [("mail".to_owned(), trouble)].into_iter().collect(),
    }
}
