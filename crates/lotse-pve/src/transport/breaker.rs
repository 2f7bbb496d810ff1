//! Which endpoints are worth asking: a pure machine for each. Events and the time in, no clock.

use std::time::Duration;

/// How long an endpoint is left alone after its first failure; doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// The longest pause. An operator who has repaired a node does not wait long until it is used again.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// How long nobody else tries an endpoint while one call does.
const TRIAL: Duration = Duration::from_secs(10);

/// A point in time as the machine knows it: time since the client was made.
pub(crate) type Moment = Duration;

/// What happened to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Event {
    /// It answered, be it with a refusal.
    Answered,
    /// It did not. `spread` in 0 to 1 lengthens the pause by up to a quarter, so that many clients do not come back at once.
    Failed {
        /// How far in its spread the pause lies.
        spread: f64,
    },
    /// A call tries whether it is back.
    Tried,
}

/// Whether to ask an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advice {
    /// Ask it.
    Ask,
    /// Its pause is over: ask it, and say so with [`Event::Tried`].
    Try,
    /// Ask others first; it is due after this time.
    Wait(Duration),
}

/// The state of one endpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Breaker {
    /// How often it failed in a row.
    failures: u32,
    /// Until when it is left alone; of no meaning without failures.
    until: Moment,
}

impl Breaker {
    /// The state after `event` at `now`.
    pub(crate) fn on(self, event: Event, now: Moment) -> Self {
        match event {
            Event::Answered => Self::default(),
            Event::Failed { spread } => {
                let failures = self.failures.saturating_add(1);
                let doublings = failures.saturating_sub(1).min(16);
                let pause = FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
                let spread = if spread.is_finite() { spread.clamp(0.0, 1.0) } else { 0.0 };
                Self { failures, until: now.saturating_add(pause.mul_f64(1.0 + spread / 4.0)) }
            }
            Event::Tried if self.failures == 0 => self,
            Event::Tried => Self { until: now.saturating_add(TRIAL), ..self },
        }
    }

    /// What to do at `now`.
    pub(crate) fn advice(self, now: Moment) -> Advice {
        if self.failures == 0 {
            Advice::Ask
        } else if now >= self.until {
            Advice::Try
        } else {
            Advice::Wait(self.until.saturating_sub(now))
        }
    }
}

/// In which order endpoints are asked, given the advice on each and whether it has a place free: in the order of the
/// configuration those that work, then those that work and are busy, then those that do not, soonest due first. One whose
/// pause is over stands where it would stand if it worked. All are in the list: when nothing works, everything is tried.
pub(crate) fn order(endpoints: &[(Advice, bool)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..endpoints.len()).collect();
    let rank = |place: &usize| match endpoints.get(*place) {
        Some((Advice::Ask, true) | (Advice::Try, _)) => (0, Duration::ZERO),
        Some((Advice::Ask, false)) => (1, Duration::ZERO),
        Some((Advice::Wait(rest), _)) => (2, *rest),
        None => (3, Duration::ZERO),
    };
    order.sort_by_key(rank);
    order
}

#[cfg(test)]
mod tests {
    use super::{Advice, Breaker, Event, FIRST_PAUSE, LONGEST_PAUSE, TRIAL, order};
    use proptest::prelude::*;
    use std::time::Duration;

    const FAILED: Event = Event::Failed { spread: 0.0 };

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_dead_endpoint_is_left_alone_longer_each_time_up_to_a_limit() {
        let mut breaker = Breaker::default();
        let mut pauses = Vec::new();
        for _ in 0..6 {
            breaker = breaker.on(FAILED, seconds(100));
            let Advice::Wait(pause) = breaker.advice(seconds(100)) else { panic!("asked at once") };
            pauses.push(pause.as_secs());
        }
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn one_answer_makes_up_for_every_failure() {
        let breaker = Breaker::default().on(FAILED, seconds(0)).on(FAILED, seconds(1)).on(Event::Answered, seconds(2));
        assert_eq!(breaker, Breaker::default());
        assert_eq!(breaker.advice(seconds(2)), Advice::Ask);
    }

    #[test]
    fn one_call_alone_tries_an_endpoint_that_is_due() {
        let breaker = Breaker::default().on(FAILED, seconds(0));
        assert_eq!(breaker.advice(FIRST_PAUSE), Advice::Try);
        let breaker = breaker.on(Event::Tried, FIRST_PAUSE);
        assert_eq!(breaker.advice(FIRST_PAUSE), Advice::Wait(TRIAL));
        // A call that was given up blocks the next trial no longer than that.
        assert_eq!(breaker.advice(FIRST_PAUSE + TRIAL), Advice::Try);
    }

    #[test]
    fn those_that_work_come_first_and_nobody_is_left_out() {
        let wait = |rest| (Advice::Wait(seconds(rest)), true);
        assert_eq!(order(&[wait(9), (Advice::Ask, true), wait(3), (Advice::Ask, false)]), [1, 3, 2, 0]);
        assert_eq!(order(&[(Advice::Ask, false), (Advice::Try, true), (Advice::Ask, true)]), [1, 2, 0]);
        assert_eq!(order(&[wait(9), wait(3)]), [1, 0]);
        assert_eq!(order(&[]), [] as [usize; 0]);
    }

    proptest! {
        #[test]
        fn a_pause_is_never_longer_than_its_limit_and_spread(
            failures in 1_u32..100, spread in proptest::num::f64::ANY, now in 0_u64..1_000_000,
        ) {
            let mut breaker = Breaker::default();
            for _ in 0..failures {
                breaker = breaker.on(Event::Failed { spread }, seconds(now));
            }
            let Advice::Wait(pause) = breaker.advice(seconds(now)) else { panic!("asked at once") };
            prop_assert!(pause >= FIRST_PAUSE && pause <= LONGEST_PAUSE.mul_f64(1.25));
        }
    }
}
