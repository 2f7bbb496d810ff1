//! How the watch does, for `status`.

use super::order::may_see;
use crate::{
    access::Sight,
    asking::Asking,
    fleet,
    view::WatchStatus,
    watch::{self, Phase, book},
};

/// How the watch does; `None` where nothing was ever watched. That it cannot be read stops no look at the rest.
pub(in crate::command) async fn health(
    asking: &Asking<'_>,
    sight: &Sight,
) -> Result<Option<WatchStatus>, lotse_store::StoreError> {
    let read = read(asking, sight).await;
    read.inspect_err(|error| tracing::warn!(code = error.code(), %error, "it cannot be read how the watch does"))
}

async fn read(asking: &Asking<'_>, sight: &Sight) -> Result<Option<WatchStatus>, lotse_store::StoreError> {
    let Some(store) = asking.store() else { return Ok(None) };
    let now = fleet::now();
    let health = watch::health(store, now).await?;
    if health.beat.is_none() && book::entries(store).await?.is_empty() {
        return Ok(None);
    }
    let alerts = book::alerts(store).await?;
    let open: Vec<_> = alerts.iter().filter(|alert| alert.is_open() && may_see(alert, sight)).collect();
    Ok(Some(WatchStatus {
        running: health.process.is_some() && !health.is_silent(now),
        since: health.since,
        beat: health.beat,
        looked: health.looked,
        alerts: open.len(),
        unattended: open.iter().filter(|alert| matches!(alert.phase, Phase::Alerting)).count(),
        waiting: Some(health.waiting),
        oldest: health.oldest,
        channels: health.channels,
    }))
}
