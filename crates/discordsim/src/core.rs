//! What the API, the gateway and the tests share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indexmap::IndexMap;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::chaos::{Fault, GatewayFaults};
use crate::check::Flaw;
use crate::check::schema::Schema;
use crate::clock::Clock;
use crate::gateway::session::Session;
use crate::interaction::Interaction;
use crate::options::Options;
use crate::post::Post;
use crate::record::{Connection, Request, Violation};
use crate::snowflake::Snowflake;
use crate::world::World;

/// Everything that changes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) interactions: IndexMap<Snowflake, Interaction>,
    pub(crate) posts: IndexMap<Snowflake, Post>,
    /// Commands by guild; under `None` the global ones.
    pub(crate) commands: HashMap<Option<Snowflake>, Vec<Value>>,
    pub(crate) sessions: IndexMap<String, Session>,
    pub(crate) connections: Vec<Connection>,
    pub(crate) requests: Vec<Request>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) gateway: GatewayFaults,
    /// When the requests of a bucket were, for the limits of routes.
    pub(crate) buckets: HashMap<String, Vec<Duration>>,
    counter: u64,
}

/// The shared core.
#[derive(Debug)]
pub(crate) struct Core {
    state: Mutex<State>,
    pub(crate) changed: watch::Sender<u64>,
    pub(crate) clock: Clock,
    pub(crate) options: Options,
    pub(crate) schema: Option<Arc<Schema>>,
    pub(crate) gateway_url: String,
}

impl Core {
    pub(crate) fn new(options: Options, schema: Option<Arc<Schema>>, gateway_url: String) -> Self {
        let state = State {
            world: options.world.clone(),
            interactions: IndexMap::new(),
            posts: IndexMap::new(),
            commands: HashMap::new(),
            sessions: IndexMap::new(),
            connections: Vec::new(),
            requests: Vec::new(),
            violations: Vec::new(),
            faults: Vec::new(),
            gateway: GatewayFaults::default(),
            buckets: HashMap::new(),
            counter: 0,
        };
        Self {
            state: Mutex::new(state),
            changed: watch::Sender::new(0),
            clock: Clock::new(),
            options,
            schema,
            gateway_url,
        }
    }

    /// The state, to be looked at.
    pub(crate) fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes who waits for it.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.look());
        self.changed.send_modify(|count| *count += 1);
        result
    }

    /// A new id.
    pub(crate) fn id(&self, state: &mut State) -> Snowflake {
        state.counter += 1;
        Snowflake::at(self.clock.now(), state.counter)
    }

    /// Notes something that the bot did wrong.
    pub(crate) fn violated(&self, place: &str, flaws: Vec<Flaw>, body: Value) {
        tracing::warn!(place, ?flaws, "the bot sent what Discord does not take");
        let place = place.to_owned();
        self.change(|state| state.violations.push(Violation { place, flaws, body }));
    }

    /// Sends an event to every session that listens for it.
    pub(crate) fn dispatch(&self, name: &str, data: &Value, intent: u64) {
        self.change(|state| {
            for session in state.sessions.values_mut() {
                if intent == 0 || session.intents & intent != 0 {
                    session.dispatch(name, data);
                }
            }
        });
    }

    /// Waits until `found` finds something in the state, at most `within` of real time.
    pub(crate) async fn until<R>(&self, within: Duration, mut found: impl FnMut(&State) -> Option<R>) -> Option<R> {
        let mut changes = self.changed.subscribe();
        let search = async {
            loop {
                changes.mark_unchanged();
                if let Some(result) = found(&self.look()) {
                    return Some(result);
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(within, search).await.ok().flatten()
    }
}

/// An error in the form of Discord: a status, a code of its own and a message (`JSON Error Codes`).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: &'static str,
    pub(crate) errors: Option<Value>,
}

impl ApiError {
    pub(crate) const fn new(status: u16, code: u32, message: &'static str) -> Self {
        Self { status, code, message, errors: None }
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let (Some(errors), Some(object)) = (&self.errors, body.as_object_mut()) {
            object.insert("errors".to_owned(), errors.clone());
        }
        body
    }
}

pub(crate) const UNAUTHORIZED: ApiError = ApiError::new(401, 0, "401: Unauthorized");
pub(crate) const NO_ROUTE: ApiError = ApiError::new(404, 0, "404: Not Found");
pub(crate) const UNKNOWN_CHANNEL: ApiError = ApiError::new(404, 10003, "Unknown Channel");
pub(crate) const UNKNOWN_GUILD: ApiError = ApiError::new(404, 10004, "Unknown Guild");
pub(crate) const UNKNOWN_MEMBER: ApiError = ApiError::new(404, 10007, "Unknown Member");
pub(crate) const UNKNOWN_MESSAGE: ApiError = ApiError::new(404, 10008, "Unknown Message");
pub(crate) const UNKNOWN_WEBHOOK: ApiError = ApiError::new(404, 10015, "Unknown Webhook");
pub(crate) const UNKNOWN_INTERACTION: ApiError = ApiError::new(404, 10062, "Unknown interaction");
pub(crate) const UNKNOWN_COMMAND: ApiError = ApiError::new(404, 10063, "Unknown application command");
pub(crate) const ACKNOWLEDGED: ApiError = ApiError::new(400, 40060, "Interaction has already been acknowledged.");
pub(crate) const MISSING_ACCESS: ApiError = ApiError::new(403, 50001, "Missing Access");
pub(crate) const NOT_OWN_MESSAGE: ApiError =
    ApiError::new(403, 50005, "Cannot edit a message authored by another user");
pub(crate) const CANNOT_REPLY: ApiError =
    ApiError::new(403, 160_002, "Cannot reply without permission to read message history");
pub(crate) const EMPTY_MESSAGE: ApiError = ApiError::new(400, 50006, "Cannot send an empty message");
pub(crate) const MISSING_PERMISSIONS: ApiError = ApiError::new(403, 50013, "Missing Permissions");
pub(crate) const BAD_WEBHOOK_TOKEN: ApiError = ApiError::new(401, 50027, "Invalid Webhook Token");
pub(crate) const BAD_FORM: ApiError = ApiError::new(400, 50035, "Invalid Form Body");
pub(crate) const BAD_JSON: ApiError = ApiError::new(400, 50109, "The request body contains invalid JSON.");
