//! A cluster through `pvesh` on one of its nodes: over SSH, or on this machine when it is a node.
//!
//! `pvesh` is `root@pam`, so access control lists do not apply; it takes 0.5 to 1 s a call, and for other nodes than its own it
//! goes on with `ssh`. It runs tasks in the foreground and ends with 0 even when they fail: the task's own status decides.

mod answer;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use lotse_model::Timestamp;
use lotse_ssh::{Local, Ssh, SshError};
use tokio::time::Instant;
use tracing::debug;

use super::{
    ApiPath, Caller, EndpointHealth, EndpointState, Params, Read, Reply, Verb, Write,
    call::{Call, Method, Redacted},
};
use crate::{CallError, Deadline, Distrust, Obstacle, clock};

/// Where Proxmox installs it (package pve-manager).
const INSTALLED: &str = "/usr/bin/pvesh";

/// How often a read is run again when the connection failed it.
const MORE_TRIES: usize = 2;

/// The first pause between tries; it doubles, with jitter.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A cluster through `pvesh`.
#[derive(Debug, Clone)]
pub struct Pvesh {
    place: Arc<dyn Ssh>,
    sudo: bool,
    record: Arc<Mutex<Record>>,
}

/// How the node did so far.
#[derive(Debug, Default)]
struct Record {
    calls: u64,
    failures: u64,
    running: usize,
    down_since: Option<Timestamp>,
    last_took: Option<Duration>,
    last_failure: Option<&'static str>,
}

/// Counts a call as running until it is dropped.
struct Running<'a>(&'a Mutex<Record>);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut record = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        record.running = record.running.saturating_sub(1);
    }
}

impl Pvesh {
    /// The cluster of which `place` is a node. With `sudo` for a login that is not root's: `sudo -n pvesh`, which its
    /// `sudoers` must allow without a password.
    #[must_use]
    pub fn new(place: Arc<dyn Ssh>, sudo: bool) -> Self {
        Self { place, sudo, record: Arc::default() }
    }

    /// The cluster of which this machine is a node.
    #[must_use]
    pub fn here(sudo: bool) -> Self {
        Self::new(Arc::new(Local), sudo)
    }

    /// Whether this machine is a node.
    #[must_use]
    pub fn is_installed_here() -> bool {
        Path::new(INSTALLED).exists()
    }

    /// The command for a call: arguments, no line for a shell.
    fn argv(&self, call: &Call<'_>) -> Vec<String> {
        let mut argv: Vec<String> = Vec::new();
        if self.sudo {
            argv.extend(["sudo".to_owned(), "-n".to_owned()]);
        }
        argv.extend(["pvesh".to_owned(), call.method.pvesh().to_owned(), call.path.plain().to_owned()]);
        for (name, value) in call.params {
            argv.extend([format!("--{name}"), value.clone()]);
        }
        argv.extend(["--output-format".to_owned(), "json".to_owned()]);
        argv
    }

    async fn once(&self, call: &Call<'_>, deadline: Deadline) -> Result<Reply, CallError> {
        let endpoint = self.place.destination();
        let began = Instant::now();
        let limit = deadline.remaining();
        {
            let mut record = self.record();
            record.calls += 1;
            record.running += 1;
        }
        let running = Running(&self.record);
        let ran = self.place.run(&self.argv(call), None, deadline).await;
        drop(running);
        let took = began.elapsed();
        let status = ran.as_ref().ok().map(|output| output.status);
        let bytes = ran.as_ref().map_or(0, |output| output.stdout.len());
        let result = match ran {
            Ok(output) => answer::read(call, &endpoint, &output),
            Err(error) => Err(self.lost(call, &endpoint, limit, error)),
        };
        self.note(took, result.as_ref().err());
        debug!(
            target: "lotse_pve::call",
            %endpoint,
            call = %call.name(),
            params = %Redacted(call.params),
            status,
            code = result.as_ref().err().map(CallError::code),
            took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            bytes,
            "called"
        );
        let printed = result?;
        let (data, warnings) = (printed.data, printed.warnings);
        Ok(Reply { data, total: None, as_of: clock::now(), endpoint, took, bytes, warnings })
    }

    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, took: Duration, error: Option<&CallError>) {
        let mut record = self.record();
        if let Some(error) = error.filter(|error| is_no_answer(error)) {
            record.failures += 1;
            record.last_failure = Some(error.code());
            record.down_since.get_or_insert_with(clock::now);
        } else {
            record.last_took = Some(took);
            record.down_since = None;
        }
    }

    /// What an error of the way to the node means for a call.
    fn lost(&self, call: &Call<'_>, endpoint: &str, limit: Duration, error: SshError) -> CallError {
        let may_have_happened = error.may_have_happened();
        let detail = error.to_string();
        let endpoint = endpoint.to_owned();
        let unreachable = |why, detail| CallError::Unreachable { endpoint: endpoint.clone(), why, detail };
        let meant = match error {
            SshError::HostKeyUnknown { destination, kind, seen } => {
                let why = Distrust::HostKeyUnknown { host: destination, kind, seen };
                CallError::Untrusted { endpoint, why }
            }
            SshError::HostKeyChanged { destination, expected, seen, .. } => {
                let why = Distrust::HostKeyChanged { host: destination, expected, seen };
                CallError::Untrusted { endpoint, why }
            }
            SshError::AuthFailed { detail, .. } => {
                let user = self.place.user().unwrap_or_default();
                CallError::Refused { endpoint, user, message: detail }
            }
            SshError::Unreachable { obstacle, detail, .. } => unreachable(way(obstacle), detail),
            SshError::NoProgram { .. } => unreachable(Obstacle::NoProgram, detail),
            SshError::TimedOut { .. } => CallError::TimedOut { call: call.name(), endpoint, after: limit },
            SshError::Lost { .. } | SshError::Killed { .. } | SshError::TooMuchOutput { .. } => {
                CallError::Broken { call: call.name(), endpoint, detail }
            }
            SshError::Configuration { detail, .. }
            | SshError::Local { detail, .. }
            | SshError::Other { detail, .. } => unreachable(Obstacle::Other, detail),
            SshError::Target(_) | SshError::InvalidCommand => unreachable(Obstacle::Other, detail),
        };
        if may_have_happened && call.method != Method::Get {
            let endpoint = self.place.destination();
            return CallError::Uncertain { call: call.name(), endpoint, source: Box::new(meant) };
        }
        meant
    }
}

/// Whether the node gave no answer. A refusal is an answer.
const fn is_no_answer(error: &CallError) -> bool {
    matches!(
        error,
        CallError::Unreachable { .. }
            | CallError::Untrusted { .. }
            | CallError::TimedOut { .. }
            | CallError::Broken { .. }
            | CallError::Uncertain { .. }
    )
}

const fn way(obstacle: lotse_ssh::Obstacle) -> Obstacle {
    match obstacle {
        lotse_ssh::Obstacle::NameUnknown => Obstacle::NameUnknown,
        lotse_ssh::Obstacle::Refused => Obstacle::Refused,
        lotse_ssh::Obstacle::NoRoute => Obstacle::NoRoute,
        lotse_ssh::Obstacle::Silent => Obstacle::Silent,
        lotse_ssh::Obstacle::Closed => Obstacle::Closed,
        lotse_ssh::Obstacle::Protocol => Obstacle::Protocol,
    }
}

#[async_trait]
impl Read for Pvesh {
    async fn get(&self, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        let call = Call { method: Method::Get, path, params };
        let mut pauses =
            ExponentialBuilder::default().with_min_delay(FIRST_PAUSE).with_max_times(MORE_TRIES).with_jitter().build();
        loop {
            let error = match self.once(&call, deadline).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            let pause = match &error {
                CallError::Broken { .. } | CallError::Unreachable { why: Obstacle::Closed | Obstacle::Refused, .. } => {
                    pauses.next()
                }
                _ => None,
            };
            match pause.filter(|pause| *pause < deadline.remaining()) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    fn caller(&self) -> Caller {
        Caller::Root
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        let record = self.record();
        let state = match (record.down_since, record.last_took) {
            (Some(since), _) => EndpointState::Down { since, next_try: Duration::ZERO },
            (None, Some(_)) => EndpointState::Up,
            (None, None) => EndpointState::Untried,
        };
        vec![EndpointHealth {
            endpoint: self.place.destination(),
            state,
            calls: record.calls,
            failures: record.failures,
            running: record.running,
            last_took: record.last_took,
            last_failure: record.last_failure,
        }]
    }
}

#[async_trait]
impl Write for Pvesh {
    async fn send(&self, verb: Verb, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        self.once(&Call { method: Method::Change(verb), path, params }, deadline).await
    }

    fn waits_for_tasks(&self) -> bool {
        true
    }
}

#[cfg(test)]
#[path = "scripted_tests.rs"]
mod tests;
