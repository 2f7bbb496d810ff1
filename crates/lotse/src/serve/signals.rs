//! What the service manager and people tell the daemon by signals.

use lotse_text::tr;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    failure::{Exit, Failure},
    settings::Settings,
};

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// To end: `SIGTERM`, `SIGINT`.
    End,
    /// To read the configuration again: `SIGHUP`.
    Reload,
}

/// The signals that are listened to. From the first on none of them ends the process by itself.
#[derive(Debug)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    /// Listens from now on.
    pub(super) fn listen(settings: &Settings) -> Result<Self, Failure> {
        let heard = |kind| {
            signal(kind).map_err(|error| {
                Failure::new("E-RUNTIME", Exit::Failed, tr::error_file(settings.language, "signal", error.to_string()))
            })
        };
        Ok(Self {
            terminate: heard(SignalKind::terminate())?,
            interrupt: heard(SignalKind::interrupt())?,
            hangup: heard(SignalKind::hangup())?,
        })
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Heard {
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Heard::End,
            _ = self.interrupt.recv() => Heard::End,
            _ = self.hangup.recv() => Heard::Reload,
        }
    }

    /// The next one that says to end; meanwhile nothing is read again.
    pub(super) async fn end(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
