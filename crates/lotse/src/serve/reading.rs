//! What `/metrics` and `/healthz` are answered from: everything that is counted and kept, as of one moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use lotse_engine::{
    fleet::{Fleet, now},
    watch::book,
};
use lotse_model::{Severity, Timestamp};
use lotse_store::{Shared, StoreError};

use super::{
    condition::{Condition, Standing},
    looks::{Looked, Looks},
    part::{Part, PartState},
    resident,
    tally::{Sends, Tally},
};

/// The names of the severities in the text, as `--json` has them.
const SEVERITIES: [(Severity, &str); 4] = [
    (Severity::Info, "info"),
    (Severity::Warning, "warning"),
    (Severity::Error, "error"),
    (Severity::Critical, "critical"),
];

/// Where readings come from.
#[derive(Debug)]
pub(super) struct Sources {
    /// The fleet, for the calls that were made.
    pub(super) fleet: Fleet,
    /// The store, for alerts and notices.
    pub(super) store: Shared,
    /// How looks did.
    pub(super) looks: Arc<Looks>,
    /// What was counted.
    pub(super) tally: Arc<Tally>,
    /// How the parts do.
    pub(super) condition: Arc<Condition>,
    /// When the daemon began.
    pub(super) started: Timestamp,
}

/// What is known of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClusterReading {
    /// Its name.
    pub(super) name: String,
    /// How looks at it did.
    pub(super) looked: Looked,
    /// Calls to its endpoints.
    pub(super) calls: u64,
    /// Calls that were not answered.
    pub(super) call_failures: u64,
}

/// What is in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// Open alerts by severity, each severity named.
    pub(super) alerts: BTreeMap<&'static str, u64>,
    /// Notices that wait, by channel.
    pub(super) waiting: BTreeMap<String, u64>,
}

/// Everything, as of one moment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// The version.
    pub(super) version: &'static str,
    /// The moment.
    pub(super) now: Timestamp,
    /// When the daemon began.
    pub(super) started: Timestamp,
    /// The parts that are wanted, and whether each runs.
    pub(super) parts: Vec<(Part, bool)>,
    /// The clusters, in the order of the configuration.
    pub(super) clusters: Vec<ClusterReading>,
    /// Whether looks go on; `None` when nobody is to look.
    pub(super) looks_go_on: Option<bool>,
    /// What is in the store; `None` when it could not be read.
    pub(super) kept: Option<Kept>,
    /// What each channel did.
    pub(super) channels: BTreeMap<String, Sends>,
    /// The channels that do not take what they are sent.
    pub(super) stuck: BTreeSet<String>,
    /// Heartbeats that were answered, and that were not.
    pub(super) heartbeats: (u64, u64),
    /// Configurations that were taken, and that were refused.
    pub(super) reloads: (u64, u64),
    /// Whether the configuration on disk was refused.
    pub(super) refused: bool,
    /// Whether something wants a restart.
    pub(super) restart: bool,
    /// Transactions written to the store.
    pub(super) writes: u64,
    /// Resident memory in bytes.
    pub(super) memory: Option<u64>,
}

impl Sources {
    /// Reads everything.
    pub(super) async fn read(&self) -> Reading {
        let now = now();
        let Standing { parts, channels, refused, restart } = self.condition.standing();
        let looked = self.looks.by_cluster();
        let clusters = self.fleet.clusters().iter().map(|cluster| {
            let endpoints = cluster.pve().endpoints_health();
            ClusterReading {
                name: cluster.name().to_string(),
                looked: looked.get(cluster.name()).copied().unwrap_or_default(),
                calls: endpoints.iter().map(|endpoint| endpoint.calls).sum(),
                call_failures: endpoints.iter().map(|endpoint| endpoint.failures).sum(),
            }
        });
        Reading {
            version: env!("CARGO_PKG_VERSION"),
            now,
            started: self.started,
            parts: parts
                .iter()
                .filter(|(_, state)| **state != PartState::Off)
                .map(|(part, state)| (*part, *state == PartState::Running))
                .collect(),
            clusters: clusters.collect(),
            looks_go_on: self.looks.are_wanted().then(|| self.looks.go_on(now)),
            kept: kept(&self.store)
                .await
                .inspect_err(|error| tracing::warn!(code = error.code(), %error, "the store cannot be read"))
                .ok(),
            channels: self.tally.channels(),
            stuck: channels.into_keys().collect(),
            heartbeats: self.tally.heartbeats.counted(),
            reloads: self.tally.reloads.counted(),
            refused: refused.is_some(),
            restart: !restart.is_empty(),
            writes: self.store.writes(),
            memory: resident::resident(),
        }
    }
}

async fn kept(store: &Shared) -> Result<Kept, StoreError> {
    let mut alerts: BTreeMap<&'static str, u64> = SEVERITIES.iter().map(|(_, name)| (*name, 0)).collect();
    for alert in book::alerts(store).await?.iter().filter(|alert| alert.is_open()) {
        let name = SEVERITIES.iter().find(|(severity, _)| *severity == alert.severity).map(|(_, name)| *name);
        *alerts.entry(name.unwrap_or_default()).or_default() += 1;
    }
    let mut waiting = BTreeMap::new();
    for notice in book::waiting(store).await? {
        *waiting.entry(notice.channel).or_default() += 1;
    }
    Ok(Kept { alerts, waiting })
}
