//! The channels of the configuration as the watch sees them: its messages become letters, and letters go out by their wires.

mod build;
mod data;
mod direct;
mod letter;
mod post;
mod trouble;
mod voice;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use lotse_engine::watch::Channel;
use lotse_text::Language;

pub(crate) use self::{direct::Direct, voice::Usual};
use self::{post::Post, voice::Voice};
use crate::{
    config::{self, ChannelKind, Config},
    failure::Failure,
    session::Session,
};

/// The channels of the configuration, but those at Discord, which are the bot's. Nothing is connected or read yet: a channel
/// whose secret cannot be had refuses what it is to tell, and takes it as soon as it can; the others know nothing of it.
pub(crate) fn channels(config: &Config, session: &Session) -> Vec<Arc<dyn Channel>> {
    let usual = Usual::of(session);
    ours(config).map(|channel| post(channel, &usual)).collect()
}

/// The channel of this name, when it is one of these.
fn one(config: &Config, name: &str, usual: &Usual) -> Option<Arc<dyn Channel>> {
    ours(config).find(|channel| channel.name == name).map(|channel| post(channel, usual))
}

fn post(channel: &config::Channel, usual: &Usual) -> Arc<dyn Channel> {
    Arc::new(Post::new(channel.clone(), Voice::of(channel, usual)))
}

/// Whether each of them can be set up, which is seen without sending anything: secrets that can be read, tokens that can be some, files
/// with certificates.
pub(crate) async fn check(config: &Config, language: Language) -> Vec<(&config::Channel, Result<(), Failure>)> {
    let mut found = Vec::new();
    for channel in ours(config) {
        found.push((channel, build::wire(channel, language).await.map(drop)));
    }
    found
}

fn ours(config: &Config) -> impl Iterator<Item = &config::Channel> {
    config.channels.iter().filter(|channel| !matches!(channel.kind, ChannelKind::Discord(_)))
}
