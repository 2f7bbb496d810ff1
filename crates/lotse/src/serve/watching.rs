//! The watch as a part of the daemon.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lotse_engine::{fleet::now, topics::Ask};
use lotse_pve::Deadline;
use tokio_util::sync::CancellationToken;

use super::{condition::Refused, looks::Looks, part::Trouble, tally::Tally};
use crate::{config::Config, failure::Failure, session::Session};

/// How long a look may take.
const LOOK: Duration = Duration::from_secs(30);

/// The watch.
#[derive(Debug)]
pub(super) struct Watching {
    session: Arc<Session>,
    looks: Arc<Looks>,
    interval: Mutex<Duration>,
    anew: tokio::sync::Notify,
}

impl Watching {
    /// The watch that the configuration describes.
    #[expect(clippy::unused_async, reason = "channels fetch their secrets here")]
    pub(super) async fn new(
        config: &Config,
        session: &Arc<Session>,
        looks: &Arc<Looks>,
        _tally: &Arc<Tally>,
    ) -> Result<Self, Failure> {
        let interval = Mutex::new(config.watch.interval);
        Ok(Self { session: Arc::clone(session), looks: Arc::clone(looks), interval, anew: tokio::sync::Notify::new() })
    }

    /// Takes settings and channels anew.
    #[expect(clippy::unused_async, reason = "channels fetch their secrets here")]
    pub(super) async fn replace(&self, config: &Config, _session: &Arc<Session>) -> Result<(), Refused> {
        *self.interval.lock().unwrap_or_else(PoisonError::into_inner) = config.watch.interval;
        self.anew.notify_one();
        Ok(())
    }

    /// Looks until `stop`.
    pub(super) async fn run(self: Arc<Self>, stop: CancellationToken) -> Result<(), Trouble> {
        loop {
            let ask = Ask::afresh(Deadline::after(LOOK));
            let Some(polled) = stop.run_until_cancelled(self.session.fleet.poll(ask)).await else { return Ok(()) };
            let clusters = self.session.fleet.clusters().iter().zip(&polled);
            let could = clusters.map(|(cluster, polled)| (cluster.name().clone(), polled.snapshot.resources.seen.is_some()));
            self.looks.looked(now(), could);
            let pause = *self.interval.lock().unwrap_or_else(PoisonError::into_inner);
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = self.anew.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}
