//! Whether a number is still the guest that is watched: removed, renamed, recreated.

use lotse_model::Guest;
use lotse_pve::ops::guest_status::GuestPlace;

use super::{
    looked::{Looked, describe},
    taking::Taking,
};
use crate::watch::{
    Stage, Standing, State, Thing, covered,
    explain::{Said, Wants},
    life::Seen,
};

/// Of so many guests it is asked for at most what tells them from others, in one look.
const IDENTIFY_AT_ONCE: usize = 4;

/// Whether it is the guest that is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    /// It is.
    Yes,
    /// It is another with its number.
    No,
    /// Nobody knows yet: nothing is said of it at this look.
    Unknown,
}

impl Taking<'_> {
    /// Whether a listed guest is the one that is watched. Its name alone tells nothing: people rename guests.
    pub(super) fn is_same(&mut self, looked: &Looked<'_>) -> Same {
        let (row, covers) = (looked.row, &looked.covers);
        let Some(known) = looked.known else { return self.is_first(looked) };
        let seen = self.sighting.identities.get(&row.id);
        if known.state == State::Replaced && !covers.selected {
            // It stays so until a person says that this guest is meant, or the one that was meant is back.
            let newest = seen.or(known.identity.as_ref());
            if newest.is_none() && !self.is_second() {
                self.turn.doubts.identities.insert(GuestPlace::from(row));
                return Same::Unknown;
            }
            return if covers.identity.is_some() && covers.identity.as_ref() == newest { Same::Yes } else { Same::No };
        }
        if known.kind.is_some_and(|kind| kind != row.kind) {
            return Same::No;
        }
        // A selection means whoever is in it; a number means the one that was named.
        let named = covers.identity.as_ref().filter(|_| !covers.selected);
        let expected = named.or(known.identity.as_ref());
        if let (Some(seen), Some(expected)) = (seen, expected) {
            return if seen == expected { Same::Yes } else { Same::No };
        }
        let recently = self.recently();
        let was_gone = known.state == State::Gone && known.stage != Stage::Ok;
        let removed = was_gone || self.past.was_removed(row.id.vmid, recently);
        let doubtful = removed || known.name != row.name || self.past.was_made(row.id.vmid, recently);
        if !doubtful || (known.state == State::Replaced && expected.is_none()) {
            return Same::Yes;
        }
        if !self.is_second() {
            self.turn.doubts.identities.insert(GuestPlace::from(row));
            return Same::Unknown;
        }
        match (removed, expected) {
            // What tells them apart was known, and now cannot be read: it may be the one or the other.
            (true, Some(_)) => Same::Unknown,
            // What was removed is gone, even if the new one has its name.
            (true, None) => Same::No,
            (false, _) => Same::Yes,
        }
    }

    fn is_first(&mut self, looked: &Looked<'_>) -> Same {
        let (row, covers) = (looked.row, &looked.covers);
        let Some(expected) = covers.identity.as_ref().filter(|_| !covers.selected) else { return Same::Yes };
        match self.sighting.identities.get(&row.id) {
            Some(seen) if seen == expected => Same::Yes,
            Some(_) => Same::No,
            // Nobody can tell by anything but its name: with another one it may be another guest.
            None if self.is_second() => {
                let is_named = covers.name.is_none() || covers.name == row.name;
                if is_named { Same::Yes } else { Same::Unknown }
            }
            None => {
                self.turn.doubts.identities.insert(GuestPlace::from(row));
                Same::Unknown
            }
        }
    }

    /// Another guest has the number of the one that is watched.
    pub(super) fn replaced(&mut self, looked: &Looked<'_>) {
        let (row, known) = (looked.row, looked.known);
        let about = self.about(row.id.vmid, Some(row), known, None);
        let reason = match self.past.gone(&about, &mut Wants::default()) {
            Said::Explained(reason) => Some(reason),
            _ => None,
        };
        let mut standing = known
            .cloned()
            .unwrap_or_else(|| Standing::new(Thing::Guest { guest: row.id.clone() }, State::Replaced, self.now));
        if known.is_some_and(|known| known.state == State::Replaced) {
            if let Some(open) = self.open(&standing).filter(|_| self.is_settled(&standing)) {
                self.close(open);
                standing.stage = Stage::Accepted;
                self.keep(standing);
            }
            return;
        }
        // Told at once: what was watched is gone for good, whoever removed it, and what follows is about another guest.
        let member = standing.member();
        standing.identity = None;
        describe(&mut standing, row, self.sighting.identities.get(&row.id));
        standing.boot = self.boot_of(row);
        standing.stage = match standing.stage {
            Stage::Alerting { alert, .. } => Stage::Alerting { alert, better: None },
            _ => Stage::Ok,
        };
        let mut seen = Seen::plain(State::Replaced, self.now);
        seen.anew = true;
        let first = standing.clone();
        self.live(first, &seen, &looked.covers, |_, new| member.or_else(|| new.member()).into_iter().collect());
        if let Some(happened) = self.turn.happened.last_mut()
            && happened.alert.thing == standing.thing
        {
            happened.alert.reason = reason;
        }
    }

    /// Names some guests of which it is not known what tells them from others: first those that entries name by number.
    pub(super) fn identify(&mut self) {
        let (book, list) = (self.book, self.list);
        let unknown = |guest: &Guest| {
            let standing = book.standings.get(&Thing::Guest { guest: guest.id.clone() });
            standing.is_some_and(|standing| standing.identity.is_none() && standing.stage == Stage::Ok)
                && !self.sighting.identities.contains_key(&guest.id)
        };
        let named = covered::numbered(&book.entries, &book.cluster).filter_map(|(vmid, _)| list.guest(vmid));
        let mut wanted: Vec<GuestPlace> = Vec::new();
        for guest in named.chain(list.guests()) {
            if wanted.len() >= IDENTIFY_AT_ONCE {
                break;
            }
            let place = GuestPlace::from(guest);
            if unknown(guest) && !wanted.contains(&place) {
                wanted.push(place);
            }
        }
        self.turn.identify = wanted;
    }
}
