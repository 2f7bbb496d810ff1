//! Whether looks at the fleet go on, and how they did: for the metrics, the watchdog and the heartbeat.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use lotse_engine::watch::Pulse;
use lotse_model::{ClusterName, Timestamp};
use tokio::sync::watch;

/// How long a look itself may take, and a little: a cluster that hangs costs its deadline, and the second look another one.
const SLACK: Duration = Duration::from_mins(2);

/// How the looks at one cluster did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// How many could look.
    pub(super) good: u64,
    /// How many could not.
    pub(super) failed: u64,
    /// When the last good one was.
    pub(super) last_good: Option<Timestamp>,
}

/// What is remembered of a cluster.
#[derive(Debug)]
struct Known {
    looked: Looked,
    /// How many looks in a row could not look, as it was told last.
    blind: u32,
    /// When the last look ended, whatever it saw; in the beginning, when the daemon began.
    last: Timestamp,
}

#[derive(Debug)]
struct Inner {
    /// Between two looks; `None` when nobody looks, because the configuration says so.
    interval: Option<Duration>,
    clusters: BTreeMap<ClusterName, Known>,
    /// The clusters that were seen since the last beat.
    seen: BTreeSet<ClusterName>,
}

/// How looks did since the daemon began.
#[derive(Debug)]
pub(super) struct Looks {
    inner: Mutex<Inner>,
    /// How many rounds saw at least one cluster.
    good: watch::Sender<u64>,
}

impl Looks {
    /// Nothing was looked at yet.
    pub(super) fn new(
        clusters: impl IntoIterator<Item = ClusterName>,
        interval: Option<Duration>,
        now: Timestamp,
    ) -> Self {
        let clusters =
            clusters.into_iter().map(|name| (name, Known { looked: Looked::default(), blind: 0, last: now })).collect();
        Self { inner: Mutex::new(Inner { interval, clusters, seen: BTreeSet::new() }), good: watch::Sender::new(0) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another interval from now on.
    pub(super) fn every(&self, interval: Option<Duration>, now: Timestamp) {
        let mut inner = self.inner();
        // Whoever begins to look has as much time for the first look as after any other.
        if inner.interval.is_none() {
            inner.begin_anew(now);
        }
        inner.interval = interval;
    }

    /// What the pulse of the watch says that was not known yet.
    pub(super) fn felt(&self, now: Timestamp, pulse: &Pulse) {
        let mut inner = self.inner();
        if !pulse.watches || pulse.store.is_some() {
            // It waits for another process, or for the store, and says so: that is no hanging.
            inner.begin_anew(now);
        }
        let mut beats = false;
        for (name, told) in &pulse.clusters {
            let Some(known) = inner.clusters.get_mut(name) else { continue };
            // A new watch counts from nothing.
            let blind = u64::from(told.blind_looks.checked_sub(known.blind).unwrap_or(told.blind_looks));
            known.blind = told.blind_looks;
            known.looked.failed += blind;
            let saw = told.looked > known.looked.last_good;
            if saw {
                known.looked.good += 1;
                known.looked.last_good = told.looked;
            }
            if saw || blind > 0 {
                known.last = now;
            }
            beats |= saw && inner.is_new_round(name);
        }
        drop(inner);
        if beats {
            self.good.send_modify(|count| *count += 1);
        }
    }

    /// Whether looks go on at every cluster: the last one is not longer ago than two intervals and the time that a look may
    /// take. Where nobody is to look, nothing stands still.
    pub(super) fn go_on(&self, now: Timestamp) -> bool {
        let inner = self.inner();
        let Some(interval) = inner.interval else { return true };
        let limit = i64::try_from((interval * 2 + SLACK).as_secs()).unwrap_or(i64::MAX);
        inner.clusters.values().all(|known| now.0.saturating_sub(known.last.0) <= limit)
    }

    /// Whether somebody is to look.
    pub(super) fn are_wanted(&self) -> bool {
        self.inner().interval.is_some()
    }

    /// How they did, by cluster.
    pub(super) fn by_cluster(&self) -> BTreeMap<ClusterName, Looked> {
        self.inner().clusters.iter().map(|(name, known)| (name.clone(), known.looked)).collect()
    }

    /// Follows the good ones: the receiver wakes once for each round of looks that saw a cluster.
    pub(super) fn follow_good(&self) -> watch::Receiver<u64> {
        self.good.subscribe()
    }
}

impl Inner {
    fn begin_anew(&mut self, now: Timestamp) {
        self.clusters.values_mut().for_each(|known| known.last = now);
    }

    /// Whether a round begins with this good look: it is the first, or this cluster had its turn already.
    fn is_new_round(&mut self, name: &ClusterName) -> bool {
        let begins = self.seen.is_empty() || self.seen.contains(name);
        if begins {
            self.seen.clear();
        }
        self.seen.insert(name.clone());
        begins
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lotse_engine::watch::{ClusterPulse, Pulse};
    use lotse_model::{ClusterName, Timestamp};

    use super::Looks;

    fn name(name: &str) -> ClusterName {
        ClusterName::new(name).unwrap()
    }

    fn looks(interval: Option<u64>) -> Looks {
        Looks::new([name("home"), name("lab")], interval.map(Duration::from_secs), Timestamp(1000))
    }

    /// A pulse: of each cluster when it was seen last, and how many looks in a row could not see it.
    fn pulse(home: (i64, u32), lab: (i64, u32)) -> Pulse {
        let of = |(looked, blind_looks)| ClusterPulse {
            looked: (looked > 0).then_some(Timestamp(looked)),
            blind_looks,
            ..ClusterPulse::default()
        };
        let clusters = [(name("home"), of(home)), (name("lab"), of(lab))].into();
        Pulse { watches: true, clusters, ..Pulse::default() }
    }

    #[test]
    fn looks_stand_still_when_one_cluster_is_not_looked_at_for_two_intervals_and_the_time_of_one() {
        let looks = looks(Some(60));
        assert!(looks.go_on(Timestamp(1240)), "there is time for the first one");
        assert!(!looks.go_on(Timestamp(1241)));
        looks.felt(Timestamp(2000), &pulse((2000, 0), (0, 1)));
        assert!(looks.go_on(Timestamp(2240)), "a look that saw nothing is a look");
        looks.felt(Timestamp(2240), &pulse((2240, 0), (0, 1)));
        assert!(!looks.go_on(Timestamp(2241)), "nobody looks at the second any more");
    }

    #[test]
    fn where_nobody_is_to_look_nothing_stands_still() {
        let looks = looks(None);
        assert!(looks.go_on(Timestamp(1_000_000)));
        looks.every(Some(Duration::from_secs(5)), Timestamp(1_000_000));
        assert!(looks.go_on(Timestamp(1_000_100)), "who begins late has time for the first look");
    }

    #[test]
    fn who_waits_for_another_process_or_the_store_does_not_hang() {
        let looks = looks(Some(5));
        looks.felt(Timestamp(5000), &Pulse::default());
        assert!(looks.go_on(Timestamp(5010)));
        let full = Pulse { store: Some("full".to_owned()), ..pulse((0, 0), (0, 0)) };
        looks.felt(Timestamp(9000), &full);
        assert!(looks.go_on(Timestamp(9010)));
    }

    #[test]
    fn good_and_failed_looks_are_told_apart() {
        let looks = looks(Some(5));
        for (now, home) in
            [(1005, (1005, 0)), (1006, (1005, 0)), (1010, (1005, 1)), (1020, (1005, 3)), (1025, (1025, 0))]
        {
            looks.felt(Timestamp(now), &pulse(home, (0, 0)));
        }
        looks.felt(Timestamp(1030), &pulse((1025, 1), (0, 0)));
        let looked = looks.by_cluster()[&name("home")];
        assert_eq!((looked.good, looked.failed, looked.last_good), (2, 4, Some(Timestamp(1025))));
        assert_eq!(looks.by_cluster()[&name("lab")].good, 0);
    }

    #[test]
    fn a_round_of_looks_is_one_beat_whatever_the_number_of_clusters() {
        let looks = looks(Some(5));
        let good = looks.follow_good();
        let beats = || *good.borrow();
        looks.felt(Timestamp(1005), &pulse((1005, 0), (0, 1)));
        assert_eq!(beats(), 1, "one cluster that can be seen is a good look");
        looks.felt(Timestamp(1006), &pulse((1005, 0), (1006, 0)));
        assert_eq!(beats(), 1, "the same round");
        looks.felt(Timestamp(1010), &pulse((1010, 0), (1006, 0)));
        looks.felt(Timestamp(1011), &pulse((1010, 0), (1011, 0)));
        assert_eq!(beats(), 2);
        looks.felt(Timestamp(1015), &pulse((1010, 1), (1011, 1)));
        assert_eq!(beats(), 2, "nobody is told of looks that saw nothing");
    }
}
