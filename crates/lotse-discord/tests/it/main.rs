//! The bot against a local Discord and a simulated cluster.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "what the tests share may panic as a test does")]

mod answers;
mod examine;
#[expect(dead_code, reason = "tests of changes and of the gateway need more of it than those of answers")]
mod site;
