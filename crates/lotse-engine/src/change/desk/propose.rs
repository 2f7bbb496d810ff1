//! A plan is made and written down.

use lotse_store::ActionId;

use super::{Desk, Inner, now};
use crate::{
    asking::Asking,
    audit::AuditEntry,
    change::{
        error::ChangeError,
        plan::Plan,
        prepare::prepare,
        request::{Request, Targets},
        state::{Action, Proposal, Proposed},
    },
    topics::Ask,
};

impl Desk {
    /// Looks, checks and plans, and writes the plan down; nothing is sent. The person, their grants and the words of the fleet
    /// are those of `asking`.
    ///
    /// # Errors
    ///
    /// The targets or arguments are wrong or the person may not; or the plan cannot be run (blocked, read-only, frozen), which
    /// the error names, or carries with the plan.
    pub async fn propose(&self, asking: &Asking<'_>, request: &Request) -> Result<Proposed, ChangeError> {
        let desk = &*self.inner;
        let plan = desk.plan(asking, request).await?;
        if let Err(error) = desk.can_be_run(asking, request, &plan).await {
            desk.audit_refused(asking, request, Some(&plan), &error).await;
            return Err(error);
        }
        desk.write_down(desk.proposal(asking, request, plan, false)).await
    }

    /// The same, only to be shown (`--plan`): it is in the journal so that its hash can be approved, and a blocked or read-only
    /// one is shown too.
    ///
    /// # Errors
    ///
    /// As [`propose`](Self::propose), but for plans that can be made and cannot be run.
    pub async fn sketch(&self, asking: &Asking<'_>, request: &Request) -> Result<Proposed, ChangeError> {
        let desk = &*self.inner;
        let plan = desk.plan(asking, request).await?;
        desk.write_down(desk.proposal(asking, request, plan, true)).await
    }
}

impl Inner {
    /// The plan of a request, of one who may ask for it.
    async fn plan(&self, asking: &Asking<'_>, request: &Request) -> Result<Plan, ChangeError> {
        // Of backup jobs any word may be about a guest.
        let used: Vec<&str> = match &request.targets {
            Targets::Guests(words) => words.iter().map(String::as_str).collect(),
            Targets::Selection(_) => Vec::new(),
            Targets::Cluster(_) => asking.aliases.iter().map(|(word, _)| word).collect(),
        };
        let ask = Ask::afresh(asking.ask.deadline);
        let aliases = asking.settled_aliases(Some(&self.settings.store), ask, used).await;
        let asking = &Asking { aliases: &aliases, ..asking.clone() };
        let made = async {
            let plan = prepare(asking, request, &self.policy()).await?;
            self.may(asking, &plan).await?;
            Ok(plan)
        };
        let made = made.await;
        if let Err(error) = &made {
            self.audit_refused(asking, request, None, error).await;
        }
        made
    }

    /// Whether anything stands against running a plan.
    async fn can_be_run(&self, asking: &Asking<'_>, request: &Request, plan: &Plan) -> Result<(), ChangeError> {
        if plan.blockers().next().is_some() {
            let proposal = self.proposal(asking, request, plan.clone(), true);
            return Err(ChangeError::Blocked(Box::new(Proposed { action: Action::new(ActionId::new(), proposal) })));
        }
        self.may_write(plan)?;
        self.is_not_frozen(plan).await
    }

    fn proposal(&self, asking: &Asking<'_>, request: &Request, plan: Plan, sketch: bool) -> Proposal {
        let expires = self.policy().expiry(&plan, now());
        let (by, words) = (asking.person.clone(), request.words.clone());
        Proposal { plan, request: request.clone(), by, words, expires, sketch }
    }

    async fn write_down(&self, proposal: Proposal) -> Result<Proposed, ChangeError> {
        let action = Action::new(ActionId::new(), proposal);
        self.audit(&action.proposal.by, AuditEntry::proposed(&action)).await?;
        self.ledger().open(&action, now()).await?;
        Ok(Proposed { action })
    }

    /// Whether this process may change every cluster of a plan.
    pub(super) fn may_write(&self, plan: &Plan) -> Result<(), ChangeError> {
        let shut = plan.items.iter().find(|item| !self.settings.hands.contains_key(&item.cluster));
        match shut {
            Some(item) => Err(ChangeError::ReadOnly { cluster: item.cluster.clone() }),
            None => Ok(()),
        }
    }
}
