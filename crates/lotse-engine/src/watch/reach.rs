//! Whether a scope reaches what an alert is about, and how much of an alert may be told within one.
//!
//! A node or a cluster that falls takes guests with it. Who may see one of those guests is told that it fell, and why, but
//! nothing of the guests beside it: the name of its node stands with every guest.

use lotse_model::{GuestRef, Subject};

use super::{Alert, Member, Thing};
use crate::access::Entry as Scope;

/// Whether any of these scopes reaches the alert: the thing itself, or a guest that fell with it.
pub(super) fn reaches(scopes: &[Scope], alert: &Alert) -> bool {
    scopes.iter().any(|scope| covers_thing(scope, alert) || alert.members.iter().any(|member| covers(scope, member)))
}

/// Whether any of these scopes reaches the thing itself.
pub(super) fn reaches_thing(scopes: &[Scope], alert: &Alert) -> bool {
    scopes.iter().any(|scope| covers_thing(scope, alert))
}

/// The alert as it may be told within these scopes: without the guests outside them, and `None` when nothing of it is inside.
pub(super) fn narrowed(alert: &Alert, scopes: &[Scope]) -> Option<Alert> {
    let members: Vec<_> =
        alert.members.iter().filter(|member| scopes.iter().any(|scope| covers(scope, member))).cloned().collect();
    let is_inside = !members.is_empty() || reaches_thing(scopes, alert);
    is_inside.then(|| Alert { members, ..alert.clone() })
}

fn covers(scope: &Scope, member: &Member) -> bool {
    scope.covers_guest_of(&member.guest, member.node.as_ref(), &member.tags, member.pool.as_ref())
}

fn covers_thing(scope: &Scope, alert: &Alert) -> bool {
    let guest = |guest: &GuestRef| match alert.members.iter().find(|member| member.guest == *guest) {
        Some(member) => covers(scope, member),
        // Of a guest of which nothing else is known only its number and its cluster can be in a scope.
        None => scope.covers_guest_of(guest, None, &[], None),
    };
    match &alert.thing {
        Thing::Guest { guest: id } => guest(id),
        Thing::Node { cluster, node } => scope.covers_node(cluster, node),
        Thing::Cluster { cluster } => scope.covers_cluster(cluster),
        Thing::Storage { cluster, storage, node } => scope.covers_storage(cluster, storage, node.as_ref()),
        Thing::Finding { subject, .. } => match subject {
            Subject::Guest { guest: id, .. } => guest(id),
            Subject::Node { cluster, node } | Subject::Other { cluster, node: Some(node), .. } => {
                scope.covers_node(cluster, node)
            }
            Subject::Storage { cluster, storage, node } => scope.covers_storage(cluster, storage, node.as_ref()),
            Subject::Cluster { cluster } | Subject::Other { cluster, node: None, .. } => scope.covers_cluster(cluster),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{narrowed, reaches, reaches_thing};
    use crate::watch::sample::{guest_off, member, node_down, scope};

    #[test]
    fn who_may_see_one_guest_of_a_fallen_node_is_told_of_that_one_only() {
        let members = vec![member("home/100", "pve1", &["web"]), member("home/101", "pve1", &["db"])];
        let alert = node_down(1, "pve1", members);
        let told = narrowed(&alert, &[scope("cluster:home tag:web")]).expect("one of them is inside");
        assert_eq!(told.members.iter().map(|one| one.guest.vmid.get()).collect::<Vec<_>>(), [100]);
        assert_eq!(narrowed(&alert, &[scope("cluster:home tag:mail")]), None);
        assert_eq!(narrowed(&alert, &[]), None, "no scope is nothing");
        assert_eq!(narrowed(&alert, &[scope("node:home/pve1")]), Some(alert.clone()));
        assert_eq!(narrowed(&alert, &[scope("cluster:lab")]), None);
    }

    #[test]
    fn a_node_without_guests_is_told_to_those_who_may_see_nodes() {
        let alert = node_down(1, "pve1", Vec::new());
        assert!(reaches(&[scope("cluster:home")], &alert) && reaches(&[scope("node:home/pve1")], &alert));
        assert!(!reaches(&[scope("node:home/pve2"), scope("cluster:home tag:web")], &alert));
    }

    #[test]
    fn a_guest_that_is_gone_is_judged_by_how_it_was_last_seen() {
        let alert = guest_off(1, "home/100", &["Web"]);
        assert!(reaches_thing(&[scope("cluster:home tag:web node:home/pve1")], &alert));
        assert!(!reaches_thing(&[scope("cluster:home tag:web node:home/pve2")], &alert));
        let unknown = crate::watch::Alert { members: Vec::new(), ..alert };
        assert!(reaches_thing(&[scope("guest:home/100")], &unknown) && reaches_thing(&[scope("cluster:*")], &unknown));
        assert!(!reaches_thing(&[scope("cluster:home tag:web")], &unknown), "its tags are not known");
    }
}
