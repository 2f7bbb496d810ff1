//! What is told although nothing can be written down: the store is full, busy or damaged, and something is wrong in a cluster.
//!
//! Usually an alert is written first and told then, so that it is told once whatever ends in between. While the store takes
//! nothing that would mean silence, which is the one thing a watch must not do. So it is told directly then: without a number, since
//! that is given when it is written, and once as long as this process lives. When the store takes something again the next look
//! finds the same, and it is told in the usual way: better twice than never.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::future::join_all;
use lotse_model::{ClusterName, Timestamp};
use tokio::time::{sleep, timeout};
use tracing::{error, warn};
use uuid::Uuid;

use super::{
    Alert, AlertId, Book, Channel, Message, Notice, NoticeKind, Settings, Sighting, State, Thing, Watch,
    batch::{MOST, message_id},
    outbox::SEND,
    second::second,
    silence::in_maintenance,
    tell::{channels, notices},
    turn,
    wiring::Wiring,
};
use crate::{fleet::Cluster, topics::Ask};

/// After how many looks in a row that could not be written down it is told without: a store that is busy for a moment delays an
/// alert by a few seconds.
const PATIENCE: u32 = 2;

/// What was told of one cluster since its looks could last be written down.
#[derive(Debug, Default)]
struct Told {
    /// How many looks in a row could not be.
    looks: u32,
    /// Which channel was told what.
    told: BTreeSet<(Thing, State, String)>,
}

/// What was told without being written down.
#[derive(Debug, Default)]
pub(super) struct Unwritten(Mutex<BTreeMap<ClusterName, Told>>);

impl Unwritten {
    fn with<R>(&self, cluster: &ClusterName, change: impl FnOnce(&mut Told) -> R) -> R {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(cluster.clone()).or_default())
    }

    /// That a look of this cluster was written down.
    pub(super) fn clear(&self, cluster: &ClusterName) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(cluster);
    }
}

impl Watch {
    /// Takes what a look saw that could not be written down, and tells what is wrong all the same.
    pub(super) async fn tell_unwritten(
        &self,
        cluster: &Arc<Cluster>,
        mut sighting: Sighting,
        wiring: &Wiring,
        now: Timestamp,
    ) {
        let name = cluster.name();
        let looks = self.unwritten.with(name, |told| {
            told.looks = told.looks.saturating_add(1);
            told.looks
        });
        if looks < PATIENCE {
            return;
        }
        let book = {
            let memory = self.memory.lock().await;
            if memory.held.is_none() {
                return;
            }
            let Some(known) = memory.clusters.get(name) else { return };
            known.book.clone()
        };
        if sighting.second.is_none() {
            let doubts = turn(&book, &sighting, &wiring.settings, now).doubts;
            if !doubts.is_empty() {
                sleep(wiring.settings.confirm).await;
                second(cluster, &doubts, &mut sighting, Ask::afresh(self.deadline()), now).await;
            }
        }
        let due = due(&book, &sighting, &wiring.settings, now);
        let sends = wiring.channels.values().filter_map(|channel| {
            let is_new = |notice: &&Notice| {
                notice.channel == channel.name()
                    && self.unwritten.with(name, |told| !key(notice).is_some_and(|key| told.told.contains(&key)))
            };
            let mut new: Vec<_> = due.iter().filter(is_new).cloned().collect();
            // The others are told at the next look.
            new.truncate(MOST);
            (!new.is_empty()).then(|| self.send_unwritten(name, channel, new))
        });
        join_all(sends).await;
    }

    async fn send_unwritten(&self, cluster: &ClusterName, channel: &Arc<dyn Channel>, notices: Vec<Notice>) {
        let message = Message { id: message_id(&notices), notices };
        match timeout(SEND, channel.send(&message)).await {
            Ok(Ok(_)) => {
                error!(channel = channel.name(), notices = message.notices.len(), "told without being written down");
                self.unwritten.with(cluster, |told| told.told.extend(message.notices.iter().filter_map(key)));
            }
            Ok(Err(failed)) => {
                let detail = failed.to_string();
                warn!(channel = channel.name(), detail = %lotse_text::clean(&detail), "neither written down nor told");
            }
            Err(_) => warn!(channel = channel.name(), "neither written down nor told: no answer in time"),
        }
    }
}

/// What is new or worse, as notices for those whom it concerns: what quiet hours or maintenance keep back is not told, since there is
/// nowhere to keep it. The end of an alert is told when it can be written down.
fn due(book: &Book, sighting: &Sighting, settings: &Settings, now: Timestamp) -> Vec<Notice> {
    let happened = turn(book, sighting, settings, now).happened;
    let mut due = Vec::new();
    for one in happened {
        let Some(kind @ (NoticeKind::Raised | NoticeKind::Changed)) = one.kind else { continue };
        if in_maintenance(&one.alert, settings, now) {
            continue;
        }
        let alert = match kind {
            // Its number would be given to another one if this process ended now.
            NoticeKind::Raised => Alert { id: AlertId::NONE, ..one.alert },
            _ => one.alert,
        };
        let known = alert.told.iter().map(|told| told.channel.clone()).collect();
        let to = channels(kind, &alert, &known, settings, now);
        due.extend(notices(kind, &alert, &to, settings, now, Uuid::now_v7));
    }
    due.retain(|notice| notice.held_until.is_none());
    due
}

/// What of a notice is not told twice on its channel.
fn key(notice: &Notice) -> Option<(Thing, State, String)> {
    let alert = notice.alert.as_ref()?;
    Some((alert.thing.clone(), alert.state, notice.channel.clone()))
}
