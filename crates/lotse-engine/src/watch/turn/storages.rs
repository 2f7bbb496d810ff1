//! The storages.

use std::collections::BTreeMap;

use lotse_model::{Node, NodeName, NodeState, Storage, StorageName, StorageState};

use super::taking::{Part, Taking, is_whole};
use crate::{
    inventory::{Resources, Snapshot},
    watch::{
        Stage, Standing, State, Thing,
        covered::{self, Covers},
        judge,
        life::{Seen, Telling},
    },
};

/// After how long a node that booted has reported its storages, in seconds: its status daemon starts with the guests.
const SETTLES: u64 = 120;

/// For how long a storage that was just made may have no figures, in seconds: the status daemons report every ten seconds, and one
/// that waits for another storage later.
const NEW: i64 = 45;

/// A storage's state in a snapshot: on one node, or for a shared one on all that report.
fn state(snapshot: &Snapshot, name: &StorageName, node: Option<&NodeName>) -> State {
    let Some(list) = snapshot.resources.value() else { return State::Unknown };
    let here: Vec<_> = list.storage(name).filter(|seen| node.is_none_or(|node| seen.node == *node)).collect();
    if here.is_empty() && is_whole(snapshot, Part::Storages) {
        // One that is switched off is not listed.
        return State::Unavailable;
    }
    judge::storage(&here.into_iter().map(|seen| on(list, seen)).collect::<Vec<_>>())
}

/// How a storage stands on one node.
fn on(list: &Resources, seen: &Storage) -> StorageState {
    match seen.state {
        // The list has no other word for a storage that its node cannot use: the node has no figures to report.
        StorageState::Unknown if reports(list, &seen.node) => StorageState::Unavailable,
        ref state => state.clone(),
    }
}

/// The nodes that cannot use a storage.
fn nodes_without(snapshot: &Snapshot, name: &StorageName) -> Vec<NodeName> {
    let Some(list) = snapshot.resources.value() else { return Vec::new() };
    let without = list.storage(name).filter(|seen| on(list, seen) == StorageState::Unavailable);
    without.map(|seen| seen.node.clone()).collect()
}

/// Whether a node reports, and not only since just now: its storages are reported a few seconds after it is up.
fn reports(list: &Resources, node: &NodeName) -> bool {
    let is_settled = |node: &Node| node.uptime.is_none_or(|uptime| uptime.0 >= SETTLES);
    list.node(node).is_some_and(|node| node.state == NodeState::Online && is_settled(node))
}

impl Taking<'_> {
    pub(super) fn look_at_storages(&mut self) {
        let mut storages: BTreeMap<(StorageName, Option<NodeName>), bool> = BTreeMap::new();
        for storage in self.list.storages() {
            let node = (!storage.shared).then(|| storage.node.clone());
            storages.insert((storage.name.clone(), node), true);
        }
        for thing in self.book.standings.keys() {
            if let Thing::Storage { storage, node, .. } = thing {
                storages.entry((storage.clone(), node.clone())).or_insert(false);
            }
        }
        for ((name, node), listed) in storages {
            self.look_at_storage(&name, node.as_ref(), listed);
        }
    }

    fn look_at_storage(&mut self, name: &StorageName, node: Option<&NodeName>, listed: bool) {
        let Some(covers) = covered::storage(&self.book.entries, self.cluster(), name, node) else { return };
        let thing = Thing::Storage { cluster: self.cluster().clone(), storage: name.clone(), node: node.cloned() };
        let known = self.standing(&thing);
        // One that is not listed any more counts where it was named; of a whole cluster or node it was one among others.
        let named = self.book.entries.iter().any(|entry| entry.scope.storage.as_ref() == Some(name));
        if !listed
            && !named
            && is_whole(self.snapshot, Part::Storages)
            && known.is_none_or(|known| known.stage == Stage::Ok)
        {
            return;
        }
        self.watched.insert(thing.clone());
        let by = |snapshot: &Snapshot| state(snapshot, name, node);
        let seen = by(self.snapshot);
        if seen == State::Unknown {
            return;
        }
        let was = known.map_or(State::Ok, |known| known.state);
        if seen != was && !self.is_sure(seen, by) {
            return;
        }
        let now = self.now;
        let mut since = now;
        match known.map(|known| &known.stage) {
            // It is new among others that are known, so somebody may have just made it: nobody reported on it yet.
            None if seen != State::Ok && self.book.looked.is_some() => {
                let stage = Stage::Suspect { state: seen, since: now, looks: 1 };
                self.keep(Standing { stage, ..Standing::new(thing, State::Ok, now) });
                return;
            }
            Some(Stage::Suspect { since: first, .. }) if seen != State::Ok => {
                if now.0.saturating_sub(first.0) < NEW {
                    return;
                }
                since = *first;
            }
            _ => {}
        }
        let standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, now));
        if seen == State::Unavailable && was == seen && self.spreads(&standing, name, node, &covers) {
            return;
        }
        self.live(standing, &Seen::plain(seen, since), &covers, |_, _| Vec::new());
    }

    /// Whether more nodes cannot use a shared storage than were told; that is worse, and told.
    fn spreads(&mut self, standing: &Standing, name: &StorageName, node: Option<&NodeName>, covers: &Covers) -> bool {
        let Some(open) = self.open(standing).filter(|open| node.is_none() && open.state == State::Unavailable) else {
            return false;
        };
        let more = |snapshot: &Snapshot| nodes_without(snapshot, name).iter().any(|node| !open.nodes.contains(node));
        let by = |snapshot: &Snapshot| if more(snapshot) { State::Unavailable } else { State::Ok };
        if !more(self.snapshot) || !self.is_sure(State::Unavailable, by) {
            return false;
        }
        let worse = Telling::Changed { state: State::Unavailable, reason: None };
        self.tell(worse, Some(open), standing, covers, |_, _| Vec::new());
        true
    }

    /// The nodes that cannot use a storage that they share; none of anything else.
    pub(super) fn nodes_without(&self, thing: &Thing) -> Vec<NodeName> {
        match thing {
            Thing::Storage { storage, node: None, .. } => nodes_without(self.snapshot, storage),
            _ => Vec::new(),
        }
    }
}
