//! The gateway (`Gateway` in Discord's API reference), version 10, JSON, uncompressed.

mod opening;
pub(crate) mod session;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{RawQuery, State as Shared};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use self::session::Order;
use crate::check::Flaw;
use crate::core::Core;
use crate::record::{Connection, Opening};

/// Intent: guilds, channels, roles, threads.
pub(crate) const GUILDS: u64 = 1 << 0;
/// Intents that an application has to be granted: members, presences, contents of messages.
pub(crate) const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | (1 << 15);
/// All intents there are.
pub(crate) const INTENTS: u64 = 0b11_1111 | (0b111_1111 << 6) | (0b1111 << 13) | (0b11 << 20) | (0b11 << 24);

/// Orders that a connection may have open.
const ORDERS: usize = 8192;

/// The router of the gateway.
pub(crate) fn router(core: Arc<Core>) -> Router {
    Router::new().fallback(open).with_state(core)
}

async fn open(Shared(core): Shared<Arc<Core>>, RawQuery(query): RawQuery, upgrade: WebSocketUpgrade) -> Response {
    let query = query.unwrap_or_default();
    let has = |wanted: &str| query.split('&').any(|pair| pair == wanted);
    if !has("v=10") || !has("encoding=json") || query.contains("compress=") {
        let message = format!("Only v=10&encoding=json is simulated, not {query:?}");
        core.violated("gateway", vec![Flaw { path: String::new(), code: "QUERY", message }], Value::Null);
    }
    upgrade.on_upgrade(move |socket| run(core, socket))
}

/// What one connection knows.
pub(crate) struct Line {
    pub(crate) core: Arc<Core>,
    /// The number of the connection in the record.
    pub(crate) number: usize,
    /// The session, once it has one.
    pub(crate) session: Option<String>,
    /// For whoever has to tell this connection something.
    pub(crate) orders: mpsc::Sender<Order>,
}

impl Line {
    pub(crate) fn order(&self, order: Order) {
        if self.orders.try_send(order).is_err() {
            tracing::warn!("a connection does not take what it is sent");
        }
    }

    pub(crate) fn wrong(&self, code: &'static str, message: String, body: Value) {
        self.core.violated("gateway", vec![Flaw { path: String::new(), code, message }], body);
    }

    pub(crate) fn opened(&self, opening: Opening) {
        self.core.change(|state| {
            if let Some(connection) = state.connections.get_mut(self.number) {
                connection.opening = opening;
            }
        });
    }

    /// What a frame of the client asks for.
    fn heard(&mut self, text: &str) {
        let Ok(frame) = serde_json::from_str::<Value>(text) else {
            self.wrong("DECODE", "A frame that is no JSON".to_owned(), Value::Null);
            return self.order(Order::Close(4002, "Error while decoding payload."));
        };
        let data = frame.get("d").cloned().unwrap_or_default();
        match frame.get("op").and_then(Value::as_u64) {
            Some(1) => self.heartbeat(&data),
            Some(2) => self.identify(&data),
            Some(6) => self.resume(&data),
            Some(3 | 4 | 8 | 31) if self.session.is_none() => self.order(Order::Close(4003, "Not authenticated.")),
            Some(3 | 4 | 8 | 31) => {}
            _ => {
                self.wrong("OPCODE", "An unknown opcode".to_owned(), frame);
                self.order(Order::Close(4001, "Unknown opcode."));
            }
        }
    }

    fn heartbeat(&self, seen: &Value) {
        let known = self.session.as_ref().and_then(|id| self.core.look().sessions.get(id).map(session::Session::seq));
        if let (Some(seen), Some(known)) = (seen.as_u64(), known)
            && seen > known
        {
            self.wrong("SEQUENCE", format!("A heartbeat of event {seen} where {known} is the last"), json!(seen));
        }
        let deaf = self.core.change(|state| {
            if let Some(connection) = state.connections.get_mut(self.number) {
                connection.heartbeats += 1;
            }
            state.gateway.deaf
        });
        if !deaf {
            self.order(Order::Send(json!({ "op": 11, "s": null, "t": null, "d": null }).to_string()));
        }
    }
}

async fn run(core: Arc<Core>, mut socket: WebSocket) {
    let (orders, mut due) = mpsc::channel(ORDERS);
    let (number, after_hello) = core.change(|state| {
        let at = core.clock.passed();
        state.connections.push(Connection { at, opening: Opening::Silent, heartbeats: 0, open: true });
        (state.connections.len() - 1, state.gateway.after_hello)
    });
    let mut line = Line { core: Arc::clone(&core), number, session: None, orders };
    let interval = u64::try_from(core.options.heartbeat.as_millis()).unwrap_or(u64::MAX);
    line.order(Order::Send(
        json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": interval } }).to_string(),
    ));
    if let Some(code) = after_hello {
        line.order(Order::Close(code, "Closed on purpose."));
    }
    // Discord closes a connection that stays silent for about one interval and a half.
    let patience = core.options.heartbeat.mul_f64(1.5) + Duration::from_secs(1);
    loop {
        tokio::select! {
            biased;
            order = due.recv() => match order {
                Some(Order::Send(text)) => {
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        break;
                    }
                }
                Some(Order::Close(why, reason)) => {
                    let frame = CloseFrame { code: why, reason: reason.into() };
                    if socket.send(Message::Close(Some(frame))).await.is_ok() {
                        farewell(&mut socket).await;
                    }
                    end_if_over(&line, why);
                    break;
                }
                Some(Order::Drop) | None => break,
            },
            frame = tokio::time::timeout(patience, socket.recv()) => match frame {
                Ok(Some(Ok(Message::Text(text)))) => line.heard(text.as_str()),
                Ok(Some(Ok(Message::Binary(_)))) => line.order(Order::Close(4002, "Error while decoding payload.")),
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                Ok(Some(Ok(Message::Close(frame)))) => {
                    end_if_over(&line, frame.map_or(1005, |frame| frame.code));
                    break;
                }
                Ok(Some(Err(_)) | None) => break,
                Err(_) => line.order(Order::Close(4009, "Session timed out.")),
            },
        }
    }
    core.change(|state| {
        if let Some(connection) = state.connections.get_mut(number) {
            connection.open = false;
        }
        if let Some(session) = line.session.as_ref().and_then(|id| state.sessions.get_mut(id)) {
            session.leave();
        }
    });
}

/// Waits a moment for the other side's own close, so that it sees the code and not a reset.
async fn farewell(socket: &mut WebSocket) {
    let closing = async { while let Some(Ok(_)) = socket.recv().await {} };
    let _ = tokio::time::timeout(Duration::from_secs(1), closing).await;
}

/// A client that closes with 1000 or 1001 ends its session, and so do the fatal codes.
fn end_if_over(line: &Line, code: u16) {
    if matches!(code, 1000 | 1001 | 4004 | 4007 | 4009..=4014)
        && let Some(id) = &line.session
    {
        line.core.change(|state| state.sessions.shift_remove(id));
    }
}
