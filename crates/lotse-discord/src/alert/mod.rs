//! Alerts in a channel: a card for each, with buttons, that shows how the alert stands until it is over.
//!
//! Two parts know nothing of each other but the store. The *channel* ([`alerts`]) is asked by the outbox of the watch to tell
//! something: it writes down which message will tell of which alert, with its buttons, and posts it. The *bot* finds what a button
//! means in the same document, and keeps every card as its alert is, whoever changed that: a button, a command at the terminal,
//! the watch. So either may be restarted, reloaded or away.
//!
//! | file | idea |
//! |---|---|
//! | `place` | a channel where alerts are told |
//! | `channel` | telling: one message for one delivery, however often it is tried |
//! | `attempt` | what was tried to be told, in the store |
//! | `kept`, `telling` | which message tells of which alert, in the store, and what it told |
//! | `pin` | what tells a guest from another one with its number |
//! | `card`, `summary`, `words` | what the messages look like. Pure |
//! | `press`, `refuse` | a button was pressed, and does something or says why not |
//! | `start` | switching the guest of an alert on, and only that guest |
//! | `tend` | cards follow their alerts |

mod attempt;
mod card;
mod channel;
mod kept;
mod pin;
mod place;
mod press;
mod refuse;
mod start;
mod summary;
pub(crate) mod telling;
mod tend;
#[cfg(test)]
mod tests;
mod words;

pub use self::{channel::alerts, place::AlertPlace};
pub(crate) use self::{press::press, tend::tend};
