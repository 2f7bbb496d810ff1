//! The command table: each thing a person can do is one entry, and every front end is derived from it.
//!
//! A new command is one new file here: its [`Command`] with arguments, level and reach, and the function from a [`Call`]
//! to an [`Answer`](crate::view::Answer), or to the [`Request`](crate::change::request::Request) for a change. Commands of
//! one family share a file. It becomes known by its line in [`TABLE`], and reachable by words, shortcut and code by its
//! line in [`intents::INTENTS`].

mod amount;
mod call;
mod criteria;
mod error;
pub mod intents;
mod line;
mod spec;
mod table;
mod targets;

mod audit;
mod backup;
mod backup_job;
mod backups;
mod cache;
mod context;
mod create;
mod delete;
mod examples;
mod freeze;
mod graph;
mod guest_confirm;
mod ha;
mod help;
mod info;
mod list;
mod meant;
mod migrate;
pub(crate) mod monitor;
mod node;
mod nodes;
mod ordered;
mod pools;
mod power;
mod problems;
mod refresh;
mod resize;
mod snapshot;
mod snapshots;
mod status;
mod storage;
mod task;
mod tasks;
mod whoami;

pub use call::{Call, joined};
pub use error::{Candidate, CommandError};
pub use examples::examples;
pub use meant::{Meant, criteria_line, meant};
pub use spec::{Argument, ArgumentKind, Command, Does, Level, Reach, Running};
pub(crate) use status::count;
pub(crate) use storage::rows as storage_rows;
pub use table::{TABLE, find};

pub use crate::closest::closest;
