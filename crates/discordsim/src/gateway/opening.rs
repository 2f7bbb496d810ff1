//! How a connection gets its session: IDENTIFY or RESUME.

use serde_json::{Value, json};

use super::session::{Order, Session};
use super::{GUILDS, INTENTS, Line, PRIVILEGED};
use crate::record::Opening;
use crate::wire::guild;

impl Line {
    /// Opens a new session.
    pub(super) fn identify(&mut self, data: &Value) {
        self.opened(Opening::Identify);
        if self.session.is_some() {
            self.wrong("IDENTIFY", "IDENTIFY was sent twice".to_owned(), Value::Null);
            return self.order(Order::Close(4005, "Already authenticated."));
        }
        if let Some(code) = self.core.look().gateway.on_opening {
            return self.order(Order::Close(code, "Closed on purpose."));
        }
        if !self.knows(data) {
            return;
        }
        for part in ["os", "browser", "device"] {
            if data.pointer(&format!("/properties/{part}")).and_then(Value::as_str).is_none() {
                self.wrong("IDENTIFY", format!("properties.{part} is missing"), data.get("properties").cloned().into());
            }
        }
        let Some(intents) = data.get("intents").and_then(Value::as_u64).filter(|intents| intents & !INTENTS == 0)
        else {
            self.wrong("IDENTIFY", "No valid intents".to_owned(), data.get("intents").cloned().into());
            return self.order(Order::Close(4013, "Invalid intent(s)."));
        };
        if intents & PRIVILEGED != 0 && !self.core.options.privileged {
            self.wrong("IDENTIFY", "A privileged intent".to_owned(), json!(intents));
            return self.order(Order::Close(4014, "Disallowed intent(s)."));
        }
        let core = &self.core;
        let id = core.change(|state| {
            let id = format!("{:032x}", core.id(state).0);
            let mut session = Session::new(intents, self.orders.clone());
            let world = &state.world;
            let own: Vec<_> =
                world.guilds.values().filter(|guild| guild.members.contains_key(&world.application)).collect();
            let unavailable: Vec<Value> =
                own.iter().map(|guild| json!({ "id": guild.id, "unavailable": true })).collect();
            let user = world.people.get(&world.application).map(guild::current_user);
            session.dispatch(
                "READY",
                &json!({
                    "v": 10, "user": user, "guilds": unavailable, "session_id": id, "session_type": "normal",
                    "resume_gateway_url": core.gateway_url, "shard": [0, 1], "private_channels": [],
                    "presences": [], "relationships": [], "guild_join_requests": [], "geo_ordered_rtc_regions": [],
                    "application": { "id": world.application, "flags": 0 }, "_trace": [], "user_settings": {},
                }),
            );
            if intents & GUILDS != 0 {
                for guild in own {
                    session.dispatch("GUILD_CREATE", &guild::guild_create(world, guild));
                }
            }
            state.sessions.insert(id.clone(), session);
            id
        });
        self.session = Some(id);
    }

    /// Goes on with an old session, or says that it is gone.
    pub(super) fn resume(&mut self, data: &Value) {
        self.opened(Opening::Resume);
        if let Some(code) = self.core.look().gateway.on_opening {
            return self.order(Order::Close(code, "Closed on purpose."));
        }
        if !self.knows(data) {
            return;
        }
        let id = data.get("session_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let seq = data.get("seq").and_then(Value::as_u64).unwrap_or_default();
        let resumed = self.core.change(|state| {
            let Some(session) = state.sessions.get_mut(&id) else { return false };
            let resumed = session.resume(seq, self.orders.clone());
            if resumed {
                session.dispatch("RESUMED", &json!({ "_trace": [] }));
            }
            resumed
        });
        if resumed {
            self.session = Some(id);
        } else {
            self.order(Order::Send(json!({ "op": 9, "s": null, "t": null, "d": false }).to_string()));
        }
    }

    /// Whether the token is right; closes when it is not.
    fn knows(&self, data: &Value) -> bool {
        let token = data.get("token").and_then(Value::as_str).unwrap_or_default();
        let right = token.strip_prefix("Bot ").unwrap_or(token) == self.core.options.token;
        if !right {
            self.order(Order::Close(4004, "Authentication failed."));
        }
        right
    }
}
