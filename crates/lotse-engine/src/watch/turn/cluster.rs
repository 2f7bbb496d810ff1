//! The cluster itself: whether it can be seen at all, and whether it has its quorum.

use lotse_model::Timestamp;

use super::{
    Book, Turn,
    taking::{Part, Taking, is_whole},
};
use crate::{
    inventory::Snapshot,
    watch::{
        Member, Settings, Sighting, Stage, Standing, State, Thing, covered,
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
    let blind_for = book.looked.map_or(0, |looked| now.0.saturating_sub(looked.0));
    let is_long = blind_for >= i64::from(settings.blind_after) * settings.interval.as_secs().cast_signed();
    if told == Some(State::NoQuorum) || told == Some(State::OutOfSight) && !is_long {
        // It is told that nothing works there, or that a part of it cannot be seen; one look that failed makes nothing else of it.
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
        let now = self.now;
        let mut standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, now));
        let hidden = self.out_of_sight();
        let told = known.and_then(|known| self.open(known)).map(|open| open.state);
        let mut since = now;
        if seen == State::Ok && !hidden.is_empty() && told.is_none_or(|told| told == State::OutOfSight) {
            if told.is_none() {
                let (began, looks) = match standing.stage {
                    Stage::Suspect { state: State::OutOfSight, since, looks } => (since, looks.saturating_add(1)),
                    _ => (now, 1),
                };
                if looks < self.settings.blind_after.max(1) || !self.is_second() {
                    // What the token may do is read anew with a second list.
                    self.turn.doubts.list |= !self.is_second();
                    standing.stage = Stage::Suspect { state: State::OutOfSight, since: began, looks };
                    self.keep(standing);
                    return;
                }
                since = began;
            } else if self.is_settled(&standing) && !self.list.guests().is_empty() {
                self.let_go(standing, &hidden);
                return;
            }
            self.turn.doubts.list |= !self.is_second();
            seen = State::OutOfSight;
        }
        let covers = whole.unwrap_or(anything);
        self.live(standing, &Seen::plain(seen, since), &covers, |taking, _| {
            if seen == State::OutOfSight { hidden } else { taking.members(|_| true) }
        });
    }

    /// The watched guests that were seen before and are not listed, where the list is not whole: nobody knows whether they are
    /// gone.
    fn out_of_sight(&self) -> Vec<Member> {
        if is_whole(self.snapshot, Part::Guests) {
            return Vec::new();
        }
        let book = self.book;
        let is_hidden = |standing: &&Standing| {
            let Some(guest) = standing.guest().filter(|_| standing.state != State::Gone) else { return false };
            self.list.guest(guest.vmid).is_none()
                && covered::as_it_was(guest, standing)
                    .is_some_and(|as_it_was| covered::is_watched(&book.entries, &as_it_was))
        };
        book.standings.values().filter(is_hidden).filter_map(Standing::member).collect()
    }

    /// A person knows that these are out of sight, and others are not: they are missed no longer. What entries name by its number
    /// stays dangling.
    fn let_go(&mut self, mut standing: Standing, hidden: &[Member]) {
        if let Some(open) = self.open(&standing) {
            self.close(open);
        }
        (standing.stage, standing.state, standing.since) = (Stage::Ok, State::Ok, self.now);
        self.keep(standing);
        let book = self.book;
        for member in hidden {
            let thing = Thing::Guest { guest: member.guest.clone() };
            let Some(known) = self.standing(&thing) else { continue };
            if let Some(open) = self.open(known) {
                self.close(open);
            }
            if covered::numbered(&book.entries, &book.cluster).any(|(vmid, _)| vmid == member.guest.vmid) {
                self.keep(Standing { stage: Stage::Accepted, state: State::Gone, since: self.now, ..known.clone() });
            } else {
                self.turn.forgotten.push(thing);
            }
        }
    }
}
