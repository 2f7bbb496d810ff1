//! The simulator over its real wires: HTTPS, SSH, the control listener; against recordings, the schema and other
//! people's clients.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test panics, and what a test did not measure must be seen"
)]

mod client;
mod python;
mod replay;
mod schema;
mod ssh;
mod timeline;
mod trouble;
mod wire;
