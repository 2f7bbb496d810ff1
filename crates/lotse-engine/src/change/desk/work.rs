//! One effect: a call, a task followed, a look. It reports and writes nothing.

use std::{collections::BTreeMap, time::Duration};

use lotse_model::{Outcome as TaskOutcome, Timestamp, Upid};
use lotse_pve::{
    CallError, Deadline, Hands, Sent,
    ops::{
        change::Change,
        follow::{End, Followed, TaskEvent},
        reconcile::Reconciled,
    },
};
use tokio::{sync::mpsc, time::sleep};

use super::{Inner, now, patience::follows};
use crate::change::{
    check::read_back,
    event::StepEnd,
    failure,
    plan::Item,
    state::{Action, Progress},
    verdict::{ReadBack, wants_look},
};

/// How long a change may take until it is accepted; over `pvesh` as long as its task takes.
const LOOKS_FOR_TASK: Duration = Duration::from_secs(25);

/// The pause before the task list is asked again that could not be read.
const ASK_AGAIN: Duration = Duration::from_secs(3);

/// How many of the last lines of a task's log are kept in the journal.
const TAIL: usize = 20;

/// Something to be done for an item.
pub(super) enum Work {
    LookAgain { action: Box<Action> },
    Send { step: usize, hands: Hands, change: Box<Change> },
    Follow { step: usize, upid: Upid },
    Reconcile { step: usize, sent: Timestamp, change: Option<Change>, lost: Option<String> },
    ReadBack { action: Box<Action>, progress: Progress, cut: bool },
}

/// What came of it.
pub(super) enum Worked {
    /// What the plan rests on is as it was, at this time.
    AsPlanned { at: Timestamp },
    /// It is not, or could not be seen: nothing is sent.
    NotAsPlanned { code: &'static str, detail: String },
    /// The call was answered with a task, or its task was found.
    Started { step: usize, upid: Upid },
    /// The step is over.
    Ended { step: usize, end: StepEnd },
    /// The answer to the call was lost.
    Lost { words: String },
    /// It was read back, where that can tell something; and this is so now.
    Seen { cut: bool, seen: Option<ReadBack>, after: BTreeMap<String, String> },
}

impl Work {
    pub(super) async fn run(
        self,
        desk: &Inner,
        index: usize,
        item: &Item,
        lines: &mpsc::Sender<(usize, TaskEvent)>,
    ) -> Worked {
        match self {
            Self::LookAgain { action } => look_again(desk, &action, index).await,
            Self::Send { step, hands, change } => {
                let limit = Deadline::after(follows(&item.operation));
                send(&hands, &change, step, limit).await
            }
            Self::Follow { step, upid } => {
                let mut watch = |event| {
                    // A reader that does not keep up misses lines; the last ones are in the journal.
                    let _ = lines.try_send((index, event));
                };
                follow(desk, item, step, &upid, &mut watch).await
            }
            Self::Reconcile { step, sent, change, lost } => {
                let end = reconcile(desk, item, sent, change.as_ref(), lost).await;
                match end {
                    Ok(upid) => Worked::Started { step, upid },
                    Err(end) => Worked::Ended { step, end },
                }
            }
            Self::ReadBack { action, progress, cut } => {
                let seen = if wants_look(&progress, cut) { Some(look_back(desk, item, &progress).await) } else { None };
                Worked::Seen { cut, seen, after: desk.facts_now(&action, index).await }
            }
        }
    }
}

async fn look_again(desk: &Inner, action: &Action, index: usize) -> Worked {
    let at = now();
    match desk.differences_of(action, index).await {
        Ok(differs) if differs.is_empty() => Worked::AsPlanned { at },
        Ok(differs) => {
            let each = differs.iter().map(|difference| {
                let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
                format!("{}: {} → {}", difference.fact, value(&difference.was), value(&difference.is))
            });
            Worked::NotAsPlanned { code: failure::CHANGED, detail: each.collect::<Vec<_>>().join(", ") }
        }
        Err(detail) => Worked::NotAsPlanned { code: failure::UNSEEN, detail },
    }
}

async fn send(hands: &Hands, change: &Change, step: usize, limit: Deadline) -> Worked {
    match hands.begin(change, limit).await {
        Ok(Sent::Task { upid, .. }) => Worked::Started { step, upid },
        Ok(Sent::Done { .. }) => Worked::Ended { step, end: StepEnd::Done { warnings: 0 } },
        Err(error @ CallError::Uncertain { .. }) => Worked::Lost { words: error.to_string() },
        Err(error) => Worked::Ended { step, end: StepEnd::failed(failure::of_call(&error), failure::words(&error)) },
    }
}

async fn follow(
    desk: &Inner,
    item: &Item,
    step: usize,
    upid: &Upid,
    watch: &mut (impl FnMut(TaskEvent) + Send),
) -> Worked {
    let limit = Deadline::after(follows(&item.operation));
    let end = match eyes(desk, item) {
        Some(pve) => match pve.follow_patiently(upid, watch, desk.settings.patience.unseen, limit).await {
            Ok(followed) => end_of(followed),
            Err(error) => StepEnd::unknown(failure::TASK_UNSEEN, error.to_string()),
        },
        None => StepEnd::unknown(failure::TASK_UNSEEN, String::new()),
    };
    Worked::Ended { step, end }
}

fn end_of(followed: Followed) -> StepEnd {
    match followed.end {
        End::Finished(TaskOutcome::Ok) => StepEnd::Done { warnings: 0 },
        End::Finished(TaskOutcome::Warnings { count }) => StepEnd::Done { warnings: u64::from(count) },
        End::Finished(TaskOutcome::Failed { message }) => {
            let skip = followed.tail.len().saturating_sub(TAIL);
            let tail: Vec<_> = followed.tail.into_iter().skip(skip).map(|line| line.text).collect();
            let meaning = failure::meaning(&message, tail.iter().map(String::as_str));
            StepEnd::Failed { meaning: meaning.into(), message, tail }
        }
        End::StillRunning => StepEnd::unknown(failure::STILL_RUNNING, followed.upid.to_string()),
        End::Unseen(error) => StepEnd::unknown(failure::TASK_UNSEEN, error.to_string()),
    }
}

/// Finds out what became of a call whose answer is not known: its task, or how the step ended.
async fn reconcile(
    desk: &Inner,
    item: &Item,
    sent: Timestamp,
    change: Option<&Change>,
    lost: Option<String>,
) -> Result<Upid, StepEnd> {
    let words = lost.unwrap_or_default();
    let (Some(change), Some(hands)) = (change, desk.settings.hands.get(&item.cluster)) else {
        return Err(StepEnd::unknown(failure::ANSWER_LOST, words));
    };
    let last = Deadline::after(desk.settings.patience.unseen.max(LOOKS_FOR_TASK));
    loop {
        match hands.eyes().reconcile(change, sent, last.within(LOOKS_FOR_TASK)).await {
            Ok(Reconciled::Began(upid)) => return Ok(upid),
            Ok(Reconciled::NotBegun) => return Err(StepEnd::failed(failure::NOT_BEGUN, words)),
            Ok(Reconciled::Several(upids)) => {
                let upids: Vec<_> = upids.iter().map(ToString::to_string).collect();
                return Err(StepEnd::unknown(failure::SEVERAL_TASKS, upids.join(" ")));
            }
            Ok(Reconciled::Unseen(_) | Reconciled::NoTask) => {
                return Err(StepEnd::unknown(failure::ANSWER_LOST, words));
            }
            Err(error) if last.remaining() <= ASK_AGAIN => {
                return Err(StepEnd::unknown(failure::ANSWER_LOST, error.to_string()));
            }
            Err(_) => sleep(ASK_AGAIN).await,
        }
    }
}

async fn look_back(desk: &Inner, item: &Item, progress: &Progress) -> ReadBack {
    // Of a task that nobody could see to its end there is nothing to be waited for.
    let waits = crate::change::course::trouble(progress).is_none();
    let patience = if waits { desk.settings.patience.settles } else { desk.settings.patience.looks };
    match eyes(desk, item) {
        Some(pve) => read_back(&pve, item, progress.sent.unwrap_or_else(now), Deadline::after(patience)).await,
        None => (crate::change::event::Outcome::Inconclusive, Vec::new()),
    }
}

/// Who looks: the hands that did it, since one may always see one's own tasks; else the reader of the fleet.
fn eyes(desk: &Inner, item: &Item) -> Option<lotse_pve::Pve> {
    let own = desk.settings.hands.get(&item.cluster).map(|hands| hands.eyes().clone());
    own.or_else(|| desk.settings.fleet.cluster(&item.cluster).map(|cluster| cluster.pve().clone()))
}
