//! How OpenSSH's programs are started.

use std::process::Stdio;

use tokio::process::Command;

use crate::SshError;

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
