//! The desk of a session: store, audit and hands, touched by nobody before a change is asked for.
//!
//! A question needs none of it. So a store that is damaged or full never stops an answer, and a change without a store is
//! refused with what is wrong with it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use lotse_engine::{
    audit::Audit,
    change::{
        desk::{Desk, DeskSettings, Patience},
        policy::Policy,
    },
    command::{Call, Level},
    fleet::Fleet,
    process::this_process,
};
use lotse_model::ClusterName;
use lotse_pve::Hands;
use lotse_store::{Shared, Sqlite};
use lotse_text::tr;
use tokio::sync::OnceCell;

use crate::{
    audit_key::audit_key,
    config::{Config, SecretSource},
    connect::{Renewed, Writer},
    environment,
    failure::{Exit, Failure, of_store},
    notify::{Direct, Usual},
    settings::Settings,
    state,
};

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// In this file.
    File(PathBuf),
    /// In memory, for as long as the session lasts.
    Memory,
    /// Nowhere: there is no folder for it.
    Nowhere,
}

/// What is made of it when it is needed.
#[derive(Debug)]
struct Opened {
    desk: Desk,
    /// Clusters whose hands are not to be had, and why.
    unusable: BTreeMap<ClusterName, Failure>,
}

/// The desk of a session, made when it is needed.
#[derive(Debug)]
pub(crate) struct LazyDesk {
    place: Place,
    writers: Vec<Writer>,
    policy: Policy,
    /// What is told, and how; nothing for a simulated fleet.
    config: Option<Config>,
    audit_key: Option<SecretSource>,
    fleet: Fleet,
    settings: Settings,
    store: OnceCell<Shared>,
    audit: OnceCell<Audit>,
    opened: OnceCell<Opened>,
    /// The same without hands, for what changes nothing in a cluster.
    handless: OnceCell<Desk>,
}

impl LazyDesk {
    /// The desk that the configuration describes.
    pub(crate) fn new(fleet: &Fleet, writers: Vec<Writer>, config: &Config, settings: &Settings) -> Self {
        let place = state::store_path(config, environment::get).map_or(Place::Nowhere, Place::File);
        let audit_key = config.keeping.audit_key.clone();
        let config_of_channels = Some(config.clone());
        Self {
            config: config_of_channels,
            audit_key,
            ..Self::at(place, fleet, writers, config.policy.clone(), settings)
        }
    }

    /// A desk of which nothing lasts, for a simulated fleet.
    pub(crate) fn in_memory(fleet: &Fleet, writers: Vec<Writer>, settings: &Settings) -> Self {
        Self::at(Place::Memory, fleet, writers, Policy::default(), settings)
    }

    fn at(place: Place, fleet: &Fleet, writers: Vec<Writer>, policy: Policy, settings: &Settings) -> Self {
        Self {
            place,
            writers,
            policy,
            config: None,
            audit_key: None,
            fleet: fleet.clone(),
            settings: settings.clone(),
            store: OnceCell::new(),
            audit: OnceCell::new(),
            opened: OnceCell::new(),
            handless: OnceCell::new(),
        }
    }

    /// The names of the channels of alerts.
    pub(crate) fn channels(&self) -> impl Iterator<Item = &str> {
        self.config.iter().flat_map(|config| &config.watch.places).map(|place| place.name.as_str())
    }

    /// What the operator decided about changes.
    pub(crate) const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether there is something to open: a store that nobody ever wrote to has nothing to tell.
    pub(crate) fn is_there(&self) -> bool {
        match &self.place {
            Place::File(path) => path.exists(),
            Place::Memory => true,
            Place::Nowhere => false,
        }
    }

    /// Whether what is known of the fleet may be written down. A question makes no store in a folder that the system's services
    /// share: whoever asks first would own it.
    pub(crate) fn may_remember(&self) -> bool {
        match &self.place {
            Place::File(path) => {
                if path.exists() {
                    self.is_writable()
                } else {
                    !state::is_shared(path)
                }
            }
            Place::Memory => true,
            Place::Nowhere => false,
        }
    }

    /// The file of the store, when it is in one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Memory | Place::Nowhere => None,
        }
    }

    /// Where the store is, in words.
    pub(crate) fn place(&self) -> String {
        match &self.place {
            Place::File(path) => path.display().to_string(),
            Place::Memory | Place::Nowhere => "–".to_owned(),
        }
    }

    /// Whether this user may write to the store's file.
    pub(crate) fn is_writable(&self) -> bool {
        match &self.place {
            Place::File(path) => rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok(),
            Place::Memory => true,
            Place::Nowhere => false,
        }
    }

    /// The store, opened or made.
    pub(crate) async fn store(&self) -> Result<&Shared, Failure> {
        let language = self.settings.language;
        self.store
            .get_or_try_init(async || {
                let opened = match &self.place {
                    Place::File(path) => Sqlite::open(path).await,
                    Place::Memory => Sqlite::in_memory().await,
                    Place::Nowhere => {
                        return Err(Failure::new("E-STORE-PLACE", Exit::Failed, tr::store_nowhere(language))
                            .hint(tr::store_nowhere_hint(language)));
                    }
                };
                opened.map(|store| Arc::new(store) as Shared).map_err(|error| of_store(&error, language))
            })
            .await
    }

    /// The audit.
    pub(crate) async fn audit(&self) -> Result<&Audit, Failure> {
        self.audit
            .get_or_try_init(async || {
                let store = Arc::clone(self.store().await?);
                let file = match &self.place {
                    Place::File(path) => Some(path.as_path()),
                    Place::Memory | Place::Nowhere => None,
                };
                let key = audit_key(self.audit_key.as_ref(), file, self.settings.language).await?;
                Ok::<_, Failure>(Audit::new(store, key))
            })
            .await
    }

    /// The desk.
    pub(crate) async fn open(&self) -> Result<&Desk, Failure> {
        let opened = self.opened.get_or_try_init(async || {
            let store = Arc::clone(self.store().await?);
            let (mut hands, mut unusable) = (BTreeMap::new(), BTreeMap::new());
            for writer in &self.writers {
                match writer.hands(&self.settings).await {
                    Ok(own) => drop(hands.insert(writer.cluster().clone(), own)),
                    Err(failure) => drop(unusable.insert(writer.cluster().clone(), failure)),
                }
            }
            Ok::<_, Failure>(Opened { desk: self.desk(hands, store).await?, unusable })
        });
        Ok(&opened.await?.desk)
    }

    /// The desk without hands: no secret is fetched for it, and nothing can be carried out by it.
    async fn without_secrets(&self) -> Result<&Desk, Failure> {
        let desk = self.handless.get_or_try_init(async || {
            let store = Arc::clone(self.store().await?);
            self.desk(BTreeMap::new(), store).await
        });
        desk.await
    }

    async fn desk(&self, hands: BTreeMap<ClusterName, Hands>, store: Shared) -> Result<Desk, Failure> {
        let desk = Desk::new(DeskSettings {
            fleet: self.fleet.clone(),
            hands,
            audit: self.audit().await?.clone(),
            store: Arc::clone(&store),
            policy: self.policy.clone(),
            holder: this_process(),
            patience: Patience::default(),
        });
        if let Some(config) = &self.config {
            self.follow(&desk, config, &store);
        }
        Ok(desk)
    }

    /// Takes what a configuration says about telling into a desk.
    fn follow(&self, desk: &Desk, config: &Config, store: &Shared) {
        desk.replace_watch(config.watch.clone());
        let usual = Usual::new(self.settings.language, &self.settings.zone, &self.fleet, &config.thresholds);
        desk.replace_tester(Arc::new(Direct::new(config, usual, &self.fleet, store)));
    }

    /// Fetches the secrets with which clusters are changed again.
    pub(crate) async fn renew(&self, renewed: &mut Renewed) {
        for writer in &self.writers {
            writer.renew(self.settings.language, renewed).await;
        }
    }

    /// Goes on with what another configuration says about changes and telling.
    pub(crate) async fn replace(&self, config: &Config) -> Result<(), Failure> {
        let (desk, store) = (self.open().await?, self.store().await?);
        desk.replace_policy(config.policy.clone());
        self.follow(desk, config, store);
        Ok(())
    }

    /// The desk for a question that is about it: freezes, the audit, and what one may change where. Every other question is
    /// answered without opening anything.
    pub(crate) async fn for_question(&self, call: &Call) -> Option<&Desk> {
        let opened = match (call.command.level, call.command.name) {
            (Level::Look, name) if name != "whoami" => return None,
            // What people say to the watch changes nothing in a cluster.
            (_, name) if name.starts_with("monitor-") => self.without_secrets().await,
            _ => self.open().await,
        };
        match opened {
            Ok(desk) => Some(desk),
            Err(failure) => {
                tracing::warn!(code = failure.code, "the store cannot be opened");
                None
            }
        }
    }

    /// The store for a look that rests on it, without the secrets that a desk needs: what is frozen, what is watched, and whom a
    /// number means in a rule or an alias. Where nobody ever wrote anything nothing is frozen, and that look makes no store.
    pub(crate) async fn for_look(&self, call: &Call, by_number: bool) -> Option<&Shared> {
        let is_there = self.is_there();
        let is_needed = (is_there && call.command.name == "status") || (by_number && (is_there || self.may_remember()));
        if !is_needed && call.command.name != "monitor-list" {
            return None;
        }
        let opened = self.store().await;
        opened.inspect_err(|failure| tracing::warn!(code = failure.code, "the store cannot be opened")).ok()
    }

    /// Why a cluster that the configuration lets be changed has no hands all the same.
    pub(crate) fn without_hands(&self, cluster: &ClusterName) -> Option<&Failure> {
        self.opened.get()?.unusable.get(cluster)
    }
}
