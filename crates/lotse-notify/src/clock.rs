//! The one place of this crate that reads the time of day: dates of mails, timestamps of signatures, `Retry-After` as a date.

use std::time::SystemTime;

/// The time of day by the clock of this machine.
#[expect(clippy::disallowed_methods, reason = "the one place of this crate that reads the time of day")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// The same in whole seconds since 1970.
pub(crate) fn unix() -> u64 {
    now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}
