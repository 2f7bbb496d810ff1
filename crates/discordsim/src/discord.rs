//! Starting a Discord, looking at it, and making trouble at it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::{Listener, ListenerExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::chaos::Fault;
use crate::check::schema::{Schema, SchemaError};
use crate::core::Core;
use crate::gateway::session::Order;
use crate::interaction::Interaction;
use crate::options::Options;
use crate::play::presser::Presser;
use crate::post::Post;
use crate::record::{Connection, Request, Violation};
use crate::snowflake::Snowflake;
use crate::world::{Permissions, World};
use crate::{gateway, rest};

/// Why a Discord did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No port of the loopback was to be had.
    #[error("no port of the loopback can be listened on")]
    Listen(#[from] io::Error),
    /// The description of the API cannot be used.
    #[error("the description of the API cannot be used")]
    Schema(#[from] SchemaError),
}

/// A running Discord. Dropping it ends it, with every connection.
#[derive(Debug)]
pub struct Discord {
    core: Arc<Core>,
    api: SocketAddr,
    gateway: SocketAddr,
    _serving: JoinSet<io::Result<()>>,
}

impl Discord {
    /// Starts on two free ports of the loopback.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let api = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let gateway = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let (api_address, gateway_address) = (api.local_addr()?, gateway.local_addr()?);
        let schema = options.description.as_deref().map(Schema::read).transpose()?;
        let core = Arc::new(Core::new(options, schema, format!("ws://{gateway_address}")));
        let mut serving = JoinSet::new();
        let (for_api, for_gateway) = (rest::router(Arc::clone(&core)), gateway::router(Arc::clone(&core)));
        serving.spawn(async move { axum::serve(prompt(api), for_api).await });
        serving.spawn(async move { axum::serve(prompt(gateway), for_gateway).await });
        Ok(Self { core, api: api_address, gateway: gateway_address, _serving: serving })
    }

    /// The address of the REST API, `http://127.0.0.1:PORT`, below which `/api/v10` lies.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}", self.api)
    }

    /// The address of the gateway, `ws://127.0.0.1:PORT`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.gateway)
    }

    /// The token of the bot.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.core.options.token
    }

    /// What there is, as it is now.
    #[must_use]
    pub fn world(&self) -> World {
        self.core.look().world.clone()
    }

    /// Changes what there is: takes a role away, hides a channel. What changes is sent to who listens for guilds.
    pub fn change(&self, change: impl FnOnce(&mut World)) {
        self.core.change(|state| change(&mut state.world));
        let guilds: Vec<Value> = {
            let state = self.core.look();
            state.world.guilds.values().map(crate::wire::guild::guild).collect()
        };
        for guild in guilds {
            self.core.dispatch("GUILD_UPDATE", &guild, gateway::GUILDS);
        }
    }

    /// Lets time pass at once: tokens expire.
    pub fn advance(&self, time: Duration) {
        self.core.clock.advance(time);
        self.core.change(|_| ());
    }

    /// Somebody in a channel, who can press things.
    #[must_use]
    pub fn person(&self, person: Snowflake, channel: Snowflake) -> Presser {
        Presser::new(Arc::clone(&self.core), person, channel)
    }

    /// The commands of a guild as the bot registered them last, with ids and translations.
    #[must_use]
    pub fn commands(&self, guild: Snowflake) -> Vec<Value> {
        self.core.look().commands.get(&Some(guild)).cloned().unwrap_or_default()
    }

    /// Waits until the bot has registered commands for a guild.
    pub async fn registered(&self, guild: Snowflake, within: Duration) -> Option<Vec<Value>> {
        let filled = |commands: &Vec<Value>| !commands.is_empty();
        self.core.until(within, |state| state.commands.get(&Some(guild)).filter(|list| filled(list)).cloned()).await
    }

    /// Waits until the bot listens at the gateway.
    pub async fn connected(&self, within: Duration) -> bool {
        let live =
            |state: &crate::core::State| state.sessions.values().any(gateway::session::Session::is_live).then_some(());
        self.core.until(within, live).await.is_some()
    }

    /// What somebody sees in a channel now, oldest first: nothing where they cannot see the channel, and of the
    /// ephemeral messages only their own.
    #[must_use]
    pub fn sees(&self, person: Snowflake, channel: Snowflake) -> Vec<Post> {
        let state = self.core.look();
        if !state.world.may(person, channel).has(Permissions::VIEW_CHANNEL) {
            return Vec::new();
        }
        let visible =
            |post: &&Post| post.channel == channel && !post.deleted && post.only_for.is_none_or(|only| only == person);
        state.posts.values().filter(visible).cloned().collect()
    }

    /// A message, whoever may see it, also when it is deleted.
    #[must_use]
    pub fn post(&self, id: Snowflake) -> Option<Post> {
        self.core.look().posts.get(&id).cloned()
    }

    /// Somebody who may removes a message.
    pub fn delete(&self, id: Snowflake) {
        self.core.change(|state| {
            if let Some(post) = state.posts.get_mut(&id) {
                post.deleted = true;
            }
        });
    }

    /// Waits until there is a message like this in a channel, ephemeral ones included.
    pub async fn post_where(&self, channel: Snowflake, within: Duration, like: impl Fn(&Post) -> bool) -> Option<Post> {
        let here = |post: &&Post| post.channel == channel && !post.deleted && like(post);
        self.core.until(within, |state| state.posts.values().find(here).cloned()).await
    }

    /// Everything that people did.
    #[must_use]
    pub fn interactions(&self) -> Vec<Interaction> {
        self.core.look().interactions.values().cloned().collect()
    }

    /// Every REST request, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.core.look().requests.clone()
    }

    /// How many requests were made of a kind; `on` is part of "METHOD template".
    #[must_use]
    pub fn counted(&self, on: &str) -> usize {
        let requests = &self.core.look().requests;
        requests.iter().filter(|one| format!("{} {}", one.method, one.template).contains(on)).count()
    }

    /// Every connection to the gateway, oldest first.
    #[must_use]
    pub fn connections(&self) -> Vec<Connection> {
        self.core.look().connections.clone()
    }

    /// Everything that the bot did wrong. A test that uses a bot ends by asking that this is empty.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.core.look().violations.clone()
    }

    /// Adds trouble at the REST API.
    pub fn fault(&self, fault: Fault) {
        self.core.change(|state| state.faults.push(fault));
    }

    /// Takes all trouble away, at the API and at the gateway.
    pub fn heal(&self) {
        self.core.change(|state| {
            state.faults.clear();
            state.gateway = crate::chaos::GatewayFaults::default();
        });
    }

    /// Closes every new connection right after HELLO with this code.
    pub fn close_after_hello(&self, code: u16) {
        self.core.change(|state| state.gateway.after_hello = Some(code));
    }

    /// Answers IDENTIFY and RESUME by closing with this code, such as 4004 or 4014.
    pub fn close_on_opening(&self, code: u16) {
        self.core.change(|state| state.gateway.on_opening = Some(code));
    }

    /// Whether heartbeats are acknowledged.
    pub fn acknowledge_heartbeats(&self, acknowledge: bool) {
        self.core.change(|state| state.gateway.deaf = !acknowledge);
    }

    /// Closes every open connection with this code.
    pub fn close_connections(&self, code: u16) {
        self.order(&Order::Close(code, "Closed on purpose."));
    }

    /// Lets every socket go without a word.
    pub fn drop_connections(&self) {
        self.order(&Order::Drop);
    }

    /// Asks every client to connect again (opcode 7).
    pub fn ask_for_reconnect(&self) {
        self.order(&Order::Send(json!({ "op": 7, "s": null, "t": null, "d": null }).to_string()));
    }

    /// Says that the session is invalid (opcode 9). One that is not resumable is forgotten.
    pub fn invalidate_sessions(&self, resumable: bool) {
        self.order(&Order::Send(json!({ "op": 9, "s": null, "t": null, "d": resumable }).to_string()));
        if !resumable {
            self.core.change(|state| state.sessions.clear());
        }
    }

    /// Sends an event as it is given, numbered like any other.
    pub fn dispatch(&self, name: &str, data: &Value) {
        self.core.dispatch(name, data, 0);
    }

    /// Sends an event of a known name whose data nobody can understand.
    pub fn send_undecodable_event(&self) {
        self.dispatch("CHANNEL_UPDATE", &json!({ "id": { "not": ["an", "id"] }, "type": "none" }));
    }

    fn order(&self, order: &Order) {
        self.core.change(|state| state.sessions.values_mut().for_each(|session| session.order(order.clone())));
    }
}

/// Sockets that send at once. Events come one after the other and a bot says nothing to most of them, so that otherwise each
/// would lie here until the bot's kernel acknowledges the one before, which it puts off by 40 ms.
fn prompt(listener: TcpListener) -> impl Listener<Io = TcpStream, Addr = SocketAddr> {
    listener.tap_io(|stream| {
        // A socket that is gone already is noticed by who reads it.
        let _ = stream.set_nodelay(true);
    })
}
