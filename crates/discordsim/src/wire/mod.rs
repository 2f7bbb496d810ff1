//! How things look on the wire. Written against Discord's description of its API, not against a client.

pub mod guild;
pub mod interaction;
pub mod message;

use jiff::Timestamp;

/// A time as Discord writes it.
#[must_use]
pub fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

/// When everybody joined everything: nothing here depends on it.
pub const JOINED: &str = "2020-01-01T00:00:00.000000+00:00";
