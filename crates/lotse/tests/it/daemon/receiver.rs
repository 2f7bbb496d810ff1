//! Somebody's end of a webhook, on this machine: it remembers every message once, as a receiver should, and may be away.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use serde_json::Value;

use crate::home::Home;

#[derive(Debug, Default)]
struct Inner {
    /// The messages by their id, in the order in which each came first.
    taken: Mutex<Vec<(String, Value)>>,
    /// How many requests there were, repetitions included.
    asked: AtomicU32,
    away: AtomicBool,
    /// Takes a message and answers nothing.
    hangs: AtomicBool,
}

/// The receiver, for as long as the test lasts.
#[derive(Debug)]
pub(super) struct Receiver {
    inner: Arc<Inner>,
    address: String,
}

impl Receiver {
    pub(super) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let inner = Arc::new(Inner::default());
        let kept = Arc::clone(&inner);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                // Whoever was killed in the middle of a message has told nothing.
                std::thread::spawn(move || drop(kept.take(stream)));
            }
        });
        Self { inner, address }
    }

    /// The channel of the configuration for it.
    pub(super) fn channel(&self, home: &Home) -> String {
        home.write(".config/lotse/hook.key", "a key of sufficient length for a test");
        format!(
            "[channel.hook]\nkind = \"webhook\"\nurl = \"http://{}/hook\"\nsecret = {{ file = \"hook.key\" }}\nrate = 600\n",
            self.address
        )
    }

    /// Answers nobody, or everybody again.
    pub(super) fn is_away(&self, away: bool) {
        self.inner.away.store(away, Ordering::SeqCst);
    }

    /// Takes what comes and never answers, or answers again.
    pub(super) fn hangs(&self, hangs: bool) {
        self.inner.hangs.store(hangs, Ordering::SeqCst);
    }

    /// How often it was asked, repetitions included.
    pub(super) fn asked(&self) -> u32 {
        self.inner.asked.load(Ordering::SeqCst)
    }

    /// What it was told of each alert: the kinds of the notices, in their order, a summary's among them.
    pub(super) fn told(&self) -> BTreeMap<u64, Vec<String>> {
        let mut told: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for (_, message) in self.inner.taken.lock().unwrap().iter() {
            for notice in message["data"]["notices"].as_array().unwrap() {
                let number = notice["alert"]["number"].as_u64().unwrap_or_default();
                told.entry(number).or_default().push(notice["kind"].as_str().unwrap().to_owned());
            }
        }
        told
    }

    /// What the alerts that it was told of are about: the thing of each.
    pub(super) fn things(&self) -> BTreeMap<u64, Value> {
        let mut things = BTreeMap::new();
        for (_, message) in self.inner.taken.lock().unwrap().iter() {
            for notice in message["data"]["notices"].as_array().unwrap() {
                let number = notice["alert"]["number"].as_u64().unwrap_or_default();
                things.insert(number, notice["alert"]["thing"].clone());
            }
        }
        things
    }

    /// How many notices of this kind it was told.
    pub(super) fn count(&self, kind: &str) -> usize {
        self.told().values().flatten().filter(|told| *told == kind).count()
    }
}

impl Inner {
    fn take(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let (mut id, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line == "\r\n" {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            match name.to_ascii_lowercase().as_str() {
                "webhook-id" => value.trim().clone_into(&mut id),
                "content-length" => length = value.trim().parse().unwrap_or(0),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        self.asked.fetch_add(1, Ordering::SeqCst);
        while self.hangs.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let answer = if self.away.load(Ordering::SeqCst) {
            "503 Service Unavailable"
        } else {
            let message: Value = serde_json::from_slice(&body)?;
            let mut taken = self.taken.lock().unwrap();
            if taken.iter().all(|(known, _)| *known != id) {
                taken.push((id, message));
            }
            "204 No Content"
        };
        write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }
}
