//! A person says yes or no.

use lotse_store::ActionId;

use super::{Desk, Inner, ledger::Written, now};
use crate::{
    access::Person,
    asking::Asking,
    audit::AuditEntry,
    change::{
        consent::Refusal,
        error::ChangeError,
        event::{Consent, Dropped, Event},
        state::Action,
    },
    command::CommandError,
};

/// How often is decided anew when somebody else wrote first.
const ROUNDS: usize = 8;

impl Desk {
    /// A person says yes. The change as it is then: [`Action::is_agreed`] tells whether it can be carried out, or waits for a
    /// second person. What `by` may do is decided anew, freshly, by `asking`.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`] when the consent does not count, and why; words that were not those wanted may be typed again,
    /// a few times.
    pub async fn agree(&self, asking: &Asking<'_>, id: ActionId, consent: Consent) -> Result<Action, ChangeError> {
        let (desk, by) = (&*self.inner, asking.person);
        for _ in 0..ROUNDS {
            let action = desk.found(id).await?;
            desk.may(asking, &action.proposal.plan).await?;
            let event = match action.consent(by, consent.clone(), &desk.policy(), now()) {
                Ok(event) => event,
                Err(refusal) => return Err(desk.refuse(&action, by, refusal).await),
            };
            if let Consent::Hash(hash) = &consent
                && !desk.spend_a_sketch(&action, hash).await?
            {
                return Err(desk.refuse(&action, by, Refusal::NotThisWay).await);
            }
            let Written::Done(agreed) = desk.ledger().write(&action, event, now()).await? else { continue };
            if let Err(error) = desk.audit(by, AuditEntry::agreed(&agreed, &consent)).await {
                // Without the line in the audit it must not be carried out.
                desk.drop_it(&agreed, Dropped::NotAllowed).await?;
                return Err(error.into());
            }
            return Ok(*agreed);
        }
        Err(ChangeError::Held)
    }

    /// A person says no: who asked for it, one who could be its second person, or one who administers everything that it is about.
    /// What somebody else than who asked may do is decided anew, freshly, by `asking`.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`]: it is decided already, or it is nobody's business who does not ask for it.
    pub async fn decline(&self, asking: &Asking<'_>, id: ActionId) -> Result<Action, ChangeError> {
        let (desk, by) = (&*self.inner, asking.person);
        for _ in 0..ROUNDS {
            let action = desk.found(id).await?;
            if !action.is_pending() {
                return Err(ChangeError::Refused(Refusal::Spent));
            }
            if !desk.may_decline(asking, &action).await? {
                return Err(desk.refuse(&action, by, Refusal::NotYours).await);
            }
            let no = Dropped::Declined { by: by.id.clone() };
            if let Written::Done(declined) = desk.ledger().write(&action, Event::Dropped(no.clone()), now()).await? {
                desk.audit_what_was(by, AuditEntry::dropped(&declined, &no)).await;
                return Ok(*declined);
            }
        }
        Err(ChangeError::Held)
    }
}

impl Inner {
    /// Whether a no of who asks counts.
    async fn may_decline(&self, asking: &Asking<'_>, action: &Action) -> Result<bool, ChangeError> {
        if asking.person.id == action.proposal.by.id {
            return Ok(true);
        }
        let plan = &action.proposal.plan;
        if self.administers(asking, plan).await? {
            return Ok(true);
        }
        if !plan.second_person || action.agreed.is_empty() {
            return Ok(false);
        }
        match self.may(asking, plan).await {
            Ok(()) => Ok(true),
            Err(ChangeError::Command(CommandError::Denied(_))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn found(&self, id: ActionId) -> Result<Action, ChangeError> {
        self.ledger().find(id).await?.ok_or(ChangeError::Unknown)
    }

    /// Writes a refusal down. What was typed wrong counts: only so much is taken.
    async fn refuse(&self, action: &Action, by: &Person, refusal: Refusal) -> ChangeError {
        self.audit_what_was(by, AuditEntry::not_agreed(action, &refusal)).await;
        if let Some(event) = action.mistyped(by, &refusal)
            && let Err(error) = self.ledger().write(action, event, now()).await
        {
            return error.into();
        }
        ChangeError::Refused(refusal)
    }

    /// Uses up a plan that was shown to the same person and has this hash; `false` when there is none.
    async fn spend_a_sketch(&self, action: &Action, hash: &str) -> Result<bool, ChangeError> {
        for shown in self.ledger().of_plan(hash).await? {
            if !shown.vouches_for(action, now()) {
                continue;
            }
            let used = self.ledger().write(&shown, Event::Dropped(Dropped::Used), now()).await?;
            if matches!(used, Written::Done(_)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends a change before anything was sent. Somebody else may have done so meanwhile.
    pub(super) async fn drop_it(&self, action: &Action, why: Dropped) -> Result<Action, ChangeError> {
        match self.ledger().write(action, Event::Dropped(why.clone()), now()).await? {
            // A plan that was only shown and that nobody took up is no decision of anybody.
            Written::Done(dropped) if dropped.proposal.sketch && why == Dropped::Expired => Ok(*dropped),
            Written::Done(dropped) => {
                self.audit_what_was(&dropped.proposal.by, AuditEntry::dropped(&dropped, &why)).await;
                Ok(*dropped)
            }
            Written::Overtaken => self.found(action.id).await,
        }
    }
}
