//! What a start may fail by, and the one thing that every listener starts with: a port.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::announce::AnnounceError;
use crate::http::certificates::CertificateError;
use crate::scenario::ScenarioError;
use crate::ssh::host_key::SshError;

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The scenario is unknown or wrong.
    #[error("the scenario could not be loaded")]
    Scenario(#[from] ScenarioError),
    /// A port could not be had.
    #[error("the {what} cannot listen on {address}")]
    Listen {
        /// What wanted to listen.
        what: &'static str,
        /// Where.
        address: SocketAddr,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// A certificate could not be made.
    #[error("no certificate could be made")]
    Certificate(#[from] CertificateError),
    /// The SSH server could not be set up.
    #[error("the SSH server could not be set up")]
    Ssh(#[from] SshError),
    /// The announcement could not be written.
    #[error("the announcement could not be written")]
    Announce(#[from] AnnounceError),
}

impl StartError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Scenario(_) => "sim-scenario",
            Self::Listen { .. } => "sim-listen",
            Self::Certificate(_) => "sim-certificate",
            Self::Ssh(_) => "sim-ssh",
            Self::Announce(_) => "sim-announce",
        }
    }
}

/// Listens at an address; `what` says who wants to.
pub(crate) async fn bind(what: &'static str, address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| StartError::Listen { what, address, source })
}
