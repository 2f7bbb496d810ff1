//! What is done next with a change that is being carried out. Pure: the driver does what it says and writes down what came
//! of it, and asks again. A process that was killed asks the same question of the journal, so that going on after a crash is
//! no case of its own.

use std::collections::BTreeSet;

use lotse_model::{ClusterName, Timestamp, Upid};

use super::{
    event::{Outcome, StepEnd},
    plan::Item,
    state::{Action, Progress, Stage},
};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read what the plan rests on again: it was read too long ago, or by a process that is gone.
    LookAgain {
        /// The item.
        item: usize,
    },
    /// Write down that a call is sent, and send it.
    Send {
        /// The item.
        item: usize,
        /// The step of it.
        step: usize,
    },
    /// Follow a task to its end.
    Follow {
        /// The item.
        item: usize,
        /// The step of it.
        step: usize,
        /// The task.
        upid: Upid,
    },
    /// Find out what became of a call whose answer is not known. It is not sent again.
    Reconcile {
        /// The item.
        item: usize,
        /// The step of it.
        step: usize,
        /// When it was sent.
        sent: Timestamp,
    },
    /// Read back what came of an item, and settle it.
    Close {
        /// The item.
        item: usize,
        /// Whether a freeze left steps of it unsent.
        cut: bool,
    },
    /// Settle an item as not begun.
    Leave {
        /// The item.
        item: usize,
        /// Why.
        why: Left,
    },
    /// Everything is settled: close the journal.
    Finish,
}

/// Why an item was not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Another one did not end well.
    AnotherFailed,
    /// Changes of its cluster are frozen.
    Frozen,
}

/// What the one who asks knows besides the journal.
#[derive(Debug, Clone, Copy)]
pub struct Now<'a> {
    /// The items for which it is doing something already.
    pub busy: &'a BTreeSet<usize>,
    /// The items that were read again and are as planned.
    pub fresh: &'a BTreeSet<usize>,
    /// The clusters whose changes are frozen.
    pub frozen: &'a BTreeSet<ClusterName>,
}

/// Everything that is to be done now, in the order of the items. Empty when only waiting is left, and for a change that is
/// not being carried out.
///
/// * At most `parallel` items are under way at the same time.
/// * Once an item did not end well nothing more is begun, unless the rest is to go on. While that is being found out, nothing is
///   begun either.
/// * A freeze lets tasks that run end, and lets nothing more be sent.
#[must_use]
pub fn next(action: &Action, now: Now<'_>) -> Vec<Effect> {
    let Stage::Running(items) = &action.stage else { return Vec::new() };
    if items.iter().all(|item| item.settled.is_some()) {
        return vec![Effect::Finish];
    }
    let plan = &action.proposal.plan;
    let course = Course {
        room: plan.parallel.max(1).saturating_sub(under_way(items, now.busy)),
        stopped: !plan.keep_going && items.iter().any(went_wrong),
        doubtful: !plan.keep_going && items.iter().any(|item| item.settled.is_none() && !item.is_well()),
        now,
    };
    course.effects(plan.items.iter().zip(items))
}

/// How many items are neither settled nor waiting for their turn.
fn under_way(items: &[Progress], busy: &BTreeSet<usize>) -> usize {
    let open = |(index, item): &(usize, &Progress)| item.settled.is_none() && (item.is_begun() || busy.contains(index));
    items.iter().enumerate().filter(open).count()
}

fn went_wrong(item: &Progress) -> bool {
    matches!(item.settled, Some((Outcome::Failed | Outcome::Inconclusive, _)))
}

struct Course<'a> {
    /// How many more may be begun.
    room: usize,
    /// Whether nothing more is begun.
    stopped: bool,
    /// Whether it is not yet known if something more is begun.
    doubtful: bool,
    now: Now<'a>,
}

impl Course<'_> {
    fn effects<'i>(mut self, items: impl Iterator<Item = (&'i Item, &'i Progress)>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (index, (item, progress)) in items.enumerate() {
            if progress.settled.is_none() && !self.now.busy.contains(&index) {
                effects.extend(self.effect(index, item, progress));
            }
        }
        effects
    }

    fn effect(&mut self, index: usize, item: &Item, progress: &Progress) -> Option<Effect> {
        let is_frozen = self.now.frozen.contains(&item.cluster);
        if let Some(under_way) = &progress.under_way {
            let step = under_way.step;
            return Some(match &under_way.task {
                Some(upid) => Effect::Follow { item: index, step, upid: upid.clone() },
                None => Effect::Reconcile { item: index, step, sent: under_way.sent },
            });
        }
        if progress.is_sent(item.calls.len()) {
            return Some(Effect::Close { item: index, cut: false });
        }
        if progress.is_begun() {
            return Some(if is_frozen {
                Effect::Close { item: index, cut: true }
            } else {
                Effect::Send { item: index, step: progress.ended.len() }
            });
        }
        if self.stopped || is_frozen {
            let why = if self.stopped { Left::AnotherFailed } else { Left::Frozen };
            return Some(Effect::Leave { item: index, why });
        }
        if self.doubtful || self.room == 0 {
            return None;
        }
        self.room -= 1;
        Some(if self.now.fresh.contains(&index) {
            Effect::Send { item: index, step: 0 }
        } else {
            Effect::LookAgain { item: index }
        })
    }
}

/// The end of the step that did not go well, where there is one.
#[must_use]
pub fn trouble(progress: &Progress) -> Option<&StepEnd> {
    progress.ended.last().filter(|end| !matches!(end, StepEnd::Done { .. }))
}
