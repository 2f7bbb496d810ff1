//! How a simulator is to be started.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How a simulator is to be started. [`Options::default`] is a quiet one for tests: scenario `single`, API on a free
/// port of the loopback, no SSH, no control listener, no file.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name of a built-in scenario (`three-nodes`, `single`, `single-cluster`, `broken`, `scale`) or path of a file.
    pub scenario: String,
    /// Seed of everything that looks random.
    pub seed: u64,
    /// Address of the first node's API; further nodes take free ports of the same address.
    pub listen: SocketAddr,
    /// Address of the first cluster's SSH server; further clusters take free ports. `None`: no SSH.
    pub ssh_listen: Option<SocketAddr>,
    /// Address of the control listener. `None`: no control.
    pub control: Option<SocketAddr>,
    /// File that the announcement is written to once everything listens.
    pub announce: Option<PathBuf>,
    /// Public keys in the form of `authorized_keys` that may log in over SSH.
    pub authorized_keys: Vec<String>,
    /// How much of a delay (3 s before a 401, waiting for a lock) is really waited: 1.0 all, 0.0 nothing.
    pub patience: f64,
    /// Makes the clock stand still until it is advanced: tasks end only when a test says so.
    pub still: bool,
    /// How long the cluster's own work takes (tasks, boots, rounds of HA): 1.0 as in nature, 0.1 ten times as fast. Time-outs
    /// stay what they are.
    pub pace: f64,
    /// Number of clusters, for the scenario `scale`.
    pub clusters: Option<usize>,
    /// Nodes of each cluster, for the scenario `scale`.
    pub nodes: Option<usize>,
    /// Guests of each cluster, for the scenario `scale`.
    pub guests: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            scenario: "single".to_owned(),
            seed: 1,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            ssh_listen: None,
            control: None,
            announce: None,
            authorized_keys: Vec::new(),
            patience: 1.0,
            still: false,
            pace: 1.0,
            clusters: None,
            nodes: None,
            guests: None,
        }
    }
}

impl Options {
    /// The named scenario, otherwise as [`Options::default`].
    #[must_use]
    pub fn scenario(name: impl Into<String>) -> Self {
        Self { scenario: name.into(), ..Self::default() }
    }

    /// With an SSH server on a free port of the loopback.
    #[must_use]
    pub fn with_ssh(mut self) -> Self {
        self.ssh_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        self
    }

    /// With a control listener on a free port of the loopback.
    #[must_use]
    pub fn with_control(mut self) -> Self {
        self.control = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        self
    }

    /// Without real waiting: failed logins are refused at once, locks time out at once.
    #[must_use]
    pub fn impatient(mut self) -> Self {
        self.patience = 0.0;
        self
    }

    /// With work that takes a fiftieth of its time: HA looks five times a second.
    #[must_use]
    pub fn hurried(mut self) -> Self {
        self.pace = 0.02;
        self
    }
}
