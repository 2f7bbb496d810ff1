//! A scenario with a clock that stands still, and somebody who calls it: what the tests of all areas stand on.

use std::time::Duration;

use serde_json::Value;

use super::{Answer, Call, Caller, Failure, Method, handle};
use crate::scenario::still_world;
use crate::world::World;

/// A world, and who calls.
pub(crate) struct Bench {
    /// The world.
    pub(crate) world: World,
    /// The caller.
    pub(crate) caller: Caller,
}

impl Bench {
    /// A scenario, called by root with a ticket.
    pub(crate) fn of(scenario: &str) -> Self {
        let caller = Caller::User { userid: "root@pam".to_owned(), via_ticket: true };
        Self { world: still_world(scenario, 1).unwrap(), caller }
    }

    /// The same world, called by another user.
    pub(crate) fn by(mut self, userid: &str) -> Self {
        self.caller = Caller::User { userid: userid.to_owned(), via_ticket: true };
        self
    }

    /// The same world, called by a token.
    pub(crate) fn with_token(mut self, userid: &str, tokenid: &str) -> Self {
        self.caller = Caller::Token { userid: userid.to_owned(), tokenid: tokenid.to_owned() };
        self
    }

    /// One call.
    pub(crate) fn call(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Answer {
        let call = Call::new(method, path, self.caller.clone());
        let call = params.iter().fold(call, |call, (name, value)| call.with(name, value));
        handle(&mut self.world, &call)
    }

    /// The data of a call that succeeds.
    pub(crate) fn data(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Value {
        match self.call(method, path, params) {
            Answer::Data(data) | Answer::With { data, .. } => data,
            other => panic!("{path}: {other:?}"),
        }
    }

    /// The data of a plain GET.
    pub(crate) fn get(&mut self, path: &str) -> Value {
        self.data(Method::Get, path, &[])
    }

    /// The failure of a call that fails.
    pub(crate) fn refusal(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Failure {
        match self.call(method, path, params) {
            Answer::Error(failure) => failure,
            other => panic!("{path}: {other:?}"),
        }
    }

    /// Lets time pass.
    pub(crate) fn skip(&mut self, seconds: u64) {
        self.world.skip(Duration::from_secs(seconds));
    }

    /// Starts a task and lets it run to its end; its exit status and log.
    pub(crate) fn task(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> (String, Vec<String>) {
        let upid = self.data(method, path, params).as_str().unwrap().to_owned();
        for _ in 0..1200 {
            if !self.world.tasks.get(&upid).unwrap().is_running() {
                break;
            }
            self.skip(1);
        }
        let task = self.world.tasks.get(&upid).unwrap();
        (task.ended.clone().unwrap().status, task.lines())
    }
}

/// The entry of a list whose `key` is this text.
pub(crate) fn entry<'a>(list: &'a Value, key: &str, text: &str) -> &'a Value {
    let found = list.as_array().unwrap().iter().find(|entry| entry[key] == text);
    found.unwrap_or_else(|| panic!("no {key} {text} in {list}"))
}
