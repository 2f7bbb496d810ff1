//! What became of a change so far: its events, folded.

use lotse_model::{Timestamp, Upid};
use lotse_store::ActionId;
use serde::{Deserialize, Serialize};

use super::{
    event::{Dropped, Event, Happened, Outcome, StepEnd},
    note::Note,
    plan::{Item, Plan},
    request::Request,
};
use crate::access::Person;

/// What is written down when a change is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What will be done.
    pub plan: Plan,
    /// What was asked for, so that it can be planned anew when the plan no longer fits.
    pub request: Request,
    /// Who asked for it, from where.
    pub by: Person,
    /// The words that asked for it.
    pub words: String,
    /// Until when it can be approved.
    pub expires: Timestamp,
    /// Whether it was only to be shown: it is never carried out itself, but its hash approves the same plan once.
    #[serde(default)]
    pub sketch: bool,
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
    /// When the last of them did.
    pub agreed_at: Option<Timestamp>,
    /// How often something else than was wanted was typed.
    pub mistyped: usize,
    /// Where it stands.
    pub stage: Stage,
}

/// How long after the last consent the execution may begin even where the plan expires meanwhile, in seconds: reading the
/// state again takes its time, and a process that was killed between the two is not taken up an hour later.
const BEGINS_WITHIN: i64 = 60;

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
    /// When the first call was sent.
    pub sent: Option<Timestamp>,
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

/// A change that was written down and can be approved.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The change.
    pub action: Action,
}

impl Action {
    /// A change that was just proposed.
    #[must_use]
    pub const fn new(id: ActionId, proposal: Proposal) -> Self {
        Self { id, proposal, events: 0, agreed: Vec::new(), agreed_at: None, mistyped: 0, stage: Stage::Pending }
    }

    /// A change as the journal has it.
    pub fn replay<'a>(
        id: ActionId,
        proposal: Proposal,
        events: impl IntoIterator<Item = &'a Happened>,
    ) -> Result<Self, Misfit> {
        events.into_iter().try_fold(Self::new(id, proposal), Self::then)
    }

    /// The change after one more event; nothing else makes it go on.
    ///
    /// # Errors
    ///
    /// The event does not fit: a consent that does not count, a step out of its order or sent before, an end of what was not
    /// under way. Whoever reads such a journal does nothing.
    pub fn then(mut self, happened: &Happened) -> Result<Self, Misfit> {
        let at = happened.at;
        match &happened.event {
            Event::Agreed { by, consent } => {
                self.weigh(by, consent, at).map_err(|_| Misfit)?;
                self.agreed.push(by.clone());
                self.agreed_at = Some(at);
            }
            Event::Mistyped { .. } if self.stage == Stage::Pending => self.mistyped += 1,
            Event::Dropped(why) if self.stage == Stage::Pending => self.stage = Stage::Dropped(why.clone()),
            Event::Begun if self.may_begin(at) => {
                self.stage = Stage::Running(vec![Progress::default(); self.proposal.plan.items.len()]);
            }
            Event::Resumed if matches!(self.stage, Stage::Running(_)) => {}
            Event::Sending { item, step } => {
                let (planned, progress) = self.item(*item)?;
                progress.send(*step, planned.calls.len(), at)?;
            }
            Event::Started { item, step, upid } => self.item(*item)?.1.start(*step, upid)?,
            Event::Ended { item, step, end } => self.item(*item)?.1.end(*step, end)?,
            Event::Settled { item, outcome, notes } => {
                let (planned, progress) = self.item(*item)?;
                progress.settle(*outcome, notes, planned.calls.len())?;
            }
            Event::Finished => match &mut self.stage {
                Stage::Running(items) if items.iter().all(|item| item.settled.is_some()) => {
                    self.stage = Stage::Finished(std::mem::take(items));
                }
                _ => return Err(Misfit),
            },
            Event::Mistyped { .. } | Event::Dropped(_) | Event::Begun | Event::Resumed => return Err(Misfit),
        }
        self.events += 1;
        Ok(self)
    }

    /// An item that is being carried out, as planned and as it stands.
    fn item(&mut self, index: usize) -> Result<(&Item, &mut Progress), Misfit> {
        let Stage::Running(items) = &mut self.stage else { return Err(Misfit) };
        self.proposal.plan.items.get(index).zip(items.get_mut(index)).ok_or(Misfit)
    }

    /// Whether the execution may begin: everybody who is wanted agreed, not too long ago, and it did not begin before.
    #[must_use]
    pub fn may_begin(&self, now: Timestamp) -> bool {
        self.stage == Stage::Pending && self.is_agreed() && !self.is_too_old(now)
    }

    /// Whether nothing can become of it any more but its end: nobody agreed in time, or it was not begun in time.
    #[must_use]
    pub fn is_too_old(&self, now: Timestamp) -> bool {
        let begins =
            self.agreed_at.filter(|_| self.is_agreed()).map(|at| Timestamp(at.0.saturating_add(BEGINS_WITHIN)));
        self.stage == Stage::Pending
            && now >= begins.map_or(self.proposal.expires, |begins| begins.max(self.proposal.expires))
    }

    /// Whether as many persons agreed as the plan wants. Who asked counts as one of two only when they agreed themselves.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.agreed.len() >= if self.proposal.plan.second_person { 2 } else { 1 }
    }

    /// Whether it waits for a person, or for the execution to begin.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.stage == Stage::Pending
    }

    /// Whether it is carried out.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Running(_))
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Dropped(_) | Stage::Finished(_))
    }
}

impl Progress {
    /// Whether anything of it was sent, or is about to be.
    #[must_use]
    pub const fn is_begun(&self) -> bool {
        self.under_way.is_some() || !self.ended.is_empty()
    }

    /// Whether every step so far was done.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.ended.iter().all(|end| matches!(end, StepEnd::Done { .. }))
    }

    /// Whether nothing more of it is to be sent: all `steps` were done, or one was not.
    #[must_use]
    pub fn is_sent(&self, steps: usize) -> bool {
        self.under_way.is_none() && (self.ended.len() >= steps || !self.is_well())
    }

    fn send(&mut self, step: usize, steps: usize, sent: Timestamp) -> Result<(), Misfit> {
        let fits = self.under_way.is_none()
            && self.settled.is_none()
            && step == self.ended.len()
            && step < steps
            && self.is_well();
        if !fits {
            return Err(Misfit);
        }
        self.under_way = Some(UnderWay { step, sent, task: None });
        self.sent.get_or_insert(sent);
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

    fn settle(&mut self, outcome: Outcome, notes: &[Note], steps: usize) -> Result<(), Misfit> {
        let fits = self.settled.is_none()
            && self.under_way.is_none()
            && match outcome {
                Outcome::NotBegun => !self.is_begun(),
                // A step that failed is not made good by how the guest looks, and what was not sent was not done.
                Outcome::Verified => {
                    self.ended.len() == steps && !self.ended.iter().any(|end| matches!(end, StepEnd::Failed { .. }))
                }
                Outcome::Inconclusive | Outcome::Failed => true,
            };
        if !fits {
            return Err(Misfit);
        }
        self.settled = Some((outcome, notes.to_vec()));
        Ok(())
    }
}
