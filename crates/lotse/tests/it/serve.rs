//! The service as the system runs it: it starts, tells what it does, and ends when it is told to.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    time::Duration,
};

use crate::{
    discord::Local,
    home::{Believe, Home, Sim},
};

/// As long as a busy machine may need for one message.
const PATIENCE: Duration = Duration::from_mins(1);

/// More than it says while nobody listens.
const LINES: usize = 1000;

/// The service, and what it says.
struct Service {
    child: Child,
    said: Receiver<String>,
}

impl Service {
    fn start(home: &Home) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_lotse"))
            .env_clear()
            .env("HOME", home.path())
            .env("LANG", "C.UTF-8")
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, said) = sync_channel(LINES);
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, said }
    }

    /// Waits until it says something with this in it.
    fn says(&self, text: &str) {
        let mut before = Vec::new();
        loop {
            match self.said.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(text) => return,
                Ok(line) => before.push(line),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("no {text:?} in:\n{}", before.join("\n"))
                }
            }
        }
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn ends_with(mut self, expected: i32) {
        let status = self.child.wait().unwrap();
        assert_eq!(status.code(), Some(expected));
    }
}

fn configure(home: &Home, sim: &Sim) -> Local {
    let local = Local::open(home, |_| ());
    home.configure(&format!("{}{}", home.entry("home", sim.cluster(), Believe::Pins), local.entry()));
    local
}

#[test]
fn it_says_that_it_serves_and_ends_well_when_it_is_told_to() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let local = configure(&home, &sim);
    for signal in ["TERM", "INT"] {
        let service = Service::start(&home);
        service.says("serving");
        service.says("the commands are registered");
        service.signal(signal);
        service.says("ending");
        service.ends_with(0);
    }
    assert!(local.discord().violations().is_empty());
    assert_eq!(home.run(&["audit-verify"]).code, 0, "the store was left whole");
}

#[test]
fn a_damaged_store_ends_it_with_the_reason() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let _local = configure(&home, &sim);
    home.write(".local/state/lotse/lotse.db", "this is no store");
    let service = Service::start(&home);
    service.says("is no store, or is damaged");
    service.ends_with(1);
}
