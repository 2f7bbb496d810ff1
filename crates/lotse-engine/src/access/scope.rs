//! Over what a rule reaches: entries are alternatives, the parts of one entry must all hold.
//!
//! `node:`, `pool:` and `guest:` are about guests, and `node:` also about the node itself; `storage:` is about a storage and
//! never about the guests whose disks lie on it. So an entry that names a tag, a pool or a guest reaches no node and no
//! storage, and one that names nothing but its cluster reaches everything in it.

use std::{fmt, str::FromStr};

use lotse_model::{ClusterName, Guest, GuestRef, NodeName, PoolName, StorageName, Vmid};

use super::error::RuleError;
use crate::command::closest;

/// Which clusters an entry means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Clusters {
    /// It does not say: a bare tag, right only where there is one cluster.
    Unsaid,
    /// All, on purpose: `cluster:*`.
    Every,
    /// One.
    Only(ClusterName),
}

/// One alternative of a scope: everything in it must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// In which cluster.
    pub clusters: Clusters,
    /// On this node.
    pub node: Option<NodeName>,
    /// In each of these pools, or in pools nested in them.
    pub pools: Vec<PoolName>,
    /// This storage.
    pub storage: Option<StorageName>,
    /// With each of these tags.
    pub tags: Vec<String>,
    /// This guest.
    pub guest: Option<Vmid>,
}

impl Entry {
    /// Everything everywhere: `cluster:*`.
    #[must_use]
    pub const fn everywhere() -> Self {
        Self::of(Clusters::Every)
    }

    /// Everything in some clusters.
    #[must_use]
    pub const fn of(clusters: Clusters) -> Self {
        Self { clusters, node: None, pools: Vec::new(), storage: None, tags: Vec::new(), guest: None }
    }

    /// Whether it can mean anything in this cluster.
    #[must_use]
    pub fn touches(&self, cluster: &ClusterName) -> bool {
        match &self.clusters {
            Clusters::Only(only) => only == cluster,
            Clusters::Every | Clusters::Unsaid => true,
        }
    }

    /// Whether it is all of every cluster.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.clusters == Clusters::Every && self.is_whole()
    }

    /// Whether this guest is in it, as its tags, pool and node are in `guest`.
    #[must_use]
    pub fn covers_guest(&self, guest: &Guest) -> bool {
        self.covers_guest_of(&guest.id, Some(&guest.node), &guest.tags, guest.pool.as_ref())
    }

    /// The same of a guest that was last seen there, with these tags and in this pool. One that was seen on no node is on
    /// none that an entry names.
    #[must_use]
    pub fn covers_guest_of(
        &self,
        guest: &GuestRef,
        node: Option<&NodeName>,
        tags: &[String],
        pool: Option<&PoolName>,
    ) -> bool {
        let in_pool = |outer: &PoolName| pool.is_some_and(|own| is_within(own, outer));
        self.touches(&guest.cluster)
            && self.storage.is_none()
            && self.guest.is_none_or(|vmid| guest.vmid == vmid)
            && self.node.as_ref().is_none_or(|own| node == Some(own))
            && self.pools.iter().all(in_pool)
            && self.tags.iter().all(|tag| tags.iter().any(|own| own.to_lowercase() == *tag))
    }

    /// Whether the whole cluster is in it.
    #[must_use]
    pub fn covers_cluster(&self, cluster: &ClusterName) -> bool {
        self.touches(cluster) && self.is_whole()
    }

    /// Whether this node is in it, with what belongs to the node and to no guest.
    #[must_use]
    pub fn covers_node(&self, cluster: &ClusterName, node: &NodeName) -> bool {
        self.touches(cluster)
            && self.storage.is_none()
            && self.names_no_guests()
            && self.node.as_ref().is_none_or(|own| own == node)
    }

    /// Whether this storage is in it, as seen from `node`; a shared storage, seen from none, belongs to each of its nodes.
    #[must_use]
    pub fn covers_storage(&self, cluster: &ClusterName, storage: &StorageName, node: Option<&NodeName>) -> bool {
        let on_node = match (&self.node, node) {
            (Some(own), Some(node)) => own == node,
            _ => true,
        };
        self.touches(cluster)
            && self.names_no_guests()
            && on_node
            && self.storage.as_ref().is_none_or(|own| own == storage)
    }

    /// Whether this pool is in it as a whole.
    #[must_use]
    pub fn covers_pool(&self, cluster: &ClusterName, pool: &PoolName) -> bool {
        self.touches(cluster)
            && self.node.is_none()
            && self.storage.is_none()
            && self.tags.is_empty()
            && self.guest.is_none()
            && self.pools.iter().all(|own| is_within(pool, own))
    }

    /// What is wrong with it in a fleet of these clusters.
    pub fn check(&self, clusters: &[ClusterName]) -> Result<(), RuleError> {
        match &self.clusters {
            Clusters::Only(cluster) if !clusters.contains(cluster) => Err(RuleError::UnknownCluster {
                cluster: cluster.clone(),
                suggestions: closest(cluster.as_str(), clusters.iter().map(ClusterName::as_str)),
            }),
            Clusters::Unsaid if clusters.len() > 1 => {
                Err(RuleError::BareTag { tag: self.tags.first().cloned().unwrap_or_default() })
            }
            _ => Ok(()),
        }
    }

    /// Whether it names nothing but clusters.
    fn is_whole(&self) -> bool {
        self.node.is_none() && self.storage.is_none() && self.names_no_guests()
    }

    fn names_no_guests(&self) -> bool {
        self.pools.is_empty() && self.tags.is_empty() && self.guest.is_none()
    }
}

/// Whether a pool is another one, or nested in it: nested pools are separated by `/`.
pub(super) fn is_within(pool: &PoolName, outer: &PoolName) -> bool {
    pool == outer || pool.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match &self.clusters {
            Clusters::Unsaid => {}
            Clusters::Every => parts.push("cluster:*".to_owned()),
            Clusters::Only(cluster) => parts.push(format!("cluster:{cluster}")),
        }
        parts.extend(self.node.iter().map(|node| format!("node:{node}")));
        parts.extend(self.pools.iter().map(|pool| format!("pool:{pool}")));
        parts.extend(self.storage.iter().map(|storage| format!("storage:{storage}")));
        parts.extend(self.tags.iter().map(|tag| format!("tag:{tag}")));
        parts.extend(self.guest.iter().map(|vmid| format!("guest:{vmid}")));
        f.write_str(&parts.join(" "))
    }
}

impl FromStr for Entry {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut parts = Vec::new();
        for part in text.split_whitespace() {
            let unknown = || RuleError::UnknownPart { text: part.to_owned() };
            parts.push(part.split_once(':').ok_or_else(unknown)?);
        }
        if parts.is_empty() {
            return Err(RuleError::EmptyEntry);
        }
        let mut reading = Reading::default();
        // The cluster first, wherever it stands: what the other parts mean depends on it.
        for (part, name) in parts.iter().filter(|(part, _)| *part == "cluster") {
            let bad = || RuleError::BadName { part: "cluster", text: (*name).to_owned() };
            let clusters =
                if *name == "*" { Clusters::Every } else { Clusters::Only(name.parse().map_err(|_| bad())?) };
            reading.within(clusters, &format!("{part}:{name}"))?;
        }
        let said = reading.clusters.is_some();
        for (part, name) in parts.iter().filter(|(part, _)| *part != "cluster") {
            reading.take(part, name, said)?;
        }
        reading.entry()
    }
}

/// An entry while it is read.
#[derive(Default)]
struct Reading {
    clusters: Option<(Clusters, String)>,
    node: Option<NodeName>,
    pools: Vec<PoolName>,
    storage: Option<StorageName>,
    tags: Vec<String>,
    guest: Option<Vmid>,
}

impl Reading {
    /// Notes the cluster, as `written`; two that differ exclude each other.
    fn within(&mut self, clusters: Clusters, written: &str) -> Result<(), RuleError> {
        match &self.clusters {
            Some((known, _)) if *known == clusters => {}
            // `cluster:* node:home/pve1` is no contradiction, and means what is narrower.
            None | Some((Clusters::Every, _)) => self.clusters = Some((clusters, written.to_owned())),
            Some((_, first)) => {
                return Err(RuleError::Excluding { first: first.clone(), second: written.to_owned() });
            }
        }
        Ok(())
    }

    fn take(&mut self, part: &str, name: &str, said: bool) -> Result<(), RuleError> {
        match part {
            "tag" => {
                let tag = name.to_lowercase();
                if !is_tag(&tag) {
                    return Err(RuleError::BadName { part: "tag", text: name.to_owned() });
                }
                self.tags.push(tag);
            }
            "node" => {
                let node: NodeName = self.place("node", name, said)?;
                one("node", &mut self.node, node)?;
            }
            "storage" => {
                let storage: StorageName = self.place("storage", name, said)?;
                one("storage", &mut self.storage, storage)?;
            }
            "guest" => {
                let guest: Vmid = self.place("guest", name, said)?;
                one("guest", &mut self.guest, guest)?;
            }
            // A pool's own name may hold a `/`: beside `cluster:` it is taken as it stands.
            "pool" if said => {
                let bad = || RuleError::BadName { part: "pool", text: name.to_owned() };
                self.pools.push(name.parse().map_err(|_| bad())?);
            }
            "pool" => {
                let pool: PoolName = self.place("pool", name, said)?;
                self.pools.push(pool);
            }
            _ => return Err(RuleError::UnknownPart { text: format!("{part}:{name}") }),
        }
        Ok(())
    }

    /// `CLUSTER/NAME`, or `NAME` where the entry says its cluster by itself.
    fn place<T: FromStr>(&mut self, part: &'static str, name: &str, said: bool) -> Result<T, RuleError> {
        let bad = || RuleError::BadName { part, text: name.to_owned() };
        let own = match name.split_once('/') {
            Some((cluster, own)) => {
                let cluster: ClusterName = cluster.parse().map_err(|_| bad())?;
                self.within(Clusters::Only(cluster), &format!("{part}:{name}"))?;
                own
            }
            None if said => name,
            None => return Err(RuleError::NoCluster { part, name: name.to_owned() }),
        };
        own.parse().map_err(|_| bad())
    }

    fn entry(self) -> Result<Entry, RuleError> {
        let about_guests = self
            .tags
            .first()
            .map(|tag| format!("tag:{tag}"))
            .or_else(|| self.pools.first().map(|pool| format!("pool:{pool}")))
            .or_else(|| self.guest.map(|vmid| format!("guest:{vmid}")));
        if let (Some(storage), Some(second)) = (&self.storage, about_guests) {
            return Err(RuleError::Excluding { first: format!("storage:{storage}"), second });
        }
        // A number names nothing without its cluster, and everywhere it names somebody else.
        if let (Some(vmid), Some((Clusters::Every, _))) = (self.guest, &self.clusters) {
            return Err(RuleError::NoCluster { part: "guest", name: vmid.to_string() });
        }
        Ok(Entry {
            clusters: self.clusters.map_or(Clusters::Unsaid, |(clusters, _)| clusters),
            node: self.node,
            pools: self.pools,
            storage: self.storage,
            tags: self.tags,
            guest: self.guest,
        })
    }
}

/// Sets what can be one thing only.
fn one<T: PartialEq + fmt::Display>(part: &str, known: &mut Option<T>, new: T) -> Result<(), RuleError> {
    match known {
        Some(first) if *first != new => {
            Err(RuleError::Excluding { first: format!("{part}:{first}"), second: format!("{part}:{new}") })
        }
        _ => {
            *known = Some(new);
            Ok(())
        }
    }
}

/// The tags of Proxmox (`pve-tag` of the API schema), in lower case.
fn is_tag(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+.".contains(&byte))
}

/// The scope that names this guest alone.
#[must_use]
pub(super) fn scope_of_guest(guest: &GuestRef) -> String {
    format!("guest:{guest}")
}

#[cfg(test)]
mod tests;
