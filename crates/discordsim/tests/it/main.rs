//! Discord as a plain client sees it: reqwest and a WebSocket, no library for Discord.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what the tests share may panic as a test does"
)]

mod client;
mod gateway;
mod interactions;
mod limits;
mod reads;
mod repeats;
mod trouble;
