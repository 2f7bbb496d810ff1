//! What is remembered is recalled at the start of a service, and kept for as long as it runs.

use std::time::Duration;

use lotse_store::Shared;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{keep, recall};
use crate::fleet::{Fleet, now};

/// How often is looked whether there is something to be written; most times there is not.
const EVERY: Duration = Duration::from_mins(1);

/// Recalls what is remembered of the fleet, and from then on remembers what becomes known of it, until `stop`. Whoever looks at the
/// fleet is somebody else. At the end it remembers once more. A comfort: where the store fails it is said in the log, and tried
/// again.
pub async fn follow(store: Shared, fleet: Fleet, stop: CancellationToken) {
    if let Err(error) = recall(&store, &fleet, now()).await {
        tracing::warn!(code = error.code(), %error, "it cannot be read what is remembered of the fleet");
    }
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let goes_on = stop.run_until_cancelled(ticks.tick()).await.is_some();
        if let Err(error) = keep(&store, &fleet, now()).await {
            tracing::warn!(code = error.code(), %error, "the fleet cannot be remembered");
        }
        if !goes_on {
            return;
        }
    }
}
