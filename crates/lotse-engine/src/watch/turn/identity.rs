//! Whether a number is still the guest that is watched: removed, renamed, recreated.

use super::{guests::Looked, taking::Taking};
use crate::watch::{Stage, State};
use lotse_pve::ops::guest_status::GuestPlace;

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
            None if self.is_second() => Same::Unknown,
            None => {
                self.turn.doubts.identities.insert(GuestPlace::from(row));
                Same::Unknown
            }
        }
    }
}
