//! Changes from Discord: plans as cards, buttons that are pressed once, progress, and what is left after a restart.

mod after;
mod ask;
mod card;
pub(crate) mod cards;
mod carry;
mod end;
mod factor;
mod form;
pub(crate) mod meaning;
mod offer;
pub(crate) mod press;
mod progress;

pub(crate) use after::{recover, resume, tend};
pub(crate) use ask::{ask, go_on, propose, take_back};
