//! The head of the audit, written to the log once a day: whoever cuts the tail off the audit does not cut it off the log.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::session::Session;

/// How often.
const EVERY: Duration = Duration::from_hours(24);

/// Writes it at the start and every day, until `stop`.
pub(super) async fn daily(session: Arc<Session>, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let Ok(store) = session.desk.store().await else { continue };
        match store.last_line().await {
            Ok(Some(line)) => tracing::info!(number = line.number, link = line.link, "audit head"),
            Ok(None) => tracing::info!(number = 0, "audit head"),
            Err(error) => tracing::error!(code = error.code(), %error, "the audit cannot be read"),
        }
    }
}
