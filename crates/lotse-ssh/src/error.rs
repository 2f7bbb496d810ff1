//! Why a connection or a command failed.

use std::time::Duration;

use crate::{KeyFingerprint, TargetError};

/// Why something over SSH failed. `destination` is the [`Target`](crate::Target) as it is shown, `detail` the words of
/// OpenSSH or of the operating system: clean them before they are shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SshError {
    /// The target names no host that would be connected to.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// OpenSSH's program is not installed here.
    #[error("{program} is not installed")]
    NoProgram {
        /// Which.
        program: String,
    },
    /// The host key is in no file of known hosts.
    #[error("the host key of {destination} is not known")]
    HostKeyUnknown {
        /// Where.
        destination: String,
        /// The type of the key in OpenSSH's word (`ED25519`), when it said so.
        kind: Option<String>,
        /// The fingerprint of the key that the host showed; `None` when it could not be read.
        seen: Option<KeyFingerprint>,
    },
    /// The host showed another key than is known of it, or one that is marked as revoked.
    #[error("the host key of {destination} is another one than is known")]
    HostKeyChanged {
        /// Where.
        destination: String,
        /// The fingerprints of the keys that are known, as far as they could be read.
        expected: Vec<KeyFingerprint>,
        /// The fingerprint of the key that the host showed; `None` when it could not be read.
        seen: Option<KeyFingerprint>,
        /// The file and line of the key that is known (`/home/anna/.ssh/known_hosts:7`).
        known_at: Option<String>,
        /// Whether the key that the host showed is marked as revoked.
        revoked: bool,
    },
    /// The host accepted none of the keys that were offered. Passwords are never asked for.
    #[error("{destination} accepts no key of ours")]
    AuthFailed {
        /// Where.
        destination: String,
        /// The methods that it would accept (`publickey`, `password`).
        methods: Vec<String>,
        /// OpenSSH's words, with what it says about keys it could not use.
        detail: String,
    },
    /// No connection came about.
    #[error("{destination} cannot be reached: {detail}")]
    Unreachable {
        /// Where.
        destination: String,
        /// What stood in the way.
        obstacle: Obstacle,
        /// OpenSSH's words.
        detail: String,
    },
    /// OpenSSH refuses its configuration or our options.
    #[error("ssh cannot be configured for {destination}: {detail}")]
    Configuration {
        /// Where.
        destination: String,
        /// OpenSSH's words.
        detail: String,
    },
    /// It was not over before the deadline.
    #[error("{destination} did not answer within {after:?}")]
    TimedOut {
        /// Where.
        destination: String,
        /// How long was waited.
        after: Duration,
        /// Whether a command was running, which may have had its effect.
        running: bool,
    },
    /// The connection was lost while a command ran, which may have had its effect.
    #[error("the connection to {destination} was lost")]
    Lost {
        /// Where.
        destination: String,
    },
    /// A command was ended by a signal.
    #[error("{program} on {destination} was killed")]
    Killed {
        /// Where.
        destination: String,
        /// Which.
        program: String,
    },
    /// A command printed more than is kept.
    #[error("{program} on {destination} printed more than {limit} bytes")]
    TooMuchOutput {
        /// Where.
        destination: String,
        /// Which.
        program: String,
        /// How much is kept.
        limit: usize,
    },
    /// A command is empty or holds a NUL byte.
    #[error("not a command that can be run")]
    InvalidCommand,
    /// Something on this machine failed: a folder for control sockets, a file of known hosts.
    #[error("{what}: {detail}")]
    Local {
        /// What was to be done.
        what: &'static str,
        /// The operating system's words.
        detail: String,
    },
    /// OpenSSH said something else.
    #[error("ssh to {destination} failed: {detail}")]
    Other {
        /// Where.
        destination: String,
        /// Its words.
        detail: String,
    },
}

/// What stood in the way of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The name of the host does not resolve.
    NameUnknown,
    /// Nothing listens on the port.
    Refused,
    /// There is no route to the host or network.
    NoRoute,
    /// Nothing answered in time.
    Silent,
    /// The other side closed the connection before the login.
    Closed,
    /// The other side speaks no SSH, or no algorithm that is accepted here.
    Protocol,
}

impl SshError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Target(_) => "E-SSH-TARGET",
            Self::NoProgram { .. } => "E-SSH-NO-PROGRAM",
            Self::HostKeyUnknown { .. } => "E-SSH-HOSTKEY-UNKNOWN",
            Self::HostKeyChanged { .. } => "E-SSH-HOSTKEY-CHANGED",
            Self::AuthFailed { .. } => "E-SSH-AUTH",
            Self::Unreachable { .. } => "E-SSH-UNREACHABLE",
            Self::Configuration { .. } => "E-SSH-CONFIGURATION",
            Self::TimedOut { .. } => "E-SSH-TIMED-OUT",
            Self::Lost { .. } => "E-SSH-LOST",
            Self::Killed { .. } => "E-SSH-KILLED",
            Self::TooMuchOutput { .. } => "E-SSH-TOO-MUCH-OUTPUT",
            Self::InvalidCommand => "E-SSH-COMMAND",
            Self::Local { .. } => "E-SSH-LOCAL",
            Self::Other { .. } => "E-SSH-OTHER",
        }
    }

    /// Whether a command may have had its effect although this error came instead of its output.
    #[must_use]
    pub const fn may_have_happened(&self) -> bool {
        matches!(
            self,
            Self::TimedOut { running: true, .. } | Self::Lost { .. } | Self::Killed { .. } | Self::TooMuchOutput { .. }
        )
    }
}
