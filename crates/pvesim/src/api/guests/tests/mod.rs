//! What the calls on guests promise, tried on the scenarios `single` and `three-nodes` with a clock that
//! stands still.

mod cluster;
mod copies;
mod looks;
mod power;
mod settings;

use std::time::Duration;

use serde_json::Value;

use crate::api::{Answer, Call, Caller, Failure, Method, handle};
use crate::scenario::still_world;
use crate::world::World;

/// A world, and who calls.
struct Bench {
    world: World,
    caller: Caller,
}

impl Bench {
    fn new() -> Self {
        let caller = Caller::User { userid: "root@pam".to_owned(), via_ticket: true };
        Self { world: still_world("single", 1).unwrap(), caller }
    }

    fn by(mut self, userid: &str) -> Self {
        self.caller = Caller::User { userid: userid.to_owned(), via_ticket: true };
        self
    }

    fn call(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Answer {
        let call = params
            .iter()
            .fold(Call::new(method, format!("/nodes/pve{path}"), self.caller.clone()), |call, (name, value)| {
                call.with(name, value)
            });
        handle(&mut self.world, &call)
    }

    fn data(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Value {
        match self.call(method, path, params) {
            Answer::Data(data) | Answer::With { data, .. } => data,
            other => panic!("{path}: {other:?}"),
        }
    }

    fn get(&mut self, path: &str) -> Value {
        self.data(Method::Get, path, &[])
    }

    fn refusal(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Failure {
        match self.call(method, path, params) {
            Answer::Error(failure) => failure,
            other => panic!("{path}: {other:?}"),
        }
    }

    fn skip(&mut self, seconds: u64) {
        self.world.skip(Duration::from_secs(seconds));
    }

    /// Starts a task and lets it run to its end; its exit status and log.
    fn task(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> (String, Vec<String>) {
        let upid = self.data(method, path, params).as_str().unwrap().to_owned();
        self.skip(120);
        let task = self.world.tasks.get(&upid).unwrap();
        (task.ended.clone().unwrap().status, task.lines())
    }

    fn post(&mut self, path: &str, params: &[(&str, &str)]) -> String {
        self.task(Method::Post, path, params).0
    }

    fn status(&mut self, vmid: u32) -> String {
        let kind = if vmid == 200 { "lxc" } else { "qemu" };
        self.get(&format!("/{kind}/{vmid}/status/current"))["status"].as_str().unwrap().to_owned()
    }

    fn reported(&mut self, vmid: u32) -> Value {
        let guest = self.world.guests.get(&vmid).unwrap();
        Value::Object(crate::api::guests::rows::resource(&self.world, guest, None))
    }
}

/// The demo's cluster, as its administrator.
fn demo() -> Bench {
    let caller = Caller::User { userid: "root@pam".to_owned(), via_ticket: true };
    Bench { world: still_world("three-nodes", 1).unwrap(), caller }
}

fn on(bench: &mut Bench, method: Method, path: &str, params: &[(&str, &str)]) -> Answer {
    let call =
        params.iter().fold(Call::new(method, path, bench.caller.clone()), |call, (name, value)| call.with(name, value));
    handle(&mut bench.world, &call)
}
