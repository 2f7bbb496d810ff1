//! What one person may see and do.
//!
//! Scope is decided on tags, pools and nodes as they are in the [`Guest`] that is passed. A read may use the list of the last
//! seconds. Whoever decides about a change passes a guest that was read for this decision: a tag that was taken away a moment
//! ago must count.

use std::collections::BTreeSet;

use lotse_model::{ClusterName, Guest, GuestRef, NodeName, PoolName, StorageName};

use super::{
    denied::Denied,
    may::May,
    scope::{Clusters, Entry, scope_of_guest},
};
use crate::command::{Command, Level};

/// What one rule grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What one may do.
    pub may: May,
    /// To what: each entry is an alternative.
    pub scope: Vec<Entry>,
}

/// What one person may see and do, as the rules say at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants {
    /// As what rules may name the person, for a refusal.
    who: Vec<String>,
    /// `None` is everything.
    given: Option<Vec<Grant>>,
    /// Nothing above this.
    ceiling: Option<Level>,
}

/// Where a copy, a restored guest or a moved one will be.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The guest as it will be: its cluster, number, node, pool and tags. A copy has the tags of what it is copied from.
    pub guest: &'a Guest,
    /// The storage for its disks, where the request names one. A copy whose disks stay on the storage of its template needs no
    /// right for that storage.
    pub storage: Option<&'a StorageName>,
}

impl Grants {
    /// Everything: the operator at their own terminal.
    #[must_use]
    pub const fn everything() -> Self {
        Self { who: Vec::new(), given: None, ceiling: None }
    }

    /// Nothing: whoever no rule names.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { who: Vec::new(), given: Some(Vec::new()), ceiling: None }
    }

    /// What these rules grant to the person whom rules may name by `who`.
    #[must_use]
    pub fn of(who: Vec<String>, mut grants: Vec<Grant>) -> Self {
        grants.retain(|grant| !grant.may.is_nothing() && !grant.scope.is_empty());
        Self { who, given: Some(grants), ceiling: None }
    }

    /// The same, and nothing above a level: the most that may be done from a place, whoever asks (`discord.max`).
    #[must_use]
    pub fn ceiling(self, level: Level) -> Self {
        let everything = || vec![Grant { may: May::Level(Level::Administer), scope: vec![Entry::everywhere()] }];
        let lowered = self.given.unwrap_or_else(everything).into_iter().filter_map(|grant| {
            let may = grant.may.under(level)?;
            Some(Grant { may, scope: grant.scope })
        });
        let ceiling = self.ceiling.map_or(level, |known| known.min(level));
        Self { who: self.who, given: Some(lowered.collect()), ceiling: Some(ceiling) }
    }

    /// The same without the entries that name one of these guests by its number: rules that dangle, since another guest has
    /// got the number (see [`identity`](super::identity)).
    #[must_use]
    pub fn without(mut self, dangling: &BTreeSet<GuestRef>) -> Self {
        let dangles = |entry: &Entry| {
            dangling.iter().any(|guest| entry.guest == Some(guest.vmid) && entry.touches(&guest.cluster))
        };
        for grant in self.given.iter_mut().flatten() {
            grant.scope.retain(|entry| !dangles(entry));
        }
        if let Some(grants) = &mut self.given {
            grants.retain(|grant| !grant.scope.is_empty());
        }
        self
    }

    /// The part of it that is about one command. Commands that tell of no guest (help, whoami) are about all of it.
    #[must_use]
    pub fn within(&self, command: &Command) -> Self {
        let given = self.given.as_ref().map(|grants| {
            grants.iter().filter(|grant| command.is_open() || grant.may.allows(command)).cloned().collect()
        });
        Self { who: self.who.clone(), given, ceiling: self.ceiling }
    }

    /// Whether it is nothing at all.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.given.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether all of the fleet may be seen, so that nothing has to be left out of an answer.
    #[must_use]
    pub fn sees_everything(&self) -> bool {
        self.any(Entry::is_everything)
    }

    /// Whether a guest may be seen and named.
    #[must_use]
    pub fn sees(&self, guest: &Guest) -> bool {
        self.any(|entry| entry.covers_guest(guest))
    }

    /// Whether a guest may be named that is not in the list any more: its tags and pool are gone with it.
    #[must_use]
    pub fn sees_gone(&self, guest: &GuestRef) -> bool {
        self.sees_cluster(&guest.cluster)
    }

    /// Whether something in a cluster may be seen, so that the cluster itself may be named.
    #[must_use]
    pub fn touches(&self, cluster: &ClusterName) -> bool {
        self.any(|entry| entry.touches(cluster))
    }

    /// Whether everything in a cluster may be seen.
    #[must_use]
    pub fn sees_cluster(&self, cluster: &ClusterName) -> bool {
        self.any(|entry| entry.covers_cluster(cluster))
    }

    /// Whether a node may be seen, with what belongs to it and to no guest.
    #[must_use]
    pub fn sees_node(&self, cluster: &ClusterName, node: &NodeName) -> bool {
        self.any(|entry| entry.covers_node(cluster, node))
    }

    /// Whether a storage may be seen, from `node`; of a shared one, from any.
    #[must_use]
    pub fn sees_storage(&self, cluster: &ClusterName, storage: &StorageName, node: Option<&NodeName>) -> bool {
        self.any(|entry| entry.covers_storage(cluster, storage, node))
    }

    /// Whether a pool may be seen as a whole. Part of it may be seen in the guests that may.
    #[must_use]
    pub fn sees_pool(&self, cluster: &ClusterName, pool: &PoolName) -> bool {
        self.any(|entry| entry.covers_pool(cluster, pool))
    }

    /// Whether a command may be called at all, on whatever it be.
    #[must_use]
    pub fn allows_anywhere(&self, command: &Command) -> bool {
        !self.within(command).is_nothing()
    }

    /// Whether a command may be called at all; else the rule that would be needed.
    pub fn check(&self, command: &Command) -> Result<(), Denied> {
        if self.allows_anywhere(command) { Ok(()) } else { Err(self.denied(command, None)) }
    }

    /// Whether a command may be called on a guest, read freshly. That it may be seen is another question: a guest that may
    /// not be seen is answered as one that does not exist, before anybody asks here.
    pub fn allows(&self, command: &Command, guest: &Guest) -> Result<(), Denied> {
        let scope = || self.sees(guest).then(|| scope_of_guest(&guest.id));
        self.allow(command, |entry| entry.covers_guest(guest), scope)
    }

    /// Whether everything may be done with a guest, and not only what a rule names.
    #[must_use]
    pub fn administers(&self, guest: &Guest) -> bool {
        self.administer(|entry| entry.covers_guest(guest))
    }

    /// Whether everything may be done with a whole cluster.
    #[must_use]
    pub fn administers_cluster(&self, cluster: &ClusterName) -> bool {
        self.administer(|entry| entry.covers_cluster(cluster))
    }

    fn administer(&self, holds: impl Fn(&Entry) -> bool) -> bool {
        let of_all = |grant: &&Grant| matches!(grant.may, May::Level(Level::Administer));
        match &self.given {
            None => true,
            Some(grants) => grants.iter().filter(of_all).flat_map(|grant| &grant.scope).any(holds),
        }
    }

    /// Whether a command may be called on a guest that will then be somewhere else: a move. Both must be in scope.
    pub fn allows_move(&self, command: &Command, guest: &Guest, target: Target<'_>) -> Result<(), Denied> {
        self.allows(command, guest)?;
        self.allows_target(command, target)
    }

    /// Whether a guest may be made of another one, by a copy or from a backup: it wants the right on what is copied and on
    /// where the copy will be. The copy must be in scope as it will be, and a storage that was named must be, too.
    pub fn allows_create(&self, command: &Command, template: &Guest, target: Target<'_>) -> Result<(), Denied> {
        self.allows(command, template)?;
        self.allows_target(command, target)
    }

    fn allows_target(&self, command: &Command, target: Target<'_>) -> Result<(), Denied> {
        let (guest, cluster) = (target.guest, &target.guest.id.cluster);
        let scope = || {
            Some(match &guest.pool {
                Some(pool) => format!("pool:{cluster}/{pool}"),
                None => format!("node:{cluster}/{}", guest.node),
            })
        };
        self.allow(command, |entry| entry.covers_guest(guest), scope)?;
        match target.storage {
            Some(storage) => self.allows_storage(command, cluster, storage, Some(&guest.node)),
            None => Ok(()),
        }
    }

    /// Whether a command may be called on a storage, as seen from a node.
    pub fn allows_storage(
        &self,
        command: &Command,
        cluster: &ClusterName,
        storage: &StorageName,
        node: Option<&NodeName>,
    ) -> Result<(), Denied> {
        let scope = || Some(format!("storage:{cluster}/{storage}"));
        self.allow(command, |entry| entry.covers_storage(cluster, storage, node), scope)
    }

    /// Whether a command may be called on a node.
    pub fn allows_node(&self, command: &Command, cluster: &ClusterName, node: &NodeName) -> Result<(), Denied> {
        let scope = || Some(format!("node:{cluster}/{node}"));
        self.allow(command, |entry| entry.covers_node(cluster, node), scope)
    }

    /// Whether a command may be called on a whole cluster: a backup job, a freeze.
    pub fn allows_cluster(&self, command: &Command, cluster: &ClusterName) -> Result<(), Denied> {
        let scope = || Some(format!("cluster:{cluster}"));
        self.allow(command, |entry| entry.covers_cluster(cluster), scope)
    }

    /// Whether a command may be called on a selection, whoever is in it now or later.
    pub fn allows_scope(&self, command: &Command, wanted: &Entry) -> Result<(), Denied> {
        self.allow(command, |entry| entry.includes(wanted), || Some(wanted.to_string()))
    }

    /// Whether everything that a selection may ever reach may be seen.
    #[must_use]
    pub fn sees_scope(&self, wanted: &Entry) -> bool {
        self.any(|entry| entry.includes(wanted))
    }

    /// Whether a command may be called on the whole fleet: a freeze of everything.
    pub fn allows_fleet(&self, command: &Command) -> Result<(), Denied> {
        self.allow(command, Entry::is_everything, || Some(Entry::of(Clusters::Every).to_string()))
    }

    /// What it is made of, for a person to read; `None` for everything.
    #[must_use]
    pub fn describe(&self) -> Option<&[Grant]> {
        self.given.as_deref()
    }

    /// The highest level from this place, where there is one.
    #[must_use]
    pub const fn highest(&self) -> Option<Level> {
        self.ceiling
    }

    /// The guests that it names by their number and cluster: of these the identity counts.
    pub fn named_guests(&self) -> impl Iterator<Item = GuestRef> {
        self.given.iter().flatten().flat_map(|grant| &grant.scope).filter_map(|entry| {
            match (&entry.clusters, entry.guest) {
                (Clusters::Only(cluster), Some(vmid)) => Some(GuestRef::new(cluster.clone(), vmid)),
                _ => None,
            }
        })
    }

    fn any(&self, holds: impl Fn(&Entry) -> bool) -> bool {
        match &self.given {
            None => true,
            Some(grants) => grants.iter().flat_map(|grant| &grant.scope).any(holds),
        }
    }

    fn allow(
        &self,
        command: &Command,
        holds: impl Fn(&Entry) -> bool,
        scope: impl FnOnce() -> Option<String>,
    ) -> Result<(), Denied> {
        let allowed = match &self.given {
            None => true,
            Some(grants) => {
                grants.iter().filter(|grant| grant.may.allows(command)).flat_map(|grant| &grant.scope).any(holds)
            }
        };
        if allowed { Ok(()) } else { Err(self.denied(command, scope())) }
    }

    fn denied(&self, command: &Command, scope: Option<String>) -> Denied {
        Denied {
            command: command.name,
            needs: command.level,
            who: self.who.clone(),
            scope,
            ceiling: self.ceiling.filter(|ceiling| *ceiling < command.level),
        }
    }
}

#[cfg(test)]
mod tests;
