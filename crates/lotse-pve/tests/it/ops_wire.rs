//! A wire that answers from a script and remembers what was asked: no network, no simulator, any answer at all.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use lotse_model::Timestamp;
use lotse_pve::{ApiPath, CallError, Caller, Deadline, EndpointHealth, Hands, Params, Pve, Read, Reply, Verb, Write};
use serde_json::Value;

/// When every scripted answer was read.
pub(crate) const NOW: Timestamp = Timestamp(1_795_328_000);

/// An answer of the script.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Data(Value),
    Error(CallError),
    /// Nothing, until the deadline.
    Silence,
}

#[derive(Debug)]
pub(crate) struct Wire {
    caller: Caller,
    foreground: bool,
    script: Mutex<HashMap<String, VecDeque<Answer>>>,
    /// What is answered to a call that the script does not have.
    otherwise: Answer,
    calls: Mutex<Vec<String>>,
}

impl Wire {
    pub(crate) fn new(caller: Caller) -> Self {
        Self {
            caller,
            foreground: false,
            script: Mutex::default(),
            otherwise: Answer::Error(not_found("not in the script")),
            calls: Mutex::default(),
        }
    }

    /// A token's wire.
    pub(crate) fn token() -> Self {
        Self::new(Caller::Token("lotse@pve!bot".to_owned()))
    }

    /// Runs tasks in the foreground, as `pvesh` does.
    pub(crate) fn in_foreground(mut self) -> Self {
        self.foreground = true;
        self
    }

    pub(crate) fn otherwise(mut self, answer: Answer) -> Self {
        self.otherwise = answer;
        self
    }

    /// Answers `call` (`GET /version`) with `data`; said several times, one after the other, the last one for ever.
    pub(crate) fn on(self, call: &str, data: Value) -> Self {
        self.then(call, Answer::Data(data))
    }

    pub(crate) fn then(self, call: &str, answer: Answer) -> Self {
        self.script.lock().unwrap().entry(call.to_owned()).or_default().push_back(answer);
        self
    }

    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    pub(crate) fn count(&self, call: &str) -> usize {
        self.calls().iter().filter(|made| made.split(' ').take(2).collect::<Vec<_>>().join(" ") == call).count()
    }

    async fn answer(
        &self,
        verb: &str,
        path: &ApiPath,
        params: &Params,
        deadline: Deadline,
    ) -> Result<Reply, CallError> {
        let call = format!("{verb} {path}");
        let shown: Vec<_> = params.iter().map(|(key, value)| format!(" {key}={value}")).collect();
        self.calls.lock().unwrap().push(format!("{call}{}", shown.concat()));
        let answer = {
            let mut script = self.script.lock().unwrap();
            match script.get_mut(&call) {
                Some(answers) if answers.len() > 1 => answers.pop_front().unwrap(),
                Some(answers) => answers.front().unwrap().clone(),
                None => self.otherwise.clone(),
            }
        };
        match answer {
            Answer::Data(data) => Ok(Reply {
                data,
                total: None,
                as_of: NOW,
                endpoint: "script".to_owned(),
                took: Duration::ZERO,
                bytes: 0,
                warnings: Vec::new(),
            }),
            Answer::Error(error) => Err(error),
            Answer::Silence => {
                tokio::time::sleep_until(deadline.instant()).await;
                Err(CallError::TimedOut { call, endpoint: "script".to_owned(), after: Duration::ZERO })
            }
        }
    }
}

#[async_trait]
impl Read for Wire {
    async fn get(&self, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        self.answer("GET", path, params, deadline).await
    }

    fn caller(&self) -> Caller {
        self.caller.clone()
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        Vec::new()
    }
}

#[async_trait]
impl Write for Wire {
    async fn send(&self, verb: Verb, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        self.answer(verb.http(), path, params, deadline).await
    }

    fn waits_for_tasks(&self) -> bool {
        self.foreground
    }
}

pub(crate) fn not_found(message: &str) -> CallError {
    CallError::NotFound { call: String::new(), message: message.to_owned() }
}

pub(crate) fn denied(path: &str, privilege: &str) -> CallError {
    CallError::Permission {
        call: String::new(),
        path: Some(path.to_owned()),
        privileges: vec![privilege.to_owned()],
        message: format!("Permission check failed ({path}, {privilege})"),
    }
}

pub(crate) fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(10))
}

/// A cluster behind the wire, and the wire itself to ask what was called.
pub(crate) fn looked_at(wire: Wire) -> (Pve, Arc<Wire>) {
    let wire = Arc::new(wire);
    (Pve::new("home".parse().unwrap(), Arc::clone(&wire) as Arc<dyn Read>), wire)
}

pub(crate) fn changed(wire: Wire) -> (Hands, Arc<Wire>) {
    let wire = Arc::new(wire);
    (Hands::new("home".parse().unwrap(), Arc::clone(&wire) as Arc<dyn Write>), wire)
}
