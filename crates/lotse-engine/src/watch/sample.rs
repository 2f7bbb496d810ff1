//! Values that the tests of the watch begin with.

use lotse_model::{ClusterName, GuestRef, Severity, Timestamp};

use super::{Alert, AlertId, Member, Phase, State, Thing};
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
