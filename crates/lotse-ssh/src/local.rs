//! This machine, as a place where commands run.

use std::process::Stdio;

use async_trait::async_trait;
use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::{Deadline, Output, Ssh, SshError, run::read_all};

/// Runs commands on this machine, for when the program itself runs on a node.
#[derive(Debug, Clone, Copy, Default)]
pub struct Local;

/// How [`Local`] is shown.
const HERE: &str = "localhost";

#[async_trait]
impl Ssh for Local {
    async fn run(&self, argv: &[String], stdin: Option<&[u8]>, deadline: Deadline) -> Result<Output, SshError> {
        let (program, arguments) = argv.split_first().ok_or(SshError::InvalidCommand)?;
        if argv.iter().any(|argument| argument.contains('\0')) {
            return Err(SshError::InvalidCommand);
        }
        let limit = deadline.remaining();
        let started = Command::new(program)
            .args(arguments)
            .stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let mut child = match started {
            Ok(child) => child,
            // As a shell would report it, so that both drivers say it alike.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let stderr = format!("{program}: command not found\n").into_bytes();
                return Ok(Output { status: 127, stdout: Vec::new(), stderr });
            }
            Err(error) => return Err(SshError::Local { what: "start a program", detail: error.to_string() }),
        };
        let (to, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let feed = async {
            if let (Some(mut to), Some(bytes)) = (to, stdin) {
                // A program that reads only a part is free to do so.
                let _ = to.write_all(bytes).await;
            }
        };
        let work = async { tokio::join!(feed, read_all(out), read_all(err), child.wait()) };
        let Ok(((), stdout, stderr, status)) = deadline.run(work).await else {
            return Err(SshError::TimedOut { destination: HERE.to_owned(), after: limit, running: true });
        };
        let failed = |error: std::io::Error| SshError::Local { what: "run a program", detail: error.to_string() };
        let (stdout, stderr, status) = (stdout.map_err(failed)?, stderr.map_err(failed)?, status.map_err(failed)?);
        let place = || (HERE.to_owned(), program.clone());
        let (Some(stdout), Some(stderr)) = (stdout, stderr) else {
            let (destination, program) = place();
            return Err(SshError::TooMuchOutput { destination, program, limit: crate::OUTPUT_LIMIT });
        };
        let Some(status) = status.code() else {
            let (destination, program) = place();
            return Err(SshError::Killed { destination, program });
        };
        Ok(Output { status, stdout, stderr })
    }

    fn destination(&self) -> String {
        HERE.to_owned()
    }

    fn user(&self) -> Option<String> {
        std::env::var("USER").ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Local;
    use crate::{Deadline, Ssh as _, SshError};
    use std::time::Duration;

    fn argv(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn soon() -> Deadline {
        Deadline::after(Duration::from_secs(20))
    }

    #[tokio::test]
    async fn outputs_and_status_are_kept_apart() {
        let command = argv(&["sh", "-c", "cat; echo no >&2; exit 255"]);
        let output = Local.run(&command, Some(b"yes"), soon()).await.unwrap();
        assert_eq!((output.status, output.stdout, output.stderr), (255, b"yes".to_vec(), b"no\n".to_vec()));
    }

    #[tokio::test]
    async fn a_program_that_does_not_exist_ends_with_127_as_in_a_shell() {
        assert_eq!(Local.run(&argv(&["no-such-program"]), None, soon()).await.unwrap().status, 127);
        assert_eq!(Local.run(&[], None, soon()).await, Err(SshError::InvalidCommand));
        assert_eq!(Local.run(&argv(&["echo", "a\0b"]), None, soon()).await, Err(SshError::InvalidCommand));
    }

    #[tokio::test]
    async fn what_does_not_end_in_time_is_ended_and_may_have_had_its_effect() {
        let error = Local.run(&argv(&["sleep", "600"]), None, Deadline::after(Duration::from_millis(50))).await;
        assert!(error.unwrap_err().may_have_happened());
        let error = Local.run(&argv(&["sh", "-c", "kill -9 $$"]), None, soon()).await;
        assert!(matches!(error, Err(SshError::Killed { .. })));
    }
}
