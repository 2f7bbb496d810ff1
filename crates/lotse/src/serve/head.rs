//! The head of the audit, told to the system's journal once a day: whoever cuts the tail off the audit does not cut it off there.

use std::{sync::Arc, time::Duration};

use lotse_engine::fleet::now;
use tokio_util::sync::CancellationToken;

use super::part::Trouble;
use crate::session::Session;

/// How often is looked whether the day is another one.
const EVERY: Duration = Duration::from_mins(10);

/// Tells it at the start and every day, until `stop`.
pub(super) async fn daily(session: Arc<Session>, stop: CancellationToken) -> Result<(), Trouble> {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let Ok(audit) = session.desk.audit().await else { continue };
        if let Err(error) = audit.tell_head(now()).await {
            tracing::error!(code = error.code(), %error, "the audit cannot be read");
        }
    }
    Ok(())
}
