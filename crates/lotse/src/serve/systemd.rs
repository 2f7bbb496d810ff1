//! What the service manager is told (sd_notify(3)). Without one nothing is told, and nothing is wrong.

use std::{sync::Arc, time::Duration};

use lotse_engine::fleet::now;
use lotse_text::{Language, clean, tr};
use sd_notify::NotifyState;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{condition::Condition, condition::Standing, looks::Looks};

/// Where no watchdog is wanted, the question whether looks go on is asked so often all the same: the log says it then.
const USUAL: Duration = Duration::from_mins(1);

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "the service manager cannot be told");
    }
}

/// The daemon serves, or waits for its turn; either way it is up.
pub(super) fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(&line(status))]);
}

/// The configuration is read again. `ready` ends that.
pub(super) fn reloading() {
    // `Type=notify-reload` wants to know when, to tell this from an older reload.
    match NotifyState::monotonic_usec_now() {
        Ok(at) => tell(&[NotifyState::Reloading, at]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}

/// The daemon ends.
pub(super) fn stopping(status: &str) {
    tell(&[NotifyState::Stopping, NotifyState::Status(&line(status))]);
}

/// A sign of life.
pub(super) fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// One line: a second one would be a message of its own.
fn line(text: &str) -> String {
    clean(text).into_owned()
}

/// Tells how the daemon does, each time that changes.
pub(super) async fn follow(condition: Arc<Condition>, clusters: usize, language: Language, stop: CancellationToken) {
    let mut standing = condition.follow();
    loop {
        let text = status(&standing.borrow_and_update(), clusters, language);
        tell(&[NotifyState::Status(&line(&text))]);
        match stop.run_until_cancelled(standing.changed()).await {
            Some(Ok(())) => {}
            _ => return,
        }
    }
}

/// How the daemon does, in one line.
pub(super) fn status(standing: &Standing, clusters: usize, language: Language) -> String {
    let mut parts = vec![tr::serve_status_serving(language, clusters)];
    let failed: Vec<_> = standing.failed().map(super::part::Part::name).collect();
    if !failed.is_empty() {
        parts.push(tr::serve_status_failed(language, failed.join(", ")));
    }
    if !standing.channels.is_empty() {
        let names: Vec<_> = standing.channels.keys().map(String::as_str).collect();
        parts.push(tr::serve_status_channels(language, names.join(", ")));
    }
    if let Some(refused) = &standing.refused {
        parts.push(tr::serve_status_refused(language, &refused.detail));
    }
    if !standing.restart.is_empty() {
        parts.push(tr::serve_status_restart(language, standing.restart.join(", ")));
    }
    parts.join("; ")
}

/// Gives signs of life for as long as looks go on: a daemon that hangs is started anew.
pub(super) async fn watchdog(looks: Arc<Looks>, stop: CancellationToken) {
    let wanted = sd_notify::watchdog_enabled();
    // Half of what is asked for, as sd_watchdog_enabled(3) recommends.
    let mut ticks = interval(wanted.map_or(USUAL, |wanted| (wanted / 2).max(Duration::from_millis(100))));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut goes_on = true;
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let still = looks.go_on(now());
        if still {
            alive();
        }
        if still != goes_on {
            if still {
                tracing::info!("looks go on again");
            } else {
                tracing::error!("looks do not go on; the service manager gets no sign of life until they do");
            }
            goes_on = still;
        }
    }
}
