//! When to read what: a pure plan that is told the time and what there is.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

use lotse_model::{Guest, GuestKind, GuestState, NodeState};
use lotse_pve::ops::guest_status::GuestPlace;
use serde::{Deserialize, Serialize};

use crate::{inventory::Resources, topics::Key};

const HOUR: Duration = Duration::from_hours(1);

/// How the sweep goes. Whether it goes at all is the caller's to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sweep {
    /// How often each guest is read.
    pub guests_every: Duration,
    /// How often each node is read.
    pub nodes_every: Duration,
    /// The least time from one call to the next.
    pub gap: Duration,
    /// Whether disks are asked for their health, once a day, which wakes them.
    pub disks: bool,
}

impl Default for Sweep {
    fn default() -> Self {
        Self { guests_every: 24 * HOUR, nodes_every: HOUR, gap: Duration::from_secs(1), disks: false }
    }
}

impl Sweep {
    /// How often this is read.
    #[must_use]
    pub const fn period(&self, key: &Key) -> Duration {
        match key {
            Key::GuestConfig(_) | Key::Snapshots(_) | Key::Interfaces(_) | Key::FileSystems(_) | Key::DiskHealth(_) => {
                self.guests_every
            }
            _ => self.nodes_every,
        }
    }
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make this call now.
    Read(Key),
    /// Nothing until then, counted from the beginning.
    Wait(Duration),
}

/// The plan of one cluster. All times are counted from its beginning.
#[derive(Debug)]
pub struct Plan {
    sweep: Sweep,
    /// What is due when, the earliest first.
    queue: BTreeSet<(Duration, Key)>,
    due: HashMap<Key, Duration>,
    /// Before that, no call.
    free: Duration,
}

impl Plan {
    /// An empty plan.
    #[must_use]
    pub fn new(sweep: Sweep) -> Self {
        Self { sweep, queue: BTreeSet::new(), due: HashMap::new(), free: Duration::ZERO }
    }

    /// Takes in what there is at `now`: what is new gets its place in the round, what is gone is dropped, and the rest keeps
    /// its place.
    pub fn adopt(&mut self, list: &Resources, now: Duration) {
        let wanted: HashSet<Key> = wanted(list, self.sweep.disks).collect();
        let gone: Vec<Key> = self.due.keys().filter(|key| !wanted.contains(key)).cloned().collect();
        for key in gone {
            if let Some(at) = self.due.remove(&key) {
                self.queue.remove(&(at, key));
            }
        }
        for key in wanted {
            if !self.due.contains_key(&key) {
                let at = now + place_in(self.sweep.period(&key), &key);
                self.enter(at, key);
            }
        }
    }

    /// What to do at `now`. A call that it names counts as made, and comes again a period later.
    pub fn next(&mut self, now: Duration) -> Step {
        if now < self.free {
            return Step::Wait(self.free);
        }
        let Some((at, key)) = self.queue.first().cloned() else {
            return Step::Wait(now + self.sweep.nodes_every);
        };
        if now < at {
            return Step::Wait(at);
        }
        self.queue.pop_first();
        self.called(now);
        // Counted from its place and not from now, so that the round stays spread; but never to be caught up with twice.
        let period = self.sweep.period(&key);
        self.enter((at + period).max(now + period / 2), key.clone());
        Step::Read(key)
    }

    /// A call was made at `now`, of the plan or not.
    pub fn called(&mut self, now: Duration) {
        self.free = now + self.sweep.gap;
    }

    /// How many calls a round has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    fn enter(&mut self, at: Duration, key: Key) {
        self.due.insert(key.clone(), at);
        self.queue.insert((at, key));
    }
}

/// Every call of a round: what is down is left alone.
fn wanted(list: &Resources, disks: bool) -> impl Iterator<Item = Key> {
    let up = list.nodes().iter().filter(|node| node.state == NodeState::Online);
    let of_node = up.flat_map(move |node| {
        let node = &node.name;
        let keys = [
            Key::NodeStatus(node.clone()),
            Key::Updates(node.clone()),
            Key::Packages(node.clone()),
            Key::Certificates(node.clone()),
            Key::Zfs(node.clone()),
            Key::ThinPools(node.clone()),
            Key::Replication(node.clone()),
        ];
        keys.into_iter().chain(disks.then(|| Key::DiskHealth(node.clone())))
    });
    let guests = list.guests().iter().filter(|guest| !guest.template && guest.state != GuestState::Unknown);
    of_node.chain(guests.flat_map(of_guest))
}

fn of_guest(guest: &Guest) -> impl Iterator<Item = Key> {
    let place = GuestPlace::from(guest);
    let runs = guest.state == GuestState::Running;
    let inside = (runs && guest.kind == GuestKind::Vm).then(|| Key::FileSystems(place.clone()));
    let network = runs.then(|| Key::Interfaces(place.clone()));
    [Key::GuestConfig(place.clone()), Key::Snapshots(place)].into_iter().chain(network).chain(inside)
}

/// A place within a period that depends on nothing but the key: calls spread evenly, and keep their place over a restart.
fn place_in(period: Duration, key: &Key) -> Duration {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    let part = u32::try_from(hasher.finish() >> 32).unwrap_or(0);
    period.mul_f64(f64::from(part) / (f64::from(u32::MAX) + 1.0))
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, time::Duration};

    use lotse_model::NodeState;
    use proptest::prelude::*;

    use super::{Plan, Step, Sweep};
    use crate::{
        inventory::{
            Resources,
            sample::{guest, node},
        },
        topics::Key,
    };

    fn list(guests: u32, nodes: &[&str]) -> Resources {
        let guests = (100..100 + guests).map(guest).collect();
        Resources::new(guests, nodes.iter().map(|name| node(name)).collect(), Vec::new(), Vec::new())
    }

    /// Runs the plan for so long and returns each call with its time.
    fn run(plan: &mut Plan, from: Duration, to: Duration) -> Vec<(Duration, Key)> {
        let mut calls = Vec::new();
        let mut now = from;
        while now < to {
            match plan.next(now) {
                Step::Read(key) => calls.push((now, key)),
                Step::Wait(until) => {
                    assert!(until > now, "a wait that is over at once would spin");
                    now = until;
                }
            }
        }
        calls
    }

    fn hours(hours: u64) -> Duration {
        Duration::from_secs(hours * 3_600)
    }

    #[test]
    fn every_guest_is_read_daily_and_every_node_hourly() {
        let mut plan = Plan::new(Sweep::default());
        plan.adopt(&list(50, &["pve1", "pve2"]), Duration::ZERO);
        let mut counts: HashMap<Key, u32> = HashMap::new();
        for (_, key) in run(&mut plan, Duration::ZERO, hours(24)) {
            *counts.entry(key).or_default() += 1;
        }
        assert_eq!(counts.len(), 50 * 4 + 2 * 7);
        for (key, count) in counts {
            let expected = if key.to_string().contains("qemu") { 1 } else { 24 };
            assert_eq!(count, expected, "{key}");
        }
    }

    #[test]
    fn the_calls_of_a_day_are_spread_over_it() {
        let mut plan = Plan::new(Sweep::default());
        plan.adopt(&list(1_000, &[]), Duration::ZERO);
        let calls = run(&mut plan, Duration::ZERO, hours(24));
        for hour in 0..24 {
            let within = calls.iter().filter(|(at, _)| *at >= hours(hour) && *at < hours(hour + 1)).count();
            assert!((100..250).contains(&within), "{within} of {} in hour {hour}", calls.len());
        }
    }

    #[test]
    fn more_than_fits_is_read_in_turn_and_never_faster() {
        let sweep = Sweep { guests_every: Duration::from_mins(1), ..Sweep::default() };
        let mut plan = Plan::new(sweep);
        plan.adopt(&list(100, &[]), Duration::ZERO);
        let calls = run(&mut plan, Duration::ZERO, Duration::from_secs(4_000));
        assert!(calls.windows(2).all(|pair| pair[1].0 >= pair[0].0 + Duration::from_secs(1)));
        let mut counts: HashMap<Key, u32> = HashMap::new();
        for (_, key) in calls {
            *counts.entry(key).or_default() += 1;
        }
        let (least, most) = (counts.values().min().unwrap(), counts.values().max().unwrap());
        assert_eq!(counts.len(), 400, "nobody starves");
        assert!(most - least <= 2, "{least} to {most}");
    }

    #[test]
    fn disks_are_left_asleep_unless_wanted() {
        let health = |plan: &mut Plan| {
            plan.adopt(&list(0, &["pve1"]), Duration::ZERO);
            run(plan, Duration::ZERO, hours(24))
                .into_iter()
                .filter(|(_, key)| matches!(key, Key::DiskHealth(_)))
                .count()
        };
        assert_eq!(health(&mut Plan::new(Sweep::default())), 0);
        assert_eq!(health(&mut Plan::new(Sweep { disks: true, ..Sweep::default() })), 1);
    }

    #[test]
    fn what_is_gone_or_down_is_not_read_and_the_rest_keeps_its_place() {
        let mut plan = Plan::new(Sweep::default());
        plan.adopt(&list(10, &["pve1"]), Duration::ZERO);
        assert_eq!(plan.len(), 47);
        let before = plan.due.clone();
        let mut down = node("pve1");
        down.state = NodeState::Offline;
        plan.adopt(&Resources::new(vec![guest(100)], vec![down], vec![], vec![]), hours(1));
        assert_eq!(plan.len(), 4);
        assert!(plan.due.iter().all(|(key, at)| before[key] == *at));
        plan.adopt(&Resources::default(), hours(1));
        assert!(plan.is_empty());
    }

    proptest! {
        #[test]
        fn two_calls_are_never_closer_than_the_gap(
            guests in 0..40u32,
            gap in 1..10u64,
            every in 30..600u64,
        ) {
            let seconds = Duration::from_secs;
            let sweep = Sweep { guests_every: seconds(every), nodes_every: seconds(every), gap: seconds(gap), disks: true };
            let mut plan = Plan::new(sweep);
            plan.adopt(&list(guests, &["pve1"]), Duration::ZERO);
            let calls = run(&mut plan, Duration::ZERO, seconds(2_000));
            prop_assert!(calls.windows(2).all(|pair| pair[1].0 >= pair[0].0 + seconds(gap)));
            prop_assert_eq!(plan.len(), guests as usize * 4 + 8);
        }
    }
}
