//! How many messages a place is sent: a few at once, then one in a while. What is over the limit waits, or is tried later.

use std::{fmt, num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, Reference as _},
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::{InMemoryState, NotKeyed},
};
use tokio::time::Instant;

use crate::Trouble;

/// How long a letter waits for its turn by itself; for a longer wait it is given back.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many at once, and then one each time this long is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many may go at once.
    pub burst: NonZeroU32,
    /// After how long one more may. Zero is no limit.
    pub every: Duration,
}

impl Rate {
    /// So many at once, and one more after so many milliseconds.
    #[must_use]
    pub const fn new(burst: u32, every: Duration) -> Self {
        let burst = match NonZeroU32::new(burst) {
            Some(burst) => burst,
            None => NonZeroU32::MIN,
        };
        Self { burst, every }
    }
}

/// The time by the runtime's clock, which tests can pause.
#[derive(Debug, Clone)]
struct Ticks(Instant);

impl Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.elapsed())
    }
}

/// Keeps to a rate.
pub(crate) struct Pace {
    rate: Rate,
    limiter: Option<RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Nanos>>>,
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pace").field(&self.rate).finish()
    }
}

impl Pace {
    /// Keeps to this rate.
    pub(crate) fn new(rate: Rate) -> Self {
        let quota = Quota::with_period(rate.every).map(|quota| quota.allow_burst(rate.burst));
        Self { rate, limiter: quota.map(|quota| RateLimiter::direct_with_clock(quota, Ticks(Instant::now()))) }
    }

    /// Waits for the turn of one message.
    pub(crate) async fn turn(&self) -> Result<(), Trouble> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        while let Err(early) = limiter.check() {
            let wait: Duration = early.earliest_possible().duration_since(limiter.clock().now()).into();
            if wait > PATIENCE {
                return Err(Trouble::TooFast { after: Some(wait) });
            }
            // The clock of tokio counts milliseconds.
            tokio::time::sleep(wait.max(Duration::from_millis(1))).await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Pace, Rate};
    use crate::Trouble;

    #[tokio::test(start_paused = true)]
    async fn a_burst_goes_at_once_and_the_rest_in_time() {
        let pace = Pace::new(Rate::new(3, Duration::from_secs(5)));
        let begun = Instant::now();
        for _ in 0..3 {
            pace.turn().await.unwrap();
        }
        assert_eq!(begun.elapsed(), Duration::ZERO);
        pace.turn().await.unwrap();
        assert!((Duration::from_secs(5)..Duration::from_secs(6)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_wait_is_given_back_with_its_length() {
        let pace = Pace::new(Rate::new(1, Duration::from_mins(1)));
        pace.turn().await.unwrap();
        let Err(Trouble::TooFast { after: Some(after) }) = pace.turn().await else { panic!("it had to wait") };
        assert!(after > Duration::from_secs(59) && after <= Duration::from_mins(1), "{after:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn no_limit_is_no_wait() {
        let pace = Pace::new(Rate::new(1, Duration::ZERO));
        for _ in 0..1000 {
            pace.turn().await.unwrap();
        }
    }
}
