//! `[channel.NAME]`: where alerts are told. One file for each kind of wire; the keys that all have in common are read here.

mod chat;
mod discord;
mod email;
mod form;
mod push;
mod webhook;

use std::path::{Path, PathBuf};

use lotse_engine::{access::Entry, watch::Place};
use lotse_text::{Language, Zone};

pub(crate) use self::{
    chat::{Matrix, Slack, Telegram},
    discord::GuildChannel,
    email::{Email, MailSecurity},
    push::{Gotify, Ntfy, NtfyLogin},
    webhook::Webhook,
};
use super::{Discord, Located, Problem, locale, route::Known, secret::from_folder, section::Section};

/// A name longer than this is no name to type.
const LONGEST_NAME: usize = 63;

/// Messages a minute: one at least, and more than ten a second is no message to people.
const RATE: (u64, u64) = (1, 600);

/// A place where alerts are told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Channel {
    /// Its name.
    pub(crate) name: String,
    /// What may be told there: each entry is an alternative; empty is nothing. Not said is everything.
    pub(crate) scope: Vec<Entry>,
    /// Its language, where it is another one than the interface's.
    pub(crate) language: Option<Language>,
    /// The time zone of the times in its messages, where it is another one.
    pub(crate) zone: Option<Zone>,
    /// The authority that its server's certificate must come from, instead of the system's.
    pub(crate) ca: Option<PathBuf>,
    /// How many messages a minute it takes at most, where the usual for its kind is not right.
    pub(crate) rate: Option<u32>,
    /// What it is.
    pub(crate) kind: ChannelKind,
}

impl Channel {
    /// It, as far as routes go.
    pub(crate) fn place(&self) -> Place {
        Place { name: self.name.clone(), scope: self.scope.clone() }
    }
}

/// What a channel is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ChannelKind {
    /// A channel of a guild that the bot serves.
    Discord(GuildChannel),
    /// Mail.
    Email(Email),
    /// A signed POST to an address.
    Webhook(Webhook),
    /// ntfy.
    Ntfy(Ntfy),
    /// A chat of Telegram.
    Telegram(Telegram),
    /// A channel of Slack.
    Slack(Slack),
    /// A room of Matrix.
    Matrix(Matrix),
    /// Gotify.
    Gotify(Gotify),
}

impl ChannelKind {
    /// The word of the configuration.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Discord(_) => "discord",
            Self::Email(_) => "email",
            Self::Webhook(_) => "webhook",
            Self::Ntfy(_) => "ntfy",
            Self::Telegram(_) => "telegram",
            Self::Slack(_) => "slack",
            Self::Matrix(_) => "matrix",
            Self::Gotify(_) => "gotify",
        }
    }
}

/// The kinds by their words, and what reads each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Discord,
    Email,
    Webhook,
    Ntfy,
    Telegram,
    Slack,
    Matrix,
    Gotify,
}

const WORDS: [(&str, Word); 8] = [
    ("discord", Word::Discord),
    ("email", Word::Email),
    ("webhook", Word::Webhook),
    ("ntfy", Word::Ntfy),
    ("telegram", Word::Telegram),
    ("slack", Word::Slack),
    ("matrix", Word::Matrix),
    ("gotify", Word::Gotify),
];

/// Reads all channels, in the order of the file; then the alert channels of the bot's guilds that none of them is.
pub(super) fn read_all(
    root: &mut Section<'_, '_>,
    known: &Known<'_>,
    bot: Option<&Discord>,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Vec<Channel> {
    let mut channels = Vec::new();
    if let Some(tables) = root.section("channel", problems) {
        for (name, section) in tables.sections(problems) {
            if is_name(&name.value) {
                channels.extend(read(&name.value, section, (known, bot), folder, problems));
            } else {
                problems.push(name.problem(Problem::BadChannelName { value: name.value.clone() }));
            }
        }
    }
    let own = bot.map(|bot| of_the_guilds(bot, &channels)).unwrap_or_default();
    channels.extend(own);
    channels
}

/// A name that can be typed, and is one word in a list.
fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.chars().count())
        && text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
        && text.starts_with(char::is_alphanumeric)
}

fn read(
    name: &str,
    mut section: Section<'_, '_>,
    (known, bot): (&Known<'_>, Option<&Discord>),
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<Channel> {
    let word = section.choice("kind", &WORDS, problems);
    if section.place("kind").is_none() {
        problems.push(section.missing("kind"));
    }
    let scope = known.scope(&mut section, problems).unwrap_or_else(|| vec![Entry::everywhere()]);
    let language = locale::language(&mut section, problems);
    let zone = locale::zone(&mut section, problems);
    // The other keys mean nothing without the kind: what is wrong with them is seen when it is right.
    let word = word?;
    let ca = (word != Word::Discord)
        .then(|| section.string("ca", problems).map(|path| from_folder(folder, &path.value)))
        .flatten();
    let rate = section.integer("rate", RATE.0..=RATE.1, problems).and_then(|rate| u32::try_from(rate).ok());
    let kind = match word {
        Word::Discord => discord::read(&mut section, bot, problems).map(ChannelKind::Discord),
        Word::Email => email::read(&mut section, folder, problems).map(ChannelKind::Email),
        Word::Webhook => webhook::read(&mut section, folder, problems).map(ChannelKind::Webhook),
        Word::Ntfy => push::read_ntfy(&mut section, folder, problems).map(ChannelKind::Ntfy),
        Word::Telegram => chat::read_telegram(&mut section, folder, problems).map(ChannelKind::Telegram),
        Word::Slack => chat::read_slack(&mut section, folder, problems).map(ChannelKind::Slack),
        Word::Matrix => chat::read_matrix(&mut section, folder, problems).map(ChannelKind::Matrix),
        Word::Gotify => push::read_gotify(&mut section, folder, problems).map(ChannelKind::Gotify),
    };
    section.finish(problems);
    Some(Channel { name: name.to_owned(), scope, language, zone, ca, rate, kind: kind? })
}

/// The alert channels of the guilds that no channel of the configuration is: who names one wants to be told there. They are
/// called `discord`, and `discord-GUILD` where that would not tell them apart.
fn of_the_guilds(bot: &Discord, channels: &[Channel]) -> Vec<Channel> {
    let taken = |guild: u64, channel: u64| {
        channels.iter().any(|known| known.kind == ChannelKind::Discord(GuildChannel { guild, channel }))
    };
    let single = bot.guilds.len() == 1 && channels.iter().all(|known| known.name != "discord");
    let mut found = Vec::new();
    for guild in &bot.guilds {
        let Some(channel) = guild.alert_channel.filter(|channel| !taken(guild.id, *channel)) else { continue };
        found.push(Channel {
            name: if single { "discord".to_owned() } else { format!("discord-{}", guild.id) },
            // A guild without a scope shows the whole fleet.
            scope: if guild.scope.is_empty() { vec![Entry::everywhere()] } else { guild.scope.clone() },
            language: guild.language,
            zone: guild.zone.clone(),
            ca: None,
            rate: None,
            kind: ChannelKind::Discord(GuildChannel { guild: guild.id, channel }),
        });
    }
    found
}
