//! The Discord bot: slash commands, cards, approvals.
//!
//! A front end like any other: it translates what Discord sends to a [`Call`](lotse_engine::command::Call) of the command
//! table and a [`Page`](lotse_engine::page::Page) to a message, and decides nothing about guests. What it does decide is
//! Discord's own: where it may be used, which first answer comes within three seconds, which button is still alive.
//!
//! ```text
//! gateway ─▶ event ─▶ interaction ─▶ place, person, grants ─▶ command ─┬▶ read ─▶ answer ─▶ message
//!  shard     decode    Request/Press                                    └▶ change ─▶ card ─▶ progress ─▶ outcome
//!                                                                              rest: retried, within the limits
//! ```
//!
//! * [`settings`]: what the configuration says of Discord; [`house`]: what the bot is given of the rest
//! * `gateway`: the connection, its back-off, and events as far as they matter
//! * `interaction`: what a person did, decoded tolerantly, and whether this is the place for it
//! * `commands`: the slash commands, derived from the command table, and back from a slash command to a call
//! * `answer`: pages and failures as messages within Discord's limits
//! * `change`: plans as cards, buttons that are spent, progress
//! * `alert`: alerts told in a channel, and their buttons
//! * `rest`: the calls that are sent; `mark`: by what a message is found when nobody heard that it was posted
//! * [`chart`]: a history as a picture; [`examine`]: what stands in the way on Discord's side, for `lotse doctor`
//!
//! Pure: `commands` but for `register`, `interaction`, `answer`, `complete`. May be depended on by the binary.

mod alert;
mod answer;
mod bot;
mod change;
pub mod chart;
mod clock;
mod commands;
mod complete;
mod error;
pub mod examine;
mod gateway;
pub mod house;
mod interaction;
mod mark;
mod read;
mod respond;
mod rest;
mod run;
pub mod settings;
mod turned;

pub use alert::{AlertPlace, alerts};
pub use bot::Patience;
pub use error::BotError;
pub use house::{House, Rules};
pub use run::{run, run_with};
pub use settings::{Guild, Replies, Settings, SettingsError};
