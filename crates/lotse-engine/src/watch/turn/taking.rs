//! A turn while it is taken: what it reads, what it has found so far, and how a thing's standing becomes part of it.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{ClusterName, Hidden, HiddenWhy, Node, NodeName, Timestamp};

use super::{Book, Happened, Turn};
use crate::{
    inventory::{Resources, Snapshot},
    watch::{
        Alert, AlertId, Member, NoticeKind, Phase, Settings, Sighting, Standing, State, Thing,
        covered::Covers,
        explain::{About, Past, SLACK, Wants},
        life::{self, Rules, Seen, Telling},
        severity::severity,
    },
};

/// For how long a list may lag behind what is so, in seconds: what a list still says later than that is so. The status
/// daemons write every ten seconds.
pub(super) const LAG: i64 = 20;

/// A part of the list: what is hidden from one says nothing about the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Guests,
    Nodes,
    Storages,
}

/// Whether a list is whole in one part.
pub(super) fn is_whole(snapshot: &Snapshot, part: Part) -> bool {
    let area = match part {
        Part::Guests => "VM.",
        Part::Nodes => "Sys.",
        Part::Storages => "Datastore.",
    };
    let hides = |hidden: &Hidden| match &hidden.why {
        // Nodes are listed for everybody; only their figures need a privilege.
        HiddenWhy::Privilege { .. } if part == Part::Nodes => false,
        HiddenWhy::Privilege { needs, .. } => needs.is_empty() || needs.iter().any(|need| need.starts_with(area)),
        _ => true,
    };
    snapshot.resources.seen.is_some() && !snapshot.resources.missing.iter().any(hides)
}

/// A turn while it is taken.
pub(super) struct Taking<'a> {
    pub(super) book: &'a Book,
    pub(super) sighting: &'a Sighting,
    pub(super) settings: &'a Settings,
    pub(super) now: Timestamp,
    /// The newest list.
    pub(super) snapshot: &'a Snapshot,
    pub(super) list: &'a Resources,
    /// When it was read.
    pub(super) as_of: Timestamp,
    pub(super) past: Past<'a>,
    /// What is watched, as far as the turn came.
    pub(super) watched: BTreeSet<Thing>,
    /// The nodes on which watched guests are.
    pub(super) hosts: BTreeSet<&'a NodeName>,
    pub(super) turn: Turn,
}

impl<'a> Taking<'a> {
    pub(super) fn new(
        book: &'a Book,
        sighting: &'a Sighting,
        settings: &'a Settings,
        now: Timestamp,
        list: &'a Resources,
        as_of: Timestamp,
    ) -> Self {
        let turn = Turn { next_alert: book.next_alert, ..Turn::default() };
        Self {
            book,
            sighting,
            settings,
            now,
            snapshot: sighting.newest(),
            list,
            as_of,
            past: Past::of(sighting),
            watched: BTreeSet::new(),
            hosts: BTreeSet::new(),
            turn,
        }
    }

    pub(super) const fn cluster(&self) -> &'a ClusterName {
        &self.book.cluster
    }

    /// Whether the second look was made.
    pub(super) const fn is_second(&self) -> bool {
        self.sighting.second.is_some()
    }

    pub(super) fn standing(&self, thing: &Thing) -> Option<&'a Standing> {
        self.book.standings.get(thing)
    }

    /// The open alert of a standing.
    pub(super) fn open(&self, standing: &Standing) -> Option<&'a Alert> {
        standing.alert().and_then(|id| self.book.alerts.get(&id))
    }

    pub(super) fn node(&self, name: &NodeName) -> Option<&'a Node> {
        self.list.node(name)
    }

    /// When a node booted, by our clock.
    pub(super) fn booted(&self, name: &NodeName) -> Option<Timestamp> {
        let uptime = self.node(name)?.uptime?;
        Some(before(self.as_of, uptime.0))
    }

    /// When all that is watched could last be seen: while guests were out of sight, a look was none at them.
    pub(super) fn all_seen(&self) -> Option<Timestamp> {
        use crate::watch::Stage;
        let looked = self.book.looked?.min(self.now);
        let cluster = self.standing(&Thing::Cluster { cluster: self.cluster().clone() });
        let hidden = cluster.and_then(|cluster| match cluster.stage {
            Stage::Suspect { state: State::OutOfSight, since, .. } => Some(since),
            _ if cluster.state == State::OutOfSight => Some(cluster.since),
            _ => None,
        });
        Some(hidden.map_or(looked, |since| since.min(looked)))
    }

    /// When a guest was last as it should be, as far as tasks must be known back to then.
    pub(super) fn seen_well(&self, standing: Option<&Standing>) -> Option<Timestamp> {
        use crate::watch::Stage;
        let standing = standing?;
        let mut from = self.all_seen()?;
        match &standing.stage {
            Stage::Suspect { since, .. } => from = from.min(*since),
            Stage::Explained { reason, .. } => from = from.min(reason.began),
            Stage::Ok | Stage::Accepted | Stage::Alerting { .. } => {}
        }
        // While its node was away nobody saw it.
        let node = standing
            .node
            .as_ref()
            .and_then(|node| self.standing(&Thing::Node { cluster: self.cluster().clone(), node: node.clone() }));
        if let Some(node) = node.filter(|node| node.state != State::Ok) {
            from = from.min(node.since);
        }
        Some(Timestamp(from.0.saturating_sub(SLACK)))
    }

    /// Asks for what an explanation misses, where this is still the first look.
    pub(super) fn want(&mut self, wants: Wants, about: &About<'_>) {
        if self.is_second() {
            return;
        }
        if let Some(from) = about.from {
            for node in wants.tasks {
                let since = self.turn.doubts.tasks.entry(node).or_insert(from);
                *since = (*since).min(from);
            }
        }
        self.turn.doubts.logs.extend(wants.logs);
    }

    /// Lets a standing live on with what somebody made sure of, and takes over what follows.
    pub(super) fn live(
        &mut self,
        mut standing: Standing,
        seen: &Seen,
        covers: &Covers,
        members: impl FnOnce(&Self, &Standing) -> Vec<Member>,
    ) {
        let known = self.standing(&standing.thing);
        let open = known.and_then(|known| self.open(known));
        let rules = Rules {
            grace: self.settings.grace,
            flapping: self.settings.flapping,
            accepts_off: covers.expected_off,
            next: AlertId(self.turn.next_alert),
        };
        let told = life::live(&mut standing, open, known.is_none(), seen, &rules, self.now);
        if let Some(told) = told {
            self.tell(told, open, &standing, covers, members);
        }
        self.keep(standing);
    }

    pub(super) fn tell(
        &mut self,
        told: Telling,
        open: Option<&Alert>,
        standing: &Standing,
        covers: &Covers,
        members: impl FnOnce(&Self, &Standing) -> Vec<Member>,
    ) {
        let happened = match (told, open) {
            (Telling::Raised { state, reason, since }, _) => {
                let id = AlertId(self.turn.next_alert);
                self.turn.next_alert = self.turn.next_alert.saturating_add(1);
                let alert = Alert {
                    id,
                    thing: standing.thing.clone(),
                    state,
                    reason,
                    severity: severity(&standing.thing, state, covers.severity),
                    members: members(self, standing),
                    nodes: self.nodes_without(&standing.thing),
                    entries: covers.entries.clone(),
                    since,
                    raised: self.now,
                    phase: Phase::Alerting,
                    reminded: self.now,
                    escalated: 0,
                    told: Vec::new(),
                    finding: None,
                };
                Happened { kind: Some(NoticeKind::Raised), alert }
            }
            (Telling::Changed { state, reason }, Some(open)) => {
                let severity = severity(&standing.thing, state, covers.severity);
                let mut alert = Alert { state, reason, severity, reminded: self.now, ..open.clone() };
                // Somebody took care of something lesser.
                if severity > open.severity {
                    alert.phase = Phase::Alerting;
                }
                // The node or the guests that fell with it may be others by now; those that were told stay told.
                for member in members(self, standing) {
                    match alert.members.iter_mut().find(|known| known.guest == member.guest) {
                        Some(known) => *known = member,
                        None => alert.members.push(member),
                    }
                }
                for node in self.nodes_without(&standing.thing) {
                    if !alert.nodes.contains(&node) {
                        alert.nodes.push(node);
                    }
                }
                Happened { kind: Some(NoticeKind::Changed), alert }
            }
            (Telling::Recovered, Some(open)) => {
                let alert = Alert { phase: Phase::Recovered { at: self.now }, ..open.clone() };
                Happened { kind: Some(NoticeKind::Recovered), alert }
            }
            (Telling::Changed { .. } | Telling::Recovered, None) => return,
        };
        self.turn.happened.push(happened);
    }

    /// Keeps a standing, when something of it changed.
    pub(super) fn keep(&mut self, standing: Standing) {
        if self.standing(&standing.thing) != Some(&standing) {
            self.turn.standings.push(standing);
        }
    }

    /// Ends an alert without telling it: nobody watches the thing any more, or a person knows of what has no other end.
    pub(super) fn close(&mut self, open: &Alert) {
        let alert = Alert { phase: Phase::Recovered { at: self.now }, ..open.clone() };
        self.turn.happened.push(Happened { kind: None, alert });
    }

    /// Forgets what is not watched any more.
    pub(super) fn sweep(&mut self) {
        let book = self.book;
        let others: Vec<_> = book.standings.iter().filter(|(thing, _)| !self.watched.contains(thing)).collect();
        for (thing, standing) in others {
            // Of what a person knows the end is written already.
            if self.turn.forgotten.contains(thing) {
                continue;
            }
            let open = standing.alert().and_then(|id| book.alerts.get(&id));
            if let Some(open) = open {
                self.close(open);
            }
            self.turn.forgotten.push(thing.clone());
        }
    }

    /// Whether a thing of the list is sure to be so: the second list says the same. Asks for one when there was none.
    pub(super) fn is_sure(&mut self, state: State, by: impl Fn(&Snapshot) -> State) -> bool {
        let Some(second) = &self.sighting.second else {
            self.turn.doubts.list = true;
            return false;
        };
        let again = second.again.as_deref().filter(|again| again.resources.seen.is_some());
        again.is_some_and(|again| by(&self.sighting.snapshot) == state && by(again) == state)
    }

    /// The watched guests of this cluster that fall with something, as they were last seen.
    pub(super) fn members(&self, falls: impl Fn(Option<&NodeName>) -> bool) -> Vec<Member> {
        let book = self.book;
        let mut members: BTreeMap<_, Member> = BTreeMap::new();
        let listed = self.list.guests().iter().filter(|guest| falls(Some(&guest.node)));
        for guest in listed.filter(|guest| crate::watch::covered::is_watched(&book.entries, guest)) {
            members.insert(
                guest.id.clone(),
                Member {
                    guest: guest.id.clone(),
                    name: guest.name.clone(),
                    node: Some(guest.node.clone()),
                    tags: guest.tags.clone(),
                    pool: guest.pool.clone(),
                },
            );
        }
        for member in book.standings.values().filter_map(Standing::member) {
            let is_elsewhere = self.list.guest(member.guest.vmid).is_some();
            if !is_elsewhere && falls(member.node.as_ref()) {
                members.entry(member.guest.clone()).or_insert(member);
            }
        }
        members.into_values().collect()
    }
}

/// So many seconds before a time.
pub(super) fn before(at: Timestamp, seconds: u64) -> Timestamp {
    Timestamp(at.0.saturating_sub(i64::try_from(seconds).unwrap_or(i64::MAX)))
}
