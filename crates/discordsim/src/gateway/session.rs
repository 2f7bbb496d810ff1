//! A session: what was sent in it, so that it can be resumed.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc;

/// How many events a session keeps for somebody who comes back.
const KEPT: usize = 4096;

/// What is to be done at a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Order {
    /// Send this text.
    Send(String),
    /// Close with this code and reason.
    Close(u16, &'static str),
    /// Let go of the socket without a word.
    Drop,
}

/// A session of the gateway.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) intents: u64,
    seq: u64,
    events: VecDeque<(u64, String)>,
    /// The connection that it runs on now.
    live: Option<mpsc::Sender<Order>>,
}

impl Session {
    pub(crate) fn new(intents: u64, live: mpsc::Sender<Order>) -> Self {
        Self { intents, seq: 0, events: VecDeque::new(), live: Some(live) }
    }

    /// The number of the last event.
    pub(crate) const fn seq(&self) -> u64 {
        self.seq
    }

    /// Numbers an event, sends it if somebody listens, keeps it for who comes back.
    pub(crate) fn dispatch(&mut self, name: &str, data: &Value) {
        self.seq += 1;
        let text = json!({ "op": 0, "s": self.seq, "t": name, "d": data }).to_string();
        self.events.push_back((self.seq, text.clone()));
        if self.events.len() > KEPT {
            self.events.pop_front();
        }
        self.order(Order::Send(text));
    }

    /// Tells the connection to do something. One that does not keep up is let go.
    pub(crate) fn order(&mut self, order: Order) {
        if self.live.as_ref().is_some_and(|live| live.try_send(order).is_err()) {
            self.live = None;
        }
    }

    /// Goes on at another connection: everything after `seq` is sent again. False when that is not kept any more.
    pub(crate) fn resume(&mut self, seq: u64, live: mpsc::Sender<Order>) -> bool {
        let first = self.events.front().map_or(self.seq + 1, |(first, _)| *first);
        if seq > self.seq || seq + 1 < first {
            return false;
        }
        self.live = Some(live);
        let missed: Vec<String> =
            self.events.iter().filter(|(number, _)| *number > seq).map(|(_, text)| text.clone()).collect();
        for text in missed {
            self.order(Order::Send(text));
        }
        true
    }

    /// Nobody listens any more; events are kept.
    pub(crate) fn leave(&mut self) {
        self.live = None;
    }

    /// Whether it runs on a connection.
    pub(crate) const fn is_live(&self) -> bool {
        self.live.is_some()
    }
}
