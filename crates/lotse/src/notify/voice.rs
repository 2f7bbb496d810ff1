//! In which form a channel is written to.

use lotse_engine::{findings::Thresholds, fleet::Fleet, page::Reader};
use lotse_model::Timestamp;
use lotse_text::{Language, Zone};

use crate::{config, session::Session};

/// Language, time zone, and what numbers mean.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub(super) language: Language,
    pub(super) zone: Zone,
    pub(super) several_clusters: bool,
    pub(super) storage_limits: (f64, f64),
}

/// What holds for every channel unless it says otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Usual {
    /// In which language it is told.
    pub(crate) language: Language,
    /// In which zone times are told.
    pub(crate) zone: Zone,
    several_clusters: bool,
    storage_limits: (f64, f64),
}

impl Usual {
    /// In this language and zone, for this fleet.
    pub(crate) fn new(language: Language, zone: &Zone, fleet: &Fleet, thresholds: &Thresholds) -> Self {
        Self {
            language,
            zone: zone.clone(),
            several_clusters: fleet.clusters().len() > 1,
            storage_limits: (thresholds.storage.warning, thresholds.storage.error),
        }
    }

    /// As this session has it.
    pub(crate) fn of(session: &Session) -> Self {
        Self::new(session.language, &session.zone, &session.fleet, &session.thresholds)
    }
}

impl Voice {
    /// That of a channel; what it does not say is as everywhere.
    pub(super) fn of(channel: &config::Channel, usual: &Usual) -> Self {
        Self {
            language: channel.language.unwrap_or(usual.language),
            zone: channel.zone.clone().unwrap_or_else(|| usual.zone.clone()),
            several_clusters: usual.several_clusters,
            storage_limits: usual.storage_limits,
        }
    }

    /// For whom a page is made at this time.
    pub(super) fn reader(&self, now: Timestamp) -> Reader {
        Reader {
            language: self.language,
            zone: self.zone.clone(),
            now,
            several_clusters: self.several_clusters,
            storage_limits: self.storage_limits,
        }
    }
}
