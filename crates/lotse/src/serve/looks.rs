//! Whether looks at the fleet go on, and how they did: for the metrics, the watchdog and the heartbeat.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

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

#[derive(Debug)]
struct Inner {
    /// Between two looks; `None` when nobody looks, because the configuration says so.
    interval: Option<Duration>,
    /// When the last one ended, whatever it saw; in the beginning, when the daemon began.
    last: Timestamp,
    clusters: BTreeMap<ClusterName, Looked>,
}

/// How looks did since the daemon began.
#[derive(Debug)]
pub(super) struct Looks {
    inner: Mutex<Inner>,
    /// How many looks saw at least one cluster.
    good: watch::Sender<u64>,
}

impl Looks {
    /// Nothing was looked at yet.
    pub(super) fn new(interval: Option<Duration>, now: Timestamp) -> Self {
        let inner = Inner { interval, last: now, clusters: BTreeMap::new() };
        Self { inner: Mutex::new(inner), good: watch::Sender::new(0) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another interval from now on.
    pub(super) fn every(&self, interval: Option<Duration>, now: Timestamp) {
        let mut inner = self.inner();
        // Whoever begins to look has as much time for the first look as after any other.
        if inner.interval.is_none() {
            inner.last = now;
        }
        inner.interval = interval;
    }

    /// A look ended: which clusters it could see, and which not.
    pub(super) fn looked(&self, at: Timestamp, clusters: impl IntoIterator<Item = (ClusterName, bool)>) {
        let mut inner = self.inner();
        inner.last = at;
        let mut any = false;
        for (cluster, could) in clusters {
            let looked = inner.clusters.entry(cluster).or_default();
            if could {
                any = true;
                looked.good += 1;
                looked.last_good = Some(at);
            } else {
                looked.failed += 1;
            }
        }
        drop(inner);
        if any {
            self.good.send_modify(|count| *count += 1);
        }
    }

    /// Whether looks go on: the last one is not longer ago than two intervals and the time that a look may take. Where nobody
    /// is to look, nothing stands still.
    pub(super) fn go_on(&self, now: Timestamp) -> bool {
        let inner = self.inner();
        let Some(interval) = inner.interval else { return true };
        let limit = i64::try_from((interval * 2 + SLACK).as_secs()).unwrap_or(i64::MAX);
        now.0.saturating_sub(inner.last.0) <= limit
    }

    /// Whether somebody is to look.
    pub(super) fn are_wanted(&self) -> bool {
        self.inner().interval.is_some()
    }

    /// How they did, by cluster.
    pub(super) fn by_cluster(&self) -> BTreeMap<ClusterName, Looked> {
        self.inner().clusters.clone()
    }

    /// Follows the good ones: the receiver wakes after each.
    pub(super) fn follow_good(&self) -> watch::Receiver<u64> {
        self.good.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lotse_model::{ClusterName, Timestamp};

    use super::Looks;

    fn home() -> ClusterName {
        ClusterName::new("home").unwrap()
    }

    #[test]
    fn looks_stand_still_after_two_intervals_and_the_time_of_one() {
        let looks = Looks::new(Some(Duration::from_mins(1)), Timestamp(1000));
        assert!(looks.go_on(Timestamp(1000 + 240)), "there is time for the first one");
        assert!(!looks.go_on(Timestamp(1000 + 241)));
        looks.looked(Timestamp(2000), [(home(), false)]);
        assert!(looks.go_on(Timestamp(2240)), "a look that saw nothing is a look");
        assert!(!looks.go_on(Timestamp(2241)));
    }

    #[test]
    fn where_nobody_is_to_look_nothing_stands_still() {
        let looks = Looks::new(None, Timestamp(0));
        assert!(looks.go_on(Timestamp(1_000_000)));
        looks.every(Some(Duration::from_secs(5)), Timestamp(1_000_000));
        assert!(looks.go_on(Timestamp(1_000_100)), "who begins late has time for the first look");
    }

    #[test]
    fn good_and_failed_looks_are_told_apart() {
        let looks = Looks::new(Some(Duration::from_secs(5)), Timestamp(0));
        let mut good = looks.follow_good();
        looks.looked(Timestamp(5), [(home(), true)]);
        assert!(good.has_changed().unwrap());
        good.mark_unchanged();
        looks.looked(Timestamp(10), [(home(), false)]);
        assert!(!good.has_changed().unwrap(), "nobody is told of a look that saw nothing");
        let looked = looks.by_cluster()[&home()];
        assert_eq!((looked.good, looked.failed, looked.last_good), (1, 1, Some(Timestamp(5))));
    }

    #[test]
    fn one_cluster_that_can_be_seen_is_a_good_look() {
        let looks = Looks::new(Some(Duration::from_secs(5)), Timestamp(0));
        let good = looks.follow_good();
        looks.looked(Timestamp(5), [(home(), false), (ClusterName::new("lab").unwrap(), true)]);
        assert!(good.has_changed().unwrap());
    }
}
