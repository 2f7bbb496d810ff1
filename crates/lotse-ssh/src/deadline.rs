//! Until when a call may take.

use std::time::Duration;

use tokio::time::Instant;

/// The instant at which a call must be over, passed down through every layer as a value.
///
/// A value instead of nested time-outs: whoever waits for something waits for what is left, and several attempts share one
/// limit. Uses tokio's clock, which tests can pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    /// The deadline that lies `limit` from now.
    #[must_use]
    pub fn after(limit: Duration) -> Self {
        Self(Instant::now() + limit)
    }

    /// The deadline at `instant`.
    #[must_use]
    pub const fn at(instant: Instant) -> Self {
        Self(instant)
    }

    /// The instant at which it falls.
    #[must_use]
    pub const fn instant(self) -> Instant {
        self.0
    }

    /// How much time is left; zero when it has passed.
    #[must_use]
    pub fn remaining(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether it has passed.
    #[must_use]
    pub fn has_passed(self) -> bool {
        self.remaining().is_zero()
    }

    /// The earlier of this deadline and the one that lies `limit` from now.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        self.min(Self::after(limit))
    }

    /// Runs `work` until the deadline.
    ///
    /// # Errors
    ///
    /// [`Passed`] when it was not over in time; the work is dropped then.
    pub async fn run<F: Future>(self, work: F) -> Result<F::Output, Passed> {
        tokio::time::timeout_at(self.0, work).await.map_err(|_| Passed)
    }
}

/// The deadline passed before the work was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the deadline passed")]
pub struct Passed;

#[cfg(test)]
mod tests {
    use super::{Deadline, Passed};
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn what_is_left_of_the_past_is_nothing() {
        let deadline = Deadline::at(Instant::now());
        assert_eq!(deadline.remaining(), Duration::ZERO);
        assert!(deadline.has_passed());
    }

    #[test]
    fn a_part_of_the_time_never_exceeds_the_whole() {
        let deadline = Deadline::after(Duration::from_secs(20));
        assert_eq!(deadline.within(Duration::from_secs(500)), deadline);
        assert!(deadline.within(Duration::from_secs(10)) < deadline);
    }

    #[tokio::test]
    async fn work_that_never_ends_is_dropped_at_the_deadline() {
        assert_eq!(Deadline::at(Instant::now()).run(std::future::pending::<()>()).await, Err(Passed));
        assert_eq!(Deadline::after(Duration::from_secs(20)).run(async { 1 }).await, Ok(1));
    }
}
