//! Lists of guests, and what is about one guest.

use lotse_model::{ClusterName, GuestRef, NodeName, PoolName};

use super::{Left, label, one};
use crate::{
    access::Sight,
    view::{GraphView, GuestConfirmView, InfoView, ListView, PoolsView, SnapshotsView},
};

pub(super) fn list(view: &mut ListView, sight: &Sight) {
    view.guests.retain(|guest| sight.shows(guest));
}

pub(super) fn info(view: &mut InfoView, sight: &Sight) -> Left {
    if !sight.shows(&view.guest) {
        return Left::Nothing;
    }
    let cluster = &view.guest.id.cluster;
    let texts = view.description.iter_mut().chain(view.disks.iter_mut().flatten().map(|disk| &mut disk.volume));
    for text in texts {
        *text = sight.text(cluster, text).into_owned();
    }
    for system in view.file_systems.iter_mut().flatten() {
        system.mount = sight.text(cluster, &system.mount).into_owned();
    }
    Left::Some
}

pub(super) fn snapshots(view: &mut SnapshotsView, sight: &Sight) -> Left {
    let before: std::collections::BTreeSet<_> = view.snapshots.iter().map(|row| row.guest.id.clone()).collect();
    let taken_out = before.iter().filter(|guest| !sight.guest(guest)).count();
    view.guests_read = view.guests_read.saturating_sub(taken_out);
    view.snapshots.retain(|row| label(&row.guest, sight));
    for row in &mut view.snapshots {
        let cluster = &row.guest.id.cluster;
        if let Some(text) = &mut row.description {
            *text = sight.text(cluster, text).into_owned();
        }
    }
    one(view.guest.as_ref(), sight)
}

pub(super) fn pools(view: &mut PoolsView, sight: &Sight) {
    for row in &mut view.pools {
        row.guests.retain(|guest| label(guest, sight));
        if !sees_pool(&row.cluster, &row.pool, sight) {
            row.comment = None;
        }
        if let Some(comment) = &mut row.comment {
            *comment = sight.text(&row.cluster, comment).into_owned();
        }
    }
    // A pool of which some guests may be seen is named in their own lines, too.
    view.pools.retain(|row| !row.guests.is_empty() || sees_pool(&row.cluster, &row.pool, sight));
}

fn sees_pool(cluster: &ClusterName, pool: &str, sight: &Sight) -> bool {
    pool.parse::<PoolName>().is_ok_and(|pool| sight.pool(cluster, &pool))
}

pub(super) fn guest_confirm(view: &GuestConfirmView, sight: &Sight) -> Left {
    one(Some(&view.guest), sight)
}

pub(super) fn graph(view: &mut GraphView, sight: &Sight) -> Left {
    let of_guest = view.target.parse::<GuestRef>().is_ok_and(|guest| sight.guest(&guest));
    let of_node = view.target.split_once('/').is_some_and(|(cluster, node)| {
        let (cluster, node) = (cluster.parse::<ClusterName>(), node.parse::<NodeName>());
        cluster.is_ok_and(|cluster| node.is_ok_and(|node| sight.node(&cluster, &node)))
    });
    // A node has no name of its own.
    if of_guest || (of_node && view.name.is_none()) { Left::Some } else { Left::Nothing }
}
