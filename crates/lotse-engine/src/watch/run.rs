//! The loop in real time: each cluster is looked at at its interval, each channel is told at its pace, and neither waits for
//! another one.

use std::{sync::Arc, time::Duration};

use lotse_model::Timestamp;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::{Channel, Watch, lease::Lease, outbox::Delivered};
use crate::fleet::{Cluster, now};

/// How often a process that waits for another one looks whether that is still there.
const WAIT: Duration = Duration::from_secs(5);
/// How often a channel looks into the outbox when nobody woke it: another process may have written something.
const LOOK_IN: Duration = Duration::from_secs(5);
/// How long a store that fails is left alone.
const STORE_PAUSE: Duration = Duration::from_secs(5);

impl Watch {
    /// Watches until `stop`, and lets go of the watch then. Waits while another process watches, and says so in the log and in
    /// its [`pulse`](Self::pulse). What is being sent when it is stopped is sent to its end.
    pub async fn run(self: &Arc<Self>, stop: &CancellationToken) {
        while self.take_turn(stop).await {
            // The tasks end when the lease is lost, too: a process that was stopped for an hour is followed by another one.
            let round = stop.child_token();
            let mut tasks = JoinSet::new();
            for cluster in self.fleet.clusters() {
                tasks.spawn(Arc::clone(self).watch_cluster(Arc::clone(cluster), round.clone()));
            }
            tasks.spawn(Arc::clone(self).tell_all(round.clone()));
            while let Some(ended) = tasks.join_next().await {
                if let Err(error) = ended {
                    error!(%error, "a task of the watch ended");
                }
                round.cancel();
            }
        }
        if let Err(error) = self.release(now()).await {
            warn!(%error, "the watch could not be let go of; another process waits until it is missed");
        }
    }

    /// Waits until this process watches; `false` when it is stopped before.
    async fn take_turn(&self, stop: &CancellationToken) -> bool {
        let mut said = None;
        while !stop.is_cancelled() {
            match self.hold(now()).await {
                Ok(Lease::Ours) => {
                    info!("this process watches");
                    return true;
                }
                Ok(Lease::Theirs(holder)) => {
                    if said.as_ref() != Some(&holder.process) {
                        warn!(
                            since = holder.since.0,
                            beat = holder.beat.0,
                            "another process watches; waiting for its end"
                        );
                        said = Some(holder.process);
                    }
                }
                Err(error) => error!(%error, "the store does not say who watches"),
            }
            stop.run_until_cancelled(sleep(WAIT)).await;
        }
        false
    }

    async fn watch_cluster(self: Arc<Self>, cluster: Arc<Cluster>, stop: CancellationToken) {
        let mut wired = self.wired.subscribe();
        loop {
            let period = self.wiring().settings.interval.max(Duration::from_secs(1));
            let mut ticks = interval(period);
            // A look that took too long is not made up for.
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut failed = false;
            wired.mark_unchanged();
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = wired.changed() => break,
                    _ = ticks.tick() => {}
                }
                // A look is never cut off in the middle: it is bounded by its patience, and what it saw is written down.
                let done = self.look_at(&cluster, now()).await;
                if done.is_err() {
                    stop.run_until_cancelled(sleep(STORE_PAUSE)).await;
                    // A store that was busy for a moment costs an alert these seconds and no whole interval.
                    if !failed {
                        ticks.reset_immediately();
                    }
                }
                failed = done.is_err();
                if !self.watches().await {
                    return;
                }
            }
        }
    }

    /// A task for each channel, and new ones when others are configured.
    async fn tell_all(self: Arc<Self>, stop: CancellationToken) {
        let mut wired = self.wired.subscribe();
        while !stop.is_cancelled() {
            wired.mark_unchanged();
            let round = stop.child_token();
            let mut tasks = JoinSet::new();
            for channel in self.wiring().channels.values() {
                tasks.spawn(Arc::clone(&self).tell(Arc::clone(channel), round.clone()));
            }
            tokio::select! {
                () = stop.cancelled() => {}
                _ = wired.changed() => {}
            }
            round.cancel();
            while tasks.join_next().await.is_some() {}
        }
    }

    async fn tell(self: Arc<Self>, channel: Arc<dyn Channel>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let news = self.news.notified();
            let pause = match self.deliver_to(&channel, now()).await {
                Ok(Delivered::All) => LOOK_IN,
                Ok(Delivered::Later(resume)) => until(resume).min(LOOK_IN),
                Err(error) => {
                    error!(channel = channel.name(), %error, "the outbox cannot be read or written");
                    STORE_PAUSE
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = news => {}
                () = sleep(pause) => {}
            }
        }
    }

    async fn watches(&self) -> bool {
        self.memory.lock().await.held.is_some()
    }
}

/// How long it is until then.
fn until(then: Timestamp) -> Duration {
    Duration::from_secs(u64::try_from(then.0.saturating_sub(now().0)).unwrap_or_default().max(1))
}
