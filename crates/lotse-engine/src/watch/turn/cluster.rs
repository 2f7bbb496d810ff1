//! The cluster itself: whether it can be seen at all, and whether it has its quorum.

use lotse_model::Timestamp;

use super::{Book, Turn, taking::Taking};
use crate::{
    inventory::Snapshot,
    watch::{
        Settings, Sighting, Stage, Standing, State, Thing, covered,
        judge::{self, Api},
        life::{Seen, same},
    },
};

/// The cluster's state in a snapshot, as far as it shows one.
fn state(snapshot: &Snapshot) -> State {
    if snapshot.resources.seen.is_none() {
        return blind(snapshot);
    }
    let status = snapshot.status.value();
    judge::cluster(
        Api::Answers,
        status.and_then(|status| status.quorate),
        status.is_some_and(lotse_pve::ops::cluster::ClusterStatus::is_stand_alone),
    )
}

/// Why a snapshot shows nothing.
pub(super) fn blind(snapshot: &Snapshot) -> State {
    let why = snapshot.resources.missing.first().map(|hidden| judge::api(&hidden.why));
    judge::cluster(why.unwrap_or(Api::Failing), None, false)
}

/// A look that saw nothing: everything stays as it was, and the cluster itself becomes suspect.
pub(super) fn could_not_look(book: &Book, sighting: &Sighting, settings: &Settings, now: Timestamp) -> Turn {
    let snapshot = sighting.newest();
    let state = blind(snapshot);
    let mut turn = Turn {
        next_alert: book.next_alert,
        looked: book.looked,
        still: book.still.clone(),
        blind: Some(state),
        ..Turn::default()
    };
    let Some(covers) = covered::anything(&book.entries, &book.cluster) else { return turn };
    let thing = Thing::Cluster { cluster: book.cluster.clone() };
    let known = book.standings.get(&thing);
    let looks = match known.map(|known| &known.stage) {
        Some(Stage::Suspect { looks, .. }) => looks.saturating_add(1),
        _ => 1,
    };
    let told = known.and_then(|known| book.alerts.get(&known.alert()?)).map(|open| open.state);
    if told == Some(State::NoQuorum) {
        // It is told that nothing works there; one look that failed makes nothing else of it.
        return turn;
    }
    let is_told = told.is_some();
    if !is_told && looks >= settings.blind_after.max(1) && sighting.second.is_none() {
        turn.doubts.list = true;
        return turn;
    }
    let mut standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, now));
    if !is_told && looks < settings.blind_after.max(1) {
        let since = match standing.stage {
            Stage::Suspect { since, .. } => since,
            _ => now,
        };
        standing.stage = Stage::Suspect { state, since, looks };
        turn.standings.push(standing);
        return turn;
    }
    let since = match standing.stage {
        Stage::Suspect { since, .. } => since,
        _ => now,
    };
    let nothing = crate::inventory::Resources::default();
    let mut taking = Taking::new(book, sighting, settings, now, &nothing, now);
    taking.turn = turn;
    taking.live(standing, &Seen::plain(state, since), &covers, |taking, _| taking.members(|_| true));
    taking.turn
}

impl Taking<'_> {
    /// The cluster as it is seen.
    pub(super) fn look_at_cluster(&mut self) {
        let Some(anything) = covered::anything(&self.book.entries, self.cluster()) else { return };
        let whole = covered::cluster(&self.book.entries, self.cluster());
        let thing = Thing::Cluster { cluster: self.cluster().clone() };
        self.watched.insert(thing.clone());
        let known = self.standing(&thing);
        let mut seen = state(self.snapshot);
        if whole.is_none() {
            // Only what is in it is watched: that it can be seen is enough.
            seen = State::Ok;
        }
        let was = known.map_or(State::Ok, |known| known.state);
        if seen == State::Unknown {
            // It answers; of its quorum nobody can tell, so what was known of that stays.
            seen = if was == State::NoQuorum { State::NoQuorum } else { State::Ok };
        }
        let quorum = |state: State| state == State::NoQuorum;
        if quorum(seen) != quorum(was) && whole.is_some() && !self.is_sure(seen, state) {
            // That it answers is sure, whatever its quorum is.
            seen = if same(was, State::Unreachable) || matches!(was, State::Refused | State::Untrusted) {
                State::Ok
            } else {
                was
            };
        }
        let standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, self.now));
        let now = self.now;
        let covers = whole.unwrap_or(anything);
        self.live(standing, &Seen::plain(seen, now), &covers, |taking, _| taking.members(|_| true));
    }
}
