//! Entries and how what they reach stands, as rows of views.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lotse_model::{Guest, GuestState, StorageState};

use crate::{
    access::{
        Entry as Scope, Sight,
        redact::{sees, sees_scope},
    },
    inventory::{Resources, Snapshot},
    view::{EntryRow, GuestLabel, StateCount},
    watch::{Alert, Entry, Standing, State, Thing},
};

/// What is known of the fleet and of the watch, to make rows of.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// How things stand, as the watch saw them last.
    pub(super) standings: BTreeMap<Thing, Standing>,
    /// The alerts that are open.
    pub(super) alerts: Vec<Alert>,
    /// What is listed now.
    pub(super) lists: &'a [Arc<Snapshot>],
    /// What the person may name.
    pub(super) sight: &'a Sight,
}

impl Known<'_> {
    /// An entry with how what it reaches stands; `None` where the person may see nothing of it.
    pub(super) fn row(&self, entry: &Entry) -> Option<EntryRow> {
        if !sees_scope(&entry.scope, self.sight) {
            return None;
        }
        let things = self.reached(entry);
        let mut counts: BTreeMap<Option<State>, usize> = BTreeMap::new();
        for thing in &things {
            *counts.entry(self.standings.get(thing).map(|standing| standing.state)).or_default() += 1;
        }
        let mut states: Vec<StateCount> =
            counts.into_iter().map(|(state, things)| StateCount { state, things }).collect();
        states.sort_by_key(|count| std::cmp::Reverse(count.things));
        let only = things.first().filter(|_| things.len() == 1).and_then(|thing| self.standings.get(thing));
        let alerts = self.alerts.iter().filter(|alert| alert.entries.contains(&entry.id));
        Some(EntryRow {
            id: entry.id.clone(),
            scope: entry.scope.clone(),
            guest: self.guest(entry),
            covers: things.len(),
            states,
            since: only.map(|standing| standing.since),
            expected_off: entry.expected_off,
            findings: entry.findings,
            severity: entry.severity,
            by: entry.by.name.clone(),
            at: entry.at,
            alerts: alerts.map(|alert| alert.id.0).collect(),
        })
    }

    /// The guest of an entry, as it is called now, or was when it was added.
    fn guest(&self, entry: &Entry) -> Option<GuestLabel> {
        let known = entry.identity.as_ref()?;
        let listed = self.guests().find(|guest| guest.id == known.guest).and_then(|guest| guest.name.clone());
        Some(GuestLabel { id: known.guest.clone(), name: listed.or_else(|| known.name.clone()) })
    }

    /// What an entry reaches: of what is listed now, and of what the watch saw last and nobody can look at now.
    fn reached(&self, entry: &Entry) -> BTreeSet<Thing> {
        let scope = &entry.scope;
        let mut things: BTreeSet<Thing> =
            self.standings.values().filter(|standing| reaches(scope, standing)).map(|one| one.thing.clone()).collect();
        if let Some(known) = &entry.identity {
            things.insert(Thing::Guest { guest: known.guest.clone() });
        }
        for list in self.lists {
            things.extend(listed(scope, list));
        }
        things.retain(|thing| sees(thing, self.sight));
        things
    }

    fn guests(&self) -> impl Iterator<Item = &Guest> {
        self.lists.iter().filter_map(|list| list.resources.value()).flat_map(Resources::guests)
    }
}

/// The things in a scope that are listed. Templates never run and are not watched.
fn listed(scope: &Scope, list: &Snapshot) -> Vec<Thing> {
    let cluster = list.cluster();
    let Some(resources) = list.resources.value() else { return Vec::new() };
    let guests = resources.guests().iter().filter(|guest| !guest.template && scope.covers_guest(guest));
    let mut things: Vec<Thing> = guests.map(|guest| Thing::Guest { guest: guest.id.clone() }).collect();
    let nodes = resources.nodes().iter().filter(|node| scope.covers_node(cluster, &node.name));
    things.extend(nodes.map(|node| Thing::Node { cluster: cluster.clone(), node: node.name.clone() }));
    for storage in resources.storages() {
        if storage.state != StorageState::Unknown && scope.covers_storage(cluster, &storage.name, Some(&storage.node)) {
            let node = (!storage.shared).then(|| storage.node.clone());
            things.push(Thing::Storage { cluster: cluster.clone(), storage: storage.name.clone(), node });
        }
    }
    if scope.covers_cluster(cluster) {
        things.push(Thing::Cluster { cluster: cluster.clone() });
    }
    things
}

/// Whether a scope reaches a thing as it was last seen. Findings are conditions of an entry and no things of it.
fn reaches(scope: &Scope, standing: &Standing) -> bool {
    match &standing.thing {
        Thing::Guest { .. } => as_it_was(standing).is_some_and(|guest| scope.covers_guest(&guest)),
        Thing::Node { cluster, node } => scope.covers_node(cluster, node),
        Thing::Cluster { cluster } => scope.covers_cluster(cluster),
        Thing::Storage { cluster, storage, node } => scope.covers_storage(cluster, storage, node.as_ref()),
        Thing::Finding { .. } => false,
    }
}

/// A guest as the watch saw it last.
fn as_it_was(standing: &Standing) -> Option<Guest> {
    super::order::guest_of(&standing.member()?, standing.kind)
}

/// Whether a guest is off, as far as the list says.
pub(super) const fn is_off(guest: &Guest) -> bool {
    matches!(guest.state, GuestState::Stopped | GuestState::Suspended)
}
