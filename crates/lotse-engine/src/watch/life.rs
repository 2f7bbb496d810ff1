//! The life of one thing: *ok → suspect → explained → alerting → recovered*. A pure machine; it knows neither what the thing
//! is nor why it is watched. What is only suspected does not come here: see [`Sureness`](super::turn).

use std::time::Duration;

use lotse_model::Timestamp;

use super::{Alert, AlertId, Cause, Flapping, Reason, Stage, Standing, State};

/// How many times the grace an explained state may last at most, when one explained event follows the other.
const LONGEST_CHAIN: i64 = 4;

/// What somebody made sure of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What is so; never [`State::Unknown`].
    pub state: State,
    /// What explains it.
    pub reason: Option<Reason>,
    /// Whether what explained it before does not any more, since it was as it should be in between.
    pub anew: bool,
    /// Since when it is so, as far as is known.
    pub since: Timestamp,
}

impl Seen {
    /// A state that nothing explains.
    #[must_use]
    pub const fn plain(state: State, since: Timestamp) -> Self {
        Self { state, reason: None, anew: false, since }
    }
}

/// What the operator set about lives.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// How long a thing may stay as an explained event left it, after that is over.
    pub grace: Duration,
    /// From when on going to and fro is one alert.
    pub flapping: Flapping,
    /// Whether being off is as it should be, when it is found so.
    pub accepts_off: bool,
    /// The number of the next alert.
    pub next: AlertId,
}

/// What is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Telling {
    /// It is new: an alert with the number of the rules.
    Raised {
        /// What is so.
        state: State,
        /// What explains it.
        reason: Option<Reason>,
        /// Since when.
        since: Timestamp,
    },
    /// It is something else or worse than was told.
    Changed {
        /// What is so.
        state: State,
        /// What explains it.
        reason: Option<Reason>,
    },
    /// It is over.
    Recovered,
}

/// Takes what is so of a thing into its standing, and says what is told of it. `first`: nobody saw it before.
pub fn live(
    standing: &mut Standing,
    open: Option<&Alert>,
    first: bool,
    seen: &Seen,
    rules: &Rules,
    now: Timestamp,
) -> Option<Telling> {
    let mut life = Life { standing, seen, rules, now };
    match (life.standing.stage.clone(), open) {
        (Stage::Alerting { alert, .. }, Some(open)) => life.alerting(alert, open.state),
        (Stage::Explained { reason, until }, _) => life.explained(reason, until),
        (Stage::Accepted, _) if same(life.standing.state, seen.state) => None,
        _ if seen.state == State::Ok => life.well(),
        _ => life.begins(first),
    }
}

struct Life<'a> {
    standing: &'a mut Standing,
    seen: &'a Seen,
    rules: &'a Rules,
    now: Timestamp,
}

impl Life<'_> {
    fn is(&mut self, state: State, since: Timestamp) {
        if self.standing.state != state {
            self.standing.state = state;
            self.standing.since = since;
        }
    }

    fn well(&mut self) -> Option<Telling> {
        self.is(State::Ok, self.seen.since);
        self.standing.stage = Stage::Ok;
        None
    }

    /// It was as it should be, or never seen, and is not now.
    fn begins(&mut self, first: bool) -> Option<Telling> {
        if first && self.rules.accepts_off && is_off(self.seen.state) {
            self.is(self.seen.state, self.seen.since);
            self.standing.stage = Stage::Accepted;
            return None;
        }
        if let Some(reason) = self.seen.reason.clone().filter(|_| !first) {
            let until = reason.ended.map(|ended| self.after(ended));
            if until.is_none_or(|until| until > self.now) {
                self.is(self.seen.state, self.seen.since);
                self.standing.stage = Stage::Explained { reason, until };
                return None;
            }
        }
        Some(self.raises(self.seen.state, self.seen.reason.clone()))
    }

    fn raises(&mut self, state: State, reason: Option<Reason>) -> Telling {
        self.is(state, self.seen.since);
        self.changes();
        self.standing.stage = Stage::Alerting { alert: self.rules.next, better: None };
        let state = if self.flaps() { State::Flapping } else { state };
        let since = reason.as_ref().and_then(|reason| reason.ended).unwrap_or(self.standing.since).min(self.now);
        Telling::Raised { state, reason, since }
    }

    fn explained(&mut self, reason: Reason, until: Option<Timestamp>) -> Option<Telling> {
        if self.seen.state == State::Ok {
            return self.well();
        }
        if self.seen.anew || !same(self.standing.state, self.seen.state) {
            return self.begins(false);
        }
        let (reason, until) = self.goes_on(reason, until);
        // Never longer than from now on: what is later was counted by a clock that was wrong.
        let until = until.map(|until| until.min(self.after(self.now)));
        if until.is_some_and(|until| until <= self.now) {
            let state = self.standing.state;
            return Some(self.raises(state, Some(reason)));
        }
        self.standing.stage = Stage::Explained { reason, until };
        None
    }

    /// What explains it from now on, and until when. A reason that was taken stays, whether or not it can still be read; its
    /// end counts when it comes.
    fn goes_on(&self, mut reason: Reason, until: Option<Timestamp>) -> (Reason, Option<Timestamp>) {
        let fresh = self.seen.reason.as_ref();
        if let Some(fresh) = fresh.filter(|fresh| is_deed(fresh, &reason)) {
            if until.is_none() && fresh.ended.is_some() {
                reason.ended = fresh.ended;
            }
        } else if let Some(fresh) = fresh.filter(|fresh| self.follows(fresh, &reason)) {
            return (fresh.clone(), fresh.ended.map(|ended| self.after(ended)));
        } else if until.is_none() {
            // It is nowhere any more: it is over, and nobody saw when.
            reason.ended = Some(self.now);
        }
        let until = until.or_else(|| reason.ended.map(|ended| self.after(ended)));
        (reason, until)
    }

    /// Whether another explained event keeps the thing as it is: a node that boots after it went down, a move after a stop. A
    /// guest that is off is backed up every night, which explains nothing; and a chain of them ends.
    fn follows(&self, fresh: &Reason, reason: &Reason) -> bool {
        let longest = self.grace().saturating_mul(LONGEST_CHAIN);
        let carries =
            matches!(fresh.cause, Cause::Migration | Cause::Ha | Cause::NodeReboot | Cause::Rollback | Cause::Creation);
        carries && fresh.began > reason.began && self.now.0 < self.standing.since.0.saturating_add(longest)
    }

    fn alerting(&mut self, alert: AlertId, told: State) -> Option<Telling> {
        self.standing.stage = Stage::Alerting { alert, better: None };
        if told == State::Flapping {
            return self.flapping();
        }
        if self.seen.state == State::Ok {
            self.is(State::Ok, self.seen.since);
            self.changes();
            self.standing.stage = Stage::Ok;
            return Some(Telling::Recovered);
        }
        if same(told, self.seen.state) {
            return None;
        }
        self.is(self.seen.state, self.seen.since);
        Some(Telling::Changed { state: self.seen.state, reason: self.seen.reason.clone() })
    }

    /// It goes to and fro, and that was told: nothing more is, until it was steady for a while.
    fn flapping(&mut self) -> Option<Telling> {
        let (was, is) = (self.standing.state, self.seen.state);
        if was != is {
            self.is(is, self.seen.since);
        }
        if (was == State::Ok) != (is == State::Ok) {
            self.changes();
            return None;
        }
        let last = self.standing.changes.last().copied().unwrap_or(self.standing.since);
        if self.now.0.saturating_sub(last.0) < seconds(self.rules.flapping.calm) {
            return None;
        }
        self.standing.changes.clear();
        if is == State::Ok {
            self.standing.stage = Stage::Ok;
            return Some(Telling::Recovered);
        }
        Some(Telling::Changed { state: is, reason: self.seen.reason.clone() })
    }

    /// Notes a change between good and bad.
    fn changes(&mut self) {
        let Flapping { changes, within, .. } = self.rules.flapping;
        let oldest = self.now.0.saturating_sub(seconds(within));
        let kept = &mut self.standing.changes;
        kept.push(self.now);
        kept.retain(|at| at.0 >= oldest);
        let most = usize::try_from(changes).unwrap_or(usize::MAX).max(1);
        let surplus = kept.len().saturating_sub(most);
        kept.drain(..surplus);
    }

    fn flaps(&self) -> bool {
        let most = usize::try_from(self.rules.flapping.changes).unwrap_or(usize::MAX);
        most > 1 && self.standing.changes.len() >= most
    }

    fn grace(&self) -> i64 {
        seconds(self.rules.grace)
    }

    /// Until when it may stay so after an event that ended then; a node's clock may be ahead of ours.
    fn after(&self, ended: Timestamp) -> Timestamp {
        Timestamp(ended.min(self.now).0.saturating_add(self.grace()))
    }
}

/// Whether two states are the same incident: nothing new is told from one to the other.
#[must_use]
pub fn same(told: State, seen: State) -> bool {
    told == seen
        || is_off(told) && is_off(seen)
        // It boots: a member again, and its daemons are not up yet.
        || matches!((told, seen), (State::NodeOffline, State::NodeSilent))
        // Out of reach is out of reach, however the next try fails.
        || is_out_of_reach(told) && is_out_of_reach(seen)
        // Who is refused now and then not even that knows the worse already.
        || matches!(told, State::Refused | State::Untrusted) && is_out_of_reach(seen)
}

/// Whether a guest is off, whatever explains it.
#[must_use]
pub const fn is_off(state: State) -> bool {
    matches!(state, State::Off | State::OffOnPurpose | State::OffUnexplained)
}

const fn is_out_of_reach(state: State) -> bool {
    matches!(state, State::Unreachable | State::Failing)
}

/// Whether two reasons are the same event.
fn is_deed(a: &Reason, b: &Reason) -> bool {
    match (&a.upid, &b.upid) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.cause == b.cause,
        _ => false,
    }
}

fn seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}
