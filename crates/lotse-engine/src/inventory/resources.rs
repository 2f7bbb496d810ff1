//! The cluster's resource list in an order that can be compared: the server's order is random.

use lotse_model::{
    ClusterName, Guest, Hidden, HiddenWhy, Node, NodeName, NodeState, PoolName, Storage, StorageName, Vmid,
};

/// Guests, nodes and storages of one cluster, each sorted by its id and without duplicates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resources {
    guests: Vec<Guest>,
    nodes: Vec<Node>,
    storages: Vec<Storage>,
    pools: Vec<PoolName>,
}

impl Resources {
    /// Brings what a server listed into order. Of two entries with one id the last stays, as in a map: while a guest
    /// migrates, both nodes may report it.
    #[must_use]
    pub fn new(guests: Vec<Guest>, nodes: Vec<Node>, storages: Vec<Storage>, pools: Vec<PoolName>) -> Self {
        let mut resources = Self {
            guests: ordered(guests, |guest| guest.id.vmid),
            nodes: ordered(nodes, |node| node.name.clone()),
            storages: ordered(storages, |storage| (storage.name.clone(), storage.node.clone())),
            pools,
        };
        resources.pools.extend(resources.guests.iter().filter_map(|guest| guest.pool.clone()));
        resources.pools.sort_unstable();
        resources.pools.dedup();
        resources
    }

    /// This list with what `newer` shows in it, and without forgetting what `newer` does not show.
    #[must_use]
    pub fn updated_by(&self, newer: &Self) -> Self {
        let guests = self.guests.iter().chain(&newer.guests).cloned().collect();
        let nodes = self.nodes.iter().chain(&newer.nodes).cloned().collect();
        let storages = self.storages.iter().chain(&newer.storages).cloned().collect();
        Self::new(guests, nodes, storages, self.pools.iter().chain(&newer.pools).cloned().collect())
    }

    /// All guests, by number.
    #[must_use]
    pub fn guests(&self) -> &[Guest] {
        &self.guests
    }

    /// All nodes, by name.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All storages, by name and node.
    #[must_use]
    pub fn storages(&self) -> &[Storage] {
        &self.storages
    }

    /// All pools, by name: those listed, and those that guests name.
    #[must_use]
    pub fn pools(&self) -> &[PoolName] {
        &self.pools
    }

    /// The guest with this number.
    #[must_use]
    pub fn guest(&self, vmid: Vmid) -> Option<&Guest> {
        let at = self.guests.binary_search_by_key(&vmid, |guest| guest.id.vmid).ok()?;
        self.guests.get(at)
    }

    /// The node with this name.
    #[must_use]
    pub fn node(&self, name: &NodeName) -> Option<&Node> {
        let at = self.nodes.binary_search_by(|node| node.name.cmp(name)).ok()?;
        self.nodes.get(at)
    }

    /// The nodes that do not report, as what they hide: of their guests the list has neither name nor state.
    pub(crate) fn silent_nodes(&self, cluster: &ClusterName) -> impl Iterator<Item = Hidden> {
        let silent = self.nodes.iter().filter(|node| node.state != NodeState::Online);
        silent.map(|node| Hidden {
            cluster: cluster.clone(),
            node: Some(node.name.clone()),
            what: "/cluster/resources".to_owned(),
            why: HiddenWhy::NodeDown,
        })
    }

    /// A storage from the sight of each node that has it.
    pub fn storage<'a>(&'a self, name: &'a StorageName) -> impl Iterator<Item = &'a Storage> {
        self.storages.iter().filter(move |storage| storage.name == *name)
    }

    /// Storages with a shared one only once: the first sight of it that has figures, else the first.
    pub fn distinct_storages(&self) -> impl Iterator<Item = &Storage> {
        self.storages.chunk_by(|a, b| a.name == b.name).flat_map(|same| {
            let shared = same.iter().any(|storage| storage.shared);
            let best = same.iter().find(|storage| storage.space.is_some()).or_else(|| same.first());
            let one = if shared { best } else { None };
            let all = if shared { &[][..] } else { same };
            one.into_iter().chain(all)
        })
    }
}

impl From<lotse_pve::ops::resources::Resources> for Resources {
    fn from(listed: lotse_pve::ops::resources::Resources) -> Self {
        Self::new(listed.guests, listed.nodes, listed.storages, listed.pools)
    }
}

fn ordered<T, K: Ord>(mut things: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    // A stable sort keeps the server's order among equals, so that "the last stays" means the last one sent.
    things.sort_by_cached_key(|item| key(item));
    let mut kept: Vec<T> = Vec::with_capacity(things.len());
    for item in things {
        match kept.last_mut() {
            Some(last) if key(last) == key(&item) => *last = item,
            _ => kept.push(item),
        }
    }
    kept
}
