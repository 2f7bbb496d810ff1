//! What was fetched again, what changed, and what is kept.

use lotse_model::GuestKind;

use super::Left;
use crate::{
    access::Sight,
    inventory::Change,
    view::{CacheView, RefreshView, RefreshedTopic},
};

pub(super) fn refresh(view: &mut RefreshView, sight: &Sight) {
    view.topics.retain(|topic| sight.touches(&topic.cluster));
    for topic in view.topics.iter_mut().filter(|topic| !sight.cluster(&topic.cluster)) {
        count(topic, sight);
    }
    view.changes.retain(|change| may_see(change, sight));
    let shown = view.shown.take();
    view.shown = shown.and_then(|mut shown| (super::view(&mut shown, sight) == Left::Some).then_some(shown));
}

/// Counts what may be seen.
fn count(topic: &mut RefreshedTopic, sight: &Sight) {
    let seen = sight.resources(&topic.cluster);
    let guests = |kind| seen.map(|seen| seen.guests().iter().filter(|guest| guest.kind == kind).count());
    match topic.topic {
        "vms" => topic.count = guests(GuestKind::Vm),
        "containers" => topic.count = guests(GuestKind::Container),
        "storage" => topic.count = seen.map(|seen| seen.distinct_storages().count()),
        "cluster" => topic.count = seen.map(|seen| seen.nodes().len()),
        // These were counted among what may be seen when they were read.
        _ => {}
    }
}

/// Whether a change is of something that may be seen.
pub(crate) fn may_see(change: &Change, sight: &Sight) -> bool {
    match change {
        Change::GuestAppeared { guest } | Change::GuestGone { guest } => sight.shows(guest),
        Change::GuestRenamed { guest, .. }
        | Change::GuestMoved { guest, .. }
        | Change::GuestState { guest, .. }
        | Change::GuestRestarted { guest }
        | Change::GuestLock { guest, .. }
        | Change::GuestTags { guest, .. }
        | Change::GuestPool { guest, .. }
        | Change::GuestHa { guest, .. }
        | Change::GuestTemplate { guest, .. }
        | Change::GuestDiskSize { guest, .. } => sight.guest(guest),
        Change::NodeAppeared { node } | Change::NodeGone { node } => sight.node(&node.cluster, &node.name),
        Change::NodeState { cluster, node, .. }
        | Change::NodeRestarted { cluster, node }
        | Change::NodeHa { cluster, node, .. }
        | Change::NodeLevel { cluster, node, .. } => sight.node(cluster, node),
        Change::StorageAppeared { storage } | Change::StorageGone { storage } => {
            sight.storage(&storage.cluster, &storage.name, Some(&storage.node))
        }
        Change::StorageChanged { from, to } => {
            [from, to].iter().all(|one| sight.storage(&one.cluster, &one.name, Some(&one.node)))
        }
        Change::Quorum { cluster, .. } | Change::HaMaster { cluster, .. } => sight.cluster(cluster),
    }
}

/// A call that can only be told in general is not told: of what is kept it would say nothing.
pub(super) fn cache(view: &mut CacheView, sight: &Sight) {
    view.rows.retain(|row| sight.call(&row.cluster, &row.call).as_deref() == Some(row.call.as_str()));
}
