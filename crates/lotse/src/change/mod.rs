//! A change at the terminal: proposed, shown, agreed to by a person, carried out, read back.
//!
//! ```text
//! Call ─▶ Desk::propose ─▶ plan page ─▶ ask (controlling terminal) ─▶ Desk::agree ─▶ carry ─▶ outcome page ─▶ exit code
//!                                        └ --plan, --approve, --yes: script
//! ```
//!
//! What is decided is the engine's. Here stands only how a person at this machine is asked, and how they are told.

mod ask;
mod carry;
mod progress;
mod resume;
mod script;
mod waiting;
mod way;

pub(crate) use resume::resume;
pub(crate) use script::Script;
pub(crate) use waiting::{approve, decline, pending};
pub(crate) use way::change;
