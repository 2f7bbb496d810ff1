//! The key by which a host is known.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use russh::keys::{Algorithm, PrivateKey};
use russh::server::Config;
use russh::{MethodKind, MethodSet};

/// Why the SSH server could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SshError {
    /// No host key could be generated.
    #[error("no SSH host key could be generated")]
    HostKey,
    /// A line of `authorized_keys` is no public key.
    #[error("line {line} of the authorized keys is no public key")]
    AuthorizedKey {
        /// Its number, from 1.
        line: usize,
    },
}

/// The key a host shows; it can be exchanged while the server runs.
#[derive(Debug)]
pub struct HostKey {
    config: RwLock<Arc<Config>>,
}

impl HostKey {
    /// A host with a new key.
    pub fn generate() -> Result<(Self, String), SshError> {
        let (config, public) = config()?;
        Ok((Self { config: RwLock::new(config) }, public))
    }

    /// Exchanges the key: the next connection sees the new one. Answers its public half.
    pub fn replace(&self) -> Result<String, SshError> {
        let (config, public) = config()?;
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(public)
    }

    /// With what the next connection is served.
    pub(super) fn config(&self) -> Arc<Config> {
        Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn config() -> Result<(Arc<Config>, String), SshError> {
    let key = PrivateKey::random(&mut rand::rng(), Algorithm::Ed25519).map_err(|_| SshError::HostKey)?;
    let public = key.public_key().to_openssh().map_err(|_| SshError::HostKey)?;
    let config = Config {
        methods: MethodSet::from(&[MethodKind::PublicKey, MethodKind::Password][..]),
        auth_rejection_time: Duration::from_millis(300),
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        inactivity_timeout: Some(Duration::from_hours(1)),
        nodelay: true,
        ..Config::default()
    };
    Ok((Arc::new(config), public))
}
