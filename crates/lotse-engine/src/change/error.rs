//! Why a change was not made, or not proposed.

use lotse_model::ClusterName;
use lotse_store::StoreError;

use super::{
    consent::Refusal,
    state::{Action, Proposed},
};
use crate::command::CommandError;

/// Why a change was not proposed, not approved or not carried out. In every case but [`Interrupted`](Self::Interrupted) nothing was
/// sent.
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
    /// What the plan rests on could not be read again.
    #[error("it could not be read again: {what}")]
    Unseen {
        /// What, for the log.
        what: String,
    },
    /// There is no such change.
    #[error("no such change")]
    Unknown,
    /// Another process carries it out.
    #[error("another process carries it out")]
    Held,
    /// The store failed, so nothing is begun.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store failed in the middle: nothing more is sent. What runs goes on, and is taken up later.
    #[error("interrupted: {source}")]
    Interrupted {
        /// The change as far as it is written down.
        action: Box<Action>,
        /// Why.
        source: StoreError,
    },
}

impl ChangeError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Command(error) => error.code(),
            Self::Blocked(_) => "E-CHANGE-BLOCKED",
            Self::ReadOnly { .. } => "E-CHANGE-READ-ONLY",
            Self::Frozen { .. } => "E-CHANGE-FROZEN",
            Self::Refused(refusal) => refusal.code(),
            Self::Stale(_) => "E-CHANGE-STALE",
            Self::Unseen { .. } => "E-CHANGE-UNSEEN",
            Self::Unknown => "E-CHANGE-UNKNOWN",
            Self::Held => "E-CHANGE-HELD",
            Self::Store(error) => error.code(),
            Self::Interrupted { .. } => "E-CHANGE-INTERRUPTED",
        }
    }
}
