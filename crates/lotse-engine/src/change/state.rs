//! What became of a change so far: its events, folded.

use lotse_model::{Timestamp, Upid};
use lotse_store::ActionId;
use serde::{Deserialize, Serialize};

use super::{
    event::{Dropped, Event, Happened, Outcome, StepEnd},
    note::Note,
    plan::Plan,
};
use crate::access::Person;

/// What is written down when a change is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What will be done.
    pub plan: Plan,
    /// Who asked for it, from where.
    pub by: Person,
    /// The words that asked for it.
    pub words: String,
    /// Until when it can be approved.
    pub expires: Timestamp,
}

/// A change with everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// What was proposed.
    pub proposal: Proposal,
    /// How many events there were.
    pub events: usize,
    /// Who agreed so far.
    pub agreed: Vec<Person>,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a change stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It waits for a person, or for the execution to begin.
    Pending,
    /// It ended before anything was sent.
    Dropped(Dropped),
    /// It is carried out.
    Running(Vec<Progress>),
    /// Every item is settled.
    Finished(Vec<Progress>),
}

/// Where an item stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// The steps that are over.
    pub ended: Vec<StepEnd>,
    /// The step that is under way.
    pub under_way: Option<UnderWay>,
    /// The tasks, in order.
    pub tasks: Vec<Upid>,
    /// How it ended, with what was read back.
    pub settled: Option<(Outcome, Vec<Note>)>,
}

/// A step that was sent, or is about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// Which step.
    pub step: usize,
    /// When it was sent.
    pub sent: Timestamp,
    /// Its task, once that is known.
    pub task: Option<Upid>,
}

/// An event that does not fit what happened before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event does not fit the state of the change")]
pub struct Misfit;

impl Action {
    /// A change that was just proposed.
    #[must_use]
    pub const fn new(id: ActionId, proposal: Proposal) -> Self {
        Self { id, proposal, events: 0, agreed: Vec::new(), stage: Stage::Pending }
    }

    /// A change as the journal has it.
    pub fn replay<'a>(
        id: ActionId,
        proposal: Proposal,
        events: impl IntoIterator<Item = &'a Happened>,
    ) -> Result<Self, Misfit> {
        events.into_iter().try_fold(Self::new(id, proposal), |action, happened| action.then(happened))
    }

    /// The change after one more event; nothing else makes it go on.
    pub fn then(mut self, happened: &Happened) -> Result<Self, Misfit> {
        let (at, agreed) = (happened.at, self.is_agreed());
        match (&mut self.stage, &happened.event) {
            (Stage::Pending, Event::Agreed { by, .. }) => {
                if self.agreed.iter().any(|person| person.id == by.id) {
                    return Err(Misfit);
                }
                self.agreed.push(by.clone());
            }
            (Stage::Pending, Event::Dropped(why)) => self.stage = Stage::Dropped(why.clone()),
            (Stage::Pending, Event::Begun) if agreed => {
                self.stage = Stage::Running(vec![Progress::default(); self.proposal.plan.items.len()]);
            }
            (Stage::Running(_), Event::Resumed) => {}
            (Stage::Running(items), Event::Sending { item, step }) => {
                items.get_mut(*item).ok_or(Misfit)?.send(*step, at)?
            }
            (Stage::Running(items), Event::Started { item, step, upid }) => {
                items.get_mut(*item).ok_or(Misfit)?.start(*step, upid)?;
            }
            (Stage::Running(items), Event::Ended { item, step, end }) => {
                items.get_mut(*item).ok_or(Misfit)?.end(*step, end)?;
            }
            (Stage::Running(items), Event::Settled { item, outcome, notes }) => {
                items.get_mut(*item).ok_or(Misfit)?.settle(*outcome, notes)?;
            }
            (Stage::Running(items), Event::Finished) if items.iter().all(|item| item.settled.is_some()) => {
                self.stage = Stage::Finished(std::mem::take(items));
            }
            _ => return Err(Misfit),
        }
        self.events += 1;
        Ok(self)
    }

    /// Whether as many persons agreed as the plan wants. Who asked counts as one of two only when they agreed themselves.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.agreed.len() >= if self.proposal.plan.second_person { 2 } else { 1 }
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Dropped(_) | Stage::Finished(_))
    }
}

impl Progress {
    fn send(&mut self, step: usize, sent: Timestamp) -> Result<(), Misfit> {
        let fits = self.under_way.is_none()
            && self.settled.is_none()
            && step == self.ended.len()
            && self.ended.iter().all(|end| matches!(end, StepEnd::Done { .. }));
        if !fits {
            return Err(Misfit);
        }
        self.under_way = Some(UnderWay { step, sent, task: None });
        Ok(())
    }

    fn start(&mut self, step: usize, upid: &Upid) -> Result<(), Misfit> {
        match &mut self.under_way {
            Some(UnderWay { step: own, task: task @ None, .. }) if *own == step => {
                *task = Some(upid.clone());
                self.tasks.push(upid.clone());
                Ok(())
            }
            _ => Err(Misfit),
        }
    }

    fn end(&mut self, step: usize, end: &StepEnd) -> Result<(), Misfit> {
        match &self.under_way {
            Some(under_way) if under_way.step == step => {
                self.under_way = None;
                self.ended.push(end.clone());
                Ok(())
            }
            _ => Err(Misfit),
        }
    }

    fn settle(&mut self, outcome: Outcome, notes: &[Note]) -> Result<(), Misfit> {
        if self.settled.is_some() || self.under_way.is_some() {
            return Err(Misfit);
        }
        self.settled = Some((outcome, notes.to_vec()));
        Ok(())
    }
}
