//! How an endpoint of a cluster does.

use std::time::Duration;

use lotse_model::Timestamp;

/// Whether an endpoint can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointState {
    /// Nothing was asked of it yet.
    Untried,
    /// Its last call was answered.
    Up,
    /// It did not answer; others are asked first until the pause is over.
    Down {
        /// When it failed first.
        since: Timestamp,
        /// After how long it will be tried again; zero when it is due.
        next_try: Duration,
    },
}

/// How an endpoint of a cluster did so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointHealth {
    /// The endpoint: host and port of its URL, or `user@host` of its SSH connection.
    pub endpoint: String,
    /// Whether it can be used.
    pub state: EndpointState,
    /// How many calls were made to it.
    pub calls: u64,
    /// How many of them it did not answer. A refusal is an answer.
    pub failures: u64,
    /// How many run now.
    pub running: usize,
    /// How long its last answer took.
    pub last_took: Option<Duration>,
    /// The code of the error of its last failure.
    pub last_failure: Option<&'static str>,
}
