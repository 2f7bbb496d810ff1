//! Starts the master of a connection.

use std::{fs, process::Stdio};

use tempfile::TempDir;
use tokio::process::Command;

use crate::{
    Deadline, SshError, Target, arguments,
    classify::{Meaning, classify},
    control, known_key,
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

/// One of OpenSSH's programs, without a terminal, speaking English whatever the language of the operator.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command
        .env("LC_ALL", "C")
        .env_remove("SSH_ASKPASS")
        .env_remove("DISPLAY")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// One of OpenSSH's programs did not start.
pub(crate) fn not_started(program: &str, error: &std::io::Error) -> SshError {
    match error.kind() {
        std::io::ErrorKind::NotFound => SshError::NoProgram { program: program.to_owned() },
        _ => SshError::Local { what: "start a program of OpenSSH", detail: error.to_string() },
    }
}

/// The error that the words of a failed `ssh` mean. For an unknown host key it asks the host for it, so that the fingerprint
/// can be shown.
pub(crate) async fn failure(target: &Target, printed: &str, deadline: Deadline) -> SshError {
    match classify(printed) {
        Meaning::KeyUnknown { kind } => {
            let seen = known_key::probe(target, deadline).await.ok().map(|key| key.fingerprint);
            SshError::HostKeyUnknown { destination: target.to_string(), kind, seen }
        }
        meaning => failed_without_asking(target, meaning, printed),
    }
}

/// The error that a meaning stands for, from what is known already.
pub(crate) fn failed_without_asking(target: &Target, meaning: Meaning, printed: &str) -> SshError {
    let destination = target.to_string();
    let detail = printed.trim().to_owned();
    match meaning {
        Meaning::KeyUnknown { kind } => SshError::HostKeyUnknown { destination, kind, seen: None },
        Meaning::KeyChanged { seen, known_at, revoked } => {
            let expected = known_at.as_deref().and_then(known_key::at).into_iter().collect();
            SshError::HostKeyChanged { destination, expected, seen, known_at, revoked }
        }
        Meaning::AuthFailed { methods } => SshError::AuthFailed { destination, methods, detail },
        Meaning::Unreachable(obstacle) => SshError::Unreachable { destination, obstacle, detail },
        Meaning::Configuration => SshError::Configuration { destination, detail },
        Meaning::Other => SshError::Other { destination, detail },
    }
}
