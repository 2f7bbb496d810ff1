//! Two processes, one journal and one server, and what must hold of them at every moment.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{Timestamp, Upid};
use lotse_store::ActionId;

use super::happening::{Op, Shape, consents, people};
use crate::{
    access::Person,
    change::{
        course::{Effect, Now, next},
        event::{Consent, Dropped, Event, Happened, Outcome, StepEnd},
        policy::Policy,
        risk::Risk,
        sample::{THEN, action, item, plan},
        state::{Action, Stage},
        verdict::{left, unsent, verdict, wants_look},
    },
};

/// How long a process holds a change without a sign of life, in seconds.
const HOLD: i64 = 60;

/// Something that a process is about to do for an item.
#[derive(Debug, Clone)]
enum Pending {
    LookAgain,
    Post { step: usize },
    Follow { step: usize, upid: Upid },
    Reconcile { step: usize, sent: Timestamp },
    ReadBack { cut: bool },
}

/// A process that carries the change out, with what it knows.
#[derive(Debug)]
struct Process {
    action: Action,
    held_until: Timestamp,
    busy: BTreeSet<usize>,
    fresh: BTreeSet<usize>,
    pending: Vec<(usize, Pending)>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a trouble of its own that comes and goes")]
pub(super) struct World {
    now: Timestamp,
    pub(super) proposed: Action,
    pub(super) journal: Vec<Happened>,
    policy: Policy,
    processes: [Option<Process>; 2],
    holder: Option<(usize, Timestamp)>,
    frozen: bool,
    changed: bool,
    loses_answers: bool,
    fails_tasks: bool,
    /// The plans that were shown for a script, as they stand.
    shown: Vec<Action>,
    /// The items that some process read again, and found as planned, since the guests last changed.
    looked: BTreeSet<(usize, usize)>,
    /// How often each call reached the server.
    pub(super) sent: BTreeMap<(usize, usize), usize>,
    /// The tasks of the server.
    tasks: BTreeMap<(usize, usize), (Upid, Timestamp)>,
}

impl World {
    pub(super) fn new(shape: &Shape) -> Self {
        let items = (100..).take(shape.items).map(|number| item(number, shape.calls)).collect();
        let mut plan = plan(items, shape.risk);
        (plan.second_person, plan.keep_going, plan.parallel) = (shape.second_person, shape.keep_going, shape.parallel);
        Self {
            now: THEN,
            proposed: action(plan),
            journal: Vec::new(),
            policy: Policy { yes: [Risk::Disruptive].into(), ..Policy::default() },
            processes: [None, None],
            holder: None,
            frozen: false,
            changed: false,
            loses_answers: false,
            fails_tasks: false,
            shown: Vec::new(),
            looked: BTreeSet::new(),
            sent: BTreeMap::new(),
            tasks: BTreeMap::new(),
        }
    }

    /// The change as somebody reads it who knows only the journal.
    pub(super) fn replayed(&self) -> Action {
        Action::replay(self.proposed.id, self.proposed.proposal.clone(), &self.journal)
            .expect("only what fits is written")
    }

    /// Compare and append.
    fn write(&mut self, known: &Action, event: Event) -> Option<Action> {
        let happened = Happened { at: self.now, event };
        let later = known.clone().then(&happened).ok()?;
        if known.events != self.journal.len() || self.replayed().is_over() {
            return None;
        }
        self.journal.push(happened);
        Some(later)
    }

    pub(super) fn happen(&mut self, op: &Op) {
        match op {
            Op::Say { who, how } => self.say(&people()[*who], &consents(&self.proposed.proposal.plan.hash())[*how]),
            Op::Show { who } => {
                let mut shown = self.proposed.proposal.clone();
                (shown.sketch, shown.by, shown.expires) = (true, people()[*who].clone(), Timestamp(self.now.0 + 60));
                self.shown.push(Action::new(ActionId::new(), shown));
            }
            Op::Decline => {
                let known = self.replayed();
                self.write(&known, Event::Dropped(Dropped::Declined { by: "terminal:anna".to_owned() }));
            }
            Op::CarryOut { process } => self.carry_out(*process),
            Op::Step { process, which } => self.step(*process, *which),
            Op::Crash { process } => self.processes[*process] = None,
            Op::Resume { process } => self.resume(*process),
            Op::Wait { seconds } => self.now = Timestamp(self.now.0 + seconds),
            Op::Freeze(on) => self.frozen = *on,
            Op::GuestChanges => self.changed = true,
            Op::LoseAnswers(on) => self.loses_answers = *on,
            Op::FailTasks(on) => self.fails_tasks = *on,
        }
    }

    pub(super) fn say(&mut self, who: &Person, how: &Consent) {
        let known = self.replayed();
        match known.consent(who, how.clone(), &self.policy, self.now) {
            Ok(event) => {
                if matches!(how, Consent::Hash(_)) && !self.spend(&known) {
                    return;
                }
                self.write(&known, event);
            }
            Err(refusal) => {
                if let Some(event) = known.mistyped(who, &refusal) {
                    self.write(&known, event);
                }
            }
        }
    }

    /// Uses up a plan that was shown and vouches for this one; `false` when there is none.
    fn spend(&mut self, known: &Action) -> bool {
        let now = self.now;
        let Some(shown) = self.shown.iter_mut().find(|shown| shown.vouches_for(known, now)) else { return false };
        assert!(shown.proposal.by.id == "terminal:anna" && now < shown.proposal.expires, "shown to who asks, in time");
        assert!(shown.is_pending(), "it is used once");
        let used = Happened { at: now, event: Event::Dropped(Dropped::Used) };
        *shown = shown.clone().then(&used).expect("it was not used before");
        true
    }

    /// Takes hold; `false` when another process holds it.
    fn hold(&mut self, process: usize) -> bool {
        let free = self.holder.is_none_or(|(other, until)| {
            until <= self.now
                || self.processes[other].is_none()
                || other == process && self.processes[process].is_none()
        });
        if free {
            self.holder = Some((process, Timestamp(self.now.0 + HOLD)));
        }
        free
    }

    pub(super) fn carry_out(&mut self, process: usize) {
        let known = self.replayed();
        if !known.may_begin(self.now) || self.frozen || !self.hold(process) {
            return;
        }
        if self.changed {
            self.write(&known, Event::Dropped(Dropped::Stale { differs: Vec::new() }));
            return;
        }
        let fresh = (0..known.proposal.plan.items.len()).collect();
        if let Some(begun) = self.write(&known, Event::Begun) {
            self.looked.extend((0..begun.proposal.plan.items.len()).map(|item| (process, item)));
            self.start(process, begun, fresh);
        }
    }

    fn resume(&mut self, process: usize) {
        let known = self.replayed();
        if known.is_too_old(self.now) {
            self.write(&known, Event::Dropped(Dropped::Expired));
        } else if known.is_running()
            && self.hold(process)
            && let Some(resumed) = self.write(&known, Event::Resumed)
        {
            self.looked.retain(|(who, _)| *who != process);
            self.start(process, resumed, BTreeSet::new());
        }
    }

    fn start(&mut self, process: usize, action: Action, fresh: BTreeSet<usize>) {
        let held_until = Timestamp(self.now.0 + HOLD);
        let (busy, pending) = (BTreeSet::new(), Vec::new());
        self.processes[process] = Some(Process { action, held_until, busy, fresh, pending });
    }

    /// One small step of a process: it begins what the course says, or one thing that it has begun goes on.
    fn step(&mut self, index: usize, which: usize) {
        let Some(mut process) = self.processes[index].take() else { return };
        let alive = if process.pending.is_empty() || which.is_multiple_of(3) {
            self.advance(&mut process, which)
        } else {
            let (item, pending) = process.pending.remove(which % process.pending.len());
            self.work(index, &mut process, item, &pending)
        };
        // A sign of life, which a process that stands still for long does not give.
        let holds = self.holder.is_some_and(|(holder, until)| holder == index || until <= self.now);
        if alive && holds && !process.action.is_over() {
            process.held_until = Timestamp(self.now.0 + HOLD);
            self.holder = Some((index, process.held_until));
            self.processes[index] = Some(process);
        } else if alive && !process.action.is_over() {
            // Somebody else holds it: this one finds out with its next entry.
            self.processes[index] = Some(process);
        } else if self.holder.is_some_and(|(holder, _)| holder == index) {
            self.holder = None;
        }
    }

    /// One effect of the course; `false` when the process was overtaken.
    fn advance(&mut self, process: &mut Process, which: usize) -> bool {
        let frozen = if self.frozen { BTreeSet::from(["home".parse().unwrap()]) } else { BTreeSet::new() };
        let effects = next(&process.action, Now { busy: &process.busy, fresh: &process.fresh, frozen: &frozen });
        if effects.is_empty() {
            return true;
        }
        let (item, pending) = match effects[which % effects.len()].clone() {
            Effect::LookAgain { item } => (item, Pending::LookAgain),
            Effect::Send { item, step } => {
                assert!(!self.frozen, "nothing is sent while changes are frozen");
                if !self.note(process, Event::Sending { item, step }) {
                    return false;
                }
                (item, Pending::Post { step })
            }
            Effect::Follow { item, step, upid } => (item, Pending::Follow { step, upid }),
            Effect::Reconcile { item, step, sent } => (item, Pending::Reconcile { step, sent }),
            Effect::Close { item, cut } => (item, Pending::ReadBack { cut }),
            Effect::Leave { item, why } => {
                let (outcome, notes) = left(why);
                return self.note(process, Event::Settled { item, outcome, notes });
            }
            Effect::Finish => return self.note(process, Event::Finished),
        };
        assert!(process.busy.insert(item), "an item is worked on once at a time");
        process.pending.push((item, pending));
        true
    }

    fn work(&mut self, index: usize, process: &mut Process, item: usize, pending: &Pending) -> bool {
        process.busy.remove(&item);
        match pending {
            Pending::LookAgain if self.changed => {
                let (outcome, notes) = unsent("failed-changed-meanwhile", "");
                self.note(process, Event::Settled { item, outcome, notes })
            }
            Pending::LookAgain => {
                self.looked.insert((index, item));
                process.fresh.insert(item)
            }
            Pending::Post { step } => {
                let was_read = *step > 0 || self.looked.contains(&(index, item));
                assert!(was_read, "what an item rests on is read by the process that sends it");
                self.post(process, item, *step)
            }
            Pending::Follow { step, upid } => {
                assert_eq!(self.tasks.get(&(item, *step)).map(|(own, _)| own), Some(upid), "its own task is followed");
                let end = if self.fails_tasks { failed() } else { StepEnd::Done { warnings: 0 } };
                self.note(process, Event::Ended { item, step: *step, end })
            }
            Pending::Reconcile { step, sent } => match self.tasks.get(&(item, *step)) {
                Some((upid, began)) if began.0 >= sent.0 => {
                    let upid = upid.clone();
                    self.note(process, Event::Started { item, step: *step, upid })
                }
                _ => self.note(process, Event::Ended { item, step: *step, end: failed() }),
            },
            Pending::ReadBack { cut } => {
                let Stage::Running(items) = &process.action.stage else { return false };
                let (progress, planned) = (&items[item], &process.action.proposal.plan.items[item]);
                let seen = wants_look(progress, *cut).then(|| (Outcome::Verified, Vec::new()));
                let (outcome, notes) = verdict(planned, progress, *cut, seen);
                self.note(process, Event::Settled { item, outcome, notes })
            }
        }
    }

    /// The call leaves, unless this process stood still for too long; the server takes it and begins a task.
    fn post(&mut self, process: &mut Process, item: usize, step: usize) -> bool {
        if self.now >= process.held_until {
            return self.note(process, Event::Ended { item, step, end: failed() });
        }
        *self.sent.entry((item, step)).or_default() += 1;
        let upid: Upid =
            format!("UPID:pve1:{item:08X}:{step:08X}:{:08X}:qmstop:100:bot@pve:", self.now.0).parse().unwrap();
        self.tasks.insert((item, step), (upid.clone(), self.now));
        // A lost answer leaves the item as it is; the course has it reconciled.
        self.loses_answers || self.note(process, Event::Started { item, step, upid })
    }

    /// Writes for a process; `false` when it was overtaken, and lets go.
    fn note(&mut self, process: &mut Process, event: Event) -> bool {
        let known = process.action.clone();
        match self.write(&known, event) {
            Some(later) => {
                process.action = later;
                true
            }
            None => false,
        }
    }

    /// Both processes are gone; one comes back and nothing more goes wrong.
    pub(super) fn come_to_rest(&mut self) {
        let pending = self.replayed();
        self.processes = [None, None];
        (self.frozen, self.changed, self.loses_answers, self.fails_tasks) = (false, false, false, false);
        let sent_before = self.sent.len();
        self.resume(0);
        if pending.is_pending() {
            assert!(self.processes[0].is_none() && self.sent.len() == sent_before, "a restart grants nothing");
            let now = self.replayed();
            assert!(now == pending || matches!(now.stage, Stage::Dropped(Dropped::Expired)), "intact, or visibly dead");
            return;
        }
        for which in 0..400 {
            self.step(0, which);
            self.check();
        }
        let end = self.replayed();
        assert!(end.is_over(), "{:?}", end.stage);
        if let Stage::Finished(items) = &end.stage {
            assert!(items.iter().all(|item| item.settled.is_some()));
        }
    }
}

fn failed() -> StepEnd {
    StepEnd::Failed { meaning: "failed-other".into(), message: String::new(), tail: Vec::new() }
}
