//! A number for a new guest: free in the whole cluster, and never used by anything that remembers it, backups and audit.

use std::collections::BTreeSet;

use lotse_model::{ClusterName, GuestRef, Vmid};
use lotse_store::AuditQuery;

use crate::{asking::Asking, change::look::ClusterLook, command::CommandError, topics::Ask};

/// So many numbers are tried before the search is given up: each costs a call.
const TRIES: usize = 64;

/// A number that can be had, with what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NewId {
    /// The number.
    pub(super) id: Vmid,
    /// Whether backups and audit were both looked through for it, wholly.
    pub(super) is_surely_unused: bool,
}

/// Proposes a number that is free, and that appears neither in backups nor in the audit, nor among `taken`.
pub(super) async fn propose(
    asking: &Asking<'_>,
    look: &mut ClusterLook,
    taken: &BTreeSet<Vmid>,
    ask: Ask,
) -> Result<NewId, CommandError> {
    let used: BTreeSet<Vmid> = look.guests().iter().map(|guest| guest.id.vmid).chain(remembered(look)).collect();
    let first = look.cluster.pve().next_id(ask.deadline).await.map_or(100, |next| next.value.get());
    let name = look.cluster.name().clone();
    let candidates = (first..).filter_map(|number| Vmid::new(number).ok());
    let candidates = candidates.filter(|id| !used.contains(id) && !taken.contains(id)).take(TRIES);
    for id in candidates {
        let in_audit = in_audit(asking, &name, id).await;
        if in_audit == Some(true) {
            continue;
        }
        look.ask_id(id, ask).await;
        match look.free_ids.get(&id).map(|answer| answer.value()) {
            Some(Some(true)) => {
                let is_surely_unused = in_audit.is_some() && look.saw_all_archives();
                return Ok(NewId { id, is_surely_unused });
            }
            Some(Some(false)) => {}
            _ => break,
        }
    }
    Err(CommandError::Unreachable {
        hidden: look.free_ids.values().flat_map(|answer| answer.missing.clone()).collect(),
    })
}

/// The numbers that backups name.
fn remembered(look: &ClusterLook) -> impl Iterator<Item = Vmid> {
    let volumes = look.archives.iter().flatten().filter_map(|place| place.volumes.value()).flatten();
    volumes.filter_map(|volume| volume.vmid)
}

/// Whether the audit names this guest; `None` when there is no audit to look at, or it cannot be read.
pub(super) async fn in_audit(asking: &Asking<'_>, cluster: &ClusterName, id: Vmid) -> Option<bool> {
    let guest = GuestRef::new(cluster.clone(), id);
    let query = AuditQuery { guest: Some(guest), limit: Some(1), ..AuditQuery::default() };
    let lines = asking.desk?.store().lines(&query).await.ok()?;
    Some(!lines.is_empty())
}
