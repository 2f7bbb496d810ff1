//! A channel of Discord where alerts are told.

use std::sync::Arc;

use lotse_engine::{page::Reader, watch::Channel};
use lotse_text::{Language, Zone};

use super::channel::AlertChannel;
use crate::{clock::now, error::BotError, house::House, rest::Api, settings::Settings};

/// A channel of Discord where alerts are told. What may be told there is decided before: the outbox hands it nothing outside of its
/// scope ([`Place`](lotse_engine::watch::Place)).
#[derive(Debug, Clone)]
pub struct AlertPlace {
    /// Its name in the configuration.
    pub name: String,
    /// Its id at Discord.
    pub channel: u64,
    /// The guild it belongs to, one of those that the bot serves.
    pub guild: u64,
    /// In which language is told.
    pub language: Language,
    /// The time zone of what is told.
    pub zone: Zone,
}

impl AlertPlace {
    /// For whom what is told there is laid out.
    pub(super) fn reader(&self, house: &House) -> Reader {
        let rules = house.rules();
        let storage = &rules.thresholds.storage;
        Reader {
            language: self.language,
            zone: self.zone.clone(),
            now: now(),
            several_clusters: house.fleet.clusters().len() > 1,
            storage_limits: (storage.warning, storage.error),
        }
    }
}

/// A channel of Discord as the watch tells alerts there. Nothing is connected. `settings` are those of the bot that answers the
/// buttons; the house is the same, too: they find each other in its store.
pub fn alerts(settings: &Settings, place: AlertPlace, house: House) -> Result<Arc<dyn Channel>, BotError> {
    settings.check()?;
    // The transport takes the provider of the process; a second one is refused, and the first stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let api = Api::new(settings)?;
    Ok(Arc::new(AlertChannel::new(api, place, house, settings.max)))
}
