//! One node as it is asked over HTTPS, and how it did.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use lotse_model::Timestamp;
use tokio::sync::Semaphore;
use url::Url;

use super::settings::{EndpointSettings, SettingsError, checked};
use crate::{
    EndpointHealth, EndpointState, clock,
    tls::client_config,
    transport::breaker::{Advice, Breaker, Event, Moment},
};

/// How many calls run at once on a node. pveproxy has three workers (pveproxy(8)), which pass most calls on to the three of
/// pvedaemon: more at once would only wait there.
const CONCURRENT: usize = 8;

/// How long a connection is kept without a call. pveproxy closes it after five seconds; a call on a connection that is being
/// closed is lost.
const IDLE: Duration = Duration::from_secs(4);

/// One node.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) name: String,
    pub(crate) url: Url,
    pub(crate) client: reqwest::Client,
    pub(crate) slots: Semaphore,
    record: Mutex<Record>,
}

/// How a node did so far.
#[derive(Debug, Default)]
struct Record {
    breaker: Breaker,
    calls: u64,
    failures: u64,
    down_since: Option<Timestamp>,
    last_took: Option<Duration>,
    last_failure: Option<&'static str>,
}

impl Endpoint {
    pub(crate) fn new(settings: &EndpointSettings, connect: Duration) -> Result<Self, SettingsError> {
        let default_port = settings.url.port_or_known_default().unwrap_or_default();
        let (url, name) = checked(&settings.url, default_port)?;
        let tls = client_config(&settings.trust, settings.server_name.as_deref())
            .map_err(|source| SettingsError::Trust { endpoint: name.clone(), source })?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .http1_only()
            // Nodes stand in the operator's own network, and a redirect would lead credentials elsewhere.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(connect)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(CONCURRENT)
            .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| SettingsError::Client { detail: error.to_string() })?;
        Ok(Self { name, url, client, slots: Semaphore::new(CONCURRENT), record: Mutex::default() })
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether to ask it now, and whether it has a place free.
    pub(crate) fn advice(&self, now: Moment) -> (Advice, bool) {
        (self.record().breaker.advice(now), self.slots.available_permits() > 0)
    }

    /// A call begins.
    pub(crate) fn asked(&self, now: Moment) {
        let mut record = self.record();
        record.calls += 1;
        record.breaker = record.breaker.on(Event::Tried, now);
    }

    /// It answered.
    pub(crate) fn answered(&self, took: Duration, now: Moment) {
        let mut record = self.record();
        record.breaker = record.breaker.on(Event::Answered, now);
        record.last_took = Some(took);
        record.down_since = None;
    }

    /// It did not.
    pub(crate) fn failed(&self, code: &'static str, now: Moment) {
        let mut record = self.record();
        record.breaker = record.breaker.on(Event::Failed { spread: rand::random() }, now);
        record.failures += 1;
        record.last_failure = Some(code);
        record.down_since.get_or_insert_with(clock::now);
    }

    /// How it did so far.
    pub(crate) fn health(&self, now: Moment) -> EndpointHealth {
        let record = self.record();
        let state = match (record.breaker.advice(now), record.down_since) {
            (Advice::Wait(next_try), Some(since)) => EndpointState::Down { since, next_try },
            (Advice::Try, Some(since)) => EndpointState::Down { since, next_try: Duration::ZERO },
            _ if record.last_took.is_none() => EndpointState::Untried,
            _ => EndpointState::Up,
        };
        EndpointHealth {
            endpoint: self.name.clone(),
            state,
            calls: record.calls,
            failures: record.failures,
            running: CONCURRENT.saturating_sub(self.slots.available_permits()),
            last_took: record.last_took,
            last_failure: record.last_failure,
        }
    }
}
