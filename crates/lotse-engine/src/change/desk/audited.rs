//! What the audit is told of changes, and what stops them.
//!
//! What is about to happen is told before, and does not happen when it cannot be told. What happened already is told
//! afterwards; that it cannot be is said in the log.

use std::collections::BTreeSet;

use lotse_model::{ClusterName, GuestRef};
use lotse_store::StoreError;
use tracing::error;

use super::{Inner, now};
use crate::{
    access::{Denied, Person},
    asking::Asking,
    audit::AuditEntry,
    change::{
        error::ChangeError,
        freeze::{all, holding},
        plan::{Plan, Subject},
        request::Request,
    },
    command::{CommandError, Level},
};

impl Inner {
    /// Writes a line. Without it what it is about is not done.
    pub(super) async fn audit(&self, by: &Person, entry: AuditEntry) -> Result<(), StoreError> {
        self.settings.audit.add(now(), by, entry).await
    }

    /// Writes a line about what is so already.
    pub(super) async fn audit_what_was(&self, by: &Person, entry: AuditEntry) {
        if let Err(error) = self.audit(by, entry).await {
            error!(by = %by.id, %error, "the audit cannot be written");
        }
    }

    /// Writes down that somebody wanted a change and was refused. Names that were wrong are no refusal.
    pub(super) async fn audit_refused(
        &self,
        asking: &Asking<'_>,
        request: &Request,
        plan: Option<&Plan>,
        error: &ChangeError,
    ) {
        let needs = match error {
            ChangeError::Command(CommandError::Denied(denied)) => Some(needs(denied)),
            ChangeError::Blocked(_) | ChangeError::ReadOnly { .. } | ChangeError::Frozen { .. } => None,
            _ => return,
        };
        let plan = match error {
            ChangeError::Blocked(blocked) => Some(&blocked.action.proposal.plan),
            _ => plan,
        };
        let entry = AuditEntry::Refused {
            why: error.code().to_owned(),
            command: request.operation.command().to_owned(),
            words: request.words.clone(),
            needs,
            guests: plan.map(guests).unwrap_or_default(),
        };
        self.audit_what_was(asking.person, entry).await;
    }

    /// Whether changes may be made in every cluster of a plan.
    pub(super) async fn is_not_frozen(&self, plan: &Plan) -> Result<(), ChangeError> {
        let now = now();
        let frozen = all(&self.settings.store, now).await?;
        match plan.items.iter().find_map(|item| holding(&frozen, &item.cluster, now)) {
            Some(frozen) => Err(ChangeError::Frozen {
                cluster: frozen.cluster.clone(),
                reason: frozen.freeze.reason.clone(),
                by: frozen.freeze.by.name.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Those of `clusters` whose changes are frozen.
    pub(super) async fn frozen_among(
        &self,
        clusters: BTreeSet<ClusterName>,
    ) -> Result<BTreeSet<ClusterName>, StoreError> {
        let now = now();
        let frozen = all(&self.settings.store, now).await?;
        Ok(clusters.into_iter().filter(|cluster| holding(&frozen, cluster, now).is_some()).collect())
    }
}

fn guests(plan: &Plan) -> Vec<GuestRef> {
    let of_item = |subject: &Subject| match subject {
        Subject::Guest { guest, .. } => Some(guest.clone()),
        Subject::Job { .. } => None,
    };
    plan.items.iter().filter_map(|item| of_item(&item.subject)).collect()
}

/// What a rule would have to grant, as it is written.
fn needs(denied: &Denied) -> String {
    let level = match denied.needs {
        Level::Look => "look",
        Level::Operate => "operate",
        Level::Administer => "administer",
    };
    denied.scope.iter().fold(level.to_owned(), |so_far, scope| format!("{so_far} {scope}"))
}
