//! What happened on the wire, for tests to look at.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::check::Flaw;

/// One REST request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// When it arrived, since the start of the simulator.
    pub at: Duration,
    /// The method.
    pub method: String,
    /// The path as Discord's documentation writes it, `/channels/{channel_id}/messages`.
    pub template: &'static str,
    /// The path as it came.
    pub path: String,
    /// The JSON body, or the part `payload_json`.
    pub body: Value,
    /// The status of the answer; 0 when none was given.
    pub status: u16,
}

/// Something that the bot did wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// What it did: method and path, or `gateway`.
    pub place: String,
    /// What is wrong with it.
    pub flaws: Vec<Flaw>,
    /// What it sent.
    pub body: Value,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.place)?;
        for flaw in &self.flaws {
            write!(formatter, "\n  {} [{}] {}", flaw.path, flaw.code, flaw.message)?;
        }
        write!(formatter, "\n  in {}", self.body)
    }
}

/// One connection to the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// When it was opened, since the start of the simulator.
    pub at: Duration,
    /// What the client opened the session with.
    pub opening: Opening,
    /// Heartbeats that came in.
    pub heartbeats: u64,
    /// Whether it is open.
    pub open: bool,
}

/// How a connection began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing was said yet.
    Silent,
    /// With a new session.
    Identify,
    /// With an old session.
    Resume,
}
