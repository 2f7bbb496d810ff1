//! Guests that are watched and not listed.

use std::collections::BTreeMap;

use lotse_model::GuestRef;

use super::taking::{Part, Taking, is_whole};
use crate::{
    inventory::Snapshot,
    watch::{
        Stage, Standing, State, Thing,
        covered::{self, Covers},
        explain::{Said, Wants},
        life::Seen,
    },
};

impl<'a> Taking<'a> {
    /// Watched guests that are not listed.
    pub(super) fn look_for_missing(&mut self) {
        let mut missing: BTreeMap<GuestRef, Option<&'a Standing>> = BTreeMap::new();
        let (book, list) = (self.book, self.list);
        for (vmid, _) in covered::numbered(&book.entries, &book.cluster) {
            if list.guest(vmid).is_none() {
                missing.insert(GuestRef::new(book.cluster.clone(), vmid), None);
            }
        }
        for standing in book.standings.values() {
            if let Some(guest) = standing.guest().filter(|guest| list.guest(guest.vmid).is_none()) {
                missing.insert(guest.clone(), Some(standing));
            }
        }
        for (guest, known) in missing {
            self.is_missing(&guest, known);
        }
    }

    fn is_missing(&mut self, guest: &GuestRef, known: Option<&'a Standing>) {
        let as_it_was = known.and_then(|known| covered::as_it_was(guest, known));
        let covers = match &as_it_was {
            Some(as_it_was) => covered::guest(&self.book.entries, as_it_was),
            None => self.covers_of_number(guest),
        };
        let Some(covers) = covers else { return };
        let thing = Thing::Guest { guest: guest.clone() };
        self.watched.insert(thing.clone());
        let by = |snapshot: &Snapshot| {
            let listed = snapshot.resources.value().and_then(|list| list.guest(guest.vmid));
            match listed {
                Some(_) => State::Ok,
                None if is_whole(snapshot, Part::Guests) => State::Gone,
                None => State::Unknown,
            }
        };
        let state = by(self.snapshot);
        if state != State::Gone {
            return;
        }
        if let Some(known) = known.filter(|known| known.state == State::Gone && self.is_settled(known)) {
            self.end_of_guest(known, &covers);
            return;
        }
        let is_known = known.is_some_and(|known| known.state == State::Gone && known.stage != Stage::Ok);
        let about = self.about(guest.vmid, None, known, None);
        let mut wants = Wants::default();
        let said = self.past.gone(&about, &mut wants);
        if !is_known {
            self.want(wants, &about);
            if !self.is_sure(State::Gone, by) {
                return;
            }
        }
        let reason = match said {
            Said::Explained(reason) => Some(reason),
            _ => None,
        };
        let standing = known.cloned().unwrap_or_else(|| {
            let mut standing = Standing::new(thing, State::Gone, self.now);
            standing.name.clone_from(&covers.name);
            standing
        });
        let seen = Seen { state: State::Gone, reason, anew: false, since: self.now };
        self.live(standing, &seen, &covers, |_, standing| standing.member().into_iter().collect());
    }

    /// A person knows that it is gone. What selections found is forgotten; what was named by its number stays dangling.
    fn end_of_guest(&mut self, known: &Standing, covers: &Covers) {
        if let Some(open) = self.open(known) {
            self.close(open);
        }
        if covers.selected {
            self.turn.forgotten.push(known.thing.clone());
        } else {
            self.keep(Standing { stage: Stage::Accepted, ..known.clone() });
        }
    }

    /// Why a guest is watched that was never seen: by its number alone.
    fn covers_of_number(&self, guest: &GuestRef) -> Option<Covers> {
        let mut named = covered::numbered(&self.book.entries, self.cluster()).filter(|(vmid, _)| *vmid == guest.vmid);
        let (_, entry) = named.next()?;
        Some(Covers {
            entries: vec![entry.id.clone()],
            severity: entry.severity,
            expected_off: entry.expected_off,
            selected: false,
            identity: entry.identity.as_ref().and_then(|known| known.identity.clone()),
            name: entry.identity.as_ref().and_then(|known| known.name.clone()),
        })
    }
}
