//! The answers of one cluster's calls, kept for a while, and read once however many ask at the same time.
//!
//! Three rules:
//!
//! * **Single flight.** Questions that come while a call is under way wait for it. A question that must not be answered
//!   with something older than itself waits, and then asks again if that flight began before it.
//! * **A failure is shared with those who waited for it, and with nobody after them.** A time-out is not even shared:
//!   the flight ran under another question's deadline.
//! * **A refusal forgets.** Once the server refuses the login, or is no longer the one that was trusted, nothing that was
//!   read before is shown any more: a stored answer never stands in for a refusal.

use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::future::BoxFuture;
use lotse_model::{ClusterName, Hidden, HiddenWhy, Seen, Timestamp};
use lotse_pve::{CallError, Deadline};
use moka::future::Cache;
use tokio::time::Instant;

use super::{Answer, Ask, Kept, Key};

/// How many answers are kept for a cluster: details of its guests and nodes beyond that are read again when asked for.
const CAPACITY: u64 = 20_000;

/// How long an answer that nobody asks for stays in memory: longer than the day in which the sweep comes round.
const IDLE: Duration = Duration::from_hours(26);

/// How often a question starts over when it waited for a flight whose result is not good enough for it.
const ATTEMPTS: usize = 3;

/// The kept answers of one cluster.
#[derive(Debug)]
pub struct Topics {
    cluster: ClusterName,
    flights: Cache<Key, Flight>,
    /// Counts the refusals: what was read before the last one is not used.
    era: AtomicU64,
}

/// What a call brought. Cheap to clone.
#[derive(Debug, Clone)]
struct Flight {
    outcome: Outcome,
    began: Instant,
    ended: Instant,
    era: u64,
}

#[derive(Debug, Clone)]
enum Outcome {
    /// A [`Seen<T>`], where `T` follows from the key.
    Read {
        seen: Arc<dyn Any + Send + Sync>,
        as_of: Timestamp,
    },
    Failed(Hidden),
}

/// What a call brought: a [`Seen<T>`], where `T` follows from the key.
struct Landed {
    seen: Arc<dyn Any + Send + Sync>,
    as_of: Timestamp,
}

/// How a call is made, whatever it brings; what is asked lives for `'a`.
type Fetch<'f, 'a> = dyn Fn(Deadline) -> BoxFuture<'a, Result<Landed, CallError>> + Send + Sync + 'f;

impl Flight {
    /// Whether it answers a question asked at `asked`.
    fn answers(&self, asked: Instant, max_age: Duration, deadline: Deadline, era: u64) -> bool {
        match &self.outcome {
            Outcome::Read { .. } => self.era == era && self.began + max_age >= asked,
            Outcome::Failed(hidden) => {
                self.ended > asked && (hidden.why != HiddenWhy::TimedOut || deadline.has_passed())
            }
        }
    }
}

impl Topics {
    /// An empty store for `cluster`.
    #[must_use]
    pub fn new(cluster: ClusterName) -> Self {
        let flights = Cache::builder().max_capacity(CAPACITY).time_to_idle(IDLE).build();
        Self { cluster, flights, era: AtomicU64::new(0) }
    }

    /// The answer of a call: the kept one when it is young enough, else from `fetch`, once for all who ask meanwhile.
    pub async fn read<T, F>(&self, key: Key, ask: Ask, fetch: impl Fn(Deadline) -> F + Send + Sync) -> Answer<T>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<Seen<T>, CallError>> + Send,
    {
        let fetch = |deadline| -> BoxFuture<'_, Result<Landed, CallError>> {
            let reading = fetch(deadline);
            Box::pin(async move {
                let seen = reading.await?;
                Ok(Landed { as_of: seen.as_of, seen: Arc::new(seen) })
            })
        };
        let outcome = self.outcome(&key, ask, &fetch).await;
        self.answer(&key, outcome)
    }

    /// The same for an answer of any type: what is written once here would be in the program once for each of two dozen types.
    async fn outcome(&self, key: &Key, ask: Ask, fetch: &Fetch<'_, '_>) -> Option<Outcome> {
        let asked = Instant::now();
        let max_age = ask.max_age.unwrap_or_else(|| key.time_to_live());
        let mut latest = None;
        for _ in 0..ATTEMPTS {
            let era = self.era.load(Ordering::Acquire);
            let flight = self.fly(key, fetch, ask.deadline, era);
            let answers = |flight: &Flight| flight.answers(asked, max_age, ask.deadline, era);
            let joined = self.flights.entry_by_ref(key).or_insert_with_if(flight, |kept| !answers(kept));
            let Ok(entry) = ask.deadline.run(joined).await else {
                return Some(Outcome::Failed(self.hidden(key, HiddenWhy::TimedOut)));
            };
            let is_own = entry.is_fresh();
            let flight = entry.into_value();
            let is_good = is_own || answers(&flight);
            latest = Some(flight.outcome);
            if is_good || ask.deadline.has_passed() {
                break;
            }
        }
        latest
    }

    /// The kept answer whatever its age, without a call; `None` when there is none.
    #[must_use]
    pub async fn kept<T: Send + Sync + 'static>(&self, key: &Key) -> Option<Answer<T>> {
        let flight = self.flights.get(key).await?;
        let is_current = flight.era == self.era.load(Ordering::Acquire);
        match flight.outcome {
            Outcome::Read { .. } if is_current => Some(self.answer(key, Some(flight.outcome))),
            Outcome::Read { .. } | Outcome::Failed(_) => None,
        }
    }

    /// What is kept and how old it is, sorted by call.
    #[must_use]
    pub fn list(&self) -> Vec<Kept> {
        let (now, era) = (Instant::now(), self.era.load(Ordering::Acquire));
        let mut kept: Vec<Kept> = self
            .flights
            .iter()
            .filter_map(|(key, flight)| match flight.outcome {
                Outcome::Read { as_of, .. } if flight.era == era => {
                    let age = now.saturating_duration_since(flight.began);
                    let left = key.time_to_live().saturating_sub(age);
                    Some(Kept { call: key.to_string(), as_of, fresh_for_seconds: left.as_secs() })
                }
                Outcome::Read { .. } | Outcome::Failed(_) => None,
            })
            .collect();
        kept.sort_by(|a, b| a.call.cmp(&b.call));
        kept
    }

    /// Goes over the kept answers of one type, whatever their age.
    pub(crate) fn each<T: Send + Sync + 'static>(&self, mut with: impl FnMut(&Key, &T)) {
        let era = self.era.load(Ordering::Acquire);
        for (key, flight) in self.flights.iter().filter(|(_, flight)| flight.era == era) {
            if let Outcome::Read { seen, .. } = &flight.outcome
                && let Some(seen) = seen.downcast_ref::<Seen<T>>()
            {
                with(&key, &seen.value);
            }
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.era.fetch_add(1, Ordering::AcqRel);
        self.flights.invalidate_all();
    }

    async fn fly(&self, key: &Key, fetch: &Fetch<'_, '_>, deadline: Deadline, era: u64) -> Flight {
        let began = Instant::now();
        let outcome = match fetch(deadline).await {
            Ok(Landed { seen, as_of }) => Outcome::Read { seen, as_of },
            Err(error) => {
                let hidden = self.hidden(key, error.hidden_why());
                if forgets(&hidden.why) {
                    self.clear();
                }
                Outcome::Failed(hidden)
            }
        };
        Flight { outcome, began, ended: Instant::now(), era }
    }

    fn answer<T: Send + Sync + 'static>(&self, key: &Key, outcome: Option<Outcome>) -> Answer<T> {
        match outcome {
            Some(Outcome::Read { seen, .. }) => match seen.downcast::<Seen<T>>() {
                Ok(seen) => Answer::read(seen, key.to_string()),
                // A key stands for one type, so this is not reached; "not read" is the harmless answer.
                Err(_) => Answer::nothing(self.hidden(key, HiddenWhy::NotRead)),
            },
            Some(Outcome::Failed(hidden)) => Answer::nothing(hidden),
            None => Answer::nothing(self.hidden(key, HiddenWhy::NotRead)),
        }
    }

    fn hidden(&self, key: &Key, why: HiddenWhy) -> Hidden {
        Hidden { cluster: self.cluster.clone(), node: key.node().cloned(), what: key.to_string(), why }
    }
}

/// Whether this says that what was read before may no longer be shown.
const fn forgets(why: &HiddenWhy) -> bool {
    matches!(why, HiddenWhy::Refused | HiddenWhy::Untrusted)
}

#[cfg(test)]
mod tests;
