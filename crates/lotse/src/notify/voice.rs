//! In which form a channel is written to.

use lotse_engine::page::Reader;
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

impl Voice {
    /// That of a channel; what it does not say is as everywhere.
    pub(super) fn of(channel: &config::Channel, session: &Session) -> Self {
        Self {
            language: channel.language.unwrap_or(session.language),
            zone: channel.zone.clone().unwrap_or_else(|| session.zone.clone()),
            several_clusters: session.fleet.clusters().len() > 1,
            storage_limits: (session.thresholds.storage.warning, session.thresholds.storage.error),
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
