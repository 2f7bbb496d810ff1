//! The list of a cluster without what always moves.

use std::sync::Arc;

use lotse_model::{
    ClusterName, Guest, GuestKind, GuestRef, GuestState, Hidden, Node, NodeName, NodeState, PoolName, Seen, Storage,
    StorageName, StorageState, Timestamp, Vmid,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{due::Mark, short};
use crate::{
    inventory::{Resources, Snapshot},
    topics::{Answer, Key},
};

/// Of a larger cluster nothing is remembered: whoever has it runs the service, which always knows. In bytes this is some 3 MB.
const MOST_GUESTS: usize = 20_000;

/// Who there is in a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct List {
    guests: Vec<KnownGuest>,
    nodes: Vec<NodeName>,
    storages: Vec<KnownStorage>,
    pools: Vec<PoolName>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    missing: Vec<Hidden>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KnownGuest {
    vmid: Vmid,
    kind: GuestKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    node: NodeName,
    /// `None` where it is of no interest: when names are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<GuestState>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    template: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pool: Option<PoolName>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KnownStorage {
    name: StorageName,
    node: NodeName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plugin: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    content: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    shared: bool,
}

impl List {
    /// What of a list is remembered; `None` of one that is too long.
    pub(super) fn of(seen: &Seen<Resources>) -> Option<Self> {
        let list = &seen.value;
        if list.guests().len() > MOST_GUESTS {
            return None;
        }
        Some(Self {
            guests: list.guests().iter().map(KnownGuest::of).collect(),
            nodes: list.nodes().iter().map(|node| node.name.clone()).collect(),
            storages: list.storages().iter().map(KnownStorage::of).collect(),
            pools: list.pools().to_vec(),
            missing: seen.hidden.clone(),
        })
    }

    /// What tells it from another one, with the time of the look.
    pub(super) fn mark(&self, as_of: Timestamp) -> Mark {
        let mut names = self.clone();
        names.guests.iter_mut().for_each(|guest| guest.state = None);
        names.missing.clear();
        Mark { as_of, names: names.digest(), whole: self.digest() }
    }

    fn digest(&self) -> String {
        // What cannot be written down differs from everything, and then is not written down.
        short(Sha256::new_with_prefix(serde_json::to_vec(self).unwrap_or_default()))
    }

    /// The snapshot of a cluster that it was, with nothing in it that it did not hold.
    pub(super) fn snapshot(self, cluster: &ClusterName, as_of: Timestamp) -> Snapshot {
        let guests = self.guests.into_iter().map(|guest| guest.into_guest(cluster));
        let nodes = self.nodes.into_iter().map(|name| node(cluster, name));
        let storages = self.storages.into_iter().map(|storage| storage.into_storage(cluster));
        let list = Resources::new(guests.collect(), nodes.collect(), storages.collect(), self.pools);
        let seen = Arc::new(Seen { value: list, hidden: self.missing, as_of });
        Snapshot::empty(cluster.clone()).with_resources(Answer::read(seen, Key::Resources.to_string()))
    }
}

impl KnownGuest {
    fn of(guest: &Guest) -> Self {
        Self {
            vmid: guest.id.vmid,
            kind: guest.kind,
            name: guest.name.clone(),
            node: guest.node.clone(),
            state: Some(guest.state.clone()),
            template: guest.template,
            tags: guest.tags.clone(),
            pool: guest.pool.clone(),
        }
    }

    fn into_guest(self, cluster: &ClusterName) -> Guest {
        Guest {
            name: self.name,
            state: self.state.unwrap_or(GuestState::Unknown),
            template: self.template,
            tags: self.tags,
            pool: self.pool,
            ..Guest::bare(GuestRef::new(cluster.clone(), self.vmid), self.kind, self.node)
        }
    }
}

impl KnownStorage {
    fn of(storage: &Storage) -> Self {
        Self {
            name: storage.name.clone(),
            node: storage.node.clone(),
            plugin: storage.plugin.clone(),
            content: storage.content.clone(),
            shared: storage.shared,
        }
    }

    fn into_storage(self, cluster: &ClusterName) -> Storage {
        Storage {
            cluster: cluster.clone(),
            name: self.name,
            node: self.node,
            state: StorageState::Unknown,
            plugin: self.plugin,
            content: self.content,
            shared: self.shared,
            space: None,
        }
    }
}

/// Whether it is up is not remembered: that was then.
fn node(cluster: &ClusterName, name: NodeName) -> Node {
    Node {
        cluster: cluster.clone(),
        name,
        state: NodeState::Unknown,
        cpu: None,
        memory: None,
        root_disk: None,
        uptime: None,
        level: None,
        ha: None,
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Guest, GuestState, Seen, Timestamp};

    use super::List;
    use crate::inventory::{
        Resources,
        sample::{cluster, guest},
    };

    fn list(guests: Vec<Guest>) -> List {
        List::of(&Seen::whole(Resources::new(guests, Vec::new(), Vec::new(), Vec::new()), Timestamp(7))).unwrap()
    }

    #[test]
    fn a_list_comes_back_without_its_figures_and_with_its_time() {
        let tagged = Guest { tags: vec!["web".to_owned()], state: GuestState::Other("new".to_owned()), ..guest(100) };
        let text = serde_json::to_string(&list(vec![tagged.clone()])).unwrap();
        assert!(!text.contains("memory") && !text.contains("uptime"), "{text}");
        let back: List = serde_json::from_str(&text).unwrap();
        let snapshot = back.snapshot(&cluster(), Timestamp(7));
        assert_eq!(snapshot.resources.as_of(), Some(Timestamp(7)));
        let own = snapshot.resources.value().and_then(|list| list.guests().first().cloned()).unwrap();
        assert_eq!(
            (&own.id, &own.name, &own.tags, &own.state),
            (&tagged.id, &tagged.name, &tagged.tags, &tagged.state)
        );
        assert_eq!((own.cpu, own.memory, own.uptime), (None, None, None));
    }

    #[test]
    fn a_state_is_no_name_and_a_figure_is_neither() {
        let at = |guest: Guest| list(vec![guest]).mark(Timestamp(1));
        let (one, busier) = (at(guest(100)), at(Guest { cpu: None, uptime: None, ..guest(100) }));
        assert_eq!(one, busier);
        let stopped = at(Guest { state: GuestState::Stopped, ..guest(100) });
        assert_eq!(one.names, stopped.names);
        assert_ne!(one.whole, stopped.whole);
        assert_ne!(one.names, at(Guest { name: None, ..guest(100) }).names);
    }
}
