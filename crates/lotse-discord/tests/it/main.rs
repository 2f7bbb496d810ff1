//! The bot against a local Discord and a simulated cluster.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what the tests share may panic as a test does"
)]

mod alarms;
mod alarms_trouble;
mod answers;
mod changes;
mod examine;
mod gateway;
mod site;
mod stall;
mod strangers;
mod windows;
