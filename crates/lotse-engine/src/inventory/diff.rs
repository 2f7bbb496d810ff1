//! Two snapshots of a cluster in, typed changes out. Pure, and linear in the number of things.

use std::cmp::Ordering;

use lotse_model::{Guest, GuestState, Hidden, HiddenWhy, Node, NodeState, Storage};

use super::{Change, Resources};

/// Of which things a list shows all there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// No guest is hidden.
    pub guests: bool,
    /// No node is hidden.
    pub nodes: bool,
    /// No storage is hidden.
    pub storages: bool,
}

impl Whole {
    /// Nothing is hidden.
    pub const ALL: Self = Self { guests: true, nodes: true, storages: true };

    /// What a list shows in full, when this is hidden from it. Proxmox lists the nodes to everyone.
    #[must_use]
    pub fn but_for(hidden: &[Hidden]) -> Self {
        hidden.iter().fold(Self::ALL, |whole, hidden| match &hidden.why {
            HiddenWhy::Privilege { needs, .. } => {
                let hides = |area: &str| needs.iter().any(|privilege| privilege.starts_with(area));
                Self {
                    guests: whole.guests && !hides("VM."),
                    storages: whole.storages && !hides("Datastore."),
                    nodes: whole.nodes,
                }
            }
            _ => Self { guests: false, nodes: false, storages: false },
        })
    }
}

/// What changed from `old` to `new`, guests by number, then nodes and storages by name.
///
/// Only where the newer list is whole is a thing that it lacks gone. A token that lost its privileges must not look like a
/// hundred deleted guests.
#[must_use]
pub fn diff(old: &Resources, new: &Resources, whole: Whole) -> Vec<Change> {
    let mut changes = Vec::new();
    for pair in pairs(old.guests(), new.guests(), |a, b| a.id.vmid.cmp(&b.id.vmid)) {
        match pair {
            // A VMID that was given to the other kind of guest names another guest.
            Pair::Both(old, new) if old.kind != new.kind => {
                changes.push(Change::GuestGone { guest: Box::new(old.clone()) });
                changes.push(Change::GuestAppeared { guest: Box::new(new.clone()) });
            }
            Pair::Both(old, new) => guest_changes(old, new, &mut changes),
            Pair::New(guest) => changes.push(Change::GuestAppeared { guest: Box::new(guest.clone()) }),
            Pair::Old(guest) if whole.guests => changes.push(Change::GuestGone { guest: Box::new(guest.clone()) }),
            Pair::Old(_) => {}
        }
    }
    for pair in pairs(old.nodes(), new.nodes(), |a, b| a.name.cmp(&b.name)) {
        match pair {
            Pair::Both(old, new) => node_changes(old, new, &mut changes),
            Pair::New(node) => changes.push(Change::NodeAppeared { node: Box::new(node.clone()) }),
            Pair::Old(node) if whole.nodes => changes.push(Change::NodeGone { node: Box::new(node.clone()) }),
            Pair::Old(_) => {}
        }
    }
    let by_name_and_node = |a: &Storage, b: &Storage| a.name.cmp(&b.name).then_with(|| a.node.cmp(&b.node));
    for pair in pairs(old.storages(), new.storages(), by_name_and_node) {
        match pair {
            Pair::Both(old, new) if is_other(old, new) => {
                changes.push(Change::StorageChanged { from: Box::new(old.clone()), to: Box::new(new.clone()) });
            }
            Pair::New(storage) => changes.push(Change::StorageAppeared { storage: Box::new(storage.clone()) }),
            Pair::Old(storage) if whole.storages => {
                changes.push(Change::StorageGone { storage: Box::new(storage.clone()) });
            }
            Pair::Both(..) | Pair::Old(_) => {}
        }
    }
    changes
}

enum Pair<'a, T> {
    Old(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

/// Walks two sorted lists side by side.
fn pairs<'a, T>(old: &'a [T], new: &'a [T], order: impl Fn(&T, &T) -> Ordering) -> impl Iterator<Item = Pair<'a, T>> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    std::iter::from_fn(move || {
        let turn = match (old.peek(), new.peek()) {
            (Some(a), Some(b)) => order(a, b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        match turn {
            Ordering::Less => old.next().map(Pair::Old),
            Ordering::Greater => new.next().map(Pair::New),
            Ordering::Equal => old.next().zip(new.next()).map(|(a, b)| Pair::Both(a, b)),
        }
    })
}

fn guest_changes(old: &Guest, new: &Guest, changes: &mut Vec<Change>) {
    let guest = || new.id.clone();
    if old.name != new.name {
        changes.push(Change::GuestRenamed { guest: guest(), from: old.name.clone(), to: new.name.clone() });
    }
    if old.node != new.node {
        changes.push(Change::GuestMoved { guest: guest(), from: old.node.clone(), to: new.node.clone() });
    }
    if old.state != new.state {
        changes.push(Change::GuestState { guest: guest(), from: old.state.clone(), to: new.state.clone() });
    } else if old.is_running() && new.is_running() && new.uptime < old.uptime && new.uptime.is_some() {
        changes.push(Change::GuestRestarted { guest: guest() });
    }
    // A node that does not report leaves only the names of its guests: what is then missing did not change. What changed
    // in the meantime shows in the guest as it is, not as an event.
    if [&old.state, &new.state].contains(&&GuestState::Unknown) {
        return;
    }
    if old.lock != new.lock {
        changes.push(Change::GuestLock { guest: guest(), from: old.lock.clone(), to: new.lock.clone() });
    }
    if old.tags != new.tags {
        changes.push(Change::GuestTags { guest: guest(), from: old.tags.clone(), to: new.tags.clone() });
    }
    if old.pool != new.pool {
        changes.push(Change::GuestPool { guest: guest(), from: old.pool.clone(), to: new.pool.clone() });
    }
    if old.ha != new.ha {
        changes.push(Change::GuestHa { guest: guest(), from: old.ha.clone(), to: new.ha.clone() });
    }
    if old.template != new.template {
        changes.push(Change::GuestTemplate { guest: guest(), now: new.template });
    }
    if old.disk_size != new.disk_size {
        changes.push(Change::GuestDiskSize { guest: guest(), from: old.disk_size, to: new.disk_size });
    }
}

fn node_changes(old: &Node, new: &Node, changes: &mut Vec<Change>) {
    let (cluster, node) = (|| new.cluster.clone(), || new.name.clone());
    if old.state != new.state {
        let (from, to) = (old.state.clone(), new.state.clone());
        changes.push(Change::NodeState { cluster: cluster(), node: node(), from, to });
    } else if new.uptime < old.uptime && new.uptime.is_some() {
        changes.push(Change::NodeRestarted { cluster: cluster(), node: node() });
    }
    if old.ha != new.ha {
        changes.push(Change::NodeHa { cluster: cluster(), node: node(), from: old.ha.clone(), to: new.ha.clone() });
    }
    let both_report = old.state == NodeState::Online && new.state == NodeState::Online;
    if both_report && old.level != new.level {
        let (from, to) = (old.level.clone(), new.level.clone());
        changes.push(Change::NodeLevel { cluster: cluster(), node: node(), from, to });
    }
}

/// Whether more than its figures differ.
fn is_other(old: &Storage, new: &Storage) -> bool {
    old.state != new.state || old.plugin != new.plugin || old.content != new.content || old.shared != new.shared
}

#[cfg(test)]
mod tests;
