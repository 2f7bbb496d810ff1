//! One look: poll, decide, look once more at what is in doubt, decide again, and write all of it in one transaction.
//!
//! A crash at any instant leaves either everything of a look or nothing, and nothing means that the look is made again: what is
//! decided depends on nothing but what is written and what is seen.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures_util::future::join_all;
use lotse_model::{ClusterName, Timestamp};
use lotse_pve::Deadline;
use lotse_store::{Appended, DocumentWrite, StoreError};
use tokio::time::{Instant, sleep};
use tracing::{error, info, warn};
use uuid::Uuid;

use super::{
    Alert, AlertId, Entry, Notice, Phase, Sighting, Turn, Watch,
    book::{ALERT, ALERTS, ENTRY, Kept, NOTICE, STANDING, WATCH, all, busy, kept, put},
    deeds::deeds,
    driver::{Known, Memory},
    follow::{Followed, follow},
    lease::{self, BEAT, Lease, fence},
    second::{identities, second},
    turn,
    wiring::Wiring,
};
use crate::{
    findings::{Problems, evaluate},
    fleet::Cluster,
    topics::Ask,
};

/// How often a look is decided anew on top of what somebody else wrote meanwhile (an acknowledgement, an entry).
const TRIES: usize = 20;
/// Of how many guests at most it is read at one look what tells them from others.
const IDENTITIES: usize = 4;
/// How long an alert that is over is kept, and what could not be told, in seconds: thirty days.
pub(super) const KEPT: i64 = 30 * 24 * 3_600;
/// How long the notice of a test waits for its channel, in seconds. The person who asked is gone then.
const TEST_WAITS: i64 = 3_600;

/// What of the store one decision rests on, read anew for each.
struct Ground {
    alerts: BTreeMap<AlertId, Kept<Alert>>,
    waiting: Vec<Kept<Notice>>,
    counter: Kept<u64>,
}

/// What a transaction would write, and what is known after it.
struct Commit {
    writes: Vec<DocumentWrite>,
    turn: Turn,
    told: usize,
    watched: usize,
    open: usize,
}

impl Watch {
    /// Looks at every cluster once, all at the same time; each is written down as soon as it is decided. Does nothing while
    /// another process watches.
    pub async fn look(&self, now: Timestamp) -> Result<Lease, StoreError> {
        if let Lease::Theirs(holder) = self.hold(now).await? {
            return Ok(Lease::Theirs(holder));
        }
        let looks = join_all(self.fleet.clusters().iter().map(|cluster| self.look_at(cluster, now))).await;
        looks.into_iter().collect::<Result<Vec<()>, _>>()?;
        self.hold(now).await
    }

    /// Looks at one cluster.
    pub(super) async fn look_at(&self, cluster: &Arc<Cluster>, now: Timestamp) -> Result<(), StoreError> {
        let result = self.look_once(cluster, now).await;
        let mut pulse = self.lock_pulse();
        pulse.looks = pulse.looks.saturating_add(1);
        pulse.store = result.as_ref().err().map(ToString::to_string);
        if let Err(error) = &result {
            error!(cluster = %cluster.name(), %error, "the watch cannot write down what it sees");
        }
        result
    }

    async fn look_once(&self, cluster: &Arc<Cluster>, now: Timestamp) -> Result<(), StoreError> {
        let (wiring, began) = (self.wiring(), Instant::now());
        let ask = Ask::afresh(self.deadline());
        let mut sighting = Sighting::of(cluster.poll(ask).await.snapshot);
        sighting.identities = self.identify(cluster, &sighting, ask).await;
        match self.take_down(cluster, &mut sighting, &wiring, (now, began)).await {
            Ok(()) => {
                self.unwritten.clear(cluster.name());
                Ok(())
            }
            Err(error) => {
                self.tell_unwritten(cluster, sighting, &wiring, later(now, began.elapsed())).await;
                Err(error)
            }
        }
    }

    /// When a look that begins now must be over.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline::after(self.patience)
    }

    /// Decides what follows from a poll that was begun then, and writes it down.
    async fn take_down(
        &self,
        cluster: &Arc<Cluster>,
        sighting: &mut Sighting,
        wiring: &Wiring,
        (now, began): (Timestamp, Instant),
    ) -> Result<(), StoreError> {
        sighting.problems = self.problems(cluster, sighting, now).await?;
        let Some(doubts) = self.doubts(cluster.name(), sighting, wiring, now).await? else { return Ok(()) };
        let mut now = now;
        if !doubts.is_empty() {
            sleep(wiring.settings.confirm).await;
            now = later(now, began.elapsed());
            sighting.deeds = deeds(&self.store).await?;
            // The first look may have waited for what does not answer until the very end.
            second(cluster, &doubts, sighting, Ask::afresh(self.deadline()), now).await;
        }
        for attempt in 0..TRIES {
            let mut memory = self.memory.lock().await;
            if self.hold_in(&mut memory, now).await? != Lease::Ours {
                return Ok(());
            }
            let ground = self.ground(&mut memory, cluster.name()).await?;
            let Some(commit) = self.decide(&memory, cluster.name(), &ground, sighting, wiring, now)? else {
                return Ok(());
            };
            let done = if commit.writes.is_empty() {
                Appended::Done
            } else {
                self.store.put_documents(&commit.writes, now).await?
            };
            if done == Appended::Done {
                self.remember(&mut memory, cluster.name(), commit, now);
                return Ok(());
            }
            // Somebody wrote meanwhile. Where that was an order or a delivery, what is known of things still counts.
            let there = lease::take(&self.store, &self.process, false, now).await?.ok();
            if there != memory.held || attempt >= TRIES / 4 {
                *memory = Memory::default();
            }
        }
        Err(busy(&self.store))
    }

    /// What is in doubt after the first look; `None` when another process watches by now.
    async fn doubts(
        &self,
        cluster: &ClusterName,
        sighting: &Sighting,
        wiring: &Wiring,
        now: Timestamp,
    ) -> Result<Option<super::Doubts>, StoreError> {
        let mut memory = self.memory.lock().await;
        if self.hold_in(&mut memory, now).await? != Lease::Ours {
            return Ok(None);
        }
        self.ground(&mut memory, cluster).await?;
        let book = memory.clusters.get(cluster).map(|known| &known.book);
        Ok(Some(book.map(|book| turn(book, sighting, &wiring.settings, now).doubts).unwrap_or_default()))
    }

    /// Reads what other processes may have changed, and brings the book up to it.
    async fn ground(&self, memory: &mut Memory, cluster: &ClusterName) -> Result<Ground, StoreError> {
        // What waits is read before the alerts: what is delivered in between then stands in both, and never in neither, as if
        // nobody had been told.
        let waiting = all(&self.store, NOTICE).await?;
        let alerts: Vec<Kept<Alert>> = all(&self.store, ALERT).await?;
        let entries: Vec<Kept<Entry>> = all(&self.store, ENTRY).await?;
        let counter: Kept<u64> = kept(&self.store, WATCH, ALERTS).await?.unwrap_or(Kept { version: 0, value: 0 });
        if let Some(known) = memory.clusters.get_mut(cluster) {
            let open = alerts.iter().filter(|kept| kept.value.is_open() && kept.value.thing.cluster() == cluster);
            known.book.alerts = open.map(|kept| (kept.value.id, kept.value.clone())).collect();
            known.book.entries = entries.into_iter().map(|kept| kept.value).collect();
            known.book.next_alert = counter.value.saturating_add(1);
        }
        let alerts = alerts.into_iter().map(|kept| (kept.value.id, kept)).collect();
        Ok(Ground { alerts, waiting, counter })
    }

    /// What a look writes; `None` when the cluster is not of the fleet any more.
    fn decide(
        &self,
        memory: &Memory,
        cluster: &ClusterName,
        ground: &Ground,
        sighting: &Sighting,
        wiring: &Wiring,
        now: Timestamp,
    ) -> Result<Option<Commit>, StoreError> {
        let (Some(known), Some(held)) = (memory.clusters.get(cluster), &memory.held) else { return Ok(None) };
        let turn = turn(&known.book, sighting, &wiring.settings, now);
        let waiting: Vec<_> = ground.waiting.iter().map(|kept| kept.value.clone()).collect();
        let ended: Vec<_> = turn.happened.iter().map(|one| one.alert.id).collect();
        let open: Vec<_> = known.book.alerts.values().filter(|alert| !ended.contains(&alert.id)).cloned().collect();
        let followed = follow(&turn.happened, &open, &waiting, &wiring.settings, now, Uuid::now_v7);
        let mut writes = self.standings(known, &turn)?;
        self.alerts(ground, &followed, &mut writes)?;
        self.forget(ground, &followed, now, &mut writes)?;
        if turn.next_alert != ground.counter.value.saturating_add(1) {
            let last = turn.next_alert.saturating_sub(1);
            writes.push(put(&self.store, WATCH, ALERTS, &last, ground.counter.version)?);
        }
        for notice in &followed.notices {
            writes.push(put(&self.store, NOTICE, &notice.id.to_string(), notice, 0)?);
        }
        let mut beat = held.clone();
        let is_time = now.0.saturating_sub(held.value.beat.0) >= BEAT;
        if is_time || !writes.is_empty() {
            beat.value.beat = if is_time { now } else { beat.value.beat };
            beat.value.looked.extend(turn.looked.map(|looked| (cluster.clone(), looked)));
            // The version of what is there is the fence, whether or not it says something new.
            writes.insert(0, fence(&self.store, &beat)?);
        }
        let open = open.len().saturating_add(turn.happened.iter().filter(|one| one.alert.is_open()).count());
        let watched = known.book.standings.len();
        Ok(Some(Commit { writes, turn, told: followed.notices.len(), watched, open }))
    }

    fn standings(&self, known: &Known, turn: &Turn) -> Result<Vec<DocumentWrite>, StoreError> {
        let mut writes = Vec::new();
        for standing in &turn.standings {
            let version = known.versions.get(&standing.thing).copied().unwrap_or_default();
            writes.push(put(&self.store, STANDING, &standing.thing.key(), standing, version)?);
        }
        for thing in &turn.forgotten {
            if let Some(version) = known.versions.get(thing) {
                let (kind, key) = (STANDING.to_owned(), thing.key());
                writes.push(DocumentWrite::Remove { kind, key, version: *version });
            }
        }
        Ok(writes)
    }

    fn alerts(&self, ground: &Ground, followed: &Followed, writes: &mut Vec<DocumentWrite>) -> Result<(), StoreError> {
        for (id, alert) in &followed.alerts {
            // Also where it says nothing new: what is told of it rests on this version.
            let version = ground.alerts.get(id).map_or(0, |kept| kept.version);
            writes.push(put(&self.store, ALERT, &id.0.to_string(), alert, version)?);
        }
        Ok(())
    }

    /// Removes what is kept no longer.
    fn forget(
        &self,
        ground: &Ground,
        followed: &Followed,
        now: Timestamp,
        writes: &mut Vec<DocumentWrite>,
    ) -> Result<(), StoreError> {
        let is_old = |at: Timestamp, kept: i64| now.0.saturating_sub(at.0) > kept;
        for kept in &ground.waiting {
            let notice = &kept.value;
            let is_test = notice.kind == super::NoticeKind::Test;
            let old = is_old(notice.at, if is_test { TEST_WAITS } else { KEPT });
            if old && !is_test {
                warn!(channel = notice.channel, id = %notice.id, "what waited for thirty days is not told any more");
            }
            if old || followed.dropped.contains(&notice.id) {
                let (kind, key) = (NOTICE.to_owned(), notice.id.to_string());
                writes.push(DocumentWrite::Remove { kind, key, version: kept.version });
            }
        }
        for (id, kept) in &ground.alerts {
            let (kind, key, alert) = (ALERT.to_owned(), id.0.to_string(), &kept.value);
            match alert.phase {
                Phase::Recovered { at } if is_old(at, KEPT) => {
                    writes.push(DocumentWrite::Remove { kind, key, version: kept.version });
                }
                Phase::Recovered { .. } => {}
                // Of a cluster that is not configured any more nobody will ever see the end.
                _ if self.fleet.cluster(alert.thing.cluster()).is_none() => {
                    let over = Alert { phase: Phase::Recovered { at: now }, ..alert.clone() };
                    writes.push(put(&self.store, ALERT, &key, &over, kept.version)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes over what was written.
    fn remember(&self, memory: &mut Memory, cluster: &ClusterName, commit: Commit, now: Timestamp) {
        let Commit { writes, turn, told, watched, open } = commit;
        let Memory { held, clusters } = memory;
        if let (Some(held), Some(DocumentWrite::Put { body, version, .. })) = (held, writes.first())
            && let Ok(value) = serde_json::from_value(body.clone())
            && held.value != value
        {
            *held = Kept { version: version.saturating_add(1), value };
        }
        let Some(known) = clusters.get_mut(cluster) else { return };
        for standing in &turn.standings {
            let same = known.book.standings.get(&standing.thing) == Some(standing);
            let version = known.versions.entry(standing.thing.clone()).or_default();
            *version = if same { *version } else { version.saturating_add(1) };
        }
        for thing in &turn.forgotten {
            known.versions.remove(thing);
        }
        known.book.apply(&turn);
        known.identify.clone_from(&turn.identify);
        known.tried.retain(|place| turn.identify.contains(place));
        if told > 0 {
            info!(%cluster, notices = told, "something is to be told");
            self.news.notify_waiters();
        }
        let mut pulse = self.lock_pulse();
        let own = pulse.clusters.entry(cluster.clone()).or_default();
        own.blind_looks = if turn.blind.is_some() { own.blind_looks.saturating_add(1) } else { 0 };
        if turn.blind.is_none() {
            own.looked = Some(now);
        }
        (own.blind, own.watched, own.open) = (turn.blind, watched, open);
        pulse.watched = pulse.clusters.values().map(|one| one.watched).sum();
        pulse.open = pulse.clusters.values().map(|one| one.open).sum();
    }

    /// The problems of a cluster, as far as they show in what was read already; `None` when nobody watches them.
    async fn problems(
        &self,
        cluster: &Cluster,
        sighting: &Sighting,
        now: Timestamp,
    ) -> Result<Option<Problems>, StoreError> {
        let entries: Vec<Kept<Entry>> = all(&self.store, ENTRY).await?;
        let wanted =
            entries.iter().any(|kept| kept.value.findings.is_some() && kept.value.scope.touches(cluster.name()));
        if !wanted {
            return Ok(None);
        }
        let material = cluster.gather_kept(&sighting.snapshot, now).await;
        Ok(Some(evaluate(&[material], &self.thresholds)))
    }

    /// Reads of a few guests what tells them from others: two calls in three seconds would do for a thousand guests in an hour,
    /// and nobody waits for it.
    async fn identify(
        &self,
        cluster: &Cluster,
        sighting: &Sighting,
        ask: Ask,
    ) -> BTreeMap<lotse_model::GuestRef, String> {
        if sighting.snapshot.resources.seen.is_none() {
            return BTreeMap::new();
        }
        let places: Vec<_> = {
            let mut memory = self.memory.lock().await;
            let Some(known) = memory.clusters.get_mut(cluster.name()) else { return BTreeMap::new() };
            if known.identify.iter().all(|place| known.tried.contains(place)) {
                known.tried.clear();
            }
            let next = known.identify.iter().filter(|place| !known.tried.contains(place));
            let places: Vec<_> = next.take(IDENTITIES).cloned().collect();
            known.tried.extend(places.iter().cloned());
            places
        };
        identities(cluster, places.iter(), ask).await
    }
}

/// So much later, in whole seconds.
fn later(now: Timestamp, by: Duration) -> Timestamp {
    Timestamp(now.0.saturating_add(i64::try_from(by.as_secs()).unwrap_or(i64::MAX)))
}
