//! The terminal chat: a line comes in, an answer goes out.
//!
//! [`mod@line`] says what a line is, [`respond`] answers it, [`editor`] reads lines from a person and [`piped`] from a pipe.
//! Nothing here decides what is answered: that is the engine's.

mod alerts;
mod ask;
mod completer;
mod context;
mod editor;
mod flags;
mod history;
mod interactive;
mod line;
mod piped;
mod prompt;
mod respond;
mod start;
mod words;

pub(crate) use ask::ask;
pub(crate) use context::Context;
pub(crate) use start::{chat, demo};
