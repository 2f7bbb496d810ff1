//! The bot against a local Discord and a simulated cluster.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "what the tests share may panic as a test does")]

mod answers;
mod examine;
mod gateway;
#[expect(dead_code, reason = "tests of changes need more of it than those of answers and of the gateway")]
mod site;
mod stall;
