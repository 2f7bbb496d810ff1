//! One connection that is logged in, and what became of the commands on it.

use std::{
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tempfile::TempDir;

/// A connection that is logged in. It ends when the value is dropped.
#[derive(Debug)]
pub(crate) struct Link {
    session: Arc<openssh::Session>,
    /// How many commands were given up while they ran. A server ends a session only with its command, so a command that
    /// hangs there holds one of its few sessions until the connection is closed.
    abandoned: AtomicUsize,
}

impl Link {
    /// The connection whose control socket is `folder/master`.
    pub(crate) fn new(folder: TempDir) -> Self {
        Self { session: Arc::new(openssh::Session::new_native_mux(folder)), abandoned: AtomicUsize::new(0) }
    }

    /// The session of the `openssh` crate.
    pub(crate) fn session(&self) -> Arc<openssh::Session> {
        Arc::clone(&self.session)
    }

    /// Watches a command that is about to start.
    pub(crate) const fn running(self: Arc<Self>) -> Running {
        Running { link: self, ended: false }
    }

    /// Whether commands were given up while they ran.
    pub(crate) fn has_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Link {
    /// The crate asks the master to end once its sessions have ended. Where some were given up that would be never, so the
    /// master is told to exit at once (ssh(1), `-O exit`), which takes a message over a local socket.
    fn drop(&mut self) {
        if self.has_abandoned() {
            let told = Command::new("ssh")
                .args(["-O", "exit", "-F", "none", "-S"])
                .arg(self.session.control_socket())
                .args(["--", "host"])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if let Err(error) = told {
                tracing::debug!(%error, "the connection is left to end by itself");
            }
        }
    }
}

/// A command that runs; given up when it is dropped before it [`ended`](Self::ended).
pub(crate) struct Running {
    link: Arc<Link>,
    ended: bool,
}

impl Running {
    /// The command is over.
    pub(crate) const fn ended(&mut self) {
        self.ended = true;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.link.abandoned.fetch_add(1, Ordering::Relaxed);
        }
    }
}
