//! A cluster for tests of the watch: what is so of it, what its list says (which lags), and what looks make of that.

mod shown;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use jiff::tz::TimeZone;
use lotse_model::{
    Guest, GuestKind, GuestRef, GuestState, HiddenWhy, NodeState, Outcome, Storage, StorageState, Task, TaskState,
    Timestamp,
};
use lotse_pve::ops::ha::HaStatus;

use crate::{
    inventory::sample,
    watch::{
        Alert, AlertId, Book, Doubts, Entry, Flapping, Identity, NoticeKind, Settings, Sighting, State, Thing, Turn,
        turn,
    },
};

/// When the tests begin.
pub(super) const START: i64 = 1_800_000_000;
/// Between two looks, in seconds.
pub(super) const INTERVAL: i64 = 60;
/// How long a guest may stay as an explained event left it, in seconds.
pub(super) const GRACE: i64 = 1_800;

/// What was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) at: i64,
    pub(super) kind: Option<NoticeKind>,
    pub(super) alert: Alert,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that tests switch")]
pub(super) struct Bench {
    pub(super) book: Book,
    pub(super) settings: Settings,
    pub(super) now: i64,
    /// How far the list lags behind what is so, in seconds.
    pub(super) lag: i64,
    /// What is so of each guest, and since when: the newest last.
    guests: BTreeMap<u32, Vec<(i64, Option<Guest>)>>,
    pub(super) boots: BTreeMap<u32, i64>,
    pub(super) identities: BTreeMap<u32, String>,
    pub(super) nodes: BTreeMap<String, (NodeState, i64)>,
    pub(super) storages: Vec<Storage>,
    pub(super) tasks: Vec<Task>,
    /// So many of the oldest tasks are only in their node's own list.
    pub(super) unlisted: usize,
    pub(super) tasks_readable: bool,
    pub(super) whole: bool,
    pub(super) quorate: bool,
    pub(super) blind: Option<HiddenWhy>,
    /// The list does not show these guests, as it does not show one that the token may not see.
    pub(super) hidden: BTreeSet<u32>,
    /// Of these guests their node has not said anything yet.
    pub(super) unreported: BTreeSet<u32>,
    /// Whether guests can be looked at themselves.
    pub(super) live: bool,
    pub(super) ha: HaStatus,
    pub(super) problems: Option<crate::findings::Problems>,
    pub(super) logs: BTreeMap<String, Vec<String>>,
    pub(super) heard: Vec<Heard>,
    pub(super) last: Turn,
    pub(super) asked: Vec<Doubts>,
    serial: u32,
}

impl Bench {
    /// A cluster of two nodes whose guests run since a day, all of it watched, seen once.
    pub(super) fn new(guests: &[u32]) -> Self {
        let mut bench = Self::unseen(guests);
        bench.watch("cluster:home");
        bench.look();
        assert_eq!(bench.heard, []);
        bench
    }

    pub(super) fn unseen(guests: &[u32]) -> Self {
        let nodes = ["pve1", "pve2"].map(|name| (name.to_owned(), (NodeState::Online, START - 864_000)));
        let mut bench = Self {
            book: Book::new(sample::cluster()),
            settings: settings(),
            now: START,
            lag: 0,
            guests: BTreeMap::new(),
            boots: BTreeMap::new(),
            identities: BTreeMap::new(),
            nodes: nodes.into(),
            storages: Vec::new(),
            tasks: Vec::new(),
            unlisted: 0,
            tasks_readable: true,
            whole: true,
            quorate: true,
            blind: None,
            hidden: BTreeSet::new(),
            unreported: BTreeSet::new(),
            live: true,
            ha: HaStatus::default(),
            problems: None,
            logs: BTreeMap::new(),
            heard: Vec::new(),
            last: Turn::default(),
            asked: Vec::new(),
            serial: 0,
        };
        for &vmid in guests {
            bench.guests.insert(vmid, vec![(i64::MIN, Some(sample::guest(vmid)))]);
            bench.boots.insert(vmid, START - 86_400);
            bench.identities.insert(vmid, format!("uuid-{vmid}"));
        }
        bench
    }

    /// Adds an entry of the monitor.
    pub(super) fn watch(&mut self, scope: &str) -> &mut Entry {
        let id = format!("m{}", self.book.entries.len() + 1);
        let scope: crate::access::Entry = scope.parse().expect("a scope");
        let identity = scope.guest.map(|vmid| Identity {
            guest: GuestRef::new(sample::cluster(), vmid),
            name: None,
            identity: self.identities.get(&vmid.get()).cloned(),
        });
        let by = crate::access::Person::at_terminal("anna");
        let at = Timestamp(self.now);
        let entry = Entry { id, scope, identity, expected_off: false, findings: None, severity: None, by, at };
        self.book.entries.push(entry);
        self.book.entries.last_mut().expect("just added")
    }

    pub(super) fn guest(&self, vmid: u32) -> Option<Guest> {
        self.guests.get(&vmid).and_then(|states| states.last()).and_then(|(_, guest)| guest.clone())
    }

    fn at(&self, vmid: u32, at: i64) -> Option<Guest> {
        let states = self.guests.get(&vmid)?;
        states.iter().rev().find(|(since, _)| *since <= at).and_then(|(_, guest)| guest.clone())
    }

    pub(super) fn change(&mut self, vmid: u32, change: impl FnOnce(&mut Guest)) {
        let mut guest = self.guest(vmid).expect("there");
        change(&mut guest);
        let now = self.now;
        self.guests.entry(vmid).or_default().push((now, Some(guest)));
    }

    pub(super) fn remove(&mut self, vmid: u32) {
        let now = self.now;
        self.guests.entry(vmid).or_default().push((now, None));
    }

    pub(super) fn put(&mut self, vmid: u32, guest: Guest, identity: &str) {
        let now = self.now;
        self.boots.insert(vmid, now);
        self.identities.insert(vmid, identity.to_owned());
        self.guests.entry(vmid).or_default().push((now, Some(guest)));
    }

    /// It goes off by itself.
    pub(super) fn crash(&mut self, vmid: u32) {
        self.change(vmid, |guest| guest.state = GuestState::Stopped);
    }

    /// It comes on by itself.
    pub(super) fn comes_on(&mut self, vmid: u32) {
        let now = self.now;
        self.boots.insert(vmid, now);
        self.change(vmid, |guest| guest.state = GuestState::Running);
    }

    /// A user switches it off.
    pub(super) fn stop(&mut self, vmid: u32) {
        self.task("qmstop", &vmid.to_string(), "anna@pam", 1);
        self.crash(vmid);
    }

    /// A user switches it on.
    pub(super) fn start(&mut self, vmid: u32) {
        self.task("qmstart", &vmid.to_string(), "anna@pam", 1);
        self.comes_on(vmid);
    }

    /// A task that ran for so many seconds until now; of none, one that goes on.
    pub(super) fn task(&mut self, kind: &str, id: &str, user: &str, seconds: i64) -> usize {
        self.serial += 1;
        let node =
            id.parse().ok().and_then(|vmid| self.guest(vmid)).map_or("pve1".to_owned(), |guest| guest.node.to_string());
        let (started, ended) = (self.now - seconds, Timestamp(self.now));
        let upid = format!("UPID:{node}:{:08X}:00000001:{started:08X}:{kind}:{id}:{user}:", self.serial);
        let state = match seconds {
            0 => TaskState::Running,
            _ => TaskState::Finished { ended: Some(ended), outcome: Outcome::Ok },
        };
        self.tasks.push(Task { cluster: sample::cluster(), upid: upid.parse().expect("a UPID"), state });
        self.tasks.len() - 1
    }

    pub(super) fn ends(&mut self, task: usize) {
        let ended = Some(Timestamp(self.now));
        self.tasks[task].state = TaskState::Finished { ended, outcome: Outcome::Ok };
    }

    pub(super) fn node_down(&mut self, node: &str) {
        self.nodes.get_mut(node).expect("a node").0 = NodeState::Offline;
        let on_it: Vec<u32> = self.guests.keys().copied().collect();
        for vmid in on_it {
            if self.guest(vmid).is_some_and(|guest| guest.node.as_str() == node && guest.state == GuestState::Running) {
                self.crash(vmid);
            }
        }
    }

    pub(super) fn node_up(&mut self, node: &str) {
        let now = self.now;
        self.nodes.insert(node.to_owned(), (NodeState::Online, now));
    }

    /// Time passes, without looks.
    pub(super) fn pass(&mut self, seconds: i64) {
        self.now += seconds;
    }

    /// So many looks, one interval after the other.
    pub(super) fn looks(&mut self, count: usize) {
        for _ in 0..count {
            self.look();
        }
    }

    /// Looks for so long.
    pub(super) fn looks_for(&mut self, seconds: i64) {
        let until = self.now + seconds;
        while self.now < until {
            self.look();
        }
    }

    /// An interval passes, and then there is a look, with a second one where something is in doubt.
    pub(super) fn look(&mut self) {
        self.pass(INTERVAL);
        self.look_now();
    }

    pub(super) fn look_now(&mut self) {
        let mut sighting = Sighting::of(Arc::new(self.snapshot()));
        sighting.problems.clone_from(&self.problems);
        let first = turn(&self.book, &sighting, &self.settings, Timestamp(self.now));
        let turn = if first.doubts.is_empty() {
            first
        } else {
            self.pass(3);
            let doubts = first.doubts;
            sighting.second = Some(self.second(&doubts));
            for place in &doubts.identities {
                let guest = GuestRef::new(sample::cluster(), place.vmid);
                if let Some(identity) = self.identities.get(&place.vmid.get()) {
                    sighting.identities.insert(guest, identity.clone());
                }
            }
            self.asked.push(doubts);
            let second = turn(&self.book, &sighting, &self.settings, Timestamp(self.now));
            assert!(second.doubts.is_empty(), "nothing is in doubt after the second look: {:?}", second.doubts);
            second
        };
        for happened in &turn.happened {
            self.heard.push(Heard { at: self.now, kind: happened.kind, alert: happened.alert.clone() });
        }
        self.book.apply(&turn);
        self.last = turn;
    }

    /// What was told since the last time this was asked: kind, thing, state.
    pub(super) fn news(&mut self) -> Vec<(NoticeKind, String, State)> {
        let heard = std::mem::take(&mut self.heard);
        let news =
            heard.into_iter().filter_map(|heard| Some((heard.kind?, heard.alert.thing.key(), heard.alert.state)));
        news.collect()
    }

    pub(super) fn open_of(&self, vmid: u32) -> Option<&Alert> {
        let thing = Thing::Guest { guest: sample::reference(vmid) };
        self.book.alerts.values().find(|alert| alert.thing == thing)
    }

    pub(super) fn alert_mut(&mut self, id: u64) -> &mut Alert {
        self.book.alerts.get_mut(&AlertId(id)).expect("an open alert")
    }
}

pub(super) fn storage(name: &str, node: &str, state: StorageState) -> Storage {
    Storage { state, ..sample::storage(name, node, 10) }
}

pub(super) fn settings() -> Settings {
    Settings {
        interval: Duration::from_secs(INTERVAL.unsigned_abs()),
        confirm: Duration::from_secs(3),
        grace: Duration::from_secs(GRACE.unsigned_abs()),
        remind: None,
        flapping: Flapping { changes: 5, within: Duration::from_mins(30), calm: Duration::from_mins(15) },
        blind_after: 3,
        quiet: Vec::new(),
        maintenance: Vec::new(),
        zone: TimeZone::UTC,
        places: Vec::new(),
        routes: Vec::new(),
        default_route: Vec::new(),
    }
}

/// A machine's kind changes when its number is given to a container.
pub(super) fn container(vmid: u32) -> Guest {
    Guest { kind: GuestKind::Container, ..sample::guest(vmid) }
}
