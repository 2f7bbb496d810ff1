//! The journal of changes.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use lotse_model::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::StoreError;

/// The id of one change from its proposal to its end: a UUID of version 7 (RFC 9562), so that they sort by their time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActionId(pub Uuid);

impl ActionId {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

impl Default for ActionId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for ActionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A change that is written down for the first time.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAction {
    /// Its id.
    pub id: ActionId,
    /// When.
    pub at: Timestamp,
    /// The hash of its plan, by which a script approves it.
    pub hash: String,
    /// The plan and who asked for it.
    pub body: Value,
}

/// Something that happened to a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Value,
}

/// A change with everything that happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionRecord {
    /// Its id.
    pub id: ActionId,
    /// When it was written down.
    pub at: Timestamp,
    /// The hash of its plan.
    pub hash: String,
    /// The plan and who asked for it.
    pub body: Value,
    /// What happened, in order. The number of the last entry is their count.
    pub entries: Vec<Entry>,
    /// Whether nothing more will happen.
    pub closed: bool,
    /// Which process works on it, and until when it holds it.
    pub holder: Option<(String, Timestamp)>,
}

/// Whether entries were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// They are on disk.
    Done,
    /// Somebody else wrote first; nothing was written. Read anew.
    Overtaken,
}

/// The journal of changes. Whatever a method returned `Ok` for is on disk.
#[async_trait]
pub trait Journal {
    /// Writes down a new change; [`StoreError::Row`] when there is one of this id.
    async fn open_action(&self, action: &NewAction) -> Result<(), StoreError>;

    /// Adds entries behind the `after` that are known; `closes` when nothing more will happen. All or none.
    /// Of a change that is closed or not there, and behind entries that are not the last ones, it is [`Appended::Overtaken`].
    async fn append(&self, id: ActionId, after: usize, entries: &[Entry], closes: bool)
    -> Result<Appended, StoreError>;

    /// Takes hold of a change for `holder` until `until`; `false` when another holds it at `now`. Who holds it already
    /// holds it longer.
    async fn hold(&self, id: ActionId, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError>;

    /// Lets go of a change.
    async fn release(&self, id: ActionId, holder: &str) -> Result<(), StoreError>;

    /// One change.
    async fn action(&self, id: ActionId) -> Result<Option<ActionRecord>, StoreError>;

    /// Every change that is not closed, oldest first.
    async fn open_actions(&self) -> Result<Vec<ActionRecord>, StoreError>;

    /// The changes whose plan has this hash, newest first.
    async fn actions_of_plan(&self, hash: &str) -> Result<Vec<ActionRecord>, StoreError>;

    /// Forgets closed changes from before `before`; how many. The audit keeps what they were.
    async fn forget_actions(&self, before: Timestamp) -> Result<u64, StoreError>;
}
