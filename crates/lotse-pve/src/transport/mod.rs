//! The wire as one small trait: `GET /api2/json/nodes` over HTTPS and `pvesh get /nodes` over SSH are the same call.
//!
//! Every typed operation is written once on top of [`Read`] and [`Write`]. They are two traits, so that what holds a
//! [`Read`] cannot change anything.

pub(crate) mod breaker;
pub(crate) mod call;
mod health;
pub(crate) mod obstacle;
mod path;
mod pvesh;
mod rest;
mod words;

use std::{borrow::Cow, fmt, time::Duration};

use async_trait::async_trait;
use lotse_model::Timestamp;

pub use self::{
    health::{EndpointHealth, EndpointState},
    path::{ApiPath, places},
    pvesh::Pvesh,
    rest::{
        Credentials, EndpointSettings, FingerprintReport, Rest, RestSettings, SettingsError, address, endpoint_name,
    },
};
use crate::{CallError, Deadline};

/// Parameters of a call, exactly as they are sent: booleans as `0` and `1`, numbers in digits, an array as one entry for
/// each element.
pub type Params = Vec<(Cow<'static, str>, String)>;

/// What came back from a call that succeeded.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The `data` of the answer. `null` is the success of most synchronous changes.
    pub data: serde_json::Value,
    /// How many rows there are in all, when the server says so (task logs). `pvesh` never does.
    pub total: Option<u64>,
    /// When the answer was complete, by the clock of this machine.
    pub as_of: Timestamp,
    /// The endpoint that answered, as [`EndpointHealth::endpoint`] names it.
    pub endpoint: String,
    /// How long the call took, all attempts included.
    pub took: Duration,
    /// How long the answer was.
    pub bytes: usize,
    /// What `pvesh` wrote to standard error although it succeeded, line by line: warnings, and the error text of a task
    /// that failed. Text from a machine: clean it before it is shown. Always empty over HTTPS.
    pub warnings: Vec<String>,
}

/// As whom calls are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// `root@pam` through `pvesh`: access control lists do not apply.
    Root,
    /// An API token, `user@realm!tokenid`. Even one of `root@pam` is not root.
    Token(String),
    /// A user with a ticket, `user@realm`.
    User(String),
}

/// A verb that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Create, or do: `POST`, `pvesh create`.
    Post,
    /// Set: `PUT`, `pvesh set`.
    Put,
    /// Delete: `DELETE`, `pvesh delete`.
    Delete,
}

impl Verb {
    /// The HTTP method.
    #[must_use]
    pub const fn http(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// The sub-command of `pvesh`.
    #[must_use]
    pub const fn pvesh(self) -> &'static str {
        match self {
            Self::Post => "create",
            Self::Put => "set",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.http())
    }
}

/// Calls that change nothing.
#[async_trait]
pub trait Read: Send + Sync + fmt::Debug {
    /// Reads `path`. Repeated on another endpoint, or after a pause, when the answer was lost on the way, and always over
    /// before `deadline`.
    async fn get(&self, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError>;

    /// As whom.
    fn caller(&self) -> Caller;

    /// How each endpoint did so far, in the order of the configuration.
    fn endpoints_health(&self) -> Vec<EndpointHealth>;
}

/// Calls that change something.
#[async_trait]
pub trait Write: Read {
    /// Sends a change. It is sent to one endpoint and never repeated once it may have arrived.
    ///
    /// # Errors
    ///
    /// [`CallError::Uncertain`] when the answer was lost: it may have happened, and the task list knows.
    async fn send(&self, verb: Verb, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError>;

    /// Whether [`send`](Self::send) returns only when a task that the change starts is over (`pvesh` runs it in the
    /// foreground), so that its deadline must leave time for the task.
    fn waits_for_tasks(&self) -> bool;
}
