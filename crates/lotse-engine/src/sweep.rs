//! The background sweep: details of guests once a day and of nodes once an hour, spread evenly, at most one call a second and
//! cluster.
//!
//! It keeps what takes a call for each guest at hand (addresses, snapshots, what starts at boot), so that a search by
//! address or a look at problems need not read a thousand guests at once. Disks are asked for their health only when that
//! is wanted, since it wakes them.

mod plan;

use std::time::Duration;

use futures_util::future::join_all;
use lotse_pve::Deadline;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use self::plan::{Plan, Step, Sweep};
use crate::{
    fleet::{Cluster, Fleet},
    topics::{Ask, Key},
};

/// How long one call of the sweep may take. Nobody waits for it.
const CALL: Duration = Duration::from_secs(30);

/// How often the list of what there is to read is looked at anew.
const LOOK_AGAIN: Duration = Duration::from_mins(5);

impl Fleet {
    /// Sweeps all clusters until `stop`.
    pub async fn sweep(&self, sweep: Sweep, stop: &CancellationToken) {
        join_all(self.clusters().iter().map(|cluster| cluster.sweep(sweep, stop))).await;
    }
}

impl Cluster {
    /// Sweeps this cluster until `stop`.
    pub async fn sweep(&self, sweep: Sweep, stop: &CancellationToken) {
        stop.run_until_cancelled(self.sweep_on(sweep)).await;
    }

    async fn sweep_on(&self, sweep: Sweep) {
        let began = Instant::now();
        let mut plan = Plan::new(sweep);
        let mut look_at: Option<Duration> = None;
        loop {
            let now = began.elapsed();
            if look_at.is_none_or(|at| now >= at) {
                // The list counts as a call of the sweep, unless somebody else has read it lately.
                let resources = self.resources(Ask::at_most(LOOK_AGAIN, Deadline::after(CALL))).await;
                if let Some(list) = resources.value() {
                    plan.adopt(list, began.elapsed());
                }
                plan.called(began.elapsed());
                look_at = Some(began.elapsed() + LOOK_AGAIN);
            }
            match plan.next(began.elapsed()) {
                Step::Read(key) => self.read_again(&key, sweep.period(&key) / 2).await,
                Step::Wait(until) => {
                    let until = look_at.map_or(until, |look| until.min(look));
                    tokio::time::sleep_until(began + until).await;
                }
            }
        }
    }

    /// Reads what a key stands for, unless a younger answer is kept.
    async fn read_again(&self, key: &Key, max_age: Duration) {
        let ask = Ask::at_most(max_age, Deadline::after(CALL));
        // What could not be read is tried again a period later; the answer is in the kept ones.
        match key {
            Key::NodeStatus(node) => drop(self.node_status(node, ask).await),
            Key::Updates(node) => drop(self.updates(node, ask).await),
            Key::Packages(node) => drop(self.packages(node, ask).await),
            Key::Certificates(node) => drop(self.certificates(node, ask).await),
            Key::Zfs(node) => drop(self.zfs(node, ask).await),
            Key::ThinPools(node) => drop(self.thin_pools(node, ask).await),
            Key::Replication(node) => drop(self.replication(node, ask).await),
            Key::DiskHealth(node) => drop(self.disk_health(node, ask).await),
            Key::GuestConfig(place) => drop(self.guest_config(place, ask).await),
            Key::Snapshots(place) => drop(self.snapshots(place, ask).await),
            Key::Interfaces(place) => drop(self.interfaces(place, ask).await),
            Key::FileSystems(place) => drop(self.file_systems(place, ask).await),
            // Not of the sweep: read when somebody asks.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
