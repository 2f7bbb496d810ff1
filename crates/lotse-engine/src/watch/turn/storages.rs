//! The storages.

use std::collections::BTreeMap;

use lotse_model::{Node, NodeName, NodeState, Storage, StorageName, StorageState};

use super::taking::{Part, Taking, is_whole};
use crate::{
    inventory::{Resources, Snapshot},
    watch::{Stage, Standing, State, Thing, covered, judge, life::Seen},
};

/// After how long a node that booted has reported its storages, in seconds: its status daemon starts with the guests.
const SETTLES: u64 = 120;

/// A storage's state in a snapshot: on one node, or for a shared one on all that report.
fn state(snapshot: &Snapshot, name: &StorageName, node: Option<&NodeName>) -> State {
    let Some(list) = snapshot.resources.value() else { return State::Unknown };
    let here: Vec<_> = list.storage(name).filter(|seen| node.is_none_or(|node| seen.node == *node)).collect();
    if here.is_empty() && is_whole(snapshot, Part::Storages) {
        // One that is switched off is not listed.
        return State::Unavailable;
    }
    let state = |seen: &'_ Storage| match seen.state {
        // The list has no other word for a storage that its node cannot use: the node has no figures to report.
        StorageState::Unknown if reports(list, &seen.node) => StorageState::Unavailable,
        ref state => state.clone(),
    };
    judge::storage(&here.into_iter().map(state).collect::<Vec<_>>())
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
        let standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, self.now));
        let now = self.now;
        self.live(standing, &Seen::plain(seen, now), &covers, |_, _| Vec::new());
    }
}
