//! What explains that a guest is not as it should be: tasks, the HA manager, the boot of its node.
//!
//! An explanation counts only where everybody's tasks could be read back to the look before. It delays an alert and colours
//! it; nothing here cancels one.

mod backup;
mod effect;
mod ha;
mod past;

use lotse_model::{NodeName, Timestamp, Upid, Vmid};

pub(super) use self::past::OWN_LISTED;
use self::{backup::Mode, past::Event};
pub use self::{
    effect::{Effect, on_guest, on_node},
    past::Past,
};
use super::{Cause, Reason};

/// How far clocks of nodes may lie apart from ours, and a list behind what is so, in seconds: a task that ended so long before
/// the look before may still explain what was first seen at this one.
pub const SLACK: i64 = 120;

/// The user under which a node works for itself: at boot and shutdown, and for the HA manager.
const NODE_ITSELF: &str = "root@pam";

/// What is asked about a guest.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its number.
    pub vmid: Vmid,
    /// Where it was when it was last as it should be.
    pub was_on: Option<&'a NodeName>,
    /// Where it is now; `None` when it is not listed.
    pub is_on: Option<&'a NodeName>,
    /// The lock on its configuration.
    pub lock: Option<&'a str>,
    /// When it was last as it should be, [`SLACK`] taken off; `None` when it never was seen before.
    pub from: Option<Timestamp>,
    /// When its node booted, where that is known.
    pub node_booted: Option<Timestamp>,
    /// What time it is.
    pub now: Timestamp,
}

/// What the tasks say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// They could not be read, or not so far back.
    Unreadable,
    /// Nothing explains it.
    Nothing,
    /// Nothing explains it, and it was switched on then: what switched it off before explains it no more.
    Started(Timestamp),
    /// This explains it.
    Explained(Reason),
}

/// What is missing to answer better.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wants {
    /// The own task lists of these nodes.
    pub tasks: Vec<NodeName>,
    /// The logs of these backups.
    pub logs: Vec<Upid>,
}

impl<'a> About<'a> {
    fn nodes(&self) -> impl Iterator<Item = &'a NodeName> {
        let moved = self.is_on.filter(|is| Some(*is) != self.was_on);
        self.was_on.into_iter().chain(moved)
    }

    fn from(&self) -> Timestamp {
        self.from.unwrap_or(Timestamp(i64::MIN))
    }
}

impl<'t> Past<'t> {
    /// Why a guest is off.
    #[must_use]
    pub fn off(&self, about: &About<'_>, wants: &mut Wants) -> Said {
        let known = self.is_known(about, wants);
        let from = about.from();
        let own = self.of_guest(about.vmid, from);
        let of_nodes = about.nodes().flat_map(|node| self.of_node(node, from));
        let mut events: Vec<(Event<'t>, bool)> =
            own.map(|event| (event, true)).chain(of_nodes.map(|event| (event, false))).collect();
        events.sort_by_key(|(event, own)| (event.at(), event.task.upid.started, *own));
        // All at once, since there is one second look: the newest backup may turn out to explain nothing.
        for (event, own) in events.iter().filter(|(event, _)| event.effect == Effect::Backup) {
            let _ = self.is_of(*event, *own, about, wants) && self.takes_down(*event, about, wants);
        }
        let mut started = None;
        for (event, own) in events.into_iter().rev() {
            match self.explains(event, own, about, wants) {
                Verdict::Nothing => {}
                Verdict::Started => {
                    started = Some(event.at());
                    break;
                }
                Verdict::Explains(cause) if known => return Said::Explained(self.reason(event, cause, about)),
                Verdict::Explains(_) => break,
            }
        }
        match (known, self.by_ha(about).or_else(|| by_boot(about).filter(|_| started.is_none())), started) {
            (false, ..) => Said::Unreadable,
            (true, Some(reason), _) => Said::Explained(reason),
            // Of what was never seen before, nobody knows since when it is off.
            (true, None, _) if about.from.is_none() => Said::Unreadable,
            (true, None, Some(at)) => Said::Started(at),
            (true, None, None) => Said::Nothing,
        }
    }

    /// Why a guest stands still, or its memory lies on disk.
    #[must_use]
    pub fn paused(&self, about: &About<'_>, wants: &mut Wants) -> Said {
        let known = self.is_known(about, wants);
        let from = about.from();
        let own = self.of_guest(about.vmid, from);
        let of_nodes = about.nodes().flat_map(|node| self.of_node(node, from));
        let mut events: Vec<Event<'t>> = own.chain(of_nodes).collect();
        events.sort_by_key(|event| (event.at(), event.task.upid.started));
        for event in events.iter().filter(|event| event.effect == Effect::Backup) {
            self.takes_down(*event, about, wants);
        }
        for event in events.into_iter().rev() {
            let cause = match event.effect {
                Effect::Pause | Effect::Hibernate => Cause::Task,
                Effect::Move => Cause::Migration,
                Effect::Rollback => Cause::Rollback,
                Effect::Backup if self.takes_down(event, about, wants) => Cause::Backup,
                Effect::Resume | Effect::On | Effect::Reboot => break,
                _ => continue,
            };
            return if known { Said::Explained(self.reason(event, cause, about)) } else { Said::Unreadable };
        }
        if known && about.from.is_some() { Said::Nothing } else { Said::Unreadable }
    }

    /// Why a guest is gone.
    #[must_use]
    pub fn gone(&self, about: &About<'_>, wants: &mut Wants) -> Said {
        let known = self.is_known(about, wants);
        let events = self.of_guest(about.vmid, about.from()).filter_map(|event| match event.effect {
            Effect::Remove => Some((event, Cause::Removed)),
            Effect::Make => Some((event, Cause::Creation)),
            Effect::Move => Some((event, Cause::Migration)),
            _ => None,
        });
        match events.max_by_key(|(event, _)| event.at()) {
            _ if !known => Said::Unreadable,
            Some((event, cause)) => Said::Explained(self.reason(event, cause, about)),
            None => Said::Nothing,
        }
    }

    /// Why a guest started anew at `boot`.
    #[must_use]
    pub fn restarted(&self, about: &About<'_>, boot: Timestamp, wants: &mut Wants) -> Said {
        let known = self.is_known(about, wants);
        let early = Timestamp(boot.0.saturating_sub(SLACK));
        let late = Timestamp(boot.0.saturating_add(SLACK));
        let begins = |effect: Effect| {
            matches!(
                effect,
                Effect::On
                    | Effect::Reboot
                    | Effect::Resume
                    | Effect::Rollback
                    | Effect::Make
                    | Effect::Move
                    | Effect::Backup
            )
        };
        let own = self.of_guest(about.vmid, early);
        let of_nodes = about.nodes().flat_map(|node| self.of_node(node, early));
        let around = own.chain(of_nodes).filter(|event| begins(event.effect) && event.task.upid.started <= late);
        match around.max_by_key(Event::at) {
            _ if !known => Said::Unreadable,
            Some(event) => Said::Explained(self.reason(event, cause_of(event.effect), about)),
            None => by_boot(about).map_or(Said::Nothing, Said::Explained),
        }
    }

    /// Whether a guest may be paused now although the list, which knows no pause, says that it runs: the last that happened to
    /// it says so.
    #[must_use]
    pub fn may_be_paused(&self, vmid: Vmid, from: Timestamp) -> bool {
        let events = self.of_guest(vmid, from).filter(|event| event.effect != Effect::Backup);
        events.max_by_key(Event::at).is_some_and(|event| matches!(event.effect, Effect::Pause | Effect::Hibernate))
    }

    /// Whether a guest was removed since then: what has its number now is another.
    #[must_use]
    pub fn was_removed(&self, vmid: Vmid, from: Timestamp) -> bool {
        self.of_guest(vmid, from).any(|event| event.effect == Effect::Remove)
    }

    /// Whether a guest was made since then: from a backup of the one that had the number, or another.
    #[must_use]
    pub fn was_made(&self, vmid: Vmid, from: Timestamp) -> bool {
        self.of_guest(vmid, from).any(|event| event.effect == Effect::Make)
    }

    /// That a node goes down on purpose: it stops its guests for itself, as it does when it shuts down or reboots.
    #[must_use]
    pub fn leaves(&self, node: &NodeName, from: Timestamp) -> Option<Reason> {
        let down = |event: &Event<'_>| {
            event.effect == Effect::Shutdown && event.task.upid.kind == "stopall" && event.task.upid.user == NODE_ITSELF
        };
        let event = self.of_node(node, from).filter(down).max_by_key(Event::at)?;
        Some(reason_of(event, Cause::NodeReboot, event.task.upid.user.clone(), event.ended()))
    }

    /// Whether the tasks of its nodes are known back to when it was as it should be.
    fn is_known(&self, about: &About<'_>, wants: &mut Wants) -> bool {
        let Some(from) = about.from else { return self.is_readable() };
        let mut known = true;
        for node in about.nodes().filter(|node| !self.reaches(node, from)) {
            known = false;
            if self.is_readable() {
                wants.tasks.push(node.clone());
            }
        }
        known
    }

    #[expect(clippy::match_same_arms, reason = "the order of the cases is what they say")]
    fn explains(&self, event: Event<'t>, own: bool, about: &About<'_>, wants: &mut Wants) -> Verdict {
        match (event.effect, own) {
            (Effect::Backup, _) if !self.is_of(event, own, about, wants) => Verdict::Nothing,
            (Effect::Backup, _) if self.takes_down(event, about, wants) => Verdict::Explains(Cause::Backup),
            (Effect::Backup | Effect::Pause | Effect::Resume, _) => Verdict::Nothing,
            (Effect::On, true) if event.goes_on() => Verdict::Explains(Cause::Task),
            (Effect::On, true) => Verdict::Started,
            // A node starts its guests one after the other when it boots; this one's turn came, and what happened to it after
            // that is another matter.
            (Effect::On, false) if self.was_started(about.vmid, event.task.upid.started) => Verdict::Nothing,
            (Effect::On, false) if event.task.upid.user == NODE_ITSELF => Verdict::Explains(Cause::NodeReboot),
            (Effect::On, false) if event.goes_on() => Verdict::Explains(Cause::Task),
            (Effect::On, false) => Verdict::Nothing,
            (Effect::Move, false) if about.lock != Some("migrate") => Verdict::Nothing,
            (Effect::Shutdown | Effect::Hibernate, false) if event.task.upid.user == NODE_ITSELF => {
                Verdict::Explains(Cause::NodeReboot)
            }
            (effect, _) => Verdict::Explains(cause_of(effect)),
        }
    }

    /// Whether a guest itself was switched on, and that is over, since then.
    fn was_started(&self, vmid: Vmid, since: Timestamp) -> bool {
        let mut own = self.of_guest(vmid, since);
        own.any(|event| event.effect == Effect::On && !event.goes_on() && event.task.upid.started >= since)
    }

    /// Whether a backup is one of this guest: one of several names none.
    fn is_of(&self, event: Event<'t>, own: bool, about: &About<'_>, wants: &mut Wants) -> bool {
        if own || about.lock == Some("backup") {
            return true;
        }
        if let Some(log) = self.log(&event.task.upid) {
            return backup::is_in(log, about.vmid);
        }
        wants.logs.push(event.task.upid.clone());
        false
    }

    /// Whether a backup takes the guest down. What its log does not say counts as if it did: a reason delays only.
    fn takes_down(&self, event: Event<'t>, about: &About<'_>, wants: &mut Wants) -> bool {
        if let Some(log) = self.log(&event.task.upid) {
            return backup::mode(log, about.vmid) != Some(Mode::Snapshot);
        }
        wants.logs.push(event.task.upid.clone());
        true
    }

    /// The reason that a task is, under the name of who asked for it.
    fn reason(&self, event: Event<'t>, cause: Cause, about: &About<'_>) -> Reason {
        let (event, cause) = self.asked_for(event, cause, about);
        let upid = &event.task.upid;
        // Of a backup of several guests, this one's part is over when its lock is gone.
        let part_over = cause == Cause::Backup && upid.id.is_empty() && about.lock != Some("backup");
        let ended = event.ended().or(part_over.then_some(about.now));
        match self.person(upid) {
            Some(person) => {
                let cause = if cause == Cause::Task { Cause::Lotse } else { cause };
                reason_of(event, cause, person.to_owned(), ended)
            }
            None => reason_of(event, cause, upid.user.clone(), ended),
        }
    }

    /// What stands behind a task that a node ran for itself: a request to the HA manager, or its own shutdown.
    fn asked_for(&self, event: Event<'t>, cause: Cause, about: &About<'_>) -> (Event<'t>, Cause) {
        let started = event.task.upid.started;
        if cause != Cause::Task || event.task.upid.user != NODE_ITSELF {
            return (event, cause);
        }
        let early = Timestamp(started.0.saturating_sub(SLACK));
        let request = self.of_guest(about.vmid, early).find(|request| {
            let upid = &request.task.upid;
            is_asked_for(request.effect, event.effect) && upid.kind.starts_with("ha") && upid.started <= started
        });
        if let Some(request) = request {
            return (request, cause);
        }
        let of_node = self.of_node(&event.task.upid.node, early).find(|all| {
            all.effect == Effect::Shutdown
                && all.task.upid.started <= started
                && all.ended().is_none_or(|ended| ended >= started)
        });
        match of_node {
            Some(all) if all.task.upid.user == NODE_ITSELF => (all, Cause::NodeReboot),
            Some(all) => (all, cause),
            None if self.ha_moves(about.vmid).is_some() => (event, Cause::Ha),
            None => (event, cause),
        }
    }
}

/// Whether a task of a node does what the HA manager was asked for: `hastop` is both a stop and a shutdown.
fn is_asked_for(request: Effect, done: Effect) -> bool {
    let off = |effect: Effect| matches!(effect, Effect::Stop | Effect::Shutdown);
    request == done || off(request) && off(done)
}

/// What an event says to a guest that is off.
enum Verdict {
    Nothing,
    Started,
    Explains(Cause),
}

const fn cause_of(effect: Effect) -> Cause {
    match effect {
        Effect::Remove => Cause::Removed,
        Effect::Move => Cause::Migration,
        Effect::Rollback => Cause::Rollback,
        Effect::Make => Cause::Creation,
        Effect::Backup => Cause::Backup,
        Effect::Stop
        | Effect::Shutdown
        | Effect::Reboot
        | Effect::On
        | Effect::Pause
        | Effect::Hibernate
        | Effect::Resume
        | Effect::Template => Cause::Task,
    }
}

fn reason_of(event: Event<'_>, cause: Cause, user: String, ended: Option<Timestamp>) -> Reason {
    let upid = event.task.upid.clone();
    Reason { cause, user, task: Some(upid.kind.clone()), began: upid.started, ended, upid: Some(upid) }
}

/// That the node booted since the guest was last as it should be.
fn by_boot(about: &About<'_>) -> Option<Reason> {
    let booted = about.node_booted.filter(|booted| about.from.is_some_and(|from| *booted >= from))?;
    Some(Reason {
        cause: Cause::NodeReboot,
        user: String::new(),
        task: None,
        upid: None,
        began: booted,
        ended: Some(booted),
    })
}
