//! Answers as messages: pages, lists, failures, within Discord's limits. Pure.

pub(crate) mod cut;
pub(crate) mod escape;
pub(crate) mod failure;
pub(crate) mod guest;
pub(crate) mod message;
pub(crate) mod missing;
mod piece;
pub(crate) mod sheet;
pub(crate) mod table;
