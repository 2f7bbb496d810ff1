//! A cluster over HTTPS: several nodes that stand in for each other.
//!
//! A **read** goes to the first node that works and has a place free. When it answers that it cannot, the next one is asked;
//! when it says nothing for a while, the next one is asked as well and the first answer counts. A node that failed is asked
//! last until its pause is over ([`breaker`](super::breaker)). A **change** goes to one node; to another one only when no
//! connection came about, so that nothing was sent.

mod answer;
mod endpoint;
mod exchange;
mod login;
mod report;
mod settings;
mod verdict;

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use async_trait::async_trait;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use secrecy::SecretString;
use serde_json::Value;
use tokio::time::Instant;

use self::{
    endpoint::Endpoint,
    exchange::{Exchanged, exchange},
    login::{Door, Keeper, LOGIN, Pass},
    verdict::{Next, connect_limit, next, uncertain},
};
pub use self::{
    report::FingerprintReport,
    settings::{Credentials, EndpointSettings, RestSettings, SettingsError, address, endpoint_name},
};
use super::{
    ApiPath, Caller, EndpointHealth, Params, Read, Reply, Verb, Write,
    breaker::{Moment, order},
    call::{Call, Method},
};
use crate::{CallError, Deadline, clock};

/// After how long without an answer a read is sent to a second node as well. Longer than the three seconds after which a
/// refused login is answered, so that a wrong token is tried once.
const SECOND_OPINION: Duration = Duration::from_secs(4);

/// How often a read is sent again after every node has failed it.
const MORE_ROUNDS: usize = 2;

/// The first pause between such rounds; it doubles, with jitter.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A cluster over HTTPS. Cheap to clone; clones share connections, the ticket and what is known about the nodes.
#[derive(Clone)]
pub struct Rest {
    inner: Arc<Inner>,
}

struct Inner {
    endpoints: Vec<Endpoint>,
    /// Replaced when the secret behind it was.
    keeper: RwLock<Arc<Keeper>>,
    made: Instant,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.inner.endpoints.iter().map(|endpoint| &endpoint.name).collect();
        f.debug_struct("Rest").field("endpoints", &names).field("caller", &self.caller()).finish_non_exhaustive()
    }
}

/// A request that runs. One that is given up after its node was silent for long counts as a failure of the node.
struct Attempt<'a> {
    rest: &'a Rest,
    endpoint: &'a Endpoint,
    patience: Duration,
    began: Instant,
    ended: bool,
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.ended && self.began.elapsed() >= self.patience {
            self.endpoint.failed("E-PVE-TIMED-OUT", self.rest.now());
        }
    }
}

impl Rest {
    /// The cluster of `settings`. Connects with the first call.
    pub fn new(settings: &RestSettings) -> Result<Self, SettingsError> {
        if settings.endpoints.is_empty() {
            return Err(SettingsError::NoEndpoint);
        }
        let connect = connect_limit(settings.endpoints.len());
        let endpoints: Result<_, _> = settings.endpoints.iter().map(|one| Endpoint::new(one, connect)).collect();
        let keeper = RwLock::new(Arc::new(Keeper::new(&settings.credentials)?));
        Ok(Self { inner: Arc::new(Inner { endpoints: endpoints?, keeper, made: Instant::now() }) })
    }

    /// Logs in now, where a user does; a token needs no login. Every call logs in by itself: this is for whoever wants to know
    /// beforehand, since a person may have to be asked for a second factor ([`CallError::NeedTotp`]).
    pub async fn log_in(&self, deadline: Deadline) -> Result<(), CallError> {
        match &*self.keeper() {
            Keeper::Token(_) => Ok(()),
            Keeper::Ticket(keeper) => keeper.ticket(self, deadline).await.map(drop),
        }
    }

    /// How the last login failed, when none worked since. Nobody is asked for it.
    pub async fn login_trouble(&self) -> Option<CallError> {
        match &*self.keeper() {
            Keeper::Token(_) => None,
            Keeper::Ticket(keeper) => keeper.trouble().await,
        }
    }

    /// Keeps a code of the second factor (TOTP) for the next login. A code is good for one.
    pub async fn second_factor(&self, code: SecretString) {
        if let Keeper::Ticket(keeper) = &*self.keeper() {
            keeper.answer(code).await;
        }
    }

    /// Goes on with other credentials from the next call on, here and in every clone. What is under way ends with those that it began
    /// with. Whether they are others than before, as far as that shows without a call.
    pub fn replace_credentials(&self, credentials: &Credentials) -> Result<bool, SettingsError> {
        let keeper = Keeper::new(credentials)?;
        if self.keeper().is_same(&keeper) {
            return Ok(false);
        }
        *self.inner.keeper.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keeper);
        Ok(true)
    }

    fn keeper(&self) -> Arc<Keeper> {
        Arc::clone(&self.inner.keeper.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The nodes in the order in which they are to be asked now.
    fn queue(&self) -> VecDeque<&Endpoint> {
        let now = self.now();
        let advice: Vec<_> = self.inner.endpoints.iter().map(|endpoint| endpoint.advice(now)).collect();
        order(&advice).into_iter().filter_map(|place| self.inner.endpoints.get(place)).collect()
    }

    fn now(&self) -> Moment {
        self.inner.made.elapsed()
    }

    /// One request to one node, with a place of its own, and what it tells about the node. `patience` is how long it may say
    /// nothing before it counts as silent when the request is given up.
    async fn ask<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        call: &Call<'_>,
        pass: &Pass,
        patience: Duration,
    ) -> Result<(Exchanged, &'a Endpoint), CallError> {
        let _slot = endpoint.slots.acquire().await;
        let mut attempt = Attempt { rest: self, endpoint, patience, began: Instant::now(), ended: false };
        endpoint.asked(self.now());
        let result = exchange(endpoint, call, pass).await;
        attempt.ended = true;
        match &result {
            Err(error) if next(error) == Next::Elsewhere => endpoint.failed(error.code(), self.now()),
            _ => endpoint.answered(attempt.began.elapsed(), self.now()),
        }
        result.map(|exchanged| (exchanged, endpoint))
    }

    /// Asks node after node until one answers. `patience` is how long a silent one is waited for before a second is asked as
    /// well.
    async fn ask_around<'a>(
        &'a self,
        call: &Call<'_>,
        pass: &Pass,
        patience: Duration,
    ) -> Result<(Exchanged, &'a Endpoint), CallError> {
        let mut queue = self.queue();
        let mut running = FuturesUnordered::new();
        let mut opinions = 0;
        let mut last = None;
        loop {
            if running.is_empty() {
                let Some(endpoint) = queue.pop_front() else { break };
                running.push(self.ask(endpoint, call, pass, patience));
            }
            let hedge = !queue.is_empty() && running.len() == 1;
            tokio::select! {
                Some(result) = running.next() => match result {
                    Ok(answer) => return Ok(answer),
                    Err(error) => {
                        opinions += usize::from(next(&error) == Next::Once);
                        let stop = next(&error) == Next::Stop || opinions > 1;
                        last = Some(error);
                        if stop {
                            break;
                        }
                    }
                },
                () = tokio::time::sleep(patience), if hedge => {
                    if let Some(endpoint) = queue.pop_front() {
                        running.push(self.ask(endpoint, call, pass, patience));
                    }
                }
            }
        }
        Err(last.unwrap_or_else(|| CallError::Unreachable {
            endpoint: String::new(),
            why: crate::Obstacle::Other,
            detail: "no endpoint".to_owned(),
        }))
    }

    /// Reads, in several rounds when all nodes fail.
    async fn read(
        &self,
        call: &Call<'_>,
        pass: &Pass,
        patience: Duration,
    ) -> Result<(Exchanged, &Endpoint), CallError> {
        let mut pauses =
            ExponentialBuilder::default().with_min_delay(FIRST_PAUSE).with_max_times(MORE_ROUNDS).with_jitter().build();
        loop {
            let error = match self.ask_around(call, pass, patience).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if next(&error) != Next::Elsewhere {
                return Err(error);
            }
            let Some(pause) = pauses.next() else { return Err(error) };
            tokio::time::sleep(pause).await;
        }
    }

    /// Changes: one node, and another one only when nothing was sent.
    async fn change(&self, call: &Call<'_>, pass: &Pass) -> Result<(Exchanged, &Endpoint), CallError> {
        let mut last = None;
        for endpoint in self.queue() {
            match self.ask(endpoint, call, pass, SECOND_OPINION).await {
                Err(error @ CallError::Unreachable { .. }) => last = Some(error),
                Err(error) => return Err(uncertain(call, &endpoint.name, error)),
                Ok(answer) => return Ok(answer),
            }
        }
        Err(last.unwrap_or_else(|| CallError::Unreachable {
            endpoint: String::new(),
            why: crate::Obstacle::Other,
            detail: "no endpoint".to_owned(),
        }))
    }

    async fn with_pass(
        &self,
        call: &Call<'_>,
        pass: &Pass,
        deadline: Deadline,
    ) -> Result<(Exchanged, &Endpoint), CallError> {
        let limit = deadline.remaining();
        let work = async {
            match call.method {
                Method::Get => self.read(call, pass, SECOND_OPINION.min(limit / 2)).await,
                Method::Change(_) => self.change(call, pass).await,
            }
        };
        deadline.run(work).await.unwrap_or_else(|_| Err(self.late(call, limit)))
    }

    /// The error of a call whose deadline passed. A change may have been sent by then.
    fn late(&self, call: &Call<'_>, after: Duration) -> CallError {
        let endpoint = self.queue().front().map(|endpoint| endpoint.name.clone()).unwrap_or_default();
        let late = CallError::TimedOut { call: call.name(), endpoint: endpoint.clone(), after };
        uncertain(call, &endpoint, late)
    }

    async fn call(&self, call: &Call<'_>, deadline: Deadline) -> Result<Reply, CallError> {
        let began = Instant::now();
        let (exchanged, endpoint) = match &*self.keeper() {
            Keeper::Token(pass) => self.with_pass(call, pass, deadline).await?,
            Keeper::Ticket(keeper) => {
                let ticket = keeper.ticket(self, deadline).await?;
                match self.with_pass(call, &ticket.pass, deadline).await {
                    // A ticket that was good before may have become void early (a clock was set, the server's key renewed):
                    // nothing was done, and one new login tells. A fresh ticket that is refused stays refused.
                    Err(CallError::Refused { .. }) if !ticket.is_newer_than(began) => {
                        keeper.forget(&ticket).await;
                        let ticket = keeper.ticket(self, deadline).await?;
                        self.with_pass(call, &ticket.pass, deadline).await?
                    }
                    result => result?,
                }
            }
        };
        Ok(Reply {
            data: exchanged.data.data,
            total: exchanged.data.total,
            as_of: clock::now(),
            endpoint: endpoint.name.clone(),
            took: began.elapsed(),
            bytes: exchanged.bytes,
            warnings: Vec::new(),
        })
    }
}

impl Door for Rest {
    async fn knock(&self, params: &Params, pass: &Pass, deadline: Deadline) -> Result<(Value, String), CallError> {
        let path = ApiPath::new("/access/ticket");
        let call = Call { method: Method::Change(Verb::Post), path: &path, params };
        let limit = deadline.remaining();
        // A login changes nothing, so another node may be asked, but not before a wrong password would have been answered,
        // since each try counts.
        match deadline.run(self.ask_around(&call, pass, SECOND_OPINION)).await {
            Ok(Ok((exchanged, endpoint))) => Ok((exchanged.data.data, endpoint.name.clone())),
            Ok(Err(error)) => Err(error),
            Err(_) => {
                let endpoint = self.queue().front().map(|endpoint| endpoint.name.clone()).unwrap_or_default();
                Err(CallError::TimedOut { call: LOGIN.to_owned(), endpoint, after: limit })
            }
        }
    }
}

#[async_trait]
impl Read for Rest {
    async fn get(&self, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        self.call(&Call { method: Method::Get, path, params }, deadline).await
    }

    fn caller(&self) -> Caller {
        self.keeper().caller()
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        let now = self.now();
        self.inner.endpoints.iter().map(|endpoint| endpoint.health(now)).collect()
    }
}

#[async_trait]
impl Write for Rest {
    async fn send(&self, verb: Verb, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        self.call(&Call { method: Method::Change(verb), path, params }, deadline).await
    }

    fn waits_for_tasks(&self) -> bool {
        false
    }
}
