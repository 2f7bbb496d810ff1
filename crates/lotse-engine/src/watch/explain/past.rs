//! What happened lately in a cluster: its tasks by guest and node, and how far back they are known.

use std::collections::BTreeMap;

use lotse_model::{NodeName, Task, TaskState, Timestamp, Upid, Vmid};
use lotse_pve::ops::ha::HaStatus;

use super::effect::{Effect, on_guest, on_node, works_late};
use crate::{topics::Answer, watch::Sighting};

/// `/cluster/tasks` shows at most so many finished tasks of a node (`PVE::RPCEnvironment::active_workers`).
const FINISHED_LISTED: usize = 25;

/// How many tasks of a node's own list are asked for at most. The server's own default is 50.
pub(in crate::watch) const OWN_LISTED: usize = 500;

/// What one task did.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event<'a> {
    pub(super) effect: Effect,
    pub(super) task: &'a Task,
}

impl Event<'_> {
    /// When it took effect, for the order of events: what goes on is later than all that ended.
    pub(super) fn at(&self) -> Timestamp {
        if self.goes_on() { Timestamp(i64::MAX) } else { self.ended().unwrap_or(self.task.upid.started) }
    }

    pub(super) const fn goes_on(&self) -> bool {
        matches!(self.task.state, TaskState::Running)
    }

    /// When it ended; of one whose end is not said, its start, which is earlier.
    pub(super) fn ended(&self) -> Option<Timestamp> {
        match &self.task.state {
            TaskState::Running => None,
            TaskState::Finished { ended, .. } => Some(ended.unwrap_or(self.task.upid.started)),
        }
    }

    /// Whether it did its work, or may have.
    fn counts(&self) -> bool {
        match &self.task.state {
            TaskState::Running => true,
            TaskState::Finished { outcome, .. } => outcome.is_done() || works_late(self.effect),
        }
    }
}

/// The tasks of one sighting, in order.
#[derive(Debug)]
pub struct Past<'a> {
    guests: BTreeMap<Vmid, Vec<Event<'a>>>,
    nodes: BTreeMap<&'a NodeName, Vec<Event<'a>>>,
    /// Whether the cluster's list could be read, everybody's tasks in it.
    readable: bool,
    /// Of each node: how many finished tasks are listed, and when the oldest of them began.
    listed: BTreeMap<&'a NodeName, (usize, Timestamp)>,
    /// The nodes whose own list was read as well, and how far it reaches back.
    deeper: BTreeMap<&'a NodeName, Timestamp>,
    persons: BTreeMap<&'a Upid, &'a str>,
    logs: &'a BTreeMap<Upid, Vec<String>>,
    pub(super) ha: Option<&'a HaStatus>,
}

static NO_LOGS: BTreeMap<Upid, Vec<String>> = BTreeMap::new();

impl<'a> Past<'a> {
    /// The tasks of a sighting: those of the second look where there was one, since the first may be older than what is to
    /// be explained.
    #[must_use]
    pub fn of(sighting: &'a Sighting) -> Self {
        let again = sighting.second.as_ref().and_then(|second| second.again.as_deref());
        let snapshot = again.unwrap_or(&sighting.snapshot);
        let list = &snapshot.tasks;
        let mut tasks: BTreeMap<&Upid, &Task> = BTreeMap::new();
        let mut deeper = BTreeMap::new();
        take(&mut tasks, list);
        for (node, own) in sighting.second.iter().flat_map(|second| &second.tasks) {
            take(&mut tasks, own);
            if own.is_whole() {
                deeper.insert(node, back_to(own));
            }
        }
        let mut past = Self {
            guests: BTreeMap::new(),
            nodes: BTreeMap::new(),
            readable: list.is_whole(),
            listed: BTreeMap::new(),
            deeper,
            persons: sighting.deeds.iter().map(|deed| (&deed.upid, deed.by.as_str())).collect(),
            logs: sighting.second.as_ref().map_or(&NO_LOGS, |second| &second.logs),
            ha: snapshot.ha.value(),
        };
        for task in list.value().into_iter().flatten() {
            if !matches!(task.state, TaskState::Running) {
                let (count, oldest) = past.listed.entry(&task.upid.node).or_insert((0, task.upid.started));
                *count += 1;
                *oldest = (*oldest).min(task.upid.started);
            }
        }
        for task in tasks.into_values() {
            past.sort_in(task);
        }
        past
    }

    fn sort_in(&mut self, task: &'a Task) {
        let vmid = task.upid.id.parse::<Vmid>().ok();
        let effect = if vmid.is_some() { on_guest(&task.upid.kind) } else { on_node(&task.upid.kind) };
        let Some(event) = effect.map(|effect| Event { effect, task }).filter(Event::counts) else { return };
        let events = match vmid {
            Some(vmid) => self.guests.entry(vmid).or_default(),
            None => self.nodes.entry(&task.upid.node).or_default(),
        };
        events.push(event);
    }

    /// What happened to a guest itself, from then on.
    pub(super) fn of_guest(&self, vmid: Vmid, from: Timestamp) -> impl Iterator<Item = Event<'a>> {
        self.guests.get(&vmid).into_iter().flatten().copied().filter(move |event| event.at() >= from)
    }

    /// What happened to all guests of a node, from then on.
    pub(super) fn of_node(&self, node: &NodeName, from: Timestamp) -> impl Iterator<Item = Event<'a>> {
        self.nodes.get(node).into_iter().flatten().copied().filter(move |event| event.at() >= from)
    }

    /// Whether everybody's tasks of this node are known back to then.
    #[must_use]
    pub fn reaches(&self, node: &NodeName, from: Timestamp) -> bool {
        let listed = || match self.listed.get(node) {
            Some((count, oldest)) => *count < FINISHED_LISTED || *oldest <= from,
            None => true,
        };
        self.deeper.get(node).is_some_and(|back| *back <= from) || (self.readable && listed())
    }

    /// Whether a node's own list could tell more than the cluster's: what may not be read there may not be read here.
    #[must_use]
    pub const fn is_readable(&self) -> bool {
        self.readable
    }

    /// Whether a task is listed as one that runs.
    #[must_use]
    pub fn goes_on(&self, upid: &Upid) -> bool {
        let mut events = self.guests.values().chain(self.nodes.values()).flatten();
        events.any(|event| event.goes_on() && event.task.upid == *upid)
    }

    /// The person for whom Lotse began a task.
    pub(super) fn person(&self, upid: &Upid) -> Option<&'a str> {
        self.persons.get(upid).copied()
    }

    /// The log of a task, where it was read.
    pub(super) fn log(&self, upid: &Upid) -> Option<&'a [String]> {
        self.logs.get(upid).map(Vec::as_slice)
    }
}

/// How far a node's own list reaches back: one that is as long as was asked for ends with its oldest task.
fn back_to(own: &Answer<Vec<Task>>) -> Timestamp {
    let started = || own.value().into_iter().flatten().map(|task| task.upid.started);
    if started().count() < OWN_LISTED { Timestamp(i64::MIN) } else { started().min().unwrap_or(Timestamp(i64::MIN)) }
}

/// Adds a list's tasks; of two reports of one task the one that says how it ended counts.
fn take<'a>(tasks: &mut BTreeMap<&'a Upid, &'a Task>, list: &'a Answer<Vec<Task>>) {
    for task in list.value().into_iter().flatten() {
        let known = tasks.entry(&task.upid).or_insert(task);
        if matches!(known.state, TaskState::Running) {
            *known = task;
        }
    }
}
