//! The second look: what was in doubt, looked at live. What of it does not come within the deadline stays in doubt.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, stream};
use lotse_model::{GuestRef, Hidden, NodeName, Task, Timestamp, Upid};
use lotse_pve::{
    CallError,
    ops::{guest_status::GuestPlace, tasks::TaskQuery},
};

use super::{Doubts, Live, Second, Sighting, explain::OWN_LISTED};
use crate::{
    change::identity_of,
    fleet::Cluster,
    inventory::Snapshot,
    topics::{Answer, Ask},
};

/// How many calls of a second look are under way at the same time.
const AT_ONCE: usize = 8;
/// How many guests are looked at one by one at most; the others wait for the next look. More of them at once have one cause, and
/// the node or the cluster shows it.
const MOST: usize = 256;

/// How many logs of backups are read at most, and how much of each: a backup of fifty guests writes a few thousand lines.
const LOGS: usize = 8;
const LINES: u64 = 5_000;

/// Looks once more at what is in doubt, and puts it into the sighting.
pub(super) async fn second(cluster: &Cluster, doubts: &Doubts, sighting: &mut Sighting, ask: Ask, now: Timestamp) {
    // What was known of the token may be an hour old. Who lost a right sees less, and must not take that for all there is: no guest
    // is gone, and nothing happened with no task, because a list became shorter.
    let renewed = cluster.renew_permissions(ask).await;
    let (again, guests, tasks, logs, identities) = tokio::join!(
        again(cluster, doubts, &sighting.snapshot, ask),
        guests(cluster, doubts, ask, now),
        tasks(cluster, doubts, ask),
        logs(cluster, doubts, ask),
        identities(cluster, doubts.identities.iter(), ask),
    );
    sighting.identities.extend(identities);
    let again = renewed.then(|| again.into());
    sighting.second = Some(Second { again, guests, tasks, logs });
}

/// What tells these guests from others, of those whose configuration could be read.
pub(super) async fn identities(
    cluster: &Cluster,
    places: impl Iterator<Item = &GuestPlace>,
    ask: Ask,
) -> BTreeMap<GuestRef, String> {
    let read = |place: GuestPlace| async move {
        let config = cluster.guest_config(&place, ask).await;
        Some((reference(cluster, &place), identity_of(config.value()?)?))
    };
    let places: Vec<_> = places.cloned().collect();
    stream::iter(places.into_iter().map(read)).buffer_unordered(AT_ONCE).filter_map(async |one| one).collect().await
}

/// The list once more where that is asked for, and the newest tasks in any case.
async fn again(cluster: &Cluster, doubts: &Doubts, first: &Snapshot, ask: Ask) -> Snapshot {
    if doubts.list {
        return Snapshot::clone(&cluster.poll(ask).await.snapshot);
    }
    first.clone().with_tasks(cluster.tasks(ask).await)
}

async fn guests(cluster: &Cluster, doubts: &Doubts, ask: Ask, now: Timestamp) -> BTreeMap<GuestRef, Live> {
    let look = |place: GuestPlace| async move {
        let live = match cluster.pve().guest_status(&place, ask.deadline).await {
            Ok(seen) => Live::Seen { status: Box::new(seen.value), at: now },
            Err(CallError::NotFound { .. }) => Live::Absent,
            Err(_) => Live::Unseen,
        };
        (reference(cluster, &place), live)
    };
    let places: Vec<_> = doubts.guests.iter().take(MOST).cloned().collect();
    stream::iter(places.into_iter().map(look)).buffer_unordered(AT_ONCE).collect().await
}

async fn tasks(cluster: &Cluster, doubts: &Doubts, ask: Ask) -> BTreeMap<NodeName, Answer<Vec<Task>>> {
    let look = |(node, since): (NodeName, Timestamp)| async move {
        let query = TaskQuery {
            running: true,
            limit: u64::try_from(OWN_LISTED).ok(),
            since: Some(since),
            ..TaskQuery::default()
        };
        let what = format!("/nodes/{node}/tasks");
        let answer = match cluster.pve().node_tasks(&node, &query, ask.deadline).await {
            Ok(seen) => Answer::read(seen.into(), what),
            Err(error) => {
                let (cluster, why) = (cluster.name().clone(), error.hidden_why());
                Answer::nothing(Hidden { cluster, node: Some(node.clone()), what, why })
            }
        };
        (node, answer)
    };
    let nodes: Vec<_> = doubts.tasks.iter().map(|(node, since)| (node.clone(), *since)).collect();
    stream::iter(nodes.into_iter().map(look)).buffer_unordered(AT_ONCE).collect().await
}

/// The beginnings of the logs of backups; what could not be read is missing.
async fn logs(cluster: &Cluster, doubts: &Doubts, ask: Ask) -> BTreeMap<Upid, Vec<String>> {
    let look = |upid: Upid| async move {
        let page = cluster.pve().task_log(&upid, 0, LINES, ask.deadline).await.ok()?;
        Some((upid, page.value.lines.into_iter().map(|line| line.text).collect()))
    };
    let tasks: Vec<_> = doubts.logs.iter().take(LOGS).cloned().collect();
    stream::iter(tasks.into_iter().map(look)).buffer_unordered(AT_ONCE).filter_map(async |one| one).collect().await
}

fn reference(cluster: &Cluster, place: &GuestPlace) -> GuestRef {
    GuestRef::new(cluster.name().clone(), place.vmid)
}
