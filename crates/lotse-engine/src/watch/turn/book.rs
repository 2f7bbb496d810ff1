//! What was known of a cluster before a look.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{ClusterName, GuestRef, Timestamp};

use super::Turn;
use crate::watch::{Alert, AlertId, Entry, Standing, Thing};

/// What was known of one cluster before a look: the documents of the store that concern it, and a little that need not last.
#[derive(Debug, Clone)]
pub struct Book {
    /// Which cluster.
    pub cluster: ClusterName,
    /// Who is watched: all entries of the monitor, also those of other clusters.
    pub entries: Vec<Entry>,
    /// How the things of this cluster stand.
    pub standings: BTreeMap<Thing, Standing>,
    /// The open alerts of this cluster.
    pub alerts: BTreeMap<AlertId, Alert>,
    /// The number of the next alert; of all clusters.
    pub next_alert: u64,
    /// When the cluster could last be seen. After a restart an earlier time is right, a later one never: what happened since
    /// then is asked of the task list. `None` before the first look.
    pub looked: Option<Timestamp>,
    /// Machines whose processors stood still at the look before and that were looked at already. Need not last.
    pub still: BTreeSet<GuestRef>,
}

impl Book {
    /// Nothing is known yet.
    #[must_use]
    pub const fn new(cluster: ClusterName) -> Self {
        Self {
            cluster,
            entries: Vec::new(),
            standings: BTreeMap::new(),
            alerts: BTreeMap::new(),
            next_alert: 1,
            looked: None,
            still: BTreeSet::new(),
        }
    }

    /// Takes over what followed from a look, after it was written.
    pub fn apply(&mut self, turn: &Turn) {
        for standing in &turn.standings {
            self.standings.insert(standing.thing.clone(), standing.clone());
        }
        for thing in &turn.forgotten {
            self.standings.remove(thing);
        }
        for happened in &turn.happened {
            if happened.alert.is_open() {
                self.alerts.insert(happened.alert.id, happened.alert.clone());
            } else {
                self.alerts.remove(&happened.alert.id);
            }
        }
        self.next_alert = turn.next_alert;
        self.looked = turn.looked;
        self.still.clone_from(&turn.still);
    }
}
