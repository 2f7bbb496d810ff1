//! The bot against a local Discord and a simulated cluster.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what the tests share may panic as a test does"
)]

mod alarm_buttons;
mod alarms;
mod alarms_repeated;
mod alarms_trouble;
mod answers;
mod bounds;
mod changes;
mod completion;
mod examine;
mod gateway;
mod killed;
mod site;
mod slow_store;
mod stall;
mod strangers;
mod windows;
