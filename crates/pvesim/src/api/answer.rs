//! What a call is answered with.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::failure::Failure;

/// The answer to one call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// 200 with `{"data": …}`.
    Data(Value),
    /// 200 with `{"data": …, …}`: attributes such as `total` or `changes` beside the data.
    With {
        /// The value of `data`.
        data: Value,
        /// What stands beside it.
        attributes: Map<String, Value>,
    },
    /// Anything from 400 up.
    Error(Failure),
    /// A lock is held: ask again with the same call after this time. Whoever carries calls waits and asks again ([`Site::run`](crate::site::Site::run)).
    Retry {
        /// Time until the next try.
        after: Duration,
    },
}

/// What a handler returns.
pub type Outcome = Result<Answer, Failure>;

impl Answer {
    /// `{"data": null}`, the success of most synchronous changes.
    pub const NULL: Self = Self::Data(Value::Null);

    /// Data with `total` beside it.
    #[must_use]
    pub fn total(data: Value, total: usize) -> Self {
        let mut attributes = Map::new();
        attributes.insert("total".to_owned(), Value::from(total));
        Self::With { data, attributes }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Data(_) | Self::With { .. } => 200,
            Self::Error(failure) => failure.status,
            Self::Retry { .. } => 503,
        }
    }
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Self::Data(value)
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        Self::Error(failure)
    }
}
