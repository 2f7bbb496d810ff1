//! The one place of this crate that reads the time of day.

use std::time::{SystemTime, UNIX_EPOCH};

use lotse_model::Timestamp;

/// The time of day by the clock of this machine; what an answer's `as_of` is taken from.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place of this crate that reads the time of day")]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
