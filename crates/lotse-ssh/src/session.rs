//! Commands on a host over the system's OpenSSH, many on one connection.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use openssh::Stdio;
use tokio::{
    io::AsyncWriteExt as _,
    sync::{Mutex, Semaphore},
    time::Instant,
};
use tracing::debug;

use crate::{Deadline, Output, Ssh, SshError, Target, connect, link::Link, run::read_all};

/// How many commands run at once on a connection. Servers allow ten sessions (`MaxSessions`, sshd_config(5)); two stay free
/// for whatever else uses the connection.
const SESSIONS: usize = 8;

/// The first pause before a session that the server refused is asked for again; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// The longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// A host that is reached with the operator's own `ssh`: configuration, agent, hardware keys and jump hosts included.
///
/// The connection is made with the first command, shared by all, and made anew when it was lost. It ends when the value is
/// dropped. The host key must be known: an unknown or a changed one is an error.
#[derive(Debug)]
pub struct OpenSsh {
    target: Target,
    slots: Semaphore,
    connection: Mutex<Connection>,
}

#[derive(Debug, Default)]
struct Connection {
    link: Option<Arc<Link>>,
    /// When the last attempt failed, and how: shared by all who waited for it.
    failed: Option<(Instant, SshError)>,
}

/// Why a command has no output yet.
enum Setback {
    /// The connection was gone before the command was sent.
    Gone,
    /// The server has no session free; the command was not started.
    Full,
    /// There is no more to be done.
    Final(SshError),
}

impl OpenSsh {
    /// The host `target`. Connects with the first command, or with [`connect`](Self::connect).
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { target, slots: Semaphore::new(SESSIONS), connection: Mutex::default() }
    }

    /// Connects and logs in, unless that is done already.
    pub async fn connect(&self, deadline: Deadline) -> Result<(), SshError> {
        self.link(deadline).await.map(drop)
    }

    /// The target.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    async fn link(&self, deadline: Deadline) -> Result<Arc<Link>, SshError> {
        let asked = Instant::now();
        let limit = deadline.remaining();
        let late = || SshError::TimedOut { destination: self.destination(), after: limit, running: false };
        let mut connection = deadline.run(self.connection.lock()).await.map_err(|_| late())?;
        if let Some(link) = &connection.link {
            return Ok(Arc::clone(link));
        }
        if let Some((when, error)) = &connection.failed
            && *when >= asked
        {
            return Err(error.clone());
        }
        debug!(destination = %self.target, "connecting");
        match connect::master(&self.target, deadline).await {
            Ok(folder) => {
                let link = Arc::new(Link::new(folder));
                *connection = Connection { link: Some(Arc::clone(&link)), failed: None };
                Ok(link)
            }
            Err(error) => {
                debug!(destination = %self.target, code = error.code(), "not connected");
                connection.failed = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// Uses a link no longer, unless another one took its place already. It ends with the last command that runs on it.
    async fn forget(&self, lost: &Arc<Link>) {
        let mut connection = self.connection.lock().await;
        if connection.link.as_ref().is_some_and(|current| Arc::ptr_eq(current, lost)) {
            connection.link = None;
        }
    }

    async fn attempt(
        &self,
        link: &Arc<Link>,
        argv: &[String],
        stdin: Option<&[u8]>,
        sent: &AtomicBool,
    ) -> Result<Output, Setback> {
        let (program, arguments) = argv.split_first().ok_or(Setback::Final(SshError::InvalidCommand))?;
        // `arc_command` and `args` quote for the remote shell, so that each argument arrives as it is.
        let mut command = link.session().arc_command(program.as_str());
        command
            .args(arguments)
            .stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        sent.store(true, Ordering::Relaxed);
        let mut running = Arc::clone(link).running();
        // Started in a task of its own, which goes on when this one is given up: OpenSSH's master ends, and with it every other
        // command, when its client goes away while a session is being opened (`mux_session_confirm` in mux.c).
        let started = tokio::spawn(async move { command.spawn().await }).await;
        let mut child = match started {
            Ok(Ok(child)) => child,
            Ok(Err(error)) => {
                running.ended();
                return Err(self.not_started(&error));
            }
            Err(error) => {
                let (destination, detail) = (self.destination(), error.to_string());
                return Err(Setback::Final(SshError::Other { destination, detail }));
            }
        };
        let (to, out, err) = (child.stdin().take(), child.stdout().take(), child.stderr().take());
        let feed = async {
            if let (Some(mut to), Some(bytes)) = (to, stdin) {
                // A program that reads only a part is free to do so.
                let _ = to.write_all(bytes).await;
            }
        };
        let ((), stdout, stderr) = tokio::join!(feed, read_all(out), read_all(err));
        let lost = || Setback::Final(SshError::Lost { destination: self.destination() });
        let place = || (self.destination(), program.clone());
        let (Some(stdout), Some(stderr)) = (stdout.map_err(|_| lost())?, stderr.map_err(|_| lost())?) else {
            let (destination, program) = place();
            return Err(Setback::Final(SshError::TooMuchOutput { destination, program, limit: crate::OUTPUT_LIMIT }));
        };
        let ended = child.wait().await;
        running.ended();
        match ended {
            Ok(status) => Ok(Output { status: status.code().unwrap_or(255), stdout, stderr }),
            // The crate's reading of status 127.
            Err(openssh::Error::Remote(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Output { status: 127, stdout, stderr })
            }
            // Without a status the command was ended by a signal, or the connection was lost: whether it still lives tells.
            Err(openssh::Error::RemoteProcessTerminated) if link.session().check().await.is_ok() => {
                let (destination, program) = place();
                Err(Setback::Final(SshError::Killed { destination, program }))
            }
            Err(_) => {
                self.forget(link).await;
                Err(lost())
            }
        }
    }

    fn not_started(&self, error: &openssh::Error) -> Setback {
        match error {
            openssh::Error::Disconnected => Setback::Gone,
            openssh::Error::InvalidCommand => Setback::Final(SshError::InvalidCommand),
            error => {
                let words = words(error);
                if words.contains("Session open refused") {
                    Setback::Full
                } else {
                    Setback::Final(SshError::Other { destination: self.destination(), detail: words })
                }
            }
        }
    }

    /// Runs a command, on a new connection or in a session that is free later, if need be. `sent` is whether it may run.
    async fn until_done(
        &self,
        argv: &[String],
        stdin: Option<&[u8]>,
        sent: &AtomicBool,
        deadline: Deadline,
    ) -> Result<Output, SshError> {
        let mut pause = FIRST_PAUSE;
        let mut reconnected = false;
        loop {
            let link = self.link(deadline).await?;
            let setback = match self.attempt(&link, argv, stdin, sent).await {
                Ok(output) => return Ok(output),
                Err(Setback::Final(error)) => return Err(error),
                Err(setback) => setback,
            };
            sent.store(false, Ordering::Relaxed);
            match setback {
                Setback::Final(error) => return Err(error),
                // Commands that were given up hold their sessions for as long as they hang there.
                Setback::Full if link.has_abandoned() => self.forget(&link).await,
                Setback::Full => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Setback::Gone => {
                    self.forget(&link).await;
                    if std::mem::replace(&mut reconnected, true) {
                        return Err(SshError::Lost { destination: self.destination() });
                    }
                }
            }
        }
    }
}

/// An error with its causes, since the crate's own text leaves them out.
fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        source = cause.source();
    }
    words
}

#[async_trait]
impl Ssh for OpenSsh {
    async fn run(&self, argv: &[String], stdin: Option<&[u8]>, deadline: Deadline) -> Result<Output, SshError> {
        if argv.is_empty() || argv.iter().any(|argument| argument.contains('\0')) {
            return Err(SshError::InvalidCommand);
        }
        let limit = deadline.remaining();
        let late = |running| SshError::TimedOut { destination: self.destination(), after: limit, running };
        // The semaphore is never closed.
        let Ok(Ok(_slot)) = deadline.run(self.slots.acquire()).await else { return Err(late(false)) };
        let sent = AtomicBool::new(false);
        match deadline.run(self.until_done(argv, stdin, &sent, deadline)).await {
            Ok(result) => result,
            Err(_) => Err(late(sent.load(Ordering::Relaxed))),
        }
    }

    fn destination(&self) -> String {
        self.target.to_string()
    }

    fn user(&self) -> Option<String> {
        self.target.user().map(str::to_owned)
    }
}
