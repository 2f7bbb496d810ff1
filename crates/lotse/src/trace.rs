//! `--debug`: what is done, on standard error. Secrets are in types that do not show them. A service tells what happens
//! without being asked: in words where a person sees them, else as JSON, a line for each event.

use clap::ArgMatches;
use tracing_subscriber::EnvFilter;

use crate::{environment, print::Printer};

/// What `--debug` shows.
const DEBUG: &str = "lotse=debug,lotse_discord=debug,lotse_engine=debug,lotse_notify=debug,lotse_pve=debug,\
                     lotse_ssh=debug,lotse_store=debug";

/// What a service tells unless told otherwise.
const SERVICE: &str = "warn,lotse=info,lotse_discord=info,lotse_engine=info,lotse_notify=info,lotse_store=info";

/// How a service tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// As text.
    Text,
    /// As JSON, an object for each event.
    Json,
}

impl Format {
    /// As the arguments of `serve` say; else as text where a person sees it.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        match matches.try_get_one::<String>("log-format").ok().flatten().map(String::as_str) {
            Some("text") => Self::Text,
            Some("json") => Self::Json,
            _ if Printer::is_error_terminal() => Self::Text,
            _ => Self::Json,
        }
    }
}

/// Starts tracing, when it is wanted: `service` is how a service tells what happens.
pub(crate) fn start(debug: bool, service: Option<Format>, printer: Printer) {
    let told = environment::get(environment::LOG).or_else(|| debug.then(|| DEBUG.to_owned()));
    let Some(filter) = told.or_else(|| service.map(|_| SERVICE.to_owned())) else { return };
    let subscriber = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(std::io::stderr);
    // A second start would be a fault of ours, and tracing the least of it.
    let _ = match service {
        Some(Format::Json) => subscriber.json().flatten_event(true).with_current_span(false).try_init(),
        _ => subscriber.with_ansi(printer.has_error_colour()).with_target(false).compact().try_init(),
    };
}
