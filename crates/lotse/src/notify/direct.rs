//! A channel tried without the daemon: one message from this process, and what the server says to it.

use std::sync::Arc;

use async_trait::async_trait;
use lotse_engine::{
    fleet::Fleet,
    watch::{Channel, Failed, Message, Sent, Tester},
};
use lotse_store::Shared;

use super::{one, voice::Usual};
use crate::{config::Config, serve};

/// The channels of a configuration, each set up when it is tried.
#[derive(Debug)]
pub(crate) struct Direct {
    config: Config,
    usual: Usual,
    fleet: Fleet,
    store: Shared,
}

impl Direct {
    /// Those of this configuration; no secret is fetched yet.
    pub(crate) fn new(config: &Config, usual: Usual, fleet: &Fleet, store: &Shared) -> Self {
        Self { config: config.clone(), usual, fleet: fleet.clone(), store: Arc::clone(store) }
    }

    async fn set_up(&self, name: &str) -> Option<Result<Arc<dyn Channel>, Failed>> {
        if let Some(channel) = one(&self.config, name, &self.usual) {
            return Some(Ok(channel));
        }
        serve::guild_channel(&self.config, name, &self.usual, &self.fleet, &self.store).await
    }
}

#[async_trait]
impl Tester for Direct {
    async fn send(&self, channel: &str, message: &Message) -> Option<Result<Sent, Failed>> {
        Some(match self.set_up(channel).await? {
            Ok(channel) => channel.send(message).await,
            Err(failed) => Err(failed),
        })
    }
}
