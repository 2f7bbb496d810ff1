//! `snapshots`: of a guest, or of all guests.

use futures_util::{StreamExt as _, stream};
use lotse_model::{Guest, Hidden, HiddenWhy};
use lotse_pve::ops::{guest_status::GuestPlace, snapshots::Snapshots};

use crate::{
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, criteria},
    inventory::Resources,
    topics,
    view::{Answer, GuestLabel, SnapshotRow, SnapshotsView, View},
};

/// So many guests are read for one question; a fleet beyond that is asked guest by guest, or node by node in the list.
const GUESTS: usize = 300;

/// So many guests are read at the same time; each node is asked through its own bounded connections.
const AT_ONCE: usize = 8;

pub(super) const COMMAND: Command = Command {
    name: "snapshots",
    arguments: &[
        Argument::positional("guest", ArgumentKind::Guest),
        Argument::option("where", ArgumentKind::Criteria(criteria::OF_AGES)),
    ],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let found = asking.look(&mut gathered).await;
    let one = call.get("guest").map(|typed| asking.directory(&found).guest(typed)).transpose()?;
    let all = found.iter().filter_map(|snapshot| snapshot.resources.value()).flat_map(Resources::guests);
    let guests: Vec<Guest> = one.map_or_else(|| all.cloned().collect(), |guest| vec![guest.clone()]);
    for left_out in guests.iter().skip(GUESTS) {
        gathered.miss(Hidden {
            cluster: left_out.id.cluster.clone(),
            node: Some(left_out.node.clone()),
            what: format!("{}/{}/snapshot", left_out.kind.api(), left_out.id.vmid),
            why: HiddenWhy::NotRead,
        });
    }
    let mut view = SnapshotsView { guest: one.map(label), guests_read: 0, snapshots: Vec::new() };
    let read = stream::iter(guests.into_iter().take(GUESTS))
        .map(|guest| async move { (read(asking, &guest).await, guest) })
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    for (answer, guest) in &read {
        view.snapshots.extend(rows(guest, answer.as_ref(), &mut view.guests_read, &mut gathered));
    }
    gathered.answer(View::Snapshots(view))
}

async fn read(asking: &Asking<'_>, guest: &Guest) -> Option<topics::Answer<Snapshots>> {
    let cluster = asking.fleet.cluster(&guest.id.cluster)?;
    let place = GuestPlace::new(guest.node.clone(), guest.kind, guest.id.vmid);
    Some(cluster.snapshots(&place, asking.ask).await)
}

fn rows(
    guest: &Guest,
    answer: Option<&topics::Answer<Snapshots>>,
    read: &mut usize,
    gathered: &mut Gathered,
) -> Vec<SnapshotRow> {
    let Some(seen) = answer.and_then(|answer| gathered.note(&guest.id.cluster, answer)) else { return Vec::new() };
    *read += 1;
    let mut rows: Vec<SnapshotRow> = seen
        .value
        .list
        .iter()
        .map(|snapshot| SnapshotRow {
            guest: label(guest),
            name: snapshot.name.clone(),
            at: snapshot.taken,
            with_memory: snapshot.memory,
            parent: snapshot.parent.clone(),
            description: snapshot.description.clone().map(|text| text.trim().to_owned()),
            current: seen.value.parent.as_deref() == Some(snapshot.name.as_str()),
        })
        .collect();
    rows.sort_by_key(|row| row.at);
    rows
}

pub(super) fn label(guest: &Guest) -> GuestLabel {
    GuestLabel { id: guest.id.clone(), name: guest.name.clone() }
}
