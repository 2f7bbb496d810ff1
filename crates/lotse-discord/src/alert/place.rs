//! A channel of Discord where alerts are told.

use lotse_engine::page::Reader;
use lotse_text::{Language, Zone};

use crate::{clock::now, house::House};

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
