//! Where changes are made: the driver around the pure parts. It reads, writes the journal and the audit, sends, follows,
//! and reads back.
//!
//! Every decision is taken from the journal: what may be approved ([`Action::consent`]), what is done next
//! ([`course::next`](super::course::next)), how it ended ([`verdict`](super::verdict)). Here they are only carried out, in
//! this order and no other: *write down that it is sent, send it, write down the answer*. Two processes that do so at the same
//! time are told apart by the number of the last entry they know; whoever comes second has written nothing, and so has sent
//! nothing.
//!
//! | file | idea |
//! |---|---|
//! | `propose` | a plan is made and written down |
//! | `approve` | a person says yes or no |
//! | `execute` | a change is carried out, once, or taken up where a process left it |
//! | `drive` | the loop that does what the course says |
//! | `work` | one effect: a call, a task followed, a look |
//! | `rights` | whether a person may do what a plan says, by what is so now |
//! | `audited` | what the audit is told, and what stops changes |
//! | `again` | what a plan rests on, read again |
//! | `ledger` | the journal as changes |
//! | `holder` | who works on a change, and whether they still live |
//! | `patience` | how long what may take |

mod again;
mod approve;
mod audited;
mod drive;
mod execute;
mod holder;
mod ledger;
mod patience;
mod propose;
mod rights;
mod work;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use lotse_model::{ClusterName, Timestamp};
use lotse_pve::{Hands, ops::follow::TaskEvent};
use lotse_store::{ActionId, Shared};

pub use self::patience::Patience;
use self::{holder::Runs, ledger::Ledger};
use super::{error::ChangeError, policy::Policy, state::Action};
use crate::{audit::Audit, fleet::Fleet, watch};

/// With what a desk is set up.
#[derive(Debug, Clone)]
pub struct DeskSettings {
    /// The fleet, to look and to read back.
    pub fleet: Fleet,
    /// The hands of each cluster that may be changed; one without is read-only.
    pub hands: BTreeMap<ClusterName, Hands>,
    /// The journal, and the freezes.
    pub store: Shared,
    /// The audit, of the same store.
    pub audit: Audit,
    /// What the operator decided.
    pub policy: Policy,
    /// What tells this process from others: [`this_process`](crate::process::this_process).
    pub holder: String,
    /// How long what may take.
    pub patience: Patience,
}

/// Where changes are made. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: DeskSettings,
    /// What the operator decided last.
    policy: RwLock<Arc<Policy>>,
    /// How is watched and who is told, as the operator decided last.
    watch: RwLock<Arc<watch::Settings>>,
    /// How a channel is tried where no process watches.
    tester: RwLock<Option<Arc<dyn watch::Tester>>>,
    runs: Runs,
}

/// What is told while a change is carried out.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The change stands differently.
    Action(Box<Action>),
    /// A task of an item has news.
    Task {
        /// The item of the plan.
        item: usize,
        /// The news.
        event: TaskEvent,
    },
}

impl Desk {
    /// A desk.
    #[must_use]
    pub fn new(settings: DeskSettings) -> Self {
        let runs = Runs::new(settings.holder.clone());
        let policy = RwLock::new(Arc::new(settings.policy.clone()));
        let (watch, tester) = (RwLock::default(), RwLock::default());
        Self { inner: Arc::new(Inner { settings, policy, watch, tester, runs }) }
    }

    /// The store behind it.
    #[must_use]
    pub fn store(&self) -> &Shared {
        &self.inner.settings.store
    }

    /// What the operator decided.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        self.inner.policy()
    }

    /// Takes what the operator decided anew. It counts from the next proposal and the next approval on; a plan that waits keeps its
    /// class and its time.
    pub fn replace_policy(&self, policy: Policy) {
        *self.inner.policy.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(policy);
    }

    /// How is watched and who is told; the defaults, with no channel, until somebody says otherwise.
    #[must_use]
    pub fn watch(&self) -> Arc<watch::Settings> {
        Arc::clone(&self.inner.watch.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes how is watched and who is told, anew.
    pub fn replace_watch(&self, settings: watch::Settings) {
        *self.inner.watch.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// How a channel is tried where no process watches; `None` where this process cannot.
    #[must_use]
    pub fn tester(&self) -> Option<Arc<dyn watch::Tester>> {
        self.inner.tester.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes how a channel is tried, anew.
    pub fn replace_tester(&self, tester: Arc<dyn watch::Tester>) {
        *self.inner.tester.write().unwrap_or_else(PoisonError::into_inner) = Some(tester);
    }

    /// The audit of the store.
    #[must_use]
    pub fn audit(&self) -> &Audit {
        &self.inner.settings.audit
    }

    /// Whether plans can be carried out in a cluster.
    #[must_use]
    pub fn writes(&self, cluster: &ClusterName) -> bool {
        self.inner.settings.hands.contains_key(cluster)
    }

    /// A change as it is now.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Store`].
    pub async fn action(&self, id: ActionId) -> Result<Option<Action>, ChangeError> {
        Ok(self.inner.ledger().find(id).await?)
    }

    /// The changes that wait for a person, oldest first.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Store`].
    pub async fn pending(&self) -> Result<Vec<Action>, ChangeError> {
        let now = now();
        let open = self.inner.ledger().open_ones().await?;
        let waits = |action: &Action| !action.proposal.sketch && !action.is_agreed() && !action.is_too_old(now);
        Ok(open.into_iter().filter(|action| action.is_pending() && waits(action)).collect())
    }
}

impl Inner {
    fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn ledger(&self) -> Ledger<'_> {
        Ledger::new(&self.settings.store)
    }
}

fn now() -> Timestamp {
    crate::fleet::now()
}
