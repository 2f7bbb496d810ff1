//! What key a host shows.

use std::{fs, io, process::Stdio};

use crate::{
    Deadline, HostKey, SshError, Target, arguments,
    classify::{Meaning, classify},
    meant::error_of,
    program::{not_started, program},
};

/// Asks the host for its key, the way a connection would go (aliases, jump hosts and proxy commands included), and shows it
/// nothing of ours. It trusts nothing and changes no file.
pub async fn probe(target: &Target, deadline: Deadline) -> Result<HostKey, SshError> {
    let limit = deadline.remaining();
    let file = |error: io::Error| SshError::Local { what: "write a file of known hosts", detail: error.to_string() };
    let folder = tempfile::tempdir().map_err(file)?;
    let known_hosts = folder.path().join("known_hosts");
    let mut ssh = program("ssh");
    ssh.args(arguments::key_probe(target, &known_hosts, limit.as_secs())).stderr(Stdio::piped());
    let output = match deadline.run(ssh.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) => return Err(not_started("ssh", &error)),
        Err(_) => return Err(SshError::TimedOut { destination: target.to_string(), after: limit, running: false }),
    };
    let learned = fs::read_to_string(&known_hosts).unwrap_or_default();
    if let Some(key) = learned.lines().find_map(HostKey::read) {
        return Ok(key);
    }
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    let meaning = match classify(&printed) {
        // No key was learned, so this is the refusal of a host on the way or of a method that is off.
        Meaning::AuthFailed { .. } => Meaning::Other,
        meaning => meaning,
    };
    Err(error_of(target, meaning, &printed))
}
