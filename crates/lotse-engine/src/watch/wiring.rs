//! How is watched and who is told: what is replaced as a whole when the configuration is read anew.

use std::{collections::BTreeMap, sync::Arc};

use super::{Channel, Settings};

/// What can be replaced while it runs.
#[derive(Debug)]
pub(super) struct Wiring {
    pub(super) settings: Settings,
    pub(super) channels: BTreeMap<String, Arc<dyn Channel>>,
}

impl Wiring {
    pub(super) fn new(settings: Settings, channels: Vec<Arc<dyn Channel>>) -> Self {
        let channels = channels.into_iter().map(|channel| (channel.name().to_owned(), channel)).collect();
        Self { settings, channels }
    }
}
