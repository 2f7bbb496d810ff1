//! The watch itself: what it was set up with, and what it has in memory. How it looks stands in `look`, how it tells in
//! `outbox`, and its loop in `run`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

use lotse_model::{ClusterName, Timestamp};
use lotse_pve::ops::guest_status::GuestPlace;
use lotse_store::{Shared, StoreError};
use tokio::sync::{Notify, watch};

use super::{
    Book, Channel, Settings, Standing, Thing,
    book::{Kept, STANDING, all},
    health::Pulse,
    lease::{self, Holder, Lease},
    outbox::Pace,
    taken::Untold,
    unwritten::Unwritten,
    wiring::Wiring,
};
use crate::{findings::Thresholds, fleet::Fleet};

/// How long a look at one cluster may take at most: with the second look it must end before the next one is due.
const PATIENCE: Duration = Duration::from_secs(20);

/// With what a watch is set up.
#[derive(Debug, Clone)]
pub struct WatchSettings {
    /// What is watched.
    pub fleet: Fleet,
    /// Where it is kept.
    pub store: Shared,
    /// What the operator decided.
    pub settings: Settings,
    /// Where alerts are told.
    pub channels: Vec<Arc<dyn Channel>>,
    /// From when on a finding is one.
    pub thresholds: Thresholds,
    /// What tells this process from others: [`this_process`](crate::process::this_process).
    pub process: String,
    /// How long a look may take; never longer than the interval.
    pub patience: Duration,
    /// Whether it is certain that no other process watches, because this one holds a lock that there is once for the store. Then
    /// nobody is waited for whose end cannot be seen: the process before a power failure, or in another container.
    pub alone: bool,
}

impl WatchSettings {
    /// A watch as this process has it, with the usual thresholds and patience.
    #[must_use]
    pub fn new(fleet: Fleet, store: Shared, settings: Settings, channels: Vec<Arc<dyn Channel>>) -> Self {
        let (thresholds, process) = (Thresholds::default(), crate::process::this_process());
        Self { fleet, store, settings, channels, thresholds, process, patience: PATIENCE, alone: false }
    }
}

/// The watch of a fleet. What it knows of things is in the store, too, and is read from there when it begins.
#[derive(Debug)]
pub struct Watch {
    pub(super) fleet: Fleet,
    pub(super) store: Shared,
    pub(super) thresholds: Thresholds,
    pub(super) process: String,
    pub(super) patience: Duration,
    alone: bool,
    wiring: RwLock<Arc<Wiring>>,
    /// Counts how often the wiring was replaced: who follows it begins anew.
    pub(super) wired: watch::Sender<u64>,
    /// Somebody wrote something to be told.
    pub(super) news: Notify,
    pub(super) memory: tokio::sync::Mutex<Memory>,
    /// The pace of each channel; held while one is sent something.
    pub(super) paces: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<Pace>>>>,
    /// What channels took and could not be written down yet.
    pub(super) untold: Untold,
    /// What was told although it could not be written down.
    pub(super) unwritten: Unwritten,
    pub(super) pulse: Mutex<Pulse>,
}

/// What the watch has in memory while it holds the lease.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) held: Option<Kept<Holder>>,
    pub(super) clusters: BTreeMap<ClusterName, Known>,
}

/// What is known of one cluster.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) book: Book,
    /// The versions of the standings' documents.
    pub(super) versions: BTreeMap<Thing, u64>,
    /// The guests of which it is still to be read what tells them from others.
    pub(super) identify: Vec<GuestPlace>,
    /// Those of which it could not be read, lately: they wait until the others had their turn.
    pub(super) tried: BTreeSet<GuestPlace>,
}

impl Watch {
    /// Sets it up; nothing is asked and nothing is written.
    #[must_use]
    pub fn new(with: WatchSettings) -> Self {
        let WatchSettings { fleet, store, settings, channels, thresholds, process, patience, alone } = with;
        let patience = patience.min(settings.interval);
        Self {
            fleet,
            store,
            thresholds,
            process,
            patience,
            alone,
            wiring: RwLock::new(Arc::new(Wiring::new(settings, channels))),
            wired: watch::Sender::new(0),
            news: Notify::new(),
            memory: tokio::sync::Mutex::default(),
            paces: Mutex::default(),
            untold: Untold::default(),
            unwritten: Unwritten::default(),
            pulse: Mutex::default(),
        }
    }

    /// Goes on with other settings and channels. What waits for a channel that is no longer there stays where it is for as long as alerts
    /// are kept: the channel may come back.
    pub fn replace(&self, settings: Settings, channels: Vec<Arc<dyn Channel>>) {
        *self.wiring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Wiring::new(settings, channels));
        // A channel that was refused may be configured rightly now.
        self.paces.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.wired.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// How it does, from memory.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        self.lock_pulse().clone()
    }

    /// Says that something to be told was written by somebody else in this process.
    pub fn wake(&self) {
        self.news.notify_waiters();
    }

    /// Takes the watch, if no other process has it. Asked for again it says how things are.
    pub async fn hold(&self, now: Timestamp) -> Result<Lease, StoreError> {
        let mut memory = self.memory.lock().await;
        self.hold_in(&mut memory, now).await
    }

    /// Lets go of it: another process that waits begins at once.
    pub async fn release(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut memory = self.memory.lock().await;
        *memory = Memory::default();
        self.lock_pulse().watches = false;
        lease::release(&self.store, &self.process, now).await
    }

    pub(super) fn wiring(&self) -> Arc<Wiring> {
        Arc::clone(&self.wiring.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn lock_pulse(&self) -> MutexGuard<'_, Pulse> {
        self.pulse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure of the lease; reads what is known when it is new.
    pub(super) async fn hold_in(&self, memory: &mut Memory, now: Timestamp) -> Result<Lease, StoreError> {
        if memory.held.is_some() {
            return Ok(Lease::Ours);
        }
        match lease::take(&self.store, &self.process, self.alone, now).await? {
            Err(holder) => {
                let mut pulse = self.lock_pulse();
                (pulse.watches, pulse.waits_for) = (false, Some(holder.clone()));
                Ok(Lease::Theirs(holder))
            }
            Ok(held) => {
                memory.clusters = self.read_standings(&held.value).await?;
                memory.held = Some(held);
                let mut pulse = self.lock_pulse();
                (pulse.watches, pulse.waits_for) = (true, None);
                Ok(Lease::Ours)
            }
        }
    }

    /// What the store knows of each cluster of the fleet.
    async fn read_standings(&self, holder: &Holder) -> Result<BTreeMap<ClusterName, Known>, StoreError> {
        let mut clusters: BTreeMap<_, _> = self
            .fleet
            .clusters()
            .iter()
            .map(|cluster| {
                let mut book = Book::new(cluster.name().clone());
                book.looked = holder.looked.get(cluster.name()).copied();
                let known = Known { book, versions: BTreeMap::new(), identify: Vec::new(), tried: BTreeSet::new() };
                (cluster.name().clone(), known)
            })
            .collect();
        for Kept { version, value } in all::<Standing>(&self.store, STANDING).await? {
            if let Some(known) = clusters.get_mut(value.thing.cluster()) {
                known.versions.insert(value.thing.clone(), version);
                known.book.standings.insert(value.thing.clone(), value);
            }
        }
        Ok(clusters)
    }
}
