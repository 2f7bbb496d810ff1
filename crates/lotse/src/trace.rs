//! `--debug`: what is done, on standard error. Secrets are in types that do not show them. A service tells what happens
//! without being asked; the system's journal keeps it.

use tracing_subscriber::EnvFilter;

use crate::{environment, print::Printer};

/// What `--debug` shows.
const DEBUG: &str =
    "lotse=debug,lotse_discord=debug,lotse_engine=debug,lotse_pve=debug,lotse_ssh=debug,lotse_store=debug";

/// What a service tells unless told otherwise.
const SERVICE: &str = "warn,lotse=info,lotse_discord=info,lotse_engine=info,lotse_store=info";

/// Starts tracing, when it is wanted.
pub(crate) fn start(debug: bool, is_service: bool, printer: Printer) {
    let told = environment::get(environment::LOG).or_else(|| debug.then(|| DEBUG.to_owned()));
    let Some(filter) = told.or_else(|| is_service.then(|| SERVICE.to_owned())) else { return };
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .with_ansi(printer.has_error_colour())
        .with_target(false)
        .compact();
    // A second start would be a fault of ours, and tracing the least of it.
    let _ = subscriber.try_init();
}
