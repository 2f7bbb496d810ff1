//! The binary as a person or a script meets it: arguments, exit codes, pipes, terminals, trust.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what the tests share may panic as a test does, and a skipped test says so"
)]

mod change;
mod channels;
mod chat;
mod cli;
mod config;
mod daemon;
#[cfg(feature = "discord")]
mod discord;
mod doctor;
mod fleet;
mod home;
mod import;
mod monitor;
mod people;
mod plans;
mod second_factor;
#[cfg(feature = "discord")]
mod serve;
mod sim;
mod ssh;
mod terminal;
