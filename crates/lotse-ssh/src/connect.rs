//! Starts the master of a connection.

use std::fs;

use tempfile::TempDir;

use crate::{
    Deadline, SshError, Target, arguments,
    classify::{Meaning, classify},
    control,
    meant::error_of,
    probe::probe,
    program::{not_started, program},
};

/// After how long without a command the master ends by itself. It matters only when this program was killed and could not
/// end it.
const IDLE_SECONDS: u64 = 600;

/// Connects and logs in. The folder returned holds the control socket under the name that the `openssh` crate expects.
pub(crate) async fn master(target: &Target, deadline: Deadline) -> Result<TempDir, SshError> {
    let started = deadline.remaining();
    let folder = control::folder(control::runtime_folder().as_deref())?;
    let words = folder.path().join("stderr");
    // A file, since a proxy command keeps the stream open for as long as the connection lives.
    let stderr = fs::File::create(&words)
        .map_err(|error| SshError::Local { what: "write messages of ssh", detail: error.to_string() })?;
    let mut ssh = program("ssh");
    ssh.args(arguments::master(target, folder.path(), started.as_secs(), IDLE_SECONDS)).stderr(stderr);
    let status = match deadline.run(ssh.status()).await {
        Ok(Ok(status)) => status,
        Ok(Err(error)) => return Err(not_started("ssh", &error)),
        Err(_) => {
            return Err(SshError::TimedOut { destination: target.to_string(), after: started, running: false });
        }
    };
    if status.success() {
        return Ok(folder);
    }
    let log = fs::read(folder.path().join("log")).unwrap_or_default();
    let words = fs::read(&words).unwrap_or_default();
    let printed = format!("{}{}", String::from_utf8_lossy(&log), String::from_utf8_lossy(&words));
    Err(failure(target, &printed, deadline).await)
}

/// The error that the words of a failed `ssh` mean. For an unknown host key it asks the host for it, so that the fingerprint
/// can be shown.
pub(crate) async fn failure(target: &Target, printed: &str, deadline: Deadline) -> SshError {
    match classify(printed) {
        Meaning::KeyUnknown { kind } => {
            let seen = probe(target, deadline).await.ok().map(|key| key.fingerprint);
            SshError::HostKeyUnknown { destination: target.to_string(), kind, seen }
        }
        meaning => error_of(target, meaning, printed),
    }
}
