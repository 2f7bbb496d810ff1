//! A cluster of prepared answers, for tests: what each path brings, and how often anybody asked.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use lotse_model::ClusterName;
use lotse_pve::{ApiPath, CallError, Caller, Deadline, EndpointHealth, Params, Pve, Read, Reply};
use serde_json::Value;

/// A server that knows these answers and no others.
#[derive(Debug)]
pub(crate) struct Canned {
    answers: Mutex<HashMap<String, Result<Value, CallError>>>,
    calls: Mutex<Vec<String>>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    caller: Caller,
    takes: Duration,
}

impl Canned {
    pub(crate) fn new() -> Self {
        Self {
            answers: Mutex::default(),
            calls: Mutex::default(),
            at_once: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
            caller: Caller::Root,
            takes: Duration::from_millis(10),
        }
    }

    /// Each answer takes so long.
    pub(crate) fn taking(mut self, takes: Duration) -> Self {
        self.takes = takes;
        self
    }

    /// Asked by a token.
    pub(crate) fn asked_by_token(mut self) -> Self {
        self.caller = Caller::Token("lotse@pve!bot".to_owned());
        self
    }

    /// `path` brings `data` from now on.
    pub(crate) fn set(&self, path: &str, data: Value) {
        self.answers.lock().unwrap().insert(path.to_owned(), Ok(data));
    }

    /// `path` fails from now on.
    pub(crate) fn fail(&self, path: &str, error: CallError) {
        self.answers.lock().unwrap().insert(path.to_owned(), Err(error));
    }

    /// Every path fails from now on, but those that are set again.
    pub(crate) fn fail_all(&self, error: &CallError) {
        self.answers.lock().unwrap().values_mut().for_each(|answer| *answer = Err(error.clone()));
    }

    /// The paths that were asked for, in order.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    /// How many calls were under way at the same time at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }

    pub(crate) fn forget_calls(&self) {
        self.calls.lock().unwrap().clear();
    }

    pub(crate) fn client(self: &Arc<Self>, cluster: &str) -> Pve {
        let read: Arc<dyn Read> = Arc::clone(self) as Arc<dyn Read>;
        Pve::new(ClusterName::new(cluster).expect("valid"), read)
    }
}

#[async_trait]
impl Read for Canned {
    async fn get(&self, path: &ApiPath, _: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        let path = path.to_string();
        self.calls.lock().unwrap().push(path.clone());
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        let slept = deadline.run(tokio::time::sleep(self.takes)).await;
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        if slept.is_err() {
            return Err(CallError::TimedOut { call: path, endpoint: "canned".to_owned(), after: self.takes });
        }
        let answer = self.answers.lock().unwrap().get(&path).cloned();
        let unknown = || Err(CallError::NoSuchCall { call: path.clone(), message: "not implemented".to_owned() });
        answer.unwrap_or_else(unknown).map(|data| Reply {
            data,
            total: None,
            as_of: crate::fleet::now(),
            endpoint: "canned".to_owned(),
            took: self.takes,
            bytes: 0,
            warnings: Vec::new(),
        })
    }

    fn caller(&self) -> Caller {
        self.caller.clone()
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        Vec::new()
    }
}

/// The error of a server that refuses the login.
pub(crate) fn refused() -> CallError {
    CallError::Refused { endpoint: "canned".into(), user: "lotse@pve!bot".into(), message: "No ticket".into() }
}
