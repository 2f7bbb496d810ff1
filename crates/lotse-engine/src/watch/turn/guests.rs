//! The guests.

use lotse_model::{Guest, GuestKind, GuestState, Timestamp, Vmid};
use lotse_pve::ops::guest_status::GuestPlace;

use super::{
    identity::Same,
    looked::{Looked, cell, describe},
    sure::Sure,
    taking::{Taking, before},
};
use crate::watch::{
    BOOT_TOLERANCE, Cause, Stage, Standing, State, Thing, covered,
    explain::{About, SLACK, Said, Wants},
    judge::{self, GuestSeen, NodeSeen, TasksSay},
    life::{Seen, is_off, same},
};

/// Whose processors stand still in the list: so many of them are looked at in one look, the others at the next ones.
const STILL_AT_ONCE: usize = 8;
/// Since when a guest must run before a processor that stands still is strange, in seconds: a list shows none of a guest that
/// was just started.
const WARM: u64 = 60;

/// How long after its boot a node may take until its guests are seen, in seconds: pools are imported, and daemons wait for each
/// other.
const BOOTS: i64 = 900;

impl<'a> Taking<'a> {
    pub(super) fn look_at_guests(&mut self) {
        let (list, book) = (self.list, self.book);
        for row in list.guests() {
            if covered::is_watched(&book.entries, row) {
                self.hosts.insert(&row.node);
                self.look_at_guest(row);
            }
        }
        self.look_for_missing();
        self.identify();
    }

    fn look_at_guest(&mut self, row: &'a Guest) {
        let thing = Thing::Guest { guest: row.id.clone() };
        let known = self.standing(&thing);
        self.watched.insert(thing);
        if let Some(known) = known
            && self.is_as_it_was(row, known)
        {
            return;
        }
        let Some(covers) = covered::guest(&self.book.entries, row) else { return };
        let looked = Looked { row, known, covers };
        match self.is_same(&looked) {
            Same::Yes => self.look_closer(&looked),
            Same::No => self.replaced(&looked),
            Same::Unknown if self.is_second() => {}
            // What it does is asked together with who it is, so that both are known after the second look.
            Same::Unknown => {
                self.turn.doubts.guests.insert(GuestPlace::from(row));
                self.ask_ahead(&looked, judge::listed(&row.state));
            }
        }
    }

    /// The usual case, without a copy of anything: it is well, and nothing about it is strange.
    fn is_as_it_was(&self, row: &Guest, known: &Standing) -> bool {
        let known_node = || known.node.as_ref() == Some(&row.node);
        known.stage == Stage::Ok
            && row.state == GuestState::Running
            && self.node_seen(row) == NodeSeen::Up
            && known.kind == Some(row.kind)
            && known.name == row.name
            && known_node()
            && known.tags == row.tags
            && known.pool == row.pool
            && !is_far(known.boot, self.boot_of(row))
            && !self.stands_still(row)
            && !self.past.may_be_paused(row.id.vmid, self.recently())
            && !self.past.was_removed(row.id.vmid, self.recently())
            && !self.past.was_made(row.id.vmid, self.recently())
            && self.sighting.identities.get(&row.id).is_none_or(|seen| known.identity.as_ref() == Some(seen))
    }

    fn node_seen(&self, row: &Guest) -> NodeSeen {
        judge::node_seen(self.node(&row.node).map(|node| &node.state))
    }

    pub(super) fn boot_of(&self, row: &Guest) -> Option<Timestamp> {
        row.uptime.filter(|uptime| uptime.0 > 0).map(|uptime| before(self.as_of, uptime.0))
    }

    /// From when on events may still show in this look for the first time.
    pub(super) fn recently(&self) -> Timestamp {
        Timestamp(self.book.looked.unwrap_or(self.now).min(self.now).0.saturating_sub(SLACK))
    }

    fn stands_still(&self, row: &Guest) -> bool {
        row.kind == GuestKind::Vm
            && row.state == GuestState::Running
            && row.cpu.is_some_and(|cpu| cpu.share.get() <= 0.0)
            && row.uptime.is_some_and(|uptime| uptime.0 >= WARM)
            && !self.book.still.contains(&row.id)
    }

    fn look_closer(&mut self, looked: &Looked<'a>) {
        let (row, known) = (looked.row, looked.known);
        if row.kind == GuestKind::Vm
            && row.cpu.is_some_and(|cpu| cpu.share.get() <= 0.0)
            && self.book.still.contains(&row.id)
        {
            self.turn.still.insert(row.id.clone());
        }
        let node = self.node_seen(row);
        let listed = judge::listed(&row.state);
        if node != NodeSeen::Up || listed == GuestSeen::Unknown {
            // Nobody could look at it: it stays as it was, and its node is told.
            return;
        }
        let strange = match known {
            None => listed != GuestSeen::Running,
            Some(known) => self.is_strange(row, known, listed),
        };
        if !strange {
            self.settle(looked, listed, row.lock.as_deref(), self.boot_of(row));
            return;
        }
        match self.live_of(looked, listed) {
            Sure::NotYet => {}
            Sure::Yes { seen: GuestSeen::Unknown, lock, boot } => {
                if self.is_stuck(looked) {
                    self.settle(looked, GuestSeen::Paused, lock.as_deref(), boot);
                }
            }
            Sure::Yes { seen, lock, boot } => {
                if seen == GuestSeen::Running && row.cpu.is_some_and(|cpu| cpu.share.get() <= 0.0) {
                    self.turn.still.insert(row.id.clone());
                }
                self.settle(looked, seen, lock.as_deref(), boot);
            }
        }
    }

    /// Whether what the list says of a guest must be made sure of.
    fn is_strange(&mut self, row: &Guest, known: &Standing, listed: GuestSeen) -> bool {
        let boot = self.boot_of(row);
        match (&known.stage, listed) {
            (Stage::Ok, GuestSeen::Running) => self.may_have_restarted(row, known, boot) || self.may_be_paused(row),
            // That it was told to have started anew is over with the next look that sees it run.
            (Stage::Alerting { .. }, GuestSeen::Running) => {
                self.open(known).is_none_or(|open| !matches!(open.state, State::Restarted | State::Replaced))
                    || self.may_be_paused(row)
            }
            (_, GuestSeen::Running) | (Stage::Ok | Stage::Suspect { .. }, _) => true,
            (Stage::Explained { .. } | Stage::Accepted | Stage::Alerting { .. }, _) => {
                let state = judge::guest(cell(listed, TasksSay::Nothing));
                !same(known.state, state) || self.was_started(row, known)
            }
        }
    }

    fn may_have_restarted(&self, row: &Guest, known: &Standing, boot: Option<Timestamp>) -> bool {
        let (Some(was), Some(is), Some(looked)) = (known.boot, boot, self.all_seen()) else { return false };
        // What began before it was last seen running is the same start: our clock was set, or the list jitters.
        known.node.as_ref() == Some(&row.node)
            && is.0.saturating_sub(was.0) > BOOT_TOLERANCE
            && is.0 > looked.0.saturating_sub(BOOT_TOLERANCE)
    }

    fn may_be_paused(&mut self, row: &Guest) -> bool {
        if self.past.may_be_paused(row.id.vmid, self.recently()) {
            return true;
        }
        self.stands_still(row) && (self.is_second() || self.turn.doubts.guests.len() < STILL_AT_ONCE)
    }

    /// Whether a guest that is off was on since it went off, or may have been.
    fn was_started(&self, row: &Guest, known: &Standing) -> bool {
        let Stage::Explained { reason, .. } = &known.stage else { return false };
        let about = self.about(row.id.vmid, Some(row), Some(known), row.lock.as_deref());
        let over = reason.ended.unwrap_or(reason.began);
        match self.past.off(&about, &mut Wants::default()) {
            Said::Started(at) => at > over,
            // A backup since then: only its log says whether it has anything to do with it.
            Said::Explained(fresh) => fresh.cause == Cause::Backup && fresh.upid != reason.upid,
            Said::Unreadable | Said::Nothing => false,
        }
    }

    pub(super) fn about<'b>(
        &self,
        vmid: Vmid,
        row: Option<&'b Guest>,
        known: Option<&'b Standing>,
        lock: Option<&'b str>,
    ) -> About<'b> {
        let is_on = row.map(|row| &row.node);
        let node_booted = is_on.and_then(|node| self.booted(node));
        // A node that boots is a member before it says anything of its guests, so the look before did not see them.
        let just_booted = node_booted.filter(|booted| self.now.0.saturating_sub(booted.0) < BOOTS);
        let from = self.seen_well(known).map(|from| just_booted.map_or(from, |booted| from.min(booted)));
        About {
            vmid,
            was_on: known.and_then(|known| known.node.as_ref()),
            is_on,
            lock,
            from,
            node_booted,
            now: self.now,
        }
    }

    /// It is sure what the guest does: what explains it, and what follows.
    fn settle(&mut self, looked: &Looked<'a>, seen: GuestSeen, lock: Option<&str>, boot: Option<Timestamp>) {
        let (row, known) = (looked.row, looked.known);
        let about = self.about(row.id.vmid, Some(row), known, lock);
        let mut wants = Wants::default();
        let restarts = seen == GuestSeen::Running
            && known.is_some_and(|known| {
                known.stage == Stage::Ok && self.is_second() && self.may_have_restarted(row, known, boot)
            });
        let seen = if restarts { GuestSeen::Restarted } else { seen };
        let said = match seen {
            GuestSeen::Stopped => Some(self.past.off(&about, &mut wants)),
            GuestSeen::Paused | GuestSeen::Suspended => Some(self.past.paused(&about, &mut wants)),
            GuestSeen::Restarted => boot.map(|boot| self.past.restarted(&about, boot, &mut wants)),
            _ => None,
        };
        let said = self.or_goes_on(said, known);
        // What was taken as a reason is not looked into again at every look.
        if !known.is_some_and(|known| matches!(known.stage, Stage::Explained { .. })) {
            self.want(wants, &about);
        }
        let (tasks, reason, started) = match said {
            None | Some(Said::Nothing) => (TasksSay::Nothing, None, None),
            Some(Said::Unreadable) => (TasksSay::Unreadable, None, None),
            Some(Said::Started(at)) => (TasksSay::Nothing, None, Some(at)),
            Some(Said::Explained(reason)) => (TasksSay::Explained, Some(reason), None),
        };
        let state = judge::guest(cell(seen, tasks));
        if state == State::Unknown {
            return;
        }
        let anew = match known.map(|known| &known.stage) {
            Some(Stage::Explained { reason, .. }) => {
                started.is_some_and(|at| at > reason.ended.unwrap_or(reason.began))
                    || reason.cause == Cause::Ha && self.past.is_given_up(row.id.vmid)
            }
            _ => false,
        };
        let since = match known.map(|known| &known.stage) {
            Some(Stage::Suspect { since, .. }) => *since,
            Some(Stage::Alerting { better: Some(since), .. }) if state == State::Ok => *since,
            _ => boot.filter(|_| state == State::Restarted).unwrap_or(self.now),
        };
        // A restart that somebody wanted is none to be told.
        let reason = reason.filter(|_| state != State::Ok);
        let mut standing =
            known.cloned().unwrap_or_else(|| Standing::new(Thing::Guest { guest: row.id.clone() }, state, since));
        describe(&mut standing, row, self.sighting.identities.get(&row.id));
        if matches!(seen, GuestSeen::Running | GuestSeen::Restarted) {
            if is_far(standing.boot, boot) {
                standing.boot = boot;
            }
        } else if is_off(state) || state == State::Suspended {
            standing.boot = None;
        }
        let seen = Seen { state, reason, anew, since };
        self.live(standing, &seen, &looked.covers, |_, standing| standing.member().into_iter().collect());
    }

    /// A task that is known as the reason may go on for so long that the list does not reach back to its beginning; that it
    /// runs is listed all the same.
    fn or_goes_on(&self, said: Option<Said>, known: Option<&Standing>) -> Option<Said> {
        let Some(Stage::Explained { reason, .. }) = known.map(|known| &known.stage) else { return said };
        match (said, &reason.upid) {
            (Some(Said::Unreadable), Some(upid)) if self.past.goes_on(upid) => Some(Said::Explained(reason.clone())),
            (said, _) => said,
        }
    }
}

/// Whether two readings of a start are two starts, or the first reading of one.
const fn is_far(known: Option<Timestamp>, seen: Option<Timestamp>) -> bool {
    match (known, seen) {
        (Some(known), Some(seen)) => known.0.abs_diff(seen.0) > BOOT_TOLERANCE.unsigned_abs(),
        (None, seen) => seen.is_some(),
        (Some(_), None) => false,
    }
}
