//! Where changes are made: the driver around the pure parts. It reads, writes the journal and the audit, sends, follows,
//! and reads back.

use std::{collections::BTreeMap, sync::Arc};

use lotse_model::ClusterName;
use lotse_pve::{Hands, ops::follow::TaskEvent};
use lotse_store::{ActionId, Shared};

use super::{error::ChangeError, event::Consent, policy::Policy, request::Request, state::Action};
use crate::{access::Person, asking::Asking, fleet::Fleet};

/// With what a desk is set up.
#[derive(Debug, Clone)]
pub struct DeskSettings {
    /// The fleet, to look and to read back.
    pub fleet: Fleet,
    /// The hands of each cluster that may be changed; one without is read-only.
    pub hands: BTreeMap<ClusterName, Hands>,
    /// Journal and audit.
    pub store: Shared,
    /// What the operator decided.
    pub policy: Policy,
    /// What tells this process from others: host, process, start.
    pub holder: String,
}

/// Where changes are made. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    settings: Arc<DeskSettings>,
}

/// A change that was written down and can be approved.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The change.
    pub action: Action,
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
        Self { settings: Arc::new(settings) }
    }

    /// The store behind it.
    #[must_use]
    pub fn store(&self) -> &Shared {
        &self.settings.store
    }

    /// Whether plans can be carried out in a cluster.
    #[must_use]
    pub fn writes(&self, cluster: &ClusterName) -> bool {
        self.settings.hands.contains_key(cluster)
    }

    /// Looks, checks and plans, and writes the plan down; nothing is sent. The person, their grants and the words of the fleet
    /// are those of `asking`. A plan that cannot be run (blocked, read-only, frozen) is an error that carries or names why.
    pub async fn propose(&self, _asking: &Asking<'_>, _request: &Request) -> Result<Proposed, ChangeError> {
        Err(ChangeError::Unknown)
    }

    /// The same, only to be shown (`--plan`): it is in the journal so that its hash can be approved, and a blocked or read-only
    /// one is shown too.
    pub async fn sketch(&self, _asking: &Asking<'_>, _request: &Request) -> Result<Proposed, ChangeError> {
        Err(ChangeError::Unknown)
    }

    /// A person says yes. The change as it is then: [`Action::is_agreed`] tells whether it can be carried out, or waits for a
    /// second person. What `by` may do is decided anew, freshly, by `asking`.
    pub async fn agree(&self, _asking: &Asking<'_>, _id: ActionId, _consent: Consent) -> Result<Action, ChangeError> {
        Err(ChangeError::Unknown)
    }

    /// A person says no, who asked for it or may administer.
    pub async fn decline(&self, _id: ActionId, _by: &Person) -> Result<Action, ChangeError> {
        Err(ChangeError::Unknown)
    }

    /// Reads the state again and carries the change out, once, to its end. When what was seen differs it is dropped and the plan
    /// is returned anew ([`ChangeError::Stale`]).
    pub async fn carry_out(
        &self,
        _asking: &Asking<'_>,
        _id: ActionId,
        _tell: &mut (dyn FnMut(Told) + Send),
    ) -> Result<Action, ChangeError> {
        Err(ChangeError::Unknown)
    }

    /// Goes on with every change that a process left in the middle, and drops the pending ones that are too old. Returns what
    /// they became.
    pub async fn resume(&self, _tell: &mut (dyn FnMut(ActionId, Told) + Send)) -> Result<Vec<Action>, ChangeError> {
        Ok(Vec::new())
    }

    /// A change as it is now.
    pub async fn action(&self, _id: ActionId) -> Result<Option<Action>, ChangeError> {
        Ok(None)
    }

    /// The changes that wait for a person.
    pub async fn pending(&self) -> Result<Vec<Action>, ChangeError> {
        Ok(Vec::new())
    }
}
