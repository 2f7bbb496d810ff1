//! What a started simulator tells about itself: where it is and how to get in.

use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The announcement, written as one JSON object. The top level describes the first cluster, so that whoever needs one
/// cluster need not care about several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The first cluster's way in.
    #[serde(flatten)]
    pub first: ClusterAnnouncement,
    /// Where the control listener is, when there is one; the token stands in the URL's query as `token`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_url: Option<String>,
    /// One entry a cluster, when there are several; the first among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<ClusterAnnouncement>,
}

/// How to reach one cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterAnnouncement {
    /// The cluster's name; that of its node for a single one.
    pub name: String,
    /// Host of the first node's API.
    pub host: String,
    /// Port of the first node's API.
    pub port: u16,
    /// `https://host:port` of the first node.
    pub url: String,
    /// Name of the first node.
    pub node: String,
    /// SHA-256 fingerprint of the first node's certificate, hex pairs joined by colons.
    pub fingerprint: String,
    /// The cluster's certificate authority as PEM text.
    pub ca: String,
    /// A user that may do everything, `root@pam`.
    pub user: String,
    /// Its password.
    pub password: String,
    /// An API token of that user without privilege separation, `user@realm!name`.
    pub token_id: String,
    /// The token's secret.
    pub token: String,
    /// Host of the SSH server; `null` without one, as all fields of SSH.
    pub ssh_host: Option<String>,
    /// Port of the SSH server.
    pub ssh_port: Option<u16>,
    /// User of the SSH server.
    pub ssh_user: Option<String>,
    /// Password of the SSH server.
    pub ssh_password: Option<String>,
    /// Public host key, `ssh-ed25519 AAAA…`, as it stands in a known-hosts file behind the host.
    pub ssh_host_key: Option<String>,
    /// A template that can be cloned, if the scenario has one.
    pub template_vmid: Option<u32>,
    /// Further users with their passwords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logins: Vec<Login>,
    /// Further tokens with their secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<TokenLogin>,
    /// Each node's own door.
    pub nodes: Vec<NodeAnnouncement>,
}

/// A user and the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// `name@realm`.
    pub user: String,
    /// Password.
    pub password: String,
    /// Base32 secret of the second factor, for users who have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<String>,
}

/// A token and its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLogin {
    /// `user@realm!name`.
    pub token_id: String,
    /// Secret.
    pub token: String,
}

/// One node's API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeAnnouncement {
    /// Name.
    pub node: String,
    /// `https://host:port`.
    pub url: String,
    /// SHA-256 fingerprint of its certificate.
    pub fingerprint: String,
}

/// Why an announcement could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error("the announcement {path} could not be {what}")]
pub struct AnnounceError {
    /// The file.
    pub path: String,
    /// `written` or `read`.
    pub what: &'static str,
    /// The system's reason.
    #[source]
    pub source: std::io::Error,
}

impl Announcement {
    /// Every cluster of the simulator.
    #[must_use]
    pub fn all(&self) -> &[ClusterAnnouncement] {
        if self.clusters.is_empty() { std::slice::from_ref(&self.first) } else { &self.clusters }
    }

    /// Writes the file next to its place and renames it there: a reader sees all of it or nothing. It holds passwords, so
    /// only its owner may read it.
    pub fn write(&self, path: &Path) -> Result<(), AnnounceError> {
        let failed = |source| AnnounceError { path: path.display().to_string(), what: "written", source };
        let mut partial = path.as_os_str().to_owned();
        partial.push(format!(".{}.partial", std::process::id()));
        let partial = Path::new(&partial);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(partial).map_err(failed)?;
        let text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(partial, path).map_err(failed)
    }

    /// Reads a file that a simulator wrote.
    pub fn read(path: &Path) -> Result<Self, AnnounceError> {
        let failed = |source| AnnounceError { path: path.display().to_string(), what: "read", source };
        let text = std::fs::read_to_string(path).map_err(failed)?;
        serde_json::from_str(&text).map_err(|error| failed(error.into()))
    }
}
