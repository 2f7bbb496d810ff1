//! The binary as a person or a script meets it: arguments, exit codes, pipes, terminals, trust.

mod chat;
mod cli;
mod config;
mod fleet;
mod home;
mod ssh;
mod terminal;
