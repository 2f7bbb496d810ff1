//! Changes that a process left in the middle are finished: at the start, and whenever one is found later.

use std::{sync::Arc, time::Duration};

use lotse_engine::change::{desk::Desk, state::Stage};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::part::Trouble;
use crate::session::Session;

/// How often is looked for one. A look at an empty journal is one read of the store.
const EVERY: Duration = Duration::from_mins(1);

/// Finishes what there is, until `stop`. What is under way then stays in the journal for the next.
pub(super) async fn finish(session: Arc<Session>, stop: CancellationToken) -> Result<(), Trouble> {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let Ok(desk) = session.desk.open().await else { continue };
        if stop.run_until_cancelled(take_up(desk)).await.is_none() {
            break;
        }
    }
    Ok(())
}

async fn take_up(desk: &Desk) {
    match desk.store().open_actions().await {
        Ok(open) if open.is_empty() => return,
        Ok(_) => {}
        Err(error) => {
            tracing::error!(code = error.code(), %error, "the journal cannot be read");
            return;
        }
    }
    match desk.resume(&mut |_, _| {}).await {
        Ok(actions) => {
            for action in actions.iter().filter(|action| action.is_over()) {
                tracing::info!(action = %action.id, ended = ended(&action.stage), "a change that was left in the middle is over");
            }
        }
        Err(error) => tracing::error!(%error, "what was left in the middle cannot be taken up"),
    }
}

/// How it ended, for the log: as each item did.
fn ended(stage: &Stage) -> String {
    let Stage::Finished(items) = stage else { return "dropped".to_owned() };
    let outcomes = items.iter().filter_map(|item| item.settled.as_ref());
    outcomes.map(|(outcome, _)| format!("{outcome:?}").to_lowercase()).collect::<Vec<_>>().join(" ")
}
