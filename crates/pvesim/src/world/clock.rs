//! The clock of a scenario: the wall clock plus what the control endpoint added, or a clock that stands still until it
//! is moved.

use std::time::Duration;

use super::moment::Moment;

/// Where the present comes from.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    ahead: Duration,
}

#[derive(Clone, Debug)]
enum Source {
    Wall { origin: std::time::Instant, begins: Moment },
    Still(Moment),
}

impl Clock {
    /// Runs with the machine's clock, beginning at its time.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock for the simulated world"
    )]
    pub fn wall() -> Self {
        Self::beginning(Moment::from_millis(jiff::Timestamp::now().as_millisecond()))
    }

    /// Runs at the speed of the machine's clock from another beginning.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock for the simulated world"
    )]
    pub fn beginning(begins: Moment) -> Self {
        Self { source: Source::Wall { origin: std::time::Instant::now(), begins }, ahead: Duration::ZERO }
    }

    /// Stands still until [`Clock::skip`]: for tests.
    #[must_use]
    pub const fn still(at: Moment) -> Self {
        Self { source: Source::Still(at), ahead: Duration::ZERO }
    }

    /// The present.
    #[must_use]
    pub fn present(&self) -> Moment {
        match &self.source {
            Source::Wall { origin, begins } => *begins + origin.elapsed() + self.ahead,
            Source::Still(at) => *at + self.ahead,
        }
    }

    /// Moves the present forward.
    pub fn skip(&mut self, time: Duration) {
        self.ahead += time;
    }
}

/// The wall clock: certificates are judged by the client's real clock, whatever the simulated one says.
pub(crate) fn wall() -> jiff::Timestamp {
    #[expect(clippy::disallowed_methods, reason = "certificates are judged by the client's real clock")]
    jiff::Timestamp::now()
}
