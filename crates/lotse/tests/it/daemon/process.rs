//! A daemon in a process of its own, with its log read as it is written.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::home::{Believe, Home, Sim};

/// Waits until something is so, for as long as a busy machine may need.
pub(super) fn until(what: &str, mut so: impl FnMut() -> bool) {
    for _ in 0..6000 {
        if so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it is still not so: {what}");
}

/// A configuration of the simulated cluster, with more of it.
pub(super) fn configured(home: &Home, sim: &Sim, more: &str) {
    let entry = home.entry("home", sim.cluster(), Believe::Pins);
    let id = &sim.cluster().token_id;
    home.configure(&format!(
        "{entry}write-token-id = \"{id}\"\nwrite-token = {{ file = \"home.token\" }}\n{more}\n[serve]\nlisten = \"127.0.0.1:0\"\n"
    ));
}

/// A daemon; it is killed when this is dropped.
pub(super) struct Daemon {
    child: Child,
    log: Arc<Mutex<Vec<Value>>>,
    reader: Option<JoinHandle<()>>,
}

impl Daemon {
    /// Starts one.
    pub(super) fn start(home: &Home) -> Self {
        Self::start_with(home, &[], &[])
    }

    /// Starts one with more arguments and variables.
    pub(super) fn start_with(home: &Home, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_lotse"))
            .env_clear()
            .env("HOME", home.path())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .envs(variables.iter().copied())
            .current_dir(home.path())
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&log);
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let told = serde_json::from_str(&line).unwrap_or(Value::String(line));
                kept.lock().unwrap().push(told);
            }
        });
        Self { child, log, reader: Some(reader) }
    }

    /// Its number.
    pub(super) fn number(&self) -> u32 {
        self.child.id()
    }

    /// What it logged so far.
    pub(super) fn log(&self) -> Vec<Value> {
        self.log.lock().unwrap().clone()
    }

    fn find(&self, words: &str) -> Vec<Value> {
        let told = |line: &Value| line["message"].as_str().is_some_and(|message| message.contains(words));
        self.log().into_iter().filter(told).collect()
    }

    /// Waits until it logged this so many times, and returns the last of them.
    pub(super) fn says_times(&mut self, words: &str, times: usize) -> Value {
        for _ in 0..6000 {
            if let Some(line) = self.find(words).get(times - 1) {
                return line.clone();
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                self.join();
                panic!("ended with {status} and never said {words:?}: {:#?}", self.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("never said {words:?}: {:#?}", self.log());
    }

    /// Waits until it logged this, and returns it.
    pub(super) fn says(&mut self, words: &str) -> Value {
        self.says_times(words, 1)
    }

    /// Whether it logged this.
    pub(super) fn said(&self, words: &str) -> bool {
        !self.find(words).is_empty()
    }

    /// Sends it a signal.
    pub(super) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(i32::try_from(self.number()).unwrap()).unwrap(), signal).unwrap();
    }

    /// Waits for its end: its exit code, and what it logged.
    pub(super) fn ended(mut self) -> (Option<i32>, Vec<Value>) {
        for _ in 0..6000 {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.join();
                return (status.code(), self.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end: {:#?}", self.log());
    }

    /// Ends it as a service manager does.
    pub(super) fn stop(self) -> (Option<i32>, Vec<Value>) {
        self.signal(Signal::TERM);
        self.ended()
    }

    /// Kills it between two instructions.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.join();
    }

    fn join(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }

    /// Asks it over HTTP: status and body.
    pub(super) fn get(&mut self, path: &str) -> (u16, String) {
        let told = self.says("metrics and health are answered");
        get(told["address"].as_str().unwrap(), path)
    }

    /// Asks it for its health.
    pub(super) fn health(&mut self) -> Value {
        serde_json::from_str(&self.get("/healthz").1).unwrap()
    }

    /// The value of a metric, by its name with labels as the text has them.
    pub(super) fn metric(&mut self, name: &str) -> Option<f64> {
        let (status, text) = self.get("/metrics");
        assert_eq!(status, 200, "{text}");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        line.trim().parse().ok()
    }
}

/// A plain question over HTTP.
fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
