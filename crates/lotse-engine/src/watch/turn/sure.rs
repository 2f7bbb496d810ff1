//! Making sure of what a guest does: as it is this moment, or by a list that says the same long enough.

use lotse_model::Timestamp;
use lotse_pve::ops::guest_status::GuestPlace;

use super::{
    looked::{Looked, cell},
    taking::{LAG, Taking, before},
};
use crate::watch::{
    Live, Stage, Standing, State,
    explain::Wants,
    judge::{self, GuestSeen, TasksSay},
    life::same,
};

/// Whether it is sure what a guest does.
pub(super) enum Sure {
    Yes { seen: GuestSeen, lock: Option<String>, boot: Option<Timestamp> },
    NotYet,
}

impl<'a> Taking<'a> {
    /// A guest as it is this moment; asks for it where this is still the first look.
    pub(super) fn live_of(&mut self, looked: &Looked<'a>, listed: GuestSeen) -> Sure {
        let row = looked.row;
        let Some(second) = &self.sighting.second else {
            self.turn.doubts.guests.insert(GuestPlace::from(row));
            self.ask_ahead(looked, listed);
            return Sure::NotYet;
        };
        match second.guests.get(&row.id) {
            Some(Live::Seen { status, at }) => Sure::Yes {
                seen: judge::live(status),
                lock: status.guest.lock.clone(),
                boot: status.guest.uptime.filter(|uptime| uptime.0 > 0).map(|uptime| before(*at, uptime.0)),
            },
            Some(Live::Absent) if looked.known.is_none() => Sure::NotYet,
            Some(Live::Absent | Live::Unseen) => self.suspect(looked, listed),
            // It became strange since the first look: the next one looks closer.
            None => Sure::NotYet,
        }
    }

    /// Whether a machine is in a state that passes (it is moved, set up, ended) for so long that it does not pass: what did it
    /// failed in the middle, and left it standing still.
    pub(super) fn is_stuck(&mut self, looked: &Looked<'a>) -> bool {
        let (Some(known), now) = (looked.known, self.now) else { return false };
        let since = match known.stage {
            Stage::Suspect { state: State::Unknown, since, .. } => since,
            Stage::Ok | Stage::Suspect { .. } => now,
            // What is told or explained has its own end.
            Stage::Explained { .. } | Stage::Accepted | Stage::Alerting { .. } => return false,
        };
        let grace = i64::try_from(self.settings.grace.as_secs()).unwrap_or(i64::MAX);
        if now.0.saturating_sub(since.0) >= grace {
            return true;
        }
        let stage = Stage::Suspect { state: State::Unknown, since, looks: 1 };
        self.keep(Standing { stage, ..known.clone() });
        false
    }

    /// Finds out at the first look already what an explanation will miss at the second.
    pub(super) fn ask_ahead(&mut self, looked: &Looked<'a>, listed: GuestSeen) {
        let row = looked.row;
        let about = self.about(row.id.vmid, Some(row), looked.known, row.lock.as_deref());
        let mut wants = Wants::default();
        match listed {
            GuestSeen::Stopped => drop(self.past.off(&about, &mut wants)),
            GuestSeen::Paused | GuestSeen::Suspended => drop(self.past.paused(&about, &mut wants)),
            _ => match self.boot_of(row) {
                Some(boot) => drop(self.past.restarted(&about, boot, &mut wants)),
                None => return,
            },
        }
        self.want(wants, &about);
    }

    /// It was asked for and could not be seen. A list that says the same long enough is sure by itself.
    fn suspect(&mut self, looked: &Looked<'a>, listed: GuestSeen) -> Sure {
        let row = looked.row;
        let by_list = Sure::Yes { seen: listed, lock: row.lock.clone(), boot: self.boot_of(row) };
        // Of a guest that was never seen before, the list is the best that anybody knows.
        let Some(known) = looked.known else { return by_list };
        let state = judge::guest(cell(listed, TasksSay::Nothing));
        let long_enough = |since: Timestamp| self.now.0.saturating_sub(since.0) > LAG;
        let since = match &known.stage {
            Stage::Suspect { state: was, since, .. } if same(*was, state) => Some(*since),
            Stage::Alerting { better, .. } if state == State::Ok => *better,
            _ => None,
        };
        if since.is_some_and(long_enough) {
            return by_list;
        }
        let mut standing = known.clone();
        match &mut standing.stage {
            Stage::Ok => standing.stage = Stage::Suspect { state, since: self.now, looks: 1 },
            Stage::Suspect { state: was, since, .. } if !same(*was, state) => (*was, *since) = (state, self.now),
            Stage::Alerting { better, .. } if state == State::Ok => {
                better.get_or_insert(self.now);
            }
            _ => {}
        }
        self.keep(standing);
        Sure::NotYet
    }
}
