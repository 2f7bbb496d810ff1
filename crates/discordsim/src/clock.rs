//! The one place that reads a clock: real time, moved forward by a test.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Real time plus what a test added. Fifteen minutes pass at once by [`Clock::advance`].
#[derive(Debug)]
pub struct Clock {
    origin: Timestamp,
    started: Instant,
    added: Mutex<Duration>,
}

impl Clock {
    /// A clock that shows the real time.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the crate's one clock")]
    pub fn new() -> Self {
        Self { origin: Timestamp::now(), started: Instant::now(), added: Mutex::new(Duration::ZERO) }
    }

    /// What time it is here.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.origin.checked_add(SignedDuration::try_from(self.passed()).unwrap_or_default()).unwrap_or(self.origin)
    }

    /// How long this clock has run, what was added included.
    #[must_use]
    pub fn passed(&self) -> Duration {
        self.started.elapsed() + *self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `time` pass at once.
    pub fn advance(&self, time: Duration) {
        *self.added.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
