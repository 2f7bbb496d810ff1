//! An answer with what it rests on: how old it is, which calls it came from, and what is missing from it.

use std::{fmt, sync::Arc, time::Duration};

use lotse_model::{Hidden, Seen, Timestamp};
use lotse_pve::Deadline;
use serde::Serialize;

/// How fresh an answer must be, and until when it must come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// How old it may be; `None` for the time to live of each call.
    pub max_age: Option<Duration>,
    /// Until when.
    pub deadline: Deadline,
    /// Whether nobody is asked: the answer is what is known, however old, or what was remembered from before.
    pub cached: bool,
}

impl Ask {
    /// An answer of usual age.
    #[must_use]
    pub const fn by(deadline: Deadline) -> Self {
        Self { max_age: None, deadline, cached: false }
    }

    /// An answer that was read after this question was asked.
    #[must_use]
    pub const fn afresh(deadline: Deadline) -> Self {
        Self { max_age: Some(Duration::ZERO), deadline, cached: false }
    }

    /// An answer that is at most so old.
    #[must_use]
    pub const fn at_most(max_age: Duration, deadline: Deadline) -> Self {
        Self { max_age: Some(max_age), deadline, cached: false }
    }

    /// What is known, without a call.
    #[must_use]
    pub const fn cached(deadline: Deadline) -> Self {
        Self { max_age: None, deadline, cached: true }
    }
}

/// A call that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Source {
    /// The call, with its cluster before it where there are several (`home /cluster/resources`).
    pub call: String,
    /// When it was read.
    pub as_of: Timestamp,
}

/// The answer of one call, or why there is none.
#[derive(Debug)]
pub struct Answer<T> {
    /// What was seen; `None` when nothing was.
    pub seen: Option<Arc<Seen<T>>>,
    /// What is missing from it.
    pub missing: Vec<Hidden>,
    /// The calls it rests on, those that succeeded.
    pub sources: Vec<Source>,
}

impl<T> Answer<T> {
    /// What was read, with the call it came from.
    #[must_use]
    pub fn read(seen: Arc<Seen<T>>, call: String) -> Self {
        let sources = vec![Source { call, as_of: seen.as_of }];
        Self { missing: seen.hidden.clone(), seen: Some(seen), sources }
    }

    /// Nothing, and why.
    #[must_use]
    pub fn nothing(hidden: Hidden) -> Self {
        Self { seen: None, missing: vec![hidden], sources: Vec::new() }
    }

    /// The value, as far as it was seen.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.seen.as_deref().map(|seen| &seen.value)
    }

    /// When it was read.
    #[must_use]
    pub fn as_of(&self) -> Option<Timestamp> {
        self.seen.as_deref().map(|seen| seen.as_of)
    }

    /// Whether nothing is missing.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.seen.is_some() && self.missing.is_empty()
    }
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        Self { seen: self.seen.clone(), missing: self.missing.clone(), sources: self.sources.clone() }
    }
}

/// What one call's line in the view of the cache shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The call.
    pub call: String,
    /// When it was read.
    pub as_of: Timestamp,
    /// For how many more seconds it answers questions as it is; zero when the next one fetches it again.
    pub fresh_for_seconds: u64,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} @{}", self.call, self.as_of.0)
    }
}
