//! Changes from Discord: plans as cards, buttons that are pressed once, progress, and what is left after a restart.

mod after;
mod ask;
mod card;
mod carry;
pub(crate) mod cards;
mod factor;
mod form;
pub(crate) mod press;
mod progress;

pub(crate) use after::{recover, tend};
pub(crate) use ask::ask;
