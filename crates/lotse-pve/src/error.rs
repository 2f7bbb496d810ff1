//! Why a call did not bring what was asked for.

use std::{collections::BTreeMap, time::Duration};

use lotse_model::HiddenWhy;
use lotse_ssh::KeyFingerprint;

use crate::tls::Fingerprint;

/// Why a call failed, in the kinds that a caller must tell apart. What it touched is in the fields: `call` is the verb and
/// the path without parameters (`GET /nodes/pve1/status`), `endpoint` the one that was asked, as
/// [`EndpointHealth`](crate::EndpointHealth) names it.
///
/// Every `message` is the server's own text: clean it before it is shown. The `Display` text is for logs; what people read
/// is looked up by [`code`](Self::code).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No connection came about, so nothing was sent.
    #[error("{endpoint} cannot be reached: {why:?}: {detail}")]
    Unreachable {
        /// The endpoint; the last one that was tried when there are several.
        endpoint: String,
        /// What stood in the way.
        why: Obstacle,
        /// The operating system's or OpenSSH's words.
        detail: String,
    },
    /// The other side could not prove who it is. No credential was sent.
    #[error("{endpoint} is not trusted: {why}")]
    Untrusted {
        /// The endpoint.
        endpoint: String,
        /// What is wrong with its certificate or host key.
        why: Distrust,
    },
    /// The login, the ticket or the token was refused (401, or OpenSSH's authentication).
    #[error("{endpoint} refuses {user}: {message}")]
    Refused {
        /// The endpoint.
        endpoint: String,
        /// As whom.
        user: String,
        /// The server's words.
        message: String,
    },
    /// The password was right and a second factor is demanded.
    #[error("{endpoint} demands a second factor of {user}")]
    NeedTotp {
        /// The endpoint.
        endpoint: String,
        /// Of whom.
        user: String,
    },
    /// The caller lacks a privilege (403).
    #[error("{call}: {message}")]
    Permission {
        /// The call.
        call: String,
        /// The ACL path on which the privilege is needed, when the server says so.
        path: Option<String>,
        /// The privileges any of which would do, when the server says so.
        privileges: Vec<String>,
        /// The server's words.
        message: String,
    },
    /// Parameters were refused (400), each with a text.
    #[error("{call}: {message} {errors:?}")]
    Parameters {
        /// The call.
        call: String,
        /// The text for each parameter; empty when the server gave none.
        errors: BTreeMap<String, String>,
        /// The server's words about the whole.
        message: String,
    },
    /// The thing does not exist. Proxmox answers 500 and says so in words.
    #[error("{call}: {message}")]
    NotFound {
        /// The call.
        call: String,
        /// The server's words.
        message: String,
    },
    /// The server does not know this call (501): another version.
    #[error("{call}: {message}")]
    NoSuchCall {
        /// The call.
        call: String,
        /// The server's words.
        message: String,
    },
    /// The endpoint works, and could not reach the node that the call is for (595, 596, `proxy handler failed`).
    #[error("{call}: the node {} does not answer: {message}", .node.as_deref().unwrap_or("behind it"))]
    NodeDown {
        /// The call.
        call: String,
        /// The node, when the path names one.
        node: Option<String>,
        /// The server's words.
        message: String,
    },
    /// Nothing came before the deadline.
    #[error("{call}: no answer of {endpoint} within {after:?}")]
    TimedOut {
        /// The call.
        call: String,
        /// The endpoint.
        endpoint: String,
        /// How long was waited.
        after: Duration,
    },
    /// A change was sent and its answer was lost: it may have happened. The task list tells.
    #[error("{call}: sent to {endpoint}, and the answer was lost")]
    Uncertain {
        /// The call.
        call: String,
        /// The endpoint.
        endpoint: String,
        /// How the answer was lost.
        source: Box<CallError>,
    },
    /// The answer was not whole or not what the API speaks: half a body, no JSON.
    #[error("{call}: {endpoint} broke off: {detail}")]
    Broken {
        /// The call.
        call: String,
        /// The endpoint.
        endpoint: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The other side works and is no Proxmox VE: there is no `pvesh`.
    #[error("{endpoint} offers no Proxmox VE API: {message}")]
    NotProxmox {
        /// The endpoint.
        endpoint: String,
        /// The words of its shell.
        message: String,
    },
    /// `sudo` does not let the user run `pvesh` without a password.
    #[error("{endpoint}: sudo refuses: {message}")]
    NoSudo {
        /// The endpoint.
        endpoint: String,
        /// The words of `sudo`.
        message: String,
    },
    /// The server answered with another error.
    #[error("{call}: {} {message}", .status.map_or_else(String::new, |status| status.to_string()))]
    Failed {
        /// The call.
        call: String,
        /// The HTTP status; `None` over `pvesh`, which does not tell.
        status: Option<u16>,
        /// The server's words.
        message: String,
    },
}

/// What stood in the way of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The name of the host does not resolve.
    NameUnknown,
    /// Nothing listens there.
    Refused,
    /// No route to the host or network.
    NoRoute,
    /// Nothing answered in time.
    Silent,
    /// The other side closed it while it was set up.
    Closed,
    /// The other side does not speak the protocol, or none that this program accepts.
    Protocol,
    /// The program that makes the connection is not installed (`ssh`).
    NoProgram,
    /// Something else.
    Other,
}

/// What is wrong with a certificate or host key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// The certificate is none of the pinned ones.
    #[error("the certificate is {seen}, and pinned is {}", list(.expected))]
    Pin {
        /// What is pinned.
        expected: Vec<Fingerprint>,
        /// What it showed.
        seen: Fingerprint,
    },
    /// The certificate was made by none of the authorities that are trusted.
    #[error("the certificate {seen} has no trusted issuer")]
    Issuer {
        /// What it showed.
        seen: Fingerprint,
    },
    /// The certificate is for another name.
    #[error("the certificate {seen} is not for {name}")]
    Name {
        /// What it showed.
        seen: Fingerprint,
        /// The name that was wanted.
        name: String,
    },
    /// The certificate is not valid at this time, by the clock of this machine.
    #[error("the certificate {seen} is not valid now")]
    Time {
        /// What it showed.
        seen: Fingerprint,
    },
    /// The certificate is broken, revoked or not made for servers.
    #[error("the certificate {seen} is not acceptable: {detail}")]
    Certificate {
        /// What it showed.
        seen: Fingerprint,
        /// What is wrong.
        detail: String,
    },
    /// The certificate was shown by someone who does not hold its key: the signature of the handshake is wrong.
    #[error("the other side does not hold the key of the certificate it shows")]
    Signature,
    /// The host key is not known.
    #[error("the host key of {host} is not known: {}", .seen.as_ref().map_or_else(String::new, ToString::to_string))]
    HostKeyUnknown {
        /// The host as `known_hosts` names it.
        host: String,
        /// The type of the key (`ssh-ed25519`).
        kind: Option<String>,
        /// The fingerprint of the key it showed, when it could be read.
        seen: Option<KeyFingerprint>,
    },
    /// The host key is another one than was known.
    #[error("the host key of {host} changed: {} is known", list(.expected))]
    HostKeyChanged {
        /// The host as `known_hosts` names it.
        host: String,
        /// The fingerprints of the keys that are known.
        expected: Vec<KeyFingerprint>,
        /// The fingerprint of the key it showed, when it could be read.
        seen: Option<KeyFingerprint>,
    },
}

impl Distrust {
    /// The fingerprint of the certificate that was shown, where it is one.
    #[must_use]
    pub const fn certificate(&self) -> Option<Fingerprint> {
        match self {
            Self::Pin { seen, .. }
            | Self::Issuer { seen }
            | Self::Name { seen, .. }
            | Self::Time { seen }
            | Self::Certificate { seen, .. } => Some(*seen),
            Self::Signature | Self::HostKeyUnknown { .. } | Self::HostKeyChanged { .. } => None,
        }
    }
}

fn list(items: &[impl ToString]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl CallError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "E-PVE-UNREACHABLE",
            Self::Untrusted { why: Distrust::HostKeyUnknown { .. }, .. } => "E-SSH-HOSTKEY-UNKNOWN",
            Self::Untrusted { why: Distrust::HostKeyChanged { .. }, .. } => "E-SSH-HOSTKEY-CHANGED",
            Self::Untrusted { why: Distrust::Pin { .. }, .. } => "E-TLS-PIN",
            Self::Untrusted { .. } => "E-TLS-UNTRUSTED",
            Self::Refused { .. } => "E-PVE-REFUSED",
            Self::NeedTotp { .. } => "E-PVE-TOTP",
            Self::Permission { .. } => "E-PVE-PERMISSION",
            Self::Parameters { .. } => "E-PVE-PARAMETERS",
            Self::NotFound { .. } => "E-PVE-NOT-FOUND",
            Self::NoSuchCall { .. } => "E-PVE-NO-SUCH-CALL",
            Self::NodeDown { .. } => "E-PVE-NODE-DOWN",
            Self::TimedOut { .. } => "E-PVE-TIMED-OUT",
            Self::Uncertain { .. } => "E-PVE-UNCERTAIN",
            Self::Broken { .. } => "E-PVE-BROKEN",
            Self::NotProxmox { .. } => "E-PVE-NOT-PROXMOX",
            Self::NoSudo { .. } => "E-PVE-NO-SUDO",
            Self::Failed { .. } => "E-PVE-FAILED",
        }
    }

    /// The server's own words, where there are any.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Refused { message, .. }
            | Self::Permission { message, .. }
            | Self::Parameters { message, .. }
            | Self::NotFound { message, .. }
            | Self::NoSuchCall { message, .. }
            | Self::NodeDown { message, .. }
            | Self::NotProxmox { message, .. }
            | Self::NoSudo { message, .. }
            | Self::Failed { message, .. } => Some(message),
            Self::Unreachable { detail, .. } | Self::Broken { detail, .. } => Some(detail),
            Self::Uncertain { source, .. } => source.message(),
            Self::Untrusted { .. } | Self::NeedTotp { .. } | Self::TimedOut { .. } => None,
        }
    }

    /// Why what was asked for could not be seen, as an answer carries it.
    #[must_use]
    pub fn hidden_why(&self) -> HiddenWhy {
        match self {
            Self::Unreachable { .. } => HiddenWhy::Unreachable,
            Self::Untrusted { .. } => HiddenWhy::Untrusted,
            Self::Refused { .. } | Self::NeedTotp { .. } | Self::NoSudo { .. } => HiddenWhy::Refused,
            Self::Permission { path: Some(path), privileges, .. } => {
                HiddenWhy::Privilege { needs: privileges.clone(), path: path.clone() }
            }
            Self::NodeDown { .. } => HiddenWhy::NodeDown,
            Self::TimedOut { .. } => HiddenWhy::TimedOut,
            Self::NoSuchCall { .. } | Self::NotProxmox { .. } => HiddenWhy::Unsupported,
            Self::Uncertain { source, .. } => source.hidden_why(),
            Self::Parameters { errors, message, .. } if !errors.is_empty() => {
                let details: Vec<_> =
                    errors.iter().map(|(name, text)| format!("{name}: {}", text.trim_end())).collect();
                HiddenWhy::Failed { message: format!("{message} {}", details.join("; ")) }
            }
            Self::Permission { message, .. }
            | Self::Parameters { message, .. }
            | Self::NotFound { message, .. }
            | Self::Failed { message, .. } => HiddenWhy::Failed { message: message.clone() },
            Self::Broken { .. } => HiddenWhy::Broken,
        }
    }
}
