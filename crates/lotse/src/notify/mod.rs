//! The channels of the configuration as the watch sees them: its messages become letters, and letters go out by their wires.

mod build;
mod data;
mod failure;
mod letter;
mod post;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use lotse_engine::{
    page::Reader,
    watch::{Channel, Message, Notice, NoticeKind},
};
use lotse_model::Timestamp;
use lotse_text::{Language, Zone, tr};
use uuid::Uuid;

use self::post::Post;
use crate::{
    config::{self, ChannelKind, Config},
    failure::{Exit, Failure},
    session::Session,
};

/// In which form a channel is written to.
#[derive(Debug, Clone)]
struct Voice {
    language: Language,
    zone: Zone,
    several_clusters: bool,
    storage_limits: (f64, f64),
}

impl Voice {
    fn of(channel: &config::Channel, session: &Session) -> Self {
        Self {
            language: channel.language.unwrap_or(session.language),
            zone: channel.zone.clone().unwrap_or_else(|| session.zone.clone()),
            several_clusters: session.fleet.clusters().len() > 1,
            storage_limits: (session.thresholds.storage.warning, session.thresholds.storage.error),
        }
    }

    /// For whom a page is made at this time.
    fn reader(&self, now: Timestamp) -> Reader {
        Reader {
            language: self.language,
            zone: self.zone.clone(),
            now,
            several_clusters: self.several_clusters,
            storage_limits: self.storage_limits,
        }
    }
}

/// The channels of the configuration, but those at Discord, which are the bot's. Nothing is connected or read yet: a channel
/// whose secret cannot be had refuses what it is to tell, and takes it as soon as it can; the others know nothing of it.
pub(crate) fn channels(config: &Config, session: &Session) -> Vec<Arc<dyn Channel>> {
    posts(config, session).map(|post| Arc::new(post) as Arc<dyn Channel>).collect()
}

/// What is wrong with channels that can be seen without sending anything: a secret that cannot be read, a token that is none, a
/// file without certificates.
pub(crate) async fn check(config: &Config, session: &Session) -> Vec<(String, Failure)> {
    let mut found = Vec::new();
    for post in posts(config, session) {
        if let Err(failure) = post.set_up().await {
            found.push((post.name().to_owned(), failure));
        }
    }
    found
}

/// Sends a test message to the channel of this name right away, past outbox, routes and quiet hours. The answer is the channel's own
/// name of the message, where it has one.
pub(crate) async fn test(
    config: &Config,
    session: &Session,
    channel: &str,
    now: Timestamp,
) -> Result<Option<String>, Failure> {
    let language = session.language;
    let Some(post) = posts(config, session).find(|post| post.name() == channel) else {
        return Err(Failure::new("E-NOTIFY-NO-CHANNEL", Exit::NotFound, tr::notify_no_channel(language, channel)));
    };
    let id = Uuid::now_v7();
    let notice =
        Notice { id, channel: channel.to_owned(), kind: NoticeKind::Test, alert: None, at: now, held_until: None };
    let wire = post.set_up().await?;
    let Some(letter) = post.letter(&Message { id, notices: vec![notice] }) else { return Ok(None) };
    let receipt = wire.send(&letter).await.map_err(|trouble| failure::of(&trouble, channel, language))?;
    match receipt.refused.as_slice() {
        [] => Ok(receipt.reference),
        refused => Err(failure::refused(refused, channel, language)),
    }
}

fn posts<'a>(config: &'a Config, session: &'a Session) -> impl Iterator<Item = Post> + 'a {
    let ours = config.channels.iter().filter(|channel| !matches!(channel.kind, ChannelKind::Discord(_)));
    ours.map(|channel| Post::new(channel.clone(), Voice::of(channel, session)))
}
