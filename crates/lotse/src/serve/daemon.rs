//! The daemon: its parts, begun, begun anew after a reload, and ended.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use lotse_engine::{fleet::now, memory};
use lotse_model::ClusterName;
use lotse_store::Shared;
use lotse_text::Language;
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{
    condition::Condition,
    difference::{Counts, differences, merged},
    discord, head, heartbeat, http, journal,
    keep::Kept,
    looks::Looks,
    part::{Part, PartState, Trouble},
    reading::Sources,
    reload, systemd,
    tally::Tally,
    trouble,
    watching::{Ground, Watching},
};
use crate::{
    config::{Config, Said},
    connect::{self, Renewed},
    environment,
    failure::Failure,
    session::Session,
    settings::Settings,
};

/// How long what is under way is waited for when the daemon is told to end. systemd kills after 90 s
/// (`DefaultTimeoutStopSec`); what lasts longer goes on in Proxmox, and the next start follows it.
const DRAIN: Duration = Duration::from_secs(10);
/// How long one part may take to end when it is begun anew. A bot lets go of what runs after five seconds.
const ANEW: Duration = Duration::from_secs(8);

/// The daemon.
pub(super) struct Daemon {
    settings: Settings,
    /// The configuration that is in force.
    config: Config,
    session: Arc<Session>,
    store: Shared,
    rules: watch::Sender<Arc<discord::Rules>>,
    watching: Arc<Watching>,
    sources: Arc<Sources>,
    kept: BTreeMap<Part, Kept>,
    stop: CancellationToken,
}

impl Daemon {
    /// Begins every part that the configuration wants. Its store must be open.
    pub(super) async fn begin(config: &Config, settings: &Settings, session: Arc<Session>) -> Result<Self, Failure> {
        let store = Arc::clone(session.desk.store().await?);
        let config = config.clone();
        let began = now();
        let fleet = session.fleet.clone();
        let names = fleet.clusters().iter().map(|cluster| cluster.name().clone());
        let looks = Arc::new(Looks::new(names, Self::interval(&config), began));
        let tally = Arc::new(Tally::default());
        let condition = Arc::new(Condition::default());
        let rules = watch::Sender::new(Arc::new(discord::rules(&config)));
        let watching = Watching::new(
            &config,
            Ground {
                session: Arc::clone(&session),
                store: Arc::clone(&store),
                looks: Arc::clone(&looks),
                tally: Arc::clone(&tally),
                condition: Arc::clone(&condition),
                rules: rules.subscribe(),
            },
        );
        let sources = Sources { fleet, store: Arc::clone(&store), looks, tally, condition, started: began };
        let mut daemon = Self {
            settings: settings.clone(),
            rules,
            config,
            session,
            store,
            watching: Arc::new(watching),
            sources: Arc::new(sources),
            kept: BTreeMap::new(),
            stop: CancellationToken::new(),
        };
        daemon.report_hands();
        let clusters = daemon.session.fleet.clusters().len();
        tokio::spawn(systemd::follow(
            Arc::clone(&daemon.sources.condition),
            clusters,
            settings.language,
            daemon.stop.clone(),
        ));
        tokio::spawn(systemd::watchdog(Arc::clone(&daemon.sources.looks), daemon.stop.clone()));
        for part in Part::ALL {
            daemon.begin_part(part);
        }
        Ok(daemon)
    }

    fn interval(config: &Config) -> Option<Duration> {
        config.serve.watches.then_some(config.watch.interval)
    }

    /// Says which clusters cannot be changed although the configuration lets them be.
    fn report_hands(&self) {
        for cluster in self.session.fleet.clusters() {
            if let Some(failure) = self.session.desk.without_hands(cluster.name()) {
                tracing::warn!(cluster = %cluster.name(), code = failure.code, "cannot be changed: {}", failure.message);
            }
        }
    }

    /// Begins a part, when it is wanted.
    fn begin_part(&mut self, part: Part) {
        let kept = match part {
            Part::Watch => self.config.serve.watches.then(|| {
                let watching = Arc::clone(&self.watching);
                self.keep(part, move |stop| Arc::clone(&watching).run(stop))
            }),
            Part::Discord => self.config.discord.clone().map(|bot| {
                let (session, rules) = (Arc::clone(&self.session), self.rules.clone());
                let (is_looked_at, tells) = (self.config.serve.watches, discord::told_at(&self.config));
                self.keep(part, move |stop| {
                    let followed = rules.subscribe();
                    discord::run(bot.clone(), tells.clone(), Arc::clone(&session), followed, is_looked_at, stop)
                })
            }),
            Part::Sweep => self.config.sweep.wanted().map(|sweep| {
                let fleet = self.session.fleet.clone();
                self.keep(part, move |stop| {
                    let fleet = fleet.clone();
                    async move {
                        fleet.sweep(sweep, &stop).await;
                        Ok(())
                    }
                })
            }),
            // Who looks, remembers: without the watch the bot does both.
            Part::Memory => self.config.serve.watches.then(|| {
                let (store, fleet) = (Arc::clone(&self.store), self.session.fleet.clone());
                self.keep(part, move |stop| {
                    let (store, fleet) = (Arc::clone(&store), fleet.clone());
                    async move {
                        memory::follow(store, fleet, stop).await;
                        Ok(())
                    }
                })
            }),
            Part::Http => self.config.serve.listen.map(|listen| {
                let sources = Arc::clone(&self.sources);
                self.keep(part, move |stop| http::answer(listen, Arc::clone(&sources), stop))
            }),
            Part::Heartbeat => self.config.serve.heartbeat.clone().filter(|_| self.config.serve.watches).map(|said| {
                let sources = Arc::clone(&self.sources);
                self.keep(part, move |stop| {
                    let (said, sources) = (said.clone(), Arc::clone(&sources));
                    // From before the address is known, so that no look is missed.
                    let good = sources.looks.follow_good();
                    async move {
                        let url = address(&said).await?;
                        heartbeat::beat(url, good, Arc::clone(&sources.tally), stop).await
                    }
                })
            }),
            Part::Journal => {
                let session = Arc::clone(&self.session);
                Some(self.keep(part, move |stop| journal::finish(Arc::clone(&session), stop)))
            }
            Part::Audit => {
                let session = Arc::clone(&self.session);
                Some(self.keep(part, move |stop| head::daily(Arc::clone(&session), stop)))
            }
        };
        if let Some(kept) = kept {
            self.kept.insert(part, kept);
        }
    }

    fn keep<R, F>(&self, part: Part, run: R) -> Kept
    where
        R: Fn(CancellationToken) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), Trouble>> + Send + 'static,
    {
        Kept::begin(part, &self.sources.condition, &self.stop, run)
    }

    async fn begin_anew(&mut self, part: Part) {
        if let Some(kept) = self.kept.remove(&part) {
            kept.end(Instant::now() + ANEW).await;
        }
        self.begin_part(part);
    }

    /// How it does, in one line for the service manager.
    pub(super) fn status(&self) -> String {
        let standing = self.sources.condition.standing();
        systemd::status(&standing, self.session.fleet.clusters().len(), self.settings.language)
    }

    /// Reads the configuration again. A wrong one changes nothing; of another one counts what can, and the rest is named.
    pub(super) async fn reload(&mut self) {
        let Some(path) = self.config.place.clone() else {
            tracing::warn!("there is no configuration file to be read again");
            return;
        };
        let taken = match reload::read(&path) {
            Ok(disk) => {
                self.apply(disk).await;
                true
            }
            Err(refused) => {
                self.sources.condition.refused(refused);
                false
            }
        };
        self.sources.tally.reloads.count(taken);
    }

    async fn apply(&mut self, disk: Config) {
        let found = differences(&self.config, &disk);
        let named = |counts| -> Vec<String> {
            found.iter().filter(|one| one.counts == counts).map(|one| one.section.clone()).collect()
        };
        let (changed, restart) = (named(Counts::Now), named(Counts::AfterRestart));
        let config = merged(&self.config, disk);
        let renewed = self.renew_secrets().await;
        // Also when nothing in the file differs: a secret that it points at may be another one.
        self.watching.replace(&config, changed.iter().any(|section| section == "thresholds"));
        self.config = config;
        self.sources.looks.every(Self::interval(&self.config), now());
        self.rules.send_replace(Arc::new(discord::rules(&self.config)));
        if let Err(failure) = self.session.desk.replace(&self.config).await {
            tracing::error!(code = failure.code, "the desk cannot be opened");
        }
        for part in self.touched(&changed) {
            self.begin_anew(part).await;
        }
        tracing::info!(
            changed = changed.join(" "),
            after_restart = restart.join(" "),
            secrets = named_clusters(&renewed.changed),
            handed_over = named_clusters(&renewed.handed_over),
            "the configuration was read again"
        );
        self.sources.condition.taken(restart);
    }

    /// Fetches the secrets of clusters again. One that cannot be had leaves the one in force, and is said.
    async fn renew_secrets(&self) -> Renewed {
        let (session, language) = (&self.session, Language::En);
        let mut renewed = connect::renew(&self.config.clusters, &session.links, language).await;
        session.desk.renew(&mut renewed).await;
        for (cluster, failure) in &renewed.failed {
            let (code, message) = (failure.code, &failure.message);
            tracing::error!(%cluster, code, "a secret cannot be read again; the one in force stays: {message}");
        }
        renewed
    }

    /// The parts that must be begun anew, and those that do not work: somebody may have mended what they lacked.
    fn touched(&self, changed: &[String]) -> Vec<Part> {
        let has = |section: &str| changed.iter().any(|one| one == section);
        let standing = self.sources.condition.standing();
        let is_touched = |part: &Part| {
            let by_change = match part {
                // Its settings are replaced while it runs, but for the thresholds; it begins and ends when it is switched on and off.
                Part::Watch => has("thresholds") || self.config.serve.watches != self.kept.contains_key(part),
                Part::Memory => self.config.serve.watches != self.kept.contains_key(part),
                Part::Discord => {
                    has("discord")
                        || has("channel")
                        || self.config.serve.watches != self.kept.contains_key(&Part::Watch)
                }
                Part::Sweep => has("sweep"),
                Part::Http => has("serve"),
                Part::Heartbeat => has("watch"),
                Part::Journal | Part::Audit => false,
            };
            by_change || matches!(standing.parts.get(part), Some(PartState::Failed { .. }))
        };
        Part::ALL.into_iter().filter(is_touched).collect()
    }

    /// Ends every part, and closes the store. Whatever is not over by then is in the journal and the outbox.
    pub(super) async fn end(self) {
        self.stop.cancel();
        let deadline = Instant::now() + DRAIN;
        futures_util::future::join_all(self.kept.into_values().map(|kept| kept.end(deadline))).await;
        self.store.close().await;
    }
}

/// The sections of these clusters.
fn named_clusters(clusters: &[ClusterName]) -> String {
    clusters.iter().map(|cluster| format!("cluster.{cluster}")).collect::<Vec<_>>().join(" ")
}

/// The heartbeat's address, as the configuration says or points at it.
async fn address(said: &Said<url::Url>) -> Result<url::Url, Trouble> {
    match said {
        Said::Open(url) => Ok(url.clone()),
        Said::Secret(source) => {
            let secret = source.fetch(environment::get).await.map_err(|error| trouble::of_secret(&error))?;
            trouble::address(&secret, "watch.heartbeat-url")
        }
    }
}
