//! Who is watched and what is wrong: entries whose things may be seen, alerts about what may be seen.

use lotse_model::Subject;

use super::Left;
use crate::{
    access::{Entry as Scope, Sight},
    view::{AlertRow, EntryRow, MonitorAddView, MonitorListView, MonitorOrderView, MonitorRemoveView, MonitorTestView},
    watch::Thing,
};

/// Whether what an alert is about may be named.
#[must_use]
pub fn sees(thing: &Thing, sight: &Sight) -> bool {
    match thing {
        Thing::Guest { guest } => sight.guest(guest),
        Thing::Node { cluster, node } => sight.node(cluster, node),
        Thing::Cluster { cluster } => sight.touches(cluster),
        Thing::Storage { cluster, storage, node } => sight.storage(cluster, storage, node.as_ref()),
        Thing::Finding { subject, .. } => match subject {
            Subject::Cluster { cluster } => sight.cluster(cluster),
            Subject::Node { cluster, node } => sight.node(cluster, node),
            Subject::Guest { guest, .. } => sight.guest(guest),
            Subject::Storage { cluster, storage, node } => sight.storage(cluster, storage, node.as_ref()),
            Subject::Other { cluster, node, name } => {
                sight.cluster(cluster)
                    || (node.as_ref().is_some_and(|node| sight.node(cluster, node)) && sight.is_clean(cluster, name))
            }
        },
    }
}

/// Whether an entry may be shown: everything that it may ever reach may be seen, or something that it reaches now. Tags and
/// pool of a guest that may be seen are no secret, and the node of it neither.
#[must_use]
pub fn sees_scope(scope: &Scope, sight: &Sight) -> bool {
    if sight.is_whole() || sight.grants().sees_scope(scope) {
        return true;
    }
    sight.clusters().filter(|cluster| scope.touches(cluster)).any(|cluster| {
        sight.resources(cluster).is_some_and(|seen| {
            seen.guests().iter().any(|guest| scope.covers_guest(guest))
                || seen.nodes().iter().any(|node| scope.covers_node(cluster, &node.name))
                || seen.storages().iter().any(|one| scope.covers_storage(cluster, &one.name, Some(&one.node)))
        })
    })
}

pub(super) fn list(view: &mut MonitorListView, sight: &Sight) {
    view.entries.retain(|row| sees_scope(&row.scope, sight));
    view.alerts.retain_mut(|row| alert(row, sight));
    for row in &mut view.entries {
        entry(row, sight, &view.alerts);
    }
}

pub(super) fn added(view: &mut MonitorAddView, sight: &Sight) {
    view.added.retain(|one| sees_scope(&one.entry.scope, sight));
    for one in &mut view.added {
        // Which alerts there are is answered by the list.
        entry(&mut one.entry, sight, &[]);
    }
}

pub(super) fn removed(view: &mut MonitorRemoveView, sight: &Sight) -> Left {
    if !sees_scope(&view.entry.scope, sight) {
        return Left::Nothing;
    }
    entry(&mut view.entry, sight, &[]);
    Left::Some
}

pub(super) fn order(view: &mut MonitorOrderView, sight: &Sight) -> Left {
    if alert(&mut view.alert, sight) { Left::Some } else { Left::Nothing }
}

pub(super) fn test(view: &mut MonitorTestView, sight: &Sight) -> Left {
    let asked = view.routes.len();
    view.routes.retain_mut(|row| alert(&mut row.alert, sight));
    if asked > 0 && view.routes.is_empty() { Left::Nothing } else { Left::Some }
}

fn entry(row: &mut EntryRow, sight: &Sight, shown: &[AlertRow]) {
    row.guest = row.guest.take().filter(|guest| super::label(guest, sight));
    row.alerts.retain(|id| shown.iter().any(|alert| alert.id == *id));
}

/// Takes out of an alert what may not be seen; `false` when nothing of it may.
fn alert(row: &mut AlertRow, sight: &Sight) -> bool {
    row.members.retain(|member| super::label(member, sight));
    let cluster = row.thing.cluster().clone();
    row.nodes.retain(|node| sight.node(&cluster, node));
    if !sight.cluster(&cluster) {
        // Who told whom is the operator's matter, and a user's name may be anything.
        row.told.clear();
        if let Some(reason) = &mut row.reason {
            reason.user = sight.text(&cluster, &reason.user).into_owned();
            reason.upid = None;
        }
    }
    // Of a node that fell who may see one of its guests is told: the name of its node stands with every guest.
    let is_place = matches!(row.thing, Thing::Node { .. } | Thing::Cluster { .. });
    sees(&row.thing, sight) || (is_place && !row.members.is_empty())
}
