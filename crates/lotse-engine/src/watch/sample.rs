//! Values that the tests of the watch begin with.

use std::time::Duration;

use jiff::tz::TimeZone;
use lotse_model::{ClusterName, GuestRef, Severity, Timestamp};
use uuid::Uuid;

use super::{Alert, AlertId, Flapping, Member, Notice, NoticeKind, Phase, Place, Settings, State, Thing};
use crate::access::{Entry as Scope, Person};

pub(super) fn anna() -> Person {
    Person::at_terminal("anna")
}

pub(super) fn scope(text: &str) -> Scope {
    text.parse().expect("a scope")
}

pub(super) fn member(guest: &str, node: &str, tags: &[&str]) -> Member {
    let guest: GuestRef = guest.parse().expect("a guest");
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    Member { guest, name: Some("web".to_owned()), node: Some(node.parse().expect("a node")), tags, pool: None }
}

/// An alert that was raised at 1000.
pub(super) fn alert(number: u64, thing: Thing, severity: Severity, members: Vec<Member>) -> Alert {
    Alert {
        id: AlertId(number),
        thing,
        state: State::Off,
        reason: None,
        severity,
        members,
        nodes: Vec::new(),
        entries: vec!["m1".to_owned()],
        since: Timestamp(990),
        raised: Timestamp(1_000),
        phase: Phase::Alerting,
        reminded: Timestamp(1_000),
        escalated: 0,
        told: Vec::new(),
        finding: None,
    }
}

/// A guest that is off.
pub(super) fn guest_off(number: u64, guest: &str, tags: &[&str]) -> Alert {
    let member = member(guest, "pve1", tags);
    alert(number, Thing::Guest { guest: member.guest.clone() }, Severity::Error, vec![member])
}

/// A node that is offline, with guests.
pub(super) fn node_down(number: u64, node: &str, members: Vec<Member>) -> Alert {
    let cluster: ClusterName = "home".parse().expect("a cluster");
    let thing = Thing::Node { cluster, node: node.parse().expect("a node") };
    Alert { state: State::NodeOffline, ..alert(number, thing, Severity::Critical, members) }
}

/// Settings with these channels, by their names and scopes, and no route.
pub(super) fn settings(places: &[(&str, &str)]) -> Settings {
    let place = |(name, text): &(&str, &str)| Place { name: (*name).to_owned(), scope: vec![scope(text)] };
    Settings {
        interval: Duration::from_mins(1),
        confirm: Duration::ZERO,
        grace: Duration::from_mins(30),
        remind: Some(Duration::from_hours(4)),
        flapping: Flapping { changes: 6, within: Duration::from_hours(1), calm: Duration::from_mins(30) },
        blind_after: 3,
        quiet: Vec::new(),
        maintenance: Vec::new(),
        zone: TimeZone::UTC,
        places: places.iter().map(place).collect(),
        routes: Vec::new(),
        default_route: places.iter().map(|(name, _)| (*name).to_owned()).collect(),
    }
}

/// A notice of an alert; later numbers were written later.
pub(super) fn notice(number: u128, channel: &str, kind: NoticeKind, alert: &Alert, at: i64) -> Notice {
    let (id, alert) = (Uuid::from_u128(number), Some(alert.clone()));
    Notice { id, channel: channel.to_owned(), kind, alert, at: Timestamp(at), held_until: None }
}
