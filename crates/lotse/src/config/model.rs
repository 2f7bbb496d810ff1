//! What the configuration says, as types.

use std::{path::PathBuf, time::Duration};

use lotse_engine::{access::Access, change::policy::Policy, findings::Thresholds, watch::Settings};
use lotse_model::ClusterName;
use lotse_pve::tls::Fingerprint;
use lotse_ssh::Target;
use lotse_text::{Language, Zone};

use super::{Address, Channel, Discord, Keeping, SecretSource, Serve};

/// The whole configuration. Everything may be absent: without a file it is the default.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    /// The language of the interface, when the file names one.
    pub(crate) language: Option<Language>,
    /// The time zone in which times are shown, when the file names one.
    pub(crate) zone: Option<Zone>,
    /// How long one question may take, when the file says so.
    pub(crate) deadline: Option<Duration>,
    /// The clusters, in the order of the file.
    pub(crate) clusters: Vec<Cluster>,
    /// Own words for guests, nodes, tags and selections: word, what it stands for.
    pub(crate) aliases: Vec<(String, String)>,
    /// References that are listed and completed first.
    pub(crate) favourites: Vec<String>,
    /// From when on a figure is a problem.
    pub(crate) thresholds: Thresholds,
    /// The reading of details in the background.
    pub(crate) sweep: Sweep,
    /// Where what must last is kept.
    pub(crate) keeping: Keeping,
    /// What the operator decided about changes.
    pub(crate) policy: Policy,
    /// Who may do what.
    pub(crate) access: Access,
    /// The Discord bot, when there is one.
    pub(crate) discord: Option<Discord>,
    /// How is watched, and who is told what.
    pub(crate) watch: Settings,
    /// Where alerts are told.
    pub(crate) channels: Vec<Channel>,
    /// What the daemon does and offers.
    pub(crate) serve: Serve,
    /// The file that all this came from.
    pub(crate) place: Option<PathBuf>,
}

/// The reading of details in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sweep {
    /// Whether it runs at all.
    pub(crate) on: bool,
    /// Whether it asks disks for their health, which wakes sleeping ones.
    pub(crate) smart: bool,
}

impl Sweep {
    /// How the engine is to sweep; `None` when it is not to.
    pub(crate) fn wanted(self) -> Option<lotse_engine::sweep::Sweep> {
        self.on.then(|| lotse_engine::sweep::Sweep { disks: self.smart, ..lotse_engine::sweep::Sweep::default() })
    }
}

impl Default for Sweep {
    fn default() -> Self {
        Self { on: true, smart: false }
    }
}

/// A cluster, or a single node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cluster {
    /// Its name in Lotse.
    pub(crate) name: ClusterName,
    /// How it is reached.
    pub(crate) way: Way,
    /// Whether changes are off, whatever the login may do.
    pub(crate) read_only: bool,
}

/// How a cluster is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the HTTPS API.
    Api(Api),
    /// By `pvesh` over SSH.
    Ssh(Ssh),
}

/// The HTTPS API of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Api {
    /// Its nodes.
    pub(crate) nodes: Vec<Address>,
    /// As whom it is read.
    pub(crate) login: Login,
    /// With which token approved changes are carried out; without one the cluster is read-only.
    pub(crate) write: Option<Token>,
    /// Whom to believe.
    pub(crate) trust: Trust,
    /// The name in the certificates, where it differs from the address (behind NAT).
    pub(crate) server_name: Option<String>,
}

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// `user@realm!name`.
    pub(crate) id: String,
    /// Where its secret is.
    pub(crate) secret: SecretSource,
}

/// As whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Login {
    /// By an API token.
    Token(Token),
    /// By a user's password and a ticket.
    Password {
        /// `user@realm`.
        user: String,
        /// Where the password is.
        password: SecretSource,
    },
}

/// Whom to believe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The authorities of this system, and pins accepted earlier.
    System,
    /// The cluster's own authority (`pve-root-ca.pem`).
    Ca(PathBuf),
    /// These certificates only.
    Pins(Vec<Fingerprint>),
}

/// `pvesh` over SSH.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ssh {
    /// The host, or a name of the operator's SSH configuration, with port and key file where those are given here.
    pub(crate) target: Target,
    /// Whether `pvesh` is called through `sudo -n`.
    pub(crate) sudo: bool,
    /// Whether changes may be made: `pvesh` is `root@pam`, so this is said on purpose.
    pub(crate) writes: bool,
}

#[cfg(test)]
mod tests {
    use super::Sweep;

    #[test]
    fn a_sweep_is_wanted_unless_it_is_switched_off_and_wakes_disks_only_on_purpose() {
        assert_eq!(Sweep { on: false, smart: true }.wanted(), None);
        assert_eq!(Sweep::default().wanted().map(|sweep| sweep.disks), Some(false));
        assert_eq!(Sweep { on: true, smart: true }.wanted().map(|sweep| sweep.disks), Some(true));
    }
}
