//! Why a change was not made, or not proposed.

use lotse_model::ClusterName;
use lotse_store::StoreError;

use super::{consent::Refusal, desk::Proposed};
use crate::command::CommandError;

/// Why a change was not proposed, not approved or not carried out. In every case nothing was sent.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChangeError {
    /// The targets or arguments are wrong, or the person may not.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// What it wants cannot be run, as notes of the plan say.
    #[error("the plan is blocked")]
    Blocked(Box<Proposed>),
    /// The cluster is read-only: it has no write token, or says so.
    #[error("{cluster} is read-only")]
    ReadOnly {
        /// Which.
        cluster: ClusterName,
    },
    /// Changes are frozen.
    #[error("changes are frozen: {reason}")]
    Frozen {
        /// The cluster; `None` for all.
        cluster: Option<ClusterName>,
        /// The reason that was given.
        reason: String,
        /// Who froze them.
        by: String,
    },
    /// The consent does not count.
    #[error("the consent does not count: {0:?}")]
    Refused(Refusal),
    /// What was seen is no longer so: here is the plan anew, to be approved anew.
    #[error("what was seen is no longer so")]
    Stale(Box<Proposed>),
    /// There is no such change.
    #[error("no such change")]
    Unknown,
    /// Another process carries it out.
    #[error("another process carries it out")]
    Held,
    /// The store failed, so nothing is begun.
    #[error(transparent)]
    Store(#[from] StoreError),
}
