//! Whether a change began whose answer was lost: asked of the task list, never tried again.
//!
//! A `POST` that timed out may have started its task, and sent twice it would be done twice. Every task is on its node's
//! list, with its type, its object, its user and its start; a change knows all of these. The start is compared by the
//! *node's* clock, which may be apart from ours, so the node's time is asked for first where that is allowed.

use std::time::Duration;

use lotse_model::{Hidden, Task, Timestamp, Upid};
use tokio::time::sleep;

use super::{change::Change, tasks::TaskQuery};
use crate::{CallError, Caller, Deadline, Pve};

/// A task may be written with the second before: start times are whole seconds, cut off.
const ROUNDING: i64 = 2;

/// When to look again after nothing was found: the worker may still be starting.
const PAUSES: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(4)];

/// What became of a change whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reconciled {
    /// It began: this is its task.
    Began(Upid),
    /// Several tasks could be it: the same user did the same thing more than once.
    Several(Vec<Upid>),
    /// It did not begin: the node's whole list from then on has no such task.
    NotBegun,
    /// Nobody can tell: a part of the list is hidden.
    Unseen(Vec<Hidden>),
    /// It has no task: it is over when it is answered. Read the thing itself to see.
    NoTask,
}

/// Which tasks of a list could be `change`, made by `user` at `since` by the node's clock; oldest first.
fn candidates<'a>(tasks: &'a [Task], change: &Change, user: &str, since: Timestamp) -> Vec<&'a Upid> {
    let fits = |upid: &Upid| {
        change.tasks().contains(&upid.kind.as_str())
            && upid.id == change.task_id()
            && upid.user == user
            && upid.started.0 >= since.0.saturating_sub(ROUNDING)
    };
    let mut found: Vec<_> = tasks.iter().map(|task| &task.upid).filter(|upid| fits(upid)).collect();
    found.sort_by_key(|upid| (upid.started, upid.pstart));
    found
}

impl Pve {
    /// What became of `change`, which was sent at `sent` (by the clock of this machine) and not answered. Looks at once and a
    /// few times more, since a task may still be starting.
    ///
    /// # Errors
    ///
    /// That of the last look, when none worked.
    pub async fn reconcile(
        &self,
        change: &Change,
        sent: Timestamp,
        deadline: Deadline,
    ) -> Result<Reconciled, CallError> {
        if change.tasks().is_empty() {
            return Ok(Reconciled::NoTask);
        }
        let since = self.by_the_nodes_clock(change, sent, deadline).await;
        let mut outcome = self.look_for(change, since, deadline).await;
        for pause in PAUSES {
            if !matches!(outcome, Ok(Reconciled::NotBegun) | Err(_)) || deadline.remaining() <= pause {
                break;
            }
            sleep(pause).await;
            outcome = self.look_for(change, since, deadline).await;
        }
        outcome
    }

    /// One look at the task list for the task of `change`, begun at `since` by the node's clock or later.
    pub(crate) async fn look_for(
        &self,
        change: &Change,
        since: Timestamp,
        deadline: Deadline,
    ) -> Result<Reconciled, CallError> {
        // A limit far above what one node starts in the time since then.
        let query = TaskQuery {
            limit: Some(500),
            running: true,
            since: Some(Timestamp(since.0.saturating_sub(ROUNDING))),
            ..TaskQuery::default()
        };
        let seen = self.node_tasks(change.node(), &query, deadline).await?;
        let user = user_of(&self.caller());
        Ok(match candidates(&seen.value, change, &user, since).as_slice() {
            [one] => Reconciled::Began((*one).clone()),
            [] => {
                // One's own tasks are always shown, so a missing privilege hides nothing here; an unreadable row may.
                let hidden = seen.hidden.into_iter().filter(|hidden| !is_about_others(hidden)).collect::<Vec<_>>();
                if hidden.is_empty() { Reconciled::NotBegun } else { Reconciled::Unseen(hidden) }
            }
            several => Reconciled::Several(several.iter().map(|upid| (*upid).clone()).collect()),
        })
    }

    /// `sent` by the clock of the node; unchanged where that clock may not be seen.
    pub(crate) async fn by_the_nodes_clock(&self, change: &Change, sent: Timestamp, deadline: Deadline) -> Timestamp {
        match self.node_time(change.node(), deadline.within(Duration::from_secs(5))).await {
            Ok(time) => Timestamp(sent.0.saturating_add(time.value.time.0.saturating_sub(time.as_of.0))),
            Err(_) => sent,
        }
    }
}

const fn is_about_others(hidden: &Hidden) -> bool {
    matches!(hidden.why, lotse_model::HiddenWhy::Privilege { .. })
}

/// The user as UPIDs write it.
fn user_of(caller: &Caller) -> String {
    match caller {
        Caller::Root => "root@pam".to_owned(),
        Caller::Token(id) | Caller::User(id) => id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Outcome, Task, TaskState, Timestamp, Vmid};

    use super::{Change, candidates};
    use crate::ops::{guest_status::GuestPlace, power::Power};

    fn task(upid: &str) -> Task {
        let state = TaskState::Finished { ended: None, outcome: Outcome::Ok };
        Task { cluster: "home".parse().unwrap(), upid: upid.parse().unwrap(), state }
    }

    #[test]
    fn a_task_is_ours_by_type_object_user_and_time() {
        let place = GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, Vmid::new(100).unwrap());
        let change = Change::power(&place, Power::Start).unwrap();
        let since = Timestamp(0x6B02_8E16);
        let tasks: Vec<_> = [
            "UPID:pve:00000001:00000001:6B028E16:qmstart:100:root@pam!full:",
            "UPID:pve:00000002:00000001:6B028E15:hastart:100:root@pam!full:",
            "UPID:pve:00000003:00000001:6B028E16:qmstop:100:root@pam!full:",
            "UPID:pve:00000004:00000001:6B028E16:qmstart:101:root@pam!full:",
            "UPID:pve:00000005:00000001:6B028E16:qmstart:100:root@pam:",
            "UPID:pve:00000006:00000001:6B028E00:qmstart:100:root@pam!full:",
        ]
        .into_iter()
        .map(task)
        .collect();
        let pids: Vec<_> = candidates(&tasks, &change, "root@pam!full", since).iter().map(|upid| upid.pid).collect();
        assert_eq!(pids, [2, 1], "oldest first; another type, guest, user or an earlier one is not ours");
    }
}
