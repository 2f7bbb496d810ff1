//! The nodes: those that are watched, and those on which watched guests are.

use std::collections::BTreeSet;

use lotse_model::NodeName;

use super::taking::{Part, Taking, is_whole};
use crate::{
    inventory::{Resources, Snapshot},
    watch::{
        BOOT_TOLERANCE, NoticeKind, Stage, Standing, State, Thing,
        covered::{self, Covers},
        explain::SLACK,
        judge,
        life::{Seen, same},
    },
};

fn state(snapshot: &Snapshot, node: &NodeName) -> State {
    let listed = snapshot.resources.value().and_then(|list: &Resources| list.node(node));
    judge::node(judge::node_seen(listed.map(|node| &node.state)), is_whole(snapshot, Part::Nodes))
}

impl Taking<'_> {
    pub(super) fn look_at_nodes(&mut self) {
        let mut names: BTreeSet<NodeName> = self.list.nodes().iter().map(|node| node.name.clone()).collect();
        names.extend(self.book.standings.keys().filter_map(|thing| match thing {
            Thing::Node { node, .. } => Some(node.clone()),
            _ => None,
        }));
        names.extend(self.hosts.iter().map(|node| (*node).clone()));
        for name in &names {
            self.look_at_node(name);
        }
    }

    /// Why a node is watched: for itself, or for the guests on it. One that was told stays watched until it is back.
    fn covers_of_node(&self, name: &NodeName, known: Option<&Standing>) -> Option<Covers> {
        let own = covered::node(&self.book.entries, self.cluster(), name);
        let told = known.and_then(|known| self.open(known));
        own.or_else(|| {
            let told = told
                .map(|alert| alert.entries.clone())
                .filter(|entries| entries.iter().any(|id| self.book.entries.iter().any(|entry| entry.id == *id)));
            told.map(|entries| Covers { entries, ..Covers::default() })
        })
        .or_else(|| {
            let on_it = self.list.guests().iter().filter(|guest| self.hosts.contains(name) && guest.node == *name);
            let mut entries: Vec<_> = on_it
                .filter_map(|guest| covered::guest(&self.book.entries, guest))
                .flat_map(|covers| covers.entries)
                .collect();
            entries.sort_unstable();
            entries.dedup();
            (!entries.is_empty()).then(|| Covers { entries, ..Covers::default() })
        })
    }

    fn look_at_node(&mut self, name: &NodeName) {
        let thing = Thing::Node { cluster: self.cluster().clone(), node: name.clone() };
        let known = self.standing(&thing);
        let quiet = known.is_some_and(|known| known.stage == Stage::Ok) && self.hosts.contains(name);
        let seen = state(self.snapshot, name);
        // What entries reach it is looked up only where something may be told: guests are many.
        let covers = if quiet && seen == State::Ok && !self.node_may_have_restarted(name, known) {
            Covers::default()
        } else {
            match self.covers_of_node(name, known) {
                Some(covers) => covers,
                None => return,
            }
        };
        self.watched.insert(thing.clone());
        if seen == State::Unknown || known.is_none() && seen == State::NodeGone {
            return;
        }
        let booted = self.booted(name);
        let is_new = known.is_none();
        let mut standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, self.now));
        let told = known.and_then(|known| self.open(known)).map(|open| open.state);
        if told == Some(State::NodeGone) && self.is_settled(&standing) {
            self.end_of_node(&standing);
            return;
        }
        let seen = if seen == State::Ok { self.restarted(name, &standing).unwrap_or(State::Ok) } else { seen };
        let differs = told.map_or(seen != State::Ok, |told| !same(told, seen)) || told.is_some() && seen == State::Ok;
        let by = |snapshot: &Snapshot| state(snapshot, name);
        let expected = if seen == State::Restarted { State::Ok } else { seen };
        if differs && told != Some(State::Restarted) && !self.is_sure(expected, by) {
            if let (true, Stage::Ok) = (self.is_second(), &standing.stage) {
                standing.stage = Stage::Suspect { state: seen, since: self.now, looks: 1 };
                self.keep(standing);
            }
            return;
        }
        note_boot(&mut standing, booted, seen);
        self.note_leaving(&mut standing, name);
        let since = match standing.stage {
            Stage::Suspect { since, .. } => since,
            _ => self.now,
        };
        let grace = i64::try_from(self.settings.grace.as_secs()).unwrap_or(i64::MAX);
        let fresh = |at: lotse_model::Timestamp| at.0.saturating_add(grace) > self.now.0;
        let leaving = standing.leaving.clone().filter(|reason| fresh(reason.ended.unwrap_or(reason.began)));
        let reason = leaving.filter(|_| !is_new && matches!(seen, State::NodeOffline | State::NodeSilent));
        // Its shutdown is over when it is gone, whatever its last word was.
        let reason = reason.map(|reason| crate::watch::Reason { ended: reason.ended.or(Some(reason.began)), ..reason });
        let seen = Seen { state: seen, reason, anew: false, since };
        self.live(standing, &seen, &covers, |taking, _| taking.members(|on| on == Some(name)));
    }

    /// A node that is gone from its cluster does not come back; who acknowledged it knows.
    fn end_of_node(&mut self, standing: &Standing) {
        if let Some(open) = self.open(standing) {
            self.close(open);
        }
        self.turn.forgotten.push(standing.thing.clone());
    }

    /// Whether a person acknowledged its alert.
    pub(super) fn is_settled(&self, standing: &Standing) -> bool {
        let open = self.open(standing);
        open.is_some_and(|open| matches!(open.phase, crate::watch::Phase::Acknowledged { .. }))
    }

    fn node_may_have_restarted(&self, name: &NodeName, known: Option<&Standing>) -> bool {
        let was = known.and_then(|known| known.boot);
        match (was, self.booted(name)) {
            (Some(was), Some(is)) => is.0.saturating_sub(was.0) > BOOT_TOLERANCE,
            (None, Some(_)) => true,
            _ => self.past.leaves(name, self.looked_at()).is_some(),
        }
    }

    fn looked_at(&self) -> lotse_model::Timestamp {
        let looked = self.book.looked.unwrap_or(self.now).min(self.now);
        lotse_model::Timestamp(looked.0.saturating_sub(SLACK))
    }

    /// That a node that is up booted since it was last seen, and did not do so on purpose.
    fn restarted(&self, name: &NodeName, standing: &Standing) -> Option<State> {
        let (was, is) = (standing.boot?, self.booted(name)?);
        let looked = self.book.looked?.min(self.now);
        let anew = is.0.saturating_sub(was.0) > BOOT_TOLERANCE && is.0 > looked.0.saturating_sub(BOOT_TOLERANCE);
        let known = self.past.reaches(name, self.looked_at());
        let on_purpose = standing.leaving.is_some() || self.past.leaves(name, self.looked_at()).is_some();
        (anew && known && !on_purpose && standing.stage == Stage::Ok).then_some(State::Restarted)
    }

    /// Remembers that it goes down on purpose, as long as its tasks can be seen.
    fn note_leaving(&self, standing: &mut Standing, name: &NodeName) {
        let Some(leaves) = self.past.leaves(name, self.looked_at()) else { return };
        // A shutdown before the boot that is known is over.
        if standing.boot.is_some_and(|boot| leaves.began < boot) {
            return;
        }
        let is_known = standing.leaving.as_ref().is_some_and(|known| known.upid == leaves.upid);
        if !is_known || standing.leaving.as_ref().is_some_and(|known| known.ended != leaves.ended) {
            standing.leaving = Some(leaves);
        }
    }
}

/// Takes over when a node that is up booted; what it did on purpose before that is over.
fn note_boot(standing: &mut Standing, booted: Option<lotse_model::Timestamp>, seen: State) {
    if let Some(booted) = booted
        && matches!(seen, State::Ok | State::Restarted)
    {
        let far = |known: lotse_model::Timestamp| known.0.abs_diff(booted.0) > BOOT_TOLERANCE.unsigned_abs();
        if standing.boot.is_none_or(far) {
            standing.boot = Some(booted);
            standing.leaving = None;
        }
    }
}

/// What is told first: what others fall with.
pub(super) const fn order(thing: &Thing, kind: Option<NoticeKind>) -> (u8, u8) {
    let rank = match thing {
        Thing::Cluster { .. } => 0,
        Thing::Node { .. } => 1,
        Thing::Storage { .. } => 2,
        Thing::Guest { .. } => 3,
        Thing::Finding { .. } => 4,
    };
    let over = match kind {
        Some(NoticeKind::Recovered) => 1,
        _ => 0,
    };
    (over, rank)
}
