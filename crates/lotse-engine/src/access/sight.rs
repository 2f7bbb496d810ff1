//! Which guests, nodes and storages of the fleet as it is now one person may name.
//!
//! [`Grants`] say it of a guest whose tags and pool are at hand. Most of what an answer holds has only a number: a task, an
//! archive, an HA service, a line of a log. A sight puts the list beside the grants, so that a number can be judged, and so
//! that the names that must not be said are known.

mod mask;
mod names;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use lotse_model::{ClusterName, Guest, GuestRef, Hidden, HiddenWhy, NodeName, PoolName, Seen, StorageName, Task, Vmid};

use self::mask::Mask;
use super::grants::Grants;
use crate::{
    fleet::Fleet,
    inventory::Resources,
    topics::{Answer, Source},
};

/// What one person may name of the fleet as it is now.
#[derive(Debug)]
pub struct Sight {
    grants: Grants,
    whole: bool,
    /// Whether sources and keys begin with their cluster.
    several: bool,
    clusters: BTreeMap<ClusterName, Known>,
    /// What may be named in no cluster.
    mask: OnceLock<Mask>,
}

/// One cluster of it.
#[derive(Debug)]
struct Known {
    /// The list as it is; `None` when it could not be read: then nothing is shown that would need it.
    all: Option<Arc<Seen<Resources>>>,
    narrow: OnceLock<Resources>,
    mask: OnceLock<Mask>,
}

impl Fleet {
    /// What these grants let one name of the fleet as it was last seen or is remembered, without a call: for completions,
    /// choices and words.
    #[must_use]
    pub fn sight(&self, grants: &Grants) -> Sight {
        let known = self.clusters().iter().map(|one| (one.name().clone(), one.last_known().resources.seen.clone()));
        Sight::new(grants.clone(), self.clusters().len() > 1, known)
    }
}

impl Sight {
    /// Everything may be named.
    #[must_use]
    pub const fn whole(grants: Grants) -> Self {
        Self { grants, whole: true, several: false, clusters: BTreeMap::new(), mask: OnceLock::new() }
    }

    /// What these grants let one name of these lists. `several` says whether the fleet has more than one cluster. The list of
    /// a cluster of which nothing may be seen is of use, too: its names must not be said.
    pub fn new(
        grants: Grants,
        several: bool,
        lists: impl IntoIterator<Item = (ClusterName, Option<Arc<Seen<Resources>>>)>,
    ) -> Self {
        let known = |all| Known { all, narrow: OnceLock::new(), mask: OnceLock::new() };
        let clusters = lists.into_iter().map(|(cluster, all)| (cluster, known(all))).collect();
        Self { whole: grants.sees_everything(), grants, several, clusters, mask: OnceLock::new() }
    }

    /// Whether nothing has to be left out.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// The grants behind it.
    #[must_use]
    pub const fn grants(&self) -> &Grants {
        &self.grants
    }

    /// The clusters of the lists behind it.
    pub fn clusters(&self) -> impl Iterator<Item = &ClusterName> {
        self.clusters.keys()
    }

    /// Whether a cluster may be named.
    #[must_use]
    pub fn touches(&self, cluster: &ClusterName) -> bool {
        self.whole || self.grants.touches(cluster)
    }

    /// Whether everything of a cluster may be seen.
    #[must_use]
    pub fn cluster(&self, cluster: &ClusterName) -> bool {
        self.whole || self.grants.sees_cluster(cluster)
    }

    /// Whether a node may be seen.
    #[must_use]
    pub fn node(&self, cluster: &ClusterName, node: &NodeName) -> bool {
        self.whole || self.grants.sees_node(cluster, node)
    }

    /// Whether a storage may be seen, from a node; a shared one from any.
    #[must_use]
    pub fn storage(&self, cluster: &ClusterName, storage: &StorageName, node: Option<&NodeName>) -> bool {
        self.whole || self.grants.sees_storage(cluster, storage, node)
    }

    /// Whether a pool may be seen as a whole.
    #[must_use]
    pub fn pool(&self, cluster: &ClusterName, pool: &PoolName) -> bool {
        self.whole || self.grants.sees_pool(cluster, pool)
    }

    /// Whether a service of the HA manager may be seen: it is a guest (`vm:100`, `ct:200`).
    #[must_use]
    pub fn service(&self, cluster: &ClusterName, sid: &str) -> bool {
        let vmid = sid.split_once(':').and_then(|(_, number)| number.parse::<Vmid>().ok());
        self.cluster(cluster) || vmid.is_some_and(|vmid| self.guest(&GuestRef::new(cluster.clone(), vmid)))
    }

    /// Whether the guest with this reference may be named, as it is listed now.
    #[must_use]
    pub fn guest(&self, guest: &GuestRef) -> bool {
        self.whole
            || match self.listed(guest) {
                Some(listed) => self.grants.sees(listed),
                None => self.grants.sees_gone(guest),
            }
    }

    /// Whether a guest may be shown as it was read elsewhere: both by what was read, and as it is listed now.
    #[must_use]
    pub fn shows(&self, guest: &Guest) -> bool {
        self.whole || (self.grants.sees(guest) && self.listed(&guest.id).is_none_or(|listed| self.grants.sees(listed)))
    }

    /// The list of a cluster without what may not be seen; `None` when it could not be read.
    #[must_use]
    pub fn resources(&self, cluster: &ClusterName) -> Option<&Resources> {
        let known = self.clusters.get(cluster).filter(|_| self.touches(cluster))?;
        let all = &known.all.as_deref()?.value;
        if self.cluster(cluster) {
            return Some(all);
        }
        Some(known.narrow.get_or_init(|| self.narrow(cluster, all)))
    }

    /// An answer with the list of a cluster, without what may not be seen. That nodes do not report stays said, without
    /// their names.
    #[must_use]
    pub(crate) fn narrowed(&self, cluster: &ClusterName, answer: Answer<Resources>) -> Answer<Resources> {
        if self.cluster(cluster) {
            return answer;
        }
        let silent = answer.value().into_iter().flat_map(|list| list.silent_nodes(cluster));
        let mut missing: Vec<Hidden> = Vec::new();
        for hidden in answer.missing.iter().cloned().chain(silent).filter_map(|hidden| self.hidden(&hidden)) {
            if !missing.contains(&hidden) {
                missing.push(hidden);
            }
        }
        let seen = answer.seen.as_deref().map(|seen| {
            let value = self.narrow(cluster, &seen.value);
            Arc::new(Seen { value, hidden: missing.clone(), as_of: seen.as_of })
        });
        Answer { seen, missing, sources: answer.sources }
    }

    fn narrow(&self, cluster: &ClusterName, all: &Resources) -> Resources {
        let grants = &self.grants;
        Resources::new(
            all.guests().iter().filter(|guest| grants.sees(guest)).cloned().collect(),
            all.nodes().iter().filter(|node| grants.sees_node(cluster, &node.name)).cloned().collect(),
            all.storages()
                .iter()
                .filter(|storage| grants.sees_storage(cluster, &storage.name, Some(&storage.node)))
                .cloned()
                .collect(),
            all.pools().iter().filter(|pool| grants.sees_pool(cluster, pool)).cloned().collect(),
        )
    }

    /// Whether a task may be seen: of a guest, when the guest may; else when its node may.
    #[must_use]
    pub fn task(&self, task: &Task) -> bool {
        let cluster = &task.cluster;
        if self.cluster(cluster) {
            return true;
        }
        // The guest's number stands alone or before an `@` (`300@backup`).
        let number = task.upid.id.split('@').next().and_then(|id| id.parse::<Vmid>().ok());
        match number {
            Some(vmid) => self.guest(&GuestRef::new(cluster.clone(), vmid)),
            None => self.node(cluster, &task.upid.node) && self.is_clean(cluster, &task.upid.id),
        }
    }

    /// What could not be seen, as far as it concerns what may be. Where it concerns more than that it is said in general: who
    /// is told of nothing missing would take an answer for whole.
    #[must_use]
    pub fn hidden(&self, hidden: &Hidden) -> Option<Hidden> {
        let cluster = &hidden.cluster;
        if self.cluster(cluster) {
            return Some(hidden.clone());
        }
        if !self.touches(cluster) {
            return None;
        }
        let why = self.why(cluster, &hidden.why);
        if let Some(vmid) = guest_of(&hidden.what) {
            let guest = GuestRef::new(cluster.clone(), vmid);
            return self.guest(&guest).then(|| Hidden { why, ..hidden.clone() });
        }
        if hidden.node.as_ref().is_some_and(|node| self.node(cluster, node)) {
            return Some(Hidden { what: self.text(cluster, &hidden.what).into_owned(), why, ..hidden.clone() });
        }
        Some(Hidden { cluster: cluster.clone(), node: None, what: root(&hidden.what), why })
    }

    fn why(&self, cluster: &ClusterName, why: &HiddenWhy) -> HiddenWhy {
        match why {
            HiddenWhy::Privilege { needs, path } => {
                let root = path.split('/').nth(1).map_or_else(|| "/".to_owned(), |first| format!("/{first}"));
                HiddenWhy::Privilege { needs: needs.clone(), path: root }
            }
            HiddenWhy::Failed { message } => HiddenWhy::Failed { message: self.text(cluster, message).into_owned() },
            HiddenWhy::Unreadable { rows, first } => {
                HiddenWhy::Unreadable { rows: *rows, first: self.text(cluster, first).into_owned() }
            }
            HiddenWhy::NodeDown
            | HiddenWhy::Unreachable
            | HiddenWhy::TimedOut
            | HiddenWhy::Refused
            | HiddenWhy::Untrusted
            | HiddenWhy::Unsupported
            | HiddenWhy::Broken
            | HiddenWhy::Inactive
            | HiddenWhy::NotRead => why.clone(),
        }
    }

    /// A call that an answer rests on, in general where it names what may not be seen; `None` where it says nothing then.
    #[must_use]
    pub fn source(&self, source: &Source) -> Option<Source> {
        let (cluster, call) = match source.call.split_once(' ').filter(|_| self.several) {
            Some((cluster, call)) => (cluster.parse::<ClusterName>().ok()?, call),
            None => (self.clusters.keys().next()?.clone(), source.call.as_str()),
        };
        let call = self.call(&cluster, call)?;
        let call = if self.several { format!("{cluster} {call}") } else { call };
        Some(Source { call, as_of: source.as_of })
    }

    /// A call's path, in general where it names a node or a storage that may not be seen; `None` where it names a guest that
    /// may not be, or belongs to a cluster that may not be named.
    #[must_use]
    pub fn call(&self, cluster: &ClusterName, call: &str) -> Option<String> {
        if self.cluster(cluster) {
            return Some(call.to_owned());
        }
        if !self.touches(cluster) {
            return None;
        }
        if let Some(vmid) = guest_of(call) {
            return self.guest(&GuestRef::new(cluster.clone(), vmid)).then(|| call.to_owned());
        }
        let node = call.strip_prefix("/nodes/").and_then(|rest| rest.split('/').next()?.parse::<NodeName>().ok());
        match node {
            Some(node) if self.node(cluster, &node) => Some(self.text(cluster, call).into_owned()),
            _ => Some(root(call)),
        }
    }

    /// A text from a machine of this cluster, with `…` for the names and numbers of guests that may not be named. That a
    /// harmless word is a guest's name and is left out, too, is the lesser harm.
    #[must_use]
    pub fn text<'t>(&self, cluster: &ClusterName, text: &'t str) -> Cow<'t, str> {
        if self.cluster(cluster) {
            return Cow::Borrowed(text);
        }
        match self.mask(cluster) {
            Some(mask) => mask.hide(text),
            // Nobody knows which names are in it.
            None => Cow::Borrowed(mask::HIDDEN),
        }
    }

    /// Whether a text from a machine of this cluster names no guest that may not be named.
    #[must_use]
    pub fn is_clean(&self, cluster: &ClusterName, text: &str) -> bool {
        text.is_empty() || matches!(self.text(cluster, text), Cow::Borrowed(same) if same == text)
    }

    /// A text of which the cluster is not known, with `…` for what may be named in none. A number or name that two clusters
    /// share tells nothing of the one that may not be seen.
    #[must_use]
    pub fn text_of_any(&self, text: &str) -> String {
        if self.whole {
            return text.to_owned();
        }
        let is_blind = |(cluster, known): (&ClusterName, &Known)| known.all.is_none() && self.touches(cluster);
        if self.grants.is_nothing() || self.clusters.iter().any(is_blind) {
            return mask::HIDDEN.to_owned();
        }
        let mask = self.mask.get_or_init(|| {
            let all = self.clusters.values().filter_map(|known| known.all.as_deref());
            self.mask_of(all.flat_map(|seen| seen.value.guests()))
        });
        mask.hide(text).into_owned()
    }

    fn listed(&self, guest: &GuestRef) -> Option<&Guest> {
        self.clusters.get(&guest.cluster)?.all.as_deref()?.value.guest(guest.vmid)
    }

    fn mask(&self, cluster: &ClusterName) -> Option<&Mask> {
        let known = self.clusters.get(cluster)?;
        let all = &known.all.as_deref()?.value;
        Some(known.mask.get_or_init(|| self.mask_of(all.guests())))
    }

    fn mask_of<'g>(&self, guests: impl IntoIterator<Item = &'g Guest>) -> Mask {
        let (seen, hidden): (Vec<_>, Vec<_>) = guests.into_iter().partition(|guest| self.grants.sees(guest));
        Mask::new(&seen, &hidden)
    }
}

/// The number of the guest that a call is about: `/nodes/pve1/qemu/100/config`, `lxc/200/snapshot`.
fn guest_of(call: &str) -> Option<Vmid> {
    let mut parts = call.split('/').skip_while(|part| *part != "qemu" && *part != "lxc");
    parts.next()?;
    parts.next()?.parse().ok()
}

/// The words of the API's paths that name nothing of one cluster: `/nodes/pve1/…` is `/nodes` without its name.
const FIXED: &[&str] = &[
    "access",
    "backup",
    "backup-info",
    "ceph",
    "cluster",
    "current",
    "groups",
    "ha",
    "lxc",
    "manager_status",
    "nodes",
    "not-backed-up",
    "permissions",
    "pools",
    "qemu",
    "replication",
    "resources",
    "rules",
    "status",
    "storage",
    "tasks",
    "version",
];

/// A call as far as no name stands in it.
fn root(call: &str) -> String {
    let parts = call.split('/').filter(|part| !part.is_empty()).take_while(|part| FIXED.contains(part));
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests;
