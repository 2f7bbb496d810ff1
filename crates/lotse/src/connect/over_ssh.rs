//! `pvesh` over SSH.

use std::sync::Arc;

use lotse_pve::{Deadline, transport::Pvesh};
use lotse_ssh::{OpenSsh, SshError, Target};

use super::judge;
use crate::{
    dialogue, environment,
    failure::{Failure, of_ssh},
    settings::Settings,
};

/// The target with what the environment says about OpenSSH's files.
pub(crate) fn with_environment(mut target: Target) -> Target {
    if let Some(file) = environment::get(environment::SSH_CONFIG) {
        target = target.with_config_file(file);
    }
    if let Some(file) = environment::get(environment::KNOWN_HOSTS) {
        target = target.with_known_hosts(file);
    }
    target
}

/// The client of a cluster of the configuration. Connects now only where an unknown host key could be judged now; a host
/// that is down is no reason to stop, since the other clusters answer.
pub(super) async fn pvesh(target: Target, sudo: bool, settings: &Settings) -> Result<Pvesh, Failure> {
    let ssh = Arc::new(OpenSsh::new(target));
    if settings.accept_fingerprint.is_some() || dialogue::possible(settings) {
        match open(&ssh, settings).await {
            Err(Opening::Refused(failure)) => return Err(failure),
            Ok(()) | Err(Opening::Down(_)) => {}
        }
    }
    Ok(Pvesh::new(ssh, sudo))
}

/// The client of the one host that was asked for: it must be there.
pub(super) async fn connected(target: Target, sudo: bool, settings: &Settings) -> Result<Pvesh, Failure> {
    let ssh = Arc::new(OpenSsh::new(target));
    match open(&ssh, settings).await {
        Ok(()) => Ok(Pvesh::new(ssh, sudo)),
        Err(Opening::Refused(failure)) => Err(failure),
        Err(Opening::Down(error)) => Err(of_ssh(&error, settings.language)),
    }
}

/// Why a connection did not come about.
enum Opening {
    /// The host key was not accepted.
    Refused(Failure),
    /// Something else.
    Down(SshError),
}

/// Connects; an unknown host key is judged once.
async fn open(ssh: &OpenSsh, settings: &Settings) -> Result<(), Opening> {
    let error = match ssh.connect(Deadline::after(settings.deadline)).await {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    let SshError::HostKeyUnknown { kind, seen, .. } = &error else {
        return Err(Opening::Down(error));
    };
    judge::accept_host_key(ssh.target(), seen.as_ref(), kind.as_deref(), settings).await.map_err(Opening::Refused)?;
    ssh.connect(Deadline::after(settings.deadline)).await.map_err(Opening::Down)
}
