//! A change is carried out, once, or taken up where a process left it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use futures_util::future::join_all;
use lotse_model::Timestamp;
use lotse_store::{ActionId, StoreError};
use tracing::{error, info};

use super::{Desk, Inner, Told, drive::Drive, holder::Run, ledger::Written, now};
use crate::{
    asking::Asking,
    change::{
        consent::Refusal,
        error::ChangeError,
        event::{Dropped, Event},
        state::{Action, Proposed},
    },
};

impl Desk {
    /// Reads the state again and carries the change out, once, to its end.
    ///
    /// # Errors
    ///
    /// In every case but [`ChangeError::Interrupted`] nothing was sent. When what was seen differs the change is dropped and
    /// comes back as a new plan, to be approved anew ([`ChangeError::Stale`]).
    pub async fn carry_out(
        &self,
        asking: &Asking<'_>,
        id: ActionId,
        tell: &mut (dyn FnMut(Told) + Send),
    ) -> Result<Action, ChangeError> {
        let desk = &*self.inner;
        let action = desk.found(id).await?;
        desk.may_begin(asking, &action).await?;
        let run = desk.runs.begin();
        let held_until = desk.take(&action, &run).await?.ok_or(ChangeError::Held)?;
        let done = self.begin(asking, &action, &run, held_until, tell).await;
        desk.let_go(id, &run).await;
        done
    }

    /// Goes on with every change that a process left in the middle, and drops the pending ones that are too old. Returns what
    /// they became. One that another process works on is left to it.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Store`] when the journal cannot be read. What stands against a single change is said in the log.
    pub async fn resume(&self, tell: &mut (dyn FnMut(ActionId, Told) + Send)) -> Result<Vec<Action>, ChangeError> {
        let tell = Mutex::new(tell);
        let open = self.inner.ledger().open_ones().await?;
        let taken = open.iter().map(|action| {
            let tell = &tell;
            async move {
                let mut told = |news| (tell.lock().unwrap_or_else(PoisonError::into_inner))(action.id, news);
                let became = self.take_up(action, &mut told).await;
                became.map_err(|error| error!(action = %action.id, %error, "cannot be taken up")).ok().flatten()
            }
        });
        Ok(join_all(taken).await.into_iter().flatten().collect())
    }

    /// The change is held: whatever was read must still be so.
    async fn begin(
        &self,
        asking: &Asking<'_>,
        action: &Action,
        run: &Run,
        held_until: Timestamp,
        tell: &mut (dyn FnMut(Told) + Send),
    ) -> Result<Action, ChangeError> {
        let desk = &*self.inner;
        let looked_at = now();
        let differs = match desk.differences(asking, &action.proposal.plan).await {
            Ok(differs) => differs,
            Err(what) => {
                desk.drop_it(action, Dropped::Unseen { what: what.clone() }).await?;
                return Err(ChangeError::Unseen { what });
            }
        };
        if !differs.is_empty() {
            desk.drop_it(action, Dropped::Stale { differs }).await?;
            let anew: Proposed = self.propose(asking, &action.proposal.request).await?;
            return Err(ChangeError::Stale(Box::new(anew)));
        }
        let Written::Done(action) = desk.ledger().write(action, Event::Begun, now()).await? else {
            return Err(ChangeError::Held);
        };
        let all = 0..action.proposal.plan.items.len();
        let fresh: BTreeMap<_, _> = all.map(|item| (item, looked_at)).collect();
        Drive::new(&self.inner, *action, run, held_until, fresh, tell).run().await
    }

    /// One change that is not over, after a start: `None` when there is nothing to be done with it.
    async fn take_up(
        &self,
        action: &Action,
        tell: &mut (dyn FnMut(Told) + Send),
    ) -> Result<Option<Action>, ChangeError> {
        let desk = &*self.inner;
        if action.is_too_old(now()) {
            return desk.drop_it(action, Dropped::Expired).await.map(Some);
        }
        if !action.is_running() {
            return Ok(None);
        }
        let run = desk.runs.begin();
        let Some(held_until) = desk.take(action, &run).await? else { return Ok(None) };
        // Only now nobody else writes: what was read before may be old.
        let action = desk.found(action.id).await?;
        let became = match desk.ledger().write(&action, Event::Resumed, now()).await? {
            Written::Done(action) => {
                info!(action = %action.id, "taken up");
                Drive::new(&self.inner, *action, &run, held_until, BTreeMap::new(), tell).run().await.map(Some)
            }
            Written::Overtaken => Ok(None),
        };
        desk.let_go(action.id, &run).await;
        became
    }
}

impl Inner {
    /// Whether the execution may begin. What stands against it for good ends the change.
    async fn may_begin(&self, asking: &Asking<'_>, action: &Action) -> Result<(), ChangeError> {
        if action.is_running() {
            return Err(ChangeError::Held);
        }
        if !action.is_pending() {
            return Err(ChangeError::Refused(Refusal::Spent));
        }
        if action.is_too_old(now()) {
            self.drop_it(action, Dropped::Expired).await?;
            return Err(ChangeError::Refused(Refusal::Expired));
        }
        if !action.is_agreed() {
            return Err(ChangeError::Refused(Refusal::NotAgreed));
        }
        if !action.agreed.iter().any(|person| person.id == asking.person.id) {
            return Err(ChangeError::Refused(Refusal::NotYours));
        }
        let plan = &action.proposal.plan;
        if let Err(error) = self.may(asking, plan).await.and_then(|()| self.may_write(plan)) {
            self.drop_it(action, Dropped::NotAllowed).await?;
            return Err(error);
        }
        if let Err(error) = self.is_not_frozen(plan).await {
            if let ChangeError::Frozen { reason, .. } = &error {
                self.drop_it(action, Dropped::Frozen { reason: reason.clone() }).await?;
            }
            return Err(error);
        }
        Ok(())
    }

    /// Takes hold of a change, also of one whose holder is known to be gone: until when, or `None` when another holds it.
    async fn take(&self, action: &Action, run: &Run) -> Result<Option<Timestamp>, StoreError> {
        let store = &self.settings.store;
        let (now, until) = self.hold_until();
        if store.hold(action.id, &run.holder, now, until).await? {
            return Ok(Some(until));
        }
        let holder = store.action(action.id).await?.and_then(|record| record.holder);
        let Some((holder, _)) = holder.filter(|(holder, _)| self.runs.is_gone(holder)) else { return Ok(None) };
        store.release(action.id, &holder).await?;
        let (now, until) = self.hold_until();
        Ok(store.hold(action.id, &run.holder, now, until).await?.then_some(until))
    }

    /// Now, and until when a change is held without a further sign of life.
    pub(super) fn hold_until(&self) -> (Timestamp, Timestamp) {
        let (now, hold) = (now(), self.settings.patience.hold.as_secs());
        (now, Timestamp(now.0.saturating_add(i64::try_from(hold).unwrap_or(i64::MAX))))
    }

    async fn let_go(&self, id: ActionId, run: &Run) {
        if let Err(error) = self.settings.store.release(id, &run.holder).await {
            error!(action = %id, %error, "cannot be let go; it is free after a while");
        }
    }
}
