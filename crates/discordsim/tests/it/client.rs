//! A house with a bot in it, and a bot of a few lines.

use std::time::Duration;

use discordsim::discord::Discord;
use discordsim::options::Options;
use discordsim::snowflake::Snowflake;
use discordsim::world::{Permissions, World};
use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A guild with a category, a channel in it, a thread in that, and two people.
pub(crate) struct House {
    pub(crate) discord: Discord,
    pub(crate) guild: Snowflake,
    pub(crate) channel: Snowflake,
    pub(crate) thread: Snowflake,
    pub(crate) anna: Snowflake,
    pub(crate) ben: Snowflake,
    pub(crate) application: Snowflake,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_with(|options| options).await
    }

    pub(crate) async fn open_with(with: impl FnOnce(Options) -> Options) -> Self {
        let mut world = World::new("Lotse");
        let guild = world.guild("Haus");
        let category = world.category(guild, "Server");
        let channel = world.text(guild, Some(category), "proxmox");
        let thread = world.thread(channel, "umbau");
        let operators = world.role(guild, "operators", Permissions::NONE);
        let anna = world.member(guild, "anna", &[operators]);
        let ben = world.member(guild, "ben", &[]);
        let application = world.application;
        let options = Options::new(world).described_by(reference_data::find("discord/openapi.json"));
        let discord = Discord::start(with(options)).await.unwrap();
        Self { discord, guild, channel, thread, anna, ben, application }
    }

    /// One REST call as the bot: status and body.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.send(method, path, body).await;
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or_default())
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> reqwest::Response {
        let url = format!("{}/api/v10{path}", self.discord.api_url());
        let mut request = http()
            .request(method, url)
            .header("user-agent", "DiscordBot (https://example.org, 1)")
            .header("authorization", format!("Bot {}", self.discord.token()));
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Registers commands for the guild.
    pub(crate) async fn register(&self, commands: Value) -> (u16, Value) {
        let path = format!("/applications/{}/guilds/{}/commands", self.application, self.guild);
        self.call(Method::PUT, &path, Some(commands)).await
    }

    /// Registers the commands of these tests.
    pub(crate) async fn register_some(&self) {
        let guest =
            json!({ "type": 3, "name": "guest", "description": "Which one", "required": true, "autocomplete": true });
        let commands = json!([
            { "name": "info", "description": "Shows a guest", "type": 1, "contexts": [0], "options": [guest] },
            { "name": "backup", "description": "Backups", "type": 1, "options": [
                { "type": 1, "name": "now", "description": "At once", "options": [guest] } ] },
        ]);
        let (status, body) = self.register(commands).await;
        assert_eq!(status, 200, "{body}");
    }

    pub(crate) async fn answer(&self, event: &Value, body: Value) -> (u16, Value) {
        let (id, token) = (event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
        self.call(Method::POST, &format!("/interactions/{id}/{token}/callback"), Some(body)).await
    }

    pub(crate) fn webhook(&self, event: &Value) -> String {
        format!("/webhooks/{}/{}", self.application, event["token"].as_str().unwrap())
    }

    pub(crate) fn fine(&self) {
        let violations = self.discord.violations();
        assert!(violations.is_empty(), "{}", violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }

    pub(crate) fn flaw(&self) -> String {
        let violations = self.discord.violations();
        assert!(!violations.is_empty(), "nothing was found wrong");
        violations.last().unwrap().to_string()
    }
}

/// A plain HTTP client.
#[expect(clippy::disallowed_methods, reason = "a plain client against the loopback")]
pub(crate) fn http() -> reqwest::Client {
    // The first of a process counts; the others find it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// A gateway client of a few lines.
pub(crate) struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) hello: Value,
    pub(crate) session: String,
    pub(crate) seq: u64,
}

/// What a gateway client gets.
#[derive(Debug, PartialEq)]
pub(crate) enum Got {
    Frame(Value),
    Closed(Option<u16>),
}

impl Line {
    pub(crate) async fn open(house: &House) -> Self {
        let url = format!("{}/?v=10&encoding=json", house.discord.gateway_url());
        let (socket, _) = connect_async(url).await.unwrap();
        let mut line = Self { socket, hello: Value::Null, session: String::new(), seq: 0 };
        let Got::Frame(hello) = line.next().await else { panic!("no HELLO") };
        line.hello = hello;
        line
    }

    /// Opens a session and reads up to the guild.
    pub(crate) async fn identified(house: &House) -> Self {
        let mut line = Self::open(house).await;
        line.identify(house.discord.token(), 1).await;
        let ready = line.event("READY").await;
        line.session = ready["session_id"].as_str().unwrap().to_owned();
        line.event("GUILD_CREATE").await;
        line
    }

    pub(crate) async fn identify(&mut self, token: &str, intents: u64) {
        let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
        self.say(json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": properties } })).await;
    }

    pub(crate) async fn say(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Got {
        let read = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let frame: Value = serde_json::from_str(&text).unwrap();
                        if let Some(seq) = frame["s"].as_u64() {
                            self.seq = seq;
                        }
                        return Got::Frame(frame);
                    }
                    Some(Ok(Message::Close(frame))) => return Got::Closed(frame.map(|frame| frame.code.into())),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Got::Closed(None),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), read).await.expect("nothing came")
    }

    /// The data of the next event, which must have this name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        match self.next().await {
            Got::Frame(mut frame) if frame["t"] == name => frame["d"].take(),
            other => panic!("{name} was expected, not {other:?}"),
        }
    }
}
