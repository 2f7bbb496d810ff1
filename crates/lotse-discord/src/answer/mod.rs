//! Answers as messages: pages, lists, failures, within Discord's limits. Pure.

pub(crate) mod escape;
pub(crate) mod failure;
pub(crate) mod guest;
pub(crate) mod message;
pub(crate) mod missing;
pub(crate) mod sheet;
pub(crate) mod table;
