//! The watch as a part of the daemon: made from the configuration, followed by its pulse.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lotse_engine::{
    fleet::now,
    watch::{Channel, Pulse, Watch, WatchSettings},
};
use lotse_store::Shared;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{
    condition::{ChannelTrouble, Condition},
    discord,
    looks::Looks,
    part::{Part, PartState, Trouble},
    tally::{Counted, Tally},
};
use crate::{config::Config, notify, session::Session};

/// How often the pulse is read. It costs nothing but a look at the memory, and looks are five seconds apart at least.
const FEEL: Duration = Duration::from_millis(500);

/// The watch.
#[derive(Debug)]
pub(super) struct Watching {
    watch: Mutex<Arc<Watch>>,
    /// The channels that are configured: what was noted of others is nobody's trouble any more.
    names: Mutex<BTreeSet<String>>,
    session: Arc<Session>,
    store: Shared,
    looks: Arc<Looks>,
    tally: Arc<Tally>,
    condition: Arc<Condition>,
    rules: discord::Followed,
}

/// What the watch stands on besides the configuration.
pub(super) struct Ground {
    /// The session.
    pub(super) session: Arc<Session>,
    /// The store.
    pub(super) store: Shared,
    /// Where looks are noted.
    pub(super) looks: Arc<Looks>,
    /// Where sends are counted.
    pub(super) tally: Arc<Tally>,
    /// Where it is noted how it does.
    pub(super) condition: Arc<Condition>,
    /// The rules that the bot follows, for its channels.
    pub(super) rules: discord::Followed,
}

impl Watching {
    /// The watch that the configuration describes. Nothing is asked and nothing is sent yet.
    pub(super) fn new(config: &Config, ground: Ground) -> Self {
        let Ground { session, store, looks, tally, condition, rules } = ground;
        let channels = channels(config, &session, &tally, &rules);
        let watch = Mutex::new(Arc::new(made(config, &session, &store, channels)));
        let names = Mutex::new(names(config));
        Self { watch, names, session, store, looks, tally, condition, rules }
    }

    fn watch(&self) -> Arc<Watch> {
        Arc::clone(&self.watch.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Goes on with another configuration. `anew` where that is not possible without beginning anew: the part must be begun anew
    /// then.
    pub(super) fn replace(&self, config: &Config, anew: bool) {
        let channels = channels(config, &self.session, &self.tally, &self.rules);
        *self.names.lock().unwrap_or_else(PoisonError::into_inner) = names(config);
        if anew {
            let made = Arc::new(made(config, &self.session, &self.store, channels));
            *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = made;
        } else {
            self.watch().replace(config.watch.clone(), channels);
        }
    }

    /// Looks and tells until `stop`.
    pub(super) async fn run(self: Arc<Self>, stop: CancellationToken) -> Result<(), Trouble> {
        let watch = self.watch();
        let feeling = self.feel(&watch);
        tokio::select! {
            () = watch.run(&stop) => Ok(()),
            () = feeling => Ok(()),
        }
    }

    /// Follows how it does, for as long as it is asked.
    async fn feel(&self, watch: &Watch) {
        let mut ticks = interval(FEEL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let pulse = watch.pulse();
            self.looks.felt(now(), &pulse);
            self.condition.note(Part::Watch, state(&pulse));
            let names = self.names.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let channels = pulse.channels.iter().filter(|(name, _)| names.contains(*name)).map(|(name, trouble)| {
                (name.clone(), ChannelTrouble { since: trouble.since, refused: trouble.refused })
            });
            self.condition.channels(channels.collect());
        }
    }
}

fn names(config: &Config) -> BTreeSet<String> {
    config.channels.iter().map(|channel| channel.name.clone()).collect()
}

/// How the part does by its pulse.
fn state(pulse: &Pulse) -> PartState {
    if let Some(detail) = &pulse.store {
        return PartState::Failed { code: "E-SERVE-WATCH-STORE", detail: detail.clone(), since: now() };
    }
    match &pulse.waits_for {
        Some(_) if !pulse.watches => PartState::Failed {
            code: "E-SERVE-WATCH-WAITS",
            detail: "another process watches; waiting for its end".to_owned(),
            since: now(),
        },
        _ => PartState::Running,
    }
}

fn made(config: &Config, session: &Session, store: &Shared, channels: Vec<Arc<dyn Channel>>) -> Watch {
    let settings = WatchSettings::new(session.fleet.clone(), Arc::clone(store), config.watch.clone(), channels);
    // The daemon holds the lock of the store, where that is a file.
    let alone = session.desk.file().is_some();
    Watch::new(WatchSettings { thresholds: config.thresholds.clone(), alone, ..settings })
}

/// The channels of the configuration, each of them counted.
fn channels(
    config: &Config,
    session: &Arc<Session>,
    tally: &Arc<Tally>,
    rules: &discord::Followed,
) -> Vec<Arc<dyn Channel>> {
    let mut all = notify::channels(config, session);
    all.extend(discord::channels(config, session, rules));
    all.into_iter().map(|channel| Arc::new(Counted::new(channel, Arc::clone(tally))) as Arc<dyn Channel>).collect()
}
