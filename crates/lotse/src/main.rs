//! Lotse, the pilot for Proxmox VE: the one binary. Arguments, configuration, wiring, the plain CLI and the terminal chat.
//!
//! What it decides is only how a question comes in and how an answer goes out; what there is to ask and what is answered
//! is the engine's. Start reading at [`run`].

mod audit_key;
mod backup;
mod change;
mod chat;
mod cli;
mod config;
mod connect;
mod desk;
mod dialogue;
mod doctor;
mod environment;
mod failure;
mod init;
mod interrupt;
mod login;
mod man;
mod names;
mod notify;
mod once;
mod print;
mod progress;
mod remembered;
mod render;
mod role;
mod run;
mod serve;
mod session;
mod settings;
mod simulator;
mod state;
mod stop;
mod trace;
mod trust;
mod tty;
mod understand;

fn main() -> std::process::ExitCode {
    run::run()
}
