//! The configuration: one TOML file, environment and flags above it.
//!
//! The file is read into a tree with spans and then into types, key by key, so that every problem is found at once, points
//! at its line, and is said in the reader's language. Unknown keys and bad values are errors. Secrets are never in it:
//! they are named by file, environment variable, systemd credential or command ([`SecretSource`]).

mod access;
mod alias;
mod channel;
mod cluster;
mod discord;
mod document;
mod durations;
mod file;
mod hours;
mod keeping;
mod kind;
mod locale;
mod maintenance;
mod model;
mod policy;
mod problem;
mod report;
mod route;
mod said;
mod secret;
mod section;
mod serve;
mod service_address;
mod thresholds;
mod trust;
mod watch;
mod web_address;

#[cfg(test)]
mod tests;

#[cfg(any(feature = "discord", test))]
pub(crate) use channel::GuildChannel;
pub(crate) use channel::{
    Channel, ChannelKind, Email, Gotify, MailSecurity, Matrix, Ntfy, NtfyLogin, Slack, Telegram, Webhook,
};
pub(crate) use discord::Discord;
#[cfg(feature = "discord")]
pub(crate) use discord::Guild as DiscordGuild;
#[cfg(any(feature = "discord", test))]
pub(crate) use discord::{Graphs, Replies};
pub(crate) use durations::parse as parse_duration;
pub(crate) use file::{FileError, candidates, find, load};
pub(crate) use keeping::{History, Keeping};
pub(crate) use model::{Api, Cluster, Config, Login, Ssh, Sweep, Token, Trust, Way};
pub(crate) use problem::{Located, Problem};
pub(crate) use report::{Look, report};
pub(crate) use said::Said;
pub(crate) use secret::{SecretError, SecretSource};
pub(crate) use serve::Serve;
pub(crate) use service_address::parse as parse_service;
pub(crate) use web_address::Address;
