//! What became of a change.

use lotse_model::Upid;
use lotse_store::ActionId;
use serde::Serialize;

use crate::change::{
    event::{Dropped, Outcome, StepEnd},
    note::Note,
    plan::Item,
    state::{Action, Progress, Stage},
};

/// What became of one guest or job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemOutcome {
    /// What was to be done.
    pub item: Item,
    /// How it ended; `null` while it is under way, or when nothing was sent.
    pub outcome: Option<Outcome>,
    /// How its steps ended.
    pub steps: Vec<StepEnd>,
    /// Its tasks.
    pub tasks: Vec<Upid>,
    /// What was read back, or what to look at.
    pub notes: Vec<Note>,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeView {
    /// Its id in the journal.
    pub id: ActionId,
    /// The command.
    pub command: String,
    /// The hash of its plan.
    pub hash: String,
    /// The worst of all items; `null` while it is under way or when nothing was sent.
    pub outcome: Option<Outcome>,
    /// Why nothing was sent, where that is so.
    pub dropped: Option<Dropped>,
    /// Each guest or job.
    pub items: Vec<ItemOutcome>,
}

impl OutcomeView {
    /// The view of a change, whatever its stage.
    #[must_use]
    pub fn of(action: &Action) -> Self {
        let plan = &action.proposal.plan;
        let (progress, dropped) = match &action.stage {
            Stage::Pending => (&[][..], None),
            Stage::Dropped(why) => (&[][..], Some(why.clone())),
            Stage::Running(items) | Stage::Finished(items) => (items.as_slice(), None),
        };
        // Of what was never begun each item stands as it was planned.
        let untouched = Progress::default();
        let items: Vec<_> = plan
            .items
            .iter()
            .zip(progress.iter().chain(std::iter::repeat(&untouched)))
            .map(|(item, progress)| ItemOutcome {
                item: item.clone(),
                outcome: progress.settled.as_ref().map(|(outcome, _)| *outcome),
                steps: progress.ended.clone(),
                tasks: progress.tasks.clone(),
                notes: progress.settled.as_ref().map(|(_, notes)| notes.clone()).unwrap_or_default(),
            })
            .collect();
        let worst = items.iter().map(|item| item.outcome).collect::<Option<Vec<_>>>();
        Self {
            id: action.id,
            command: plan.command.clone(),
            hash: plan.hash(),
            outcome: worst.and_then(|outcomes| outcomes.into_iter().max()),
            dropped,
            items,
        }
    }
}
