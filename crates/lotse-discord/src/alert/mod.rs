//! Alerts in a channel: a card for each, with buttons, that shows how the alert stands until it is over.
//!
//! Two parts know nothing of each other but the store. The *channel* ([`alerts`]) is asked by the outbox of the watch to tell
//! something: it writes down which message will tell of which alert, with its buttons, and posts it. The *bot* finds what a button
//! means in the same document, and keeps every card as its alert is, whoever changed that: a button, a command at the terminal,
//! the watch. So either may be restarted, reloaded or away.
//!
//! | file | idea |
//! |---|---|
//! | `place` | a channel where alerts are told, and what it is given |
//! | `channel` | telling: one message for one delivery, however often it is tried |
//! | `kept` | which message tells of which alert, in the store |
//! | `card`, `summary`, `words` | what the messages look like. Pure |
//! | `press` | a button was pressed |
//! | `start` | switching the guest of an alert on, and only that guest |
//! | `tend` | cards follow their alerts |

mod card;
mod channel;
mod kept;
mod place;
mod press;
mod start;
mod summary;
mod tend;
#[cfg(test)]
mod tests;
mod words;

pub use self::place::{AlertPlace, alerts};
pub(crate) use self::{kept::Telling, press::press, tend::tend};
