//! How the watch itself does: for `status`, metrics, and whoever watches the watch.

use std::collections::BTreeMap;

use lotse_model::{ClusterName, Timestamp};
use lotse_store::{Shared, StoreError};
use serde::{Deserialize, Serialize};

use super::{
    Notice, State,
    book::{self, Kept, WATCH, kept},
    lease::{self, Holder},
};

/// The key of the document about the channels.
pub(super) const CHANNELS: &str = "channels";

/// A channel that does not take what it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// What happened, as the channel says it. Text from a machine.
    pub detail: String,
    /// Whether it will not work as it is configured; else it may work later.
    pub refused: bool,
    /// When it was tried with this outcome, as far as that is written down: at first, and whenever a person asked.
    #[serde(default)]
    pub tried: Timestamp,
}

/// How the watch does, as the store shows it to every process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Health {
    /// The process that watches; `None` when none does.
    pub process: Option<String>,
    /// Since when it does.
    pub since: Option<Timestamp>,
    /// Its last sign of life.
    pub beat: Option<Timestamp>,
    /// When each cluster could last be seen: then, or up to five minutes later.
    pub looked: BTreeMap<ClusterName, Timestamp>,
    /// How many notices wait in the outbox.
    pub waiting: usize,
    /// Since when the oldest of them waits that quiet hours do not hold back.
    pub oldest: Option<Timestamp>,
    /// The channels that do not take what they are sent.
    pub channels: BTreeMap<String, Trouble>,
}

impl Health {
    /// Whether the process that watches gives no sign of life any more, as far as that can be known.
    #[must_use]
    pub fn is_silent(&self, now: Timestamp) -> bool {
        self.beat.is_none_or(|beat| now.0.saturating_sub(beat.0) > lease::GONE_AFTER)
    }
}

/// How the watch does, by the store: also when another process watches.
pub async fn health(store: &Shared, now: Timestamp) -> Result<Health, StoreError> {
    let holder = lease::holder(store).await?;
    let waiting = book::waiting(store).await?;
    let channels: Option<Kept<BTreeMap<String, Trouble>>> = kept(store, WATCH, CHANNELS).await?;
    let is_due = |notice: &&Notice| notice.held_until.is_none_or(|until| until <= now);
    let mut health = Health {
        waiting: waiting.len(),
        oldest: waiting.iter().filter(is_due).map(|notice| notice.at).min(),
        channels: channels.map(|kept| kept.value).unwrap_or_default(),
        ..Health::default()
    };
    if let Some(holder) = holder {
        health.looked = holder.looked;
        health.beat = Some(holder.beat);
        if !holder.process.is_empty() {
            (health.process, health.since) = (Some(holder.process), Some(holder.since));
        }
    }
    Ok(health)
}

/// How the watch of this process does, from memory: for metrics and for the heartbeat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pulse {
    /// Whether this process watches; else it waits for another one.
    pub watches: bool,
    /// For whom it waits.
    pub waits_for: Option<Holder>,
    /// Each cluster of the fleet.
    pub clusters: BTreeMap<ClusterName, ClusterPulse>,
    /// The channels that do not take what they are sent.
    pub channels: BTreeMap<String, Trouble>,
    /// How many looks there were since the start.
    pub looks: u64,
    /// How many messages were sent since the start.
    pub sent: u64,
    /// How many attempts to send one failed since the start.
    pub failed: u64,
    /// How many notices waited when the outbox was last looked at.
    pub waiting: usize,
    /// How many things are watched.
    pub watched: usize,
    /// How many alerts are open.
    pub open: usize,
    /// Why nothing can be written down, when nothing can: as long as that lasts nothing is told.
    pub store: Option<String>,
}

impl Pulse {
    /// When the cluster that was not seen for the longest time was last seen; `None` when one was never seen. What a heartbeat
    /// rests on.
    #[must_use]
    pub fn looked(&self) -> Option<Timestamp> {
        let looked: Option<Vec<_>> = self.clusters.values().map(|cluster| cluster.looked).collect();
        looked?.into_iter().min()
    }
}

/// One cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClusterPulse {
    /// When it could last be seen.
    pub looked: Option<Timestamp>,
    /// Why it could not be seen at the last look.
    pub blind: Option<State>,
    /// How many looks in a row could not see it.
    pub blind_looks: u32,
    /// How many things of it are watched.
    pub watched: usize,
    /// How many of its alerts are open.
    pub open: usize,
}
