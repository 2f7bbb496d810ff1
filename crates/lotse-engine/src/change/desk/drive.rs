//! The loop that does what the course says.
//!
//! One loop for one change writes the journal; the work of its items runs beside, several at a time, and only reports. So an
//! entry is written before its call is sent, and no two items write at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use lotse_model::{ClusterName, Timestamp};
use lotse_pve::ops::{change::Change, follow::TaskEvent};
use lotse_store::StoreError;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval, sleep},
};
use tracing::{error, warn};

use super::{
    Inner, Told,
    holder::Run,
    ledger::Written,
    now,
    work::{Work, Worked},
};
use crate::audit::AuditEntry;
use crate::change::{
    course::{Effect, Now, next},
    error::ChangeError,
    event::{Event, Outcome, StepEnd},
    failure,
    state::{Action, Stage},
    steps::steps,
    verdict::{self, ReadBack},
};

/// How many lines of logs may wait to be told. More in one go are told only by their end.
const WAITING_LINES: usize = 4096;

/// How long what was read before is good enough for sending, in seconds.
const FRESH: i64 = 60;

/// How often an entry is written again when the store is busy or full for a moment.
const TRIES: u32 = 6;

/// The first pause between these tries; it doubles.
const PAUSE: Duration = Duration::from_millis(200);

/// One execution of a change.
pub(super) struct Drive<'a> {
    desk: &'a Arc<Inner>,
    action: Action,
    run: &'a Run,
    held_until: Timestamp,
    /// When the items were read.
    fresh: BTreeMap<usize, Timestamp>,
    /// The words of answers that were lost.
    lost: BTreeMap<usize, String>,
    busy: BTreeSet<usize>,
    working: FuturesUnordered<BoxFuture<'static, (usize, Worked)>>,
    tell: &'a mut (dyn FnMut(Told) + Send),
    sender: mpsc::Sender<(usize, TaskEvent)>,
    receiver: mpsc::Receiver<(usize, TaskEvent)>,
}

/// What woke the loop.
enum Woke {
    Worked(usize, Worked),
    Line(usize, TaskEvent),
    Beat,
}

impl<'a> Drive<'a> {
    pub(super) fn new(
        desk: &'a Arc<Inner>,
        action: Action,
        run: &'a Run,
        held_until: Timestamp,
        fresh: BTreeMap<usize, Timestamp>,
        tell: &'a mut (dyn FnMut(Told) + Send),
    ) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING_LINES);
        Self {
            desk,
            action,
            run,
            held_until,
            fresh,
            lost: BTreeMap::new(),
            busy: BTreeSet::new(),
            working: FuturesUnordered::new(),
            tell,
            sender,
            receiver,
        }
    }

    /// Goes on until everything is settled. Dropping the future stops it at any place; what is written is taken up later.
    pub(super) async fn run(mut self) -> Result<Action, ChangeError> {
        (self.tell)(Told::Action(Box::new(self.action.clone())));
        let mut beat = interval(self.desk.settings.patience.beat());
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut moved = true;
        loop {
            // What is done at once, without work beside, may be followed by more.
            while moved {
                moved = self.advance().await?;
            }
            if self.action.is_over() {
                return Ok(self.action);
            }
            let woke = tokio::select! {
                biased;
                Some((item, event)) = self.receiver.recv() => Woke::Line(item, event),
                Some((item, worked)) = self.working.next() => Woke::Worked(item, worked),
                _ = beat.tick() => Woke::Beat,
            };
            match woke {
                Woke::Line(item, event) => (self.tell)(Told::Task { item, event }),
                Woke::Beat => self.beat().await?,
                Woke::Worked(item, worked) => {
                    self.busy.remove(&item);
                    self.take(item, worked).await?;
                    moved = true;
                }
            }
        }
    }

    /// Does what the course says; `true` when something was written, so that it may say more.
    async fn advance(&mut self) -> Result<bool, ChangeError> {
        let frozen = self.frozen().await;
        let fresh: BTreeSet<_> = self.fresh.iter().filter(|(_, at)| is_fresh(**at)).map(|(item, _)| *item).collect();
        let before = self.action.events;
        for effect in next(&self.action, Now { busy: &self.busy, fresh: &fresh, frozen: &frozen }) {
            self.effect(effect).await?;
        }
        Ok(self.action.events != before && !self.action.is_over())
    }

    /// The clusters of the plan whose changes are frozen. When that cannot be read nothing more is sent.
    async fn frozen(&mut self) -> BTreeSet<ClusterName> {
        let clusters: BTreeSet<_> = self.action.proposal.plan.items.iter().map(|item| item.cluster.clone()).collect();
        match self.desk.frozen_among(clusters.clone()).await {
            Ok(frozen) => frozen,
            Err(error) => {
                error!(action = %self.action.id, %error, "nothing more is sent: freezes cannot be read");
                clusters
            }
        }
    }

    async fn effect(&mut self, effect: Effect) -> Result<(), ChangeError> {
        match effect {
            Effect::Send { item, step } => self.send(item, step).await,
            Effect::LookAgain { item } => self.begin(item, Work::LookAgain { action: Box::new(self.action.clone()) }),
            Effect::Follow { item, step, upid } => self.begin(item, Work::Follow { step, upid }),
            Effect::Reconcile { item, step, sent } => {
                let (change, lost) = (self.rebuilt(item, step), self.lost.remove(&item));
                self.begin(item, Work::Reconcile { step, sent, change, lost })
            }
            Effect::Close { item, cut } => {
                let Some(progress) = self.progress(item) else { return Ok(()) };
                self.begin(item, Work::ReadBack { action: Box::new(self.action.clone()), progress, cut })
            }
            Effect::Leave { item, why } => self.write_unsent(item, verdict::left(why)).await,
            Effect::Finish => self.write(Event::Finished).await,
        }
    }

    /// Writes down that a call is sent, and sends it. Whatever stands against it is found before.
    async fn send(&mut self, item: usize, step: usize) -> Result<(), ChangeError> {
        let Some(planned) = self.action.proposal.plan.items.get(item).cloned() else { return Ok(()) };
        let Some(change) = self.rebuilt(item, step) else {
            return self.write_unsent(item, verdict::unsent(failure::OTHER_CALL, "")).await;
        };
        let Some(hands) = self.desk.settings.hands.get(&planned.cluster).cloned() else {
            return self.write_unsent(item, verdict::unsent(failure::NO_HANDS, "")).await;
        };
        let entry = AuditEntry::sent(&self.action, item, step);
        if let Err(error) = self.desk.audit(&self.action.proposal.by, entry).await {
            error!(action = %self.action.id, %error, "not sent: the audit cannot be written");
            return self.write_unsent(item, verdict::unsent(failure::NOT_WRITTEN, &error.to_string())).await;
        }
        self.write(Event::Sending { item, step }).await?;
        if now() >= self.held_until {
            // This process stood still since, and another one may have asked the task list already.
            let end = StepEnd::failed(failure::TOO_LATE, String::new());
            return self.write(Event::Ended { item, step, end }).await;
        }
        self.begin(item, Work::Send { step, hands, change: Box::new(change) })
    }

    /// The call of a step, when it is the very one that was approved.
    fn rebuilt(&self, item: usize, step: usize) -> Option<Change> {
        let planned = self.action.proposal.plan.items.get(item)?;
        let change = steps(planned).ok()?.into_iter().nth(step)?.change;
        let is_approved = planned.calls.get(step).is_some_and(|call| *call == change.to_string());
        is_approved.then_some(change)
    }

    #[expect(clippy::unnecessary_wraps, reason = "one of the arms that can fail")]
    fn begin(&mut self, item: usize, work: Work) -> Result<(), ChangeError> {
        let Some(planned) = self.action.proposal.plan.items.get(item).cloned() else { return Ok(()) };
        self.busy.insert(item);
        let (desk, sender) = (Arc::clone(self.desk), self.sender.clone());
        let working = async move { (item, work.run(&desk, item, &planned, &sender).await) };
        self.working.push(working.boxed());
        Ok(())
    }

    /// Takes in what work brought.
    async fn take(&mut self, item: usize, worked: Worked) -> Result<(), ChangeError> {
        match worked {
            Worked::AsPlanned { at } => {
                self.fresh.insert(item, at);
                Ok(())
            }
            Worked::NotAsPlanned { code, detail } => self.write_unsent(item, verdict::unsent(code, &detail)).await,
            Worked::Lost { words } => {
                self.lost.insert(item, words);
                Ok(())
            }
            Worked::Started { step, upid } => self.write(Event::Started { item, step, upid }).await,
            Worked::Ended { step, end } => self.write(Event::Ended { item, step, end }).await,
            Worked::Seen { cut, seen, after } => {
                let (Some(progress), Some(planned)) = (self.progress(item), self.action.proposal.plan.items.get(item))
                else {
                    return Ok(());
                };
                let settled = verdict::verdict(planned, &progress, cut, seen);
                self.write_settled(item, settled, after).await
            }
        }
    }

    async fn write_unsent(&mut self, item: usize, settled: ReadBack) -> Result<(), ChangeError> {
        self.write_settled(item, settled, BTreeMap::new()).await
    }

    /// An item is over, and `after` was read of it. What was known of its cluster may be so no longer.
    async fn write_settled(
        &mut self,
        item: usize,
        (outcome, notes): ReadBack,
        after: BTreeMap<String, String>,
    ) -> Result<(), ChangeError> {
        self.write(Event::Settled { item, outcome, notes }).await?;
        if let Some(planned) = self.action.proposal.plan.items.get(item)
            && let Some(cluster) = self.desk.settings.fleet.cluster(&planned.cluster)
        {
            cluster.forget_answers();
        }
        let done = self.action.proposal.plan.items.get(item).filter(|_| outcome == Outcome::Verified).cloned();
        if let Some(done) = done {
            self.desk.remember_gone(&done).await;
        }
        if let Some(entry) = AuditEntry::settled(&self.action, item, after) {
            self.desk.audit_what_was(&self.action.proposal.by, entry).await;
        }
        Ok(())
    }

    /// Writes an event, and says so. Whoever is overtaken lets go.
    async fn write(&mut self, event: Event) -> Result<(), ChangeError> {
        let mut tries = 0;
        let written = loop {
            match self.desk.ledger().write(&self.action, event.clone(), now()).await {
                Ok(written) => break written,
                Err(error) if tries < TRIES && may_pass(&error) => {
                    warn!(action = %self.action.id, %error, "is written again");
                    sleep(PAUSE * 2_u32.pow(tries)).await;
                    tries += 1;
                }
                Err(source) => {
                    let action = Box::new(self.action.clone());
                    return Err(ChangeError::Interrupted { action, source });
                }
            }
        };
        let Written::Done(action) = written else { return Err(ChangeError::Held) };
        self.action = *action;
        (self.tell)(Told::Action(Box::new(self.action.clone())));
        Ok(())
    }

    /// A sign of life. Without one nothing is sent any more after a while, and another process goes on.
    async fn beat(&mut self) -> Result<(), ChangeError> {
        let (now, until) = self.desk.hold_until();
        match self.desk.settings.store.hold(self.action.id, &self.run.holder, now, until).await {
            Ok(true) => self.held_until = until,
            Ok(false) => return Err(ChangeError::Held),
            Err(error) => warn!(action = %self.action.id, %error, "no sign of life was written"),
        }
        Ok(())
    }

    fn progress(&self, item: usize) -> Option<crate::change::state::Progress> {
        match &self.action.stage {
            Stage::Running(items) => items.get(item).cloned(),
            Stage::Pending | Stage::Dropped(_) | Stage::Finished(_) => None,
        }
    }
}

fn is_fresh(at: Timestamp) -> bool {
    now().0.saturating_sub(at.0) < FRESH
}

/// Whether writing again can help.
const fn may_pass(error: &StoreError) -> bool {
    matches!(error, StoreError::Locked { .. } | StoreError::Full { .. } | StoreError::Failed { .. })
}
