//! How long to wait before connecting again.

use std::time::Duration;

/// The longest pause. Discord allows a thousand logins a day; this is far from it.
const LONGEST: Duration = Duration::from_mins(3);
/// A connection that was active for so long was a good one.
const GOOD: Duration = Duration::from_mins(1);
/// The pause after the first end of a good connection is at most this long.
const FIRST: Duration = Duration::from_secs(1);

/// How often it did not work in a row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The pause after an end. `lasted` is how long the session was active, `None` where it never was; `chance` lies in `0..1`.
    ///
    /// The upper end doubles from failure to failure, and the pause lies in the upper half below it: many bots that lost the same
    /// server do not come back at the same moment, and none comes back at once.
    pub(super) fn next(&mut self, lasted: Option<Duration>, chance: f64) -> Duration {
        if lasted.is_some_and(|lasted| lasted >= GOOD) {
            self.failures = 0;
        }
        let most = FIRST.saturating_mul(2_u32.saturating_pow(self.failures.min(16))).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        most.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{Backoff, FIRST, GOOD, LONGEST};

    #[test]
    fn a_server_that_closes_after_its_greeting_is_asked_ever_more_rarely() {
        let mut backoff = Backoff::default();
        let pauses: Vec<_> = (0..12).map(|_| backoff.next(None, 1.0)).collect();
        assert!(pauses.is_sorted());
        assert_eq!(pauses.first(), Some(&FIRST));
        assert_eq!(pauses.last(), Some(&LONGEST));
        // An hour of it is a few dozen connections.
        let mut hour = Duration::from_hours(1);
        let mut connections = 0;
        let mut backoff = Backoff::default();
        while let Some(left) = hour.checked_sub(backoff.next(None, 0.0)) {
            (hour, connections) = (left, connections + 1);
        }
        assert!(connections < 50, "{connections}");
    }

    #[test]
    fn a_session_that_is_closed_right_after_it_became_active_is_no_good_one() {
        let mut backoff = Backoff::default();
        let first = backoff.next(Some(Duration::from_secs(1)), 0.0);
        assert!(backoff.next(Some(Duration::from_secs(1)), 0.0) > first);
        assert_eq!(backoff.next(Some(GOOD), 0.0), first);
    }

    proptest! {
        #[test]
        fn a_pause_is_never_nothing_and_never_longer_than_the_longest(
            failures in proptest::collection::vec((proptest::option::of(0_u64..200), 0.0_f64..1.0), 1..60)
        ) {
            let mut backoff = Backoff::default();
            for (lasted, chance) in failures {
                let pause = backoff.next(lasted.map(Duration::from_secs), chance);
                prop_assert!(pause >= FIRST / 2 && pause <= LONGEST);
            }
        }
    }
}
