//! Changes of state that appear above the prompt while a person types.

use std::{
    sync::{Arc, mpsc::SyncSender},
    time::Duration,
};

use lotse_engine::{page::change_line, topics::Ask};
use lotse_pve::Deadline;

use crate::{render::painted, session::Session};

/// How often the fleet is looked at; the servers themselves gather their figures no more than every ten seconds.
const EVERY: Duration = Duration::from_secs(30);

/// Looks at the fleet again and again, and tells what changed. The first look is what changes are measured from.
pub(super) async fn watch(session: Arc<Session>, above: SyncSender<String>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let ask = Ask::afresh(Deadline::after(session.deadline));
        let reader = session.reader(session.language);
        for polled in session.fleet.poll(ask).await {
            for change in &polled.changes {
                // A person who does not look loses the oldest news, never the prompt.
                let _ = above.try_send(painted(&change_line(change, &reader)));
            }
        }
    }
}
