//! Points in simulated time.

use std::ops::{Add, AddAssign, Sub};
use std::time::Duration;

/// A point in simulated time: milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(i64);

impl Moment {
    /// From milliseconds since the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down: the form of almost every time in the API.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds since an earlier moment, never negative.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        let millis = self.0 - earlier.0;
        if millis < 0 { 0 } else { millis }
    }

    /// Seconds since an earlier moment with their fraction, never negative.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "simulated spans are far below 2^52 milliseconds")]
    pub const fn seconds_since(self, earlier: Self) -> f64 {
        self.millis_since(earlier) as f64 / 1000.0
    }

    /// This many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// This many milliseconds later (earlier when negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis)
    }

    /// As a calendar time; the epoch itself when out of the calendar's range.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// Formatted in UTC with strftime directives.
    #[must_use]
    pub fn format(self, directives: &str) -> String {
        self.timestamp().strftime(directives).to_string()
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, rest: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl AddAssign<Duration> for Moment {
    fn add_assign(&mut self, rest: Duration) {
        *self = *self + rest;
    }
}

impl Sub for Moment {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }
}
