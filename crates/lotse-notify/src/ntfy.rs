//! ntfy: a notification on a phone, from ntfy.sh or a server of one's own.
//!
//! The letter's id is the `sequence_id` of the message: a server and app from 2.16 on show a second attempt of the same letter
//! in the place of the first; older ones ignore it and show both.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::{
    Address, Authority, Kind, Letter, Rate, Receipt, SettingsError, Trouble, Weight, Wire,
    http::{self, Http, http_safe},
    layout::{self, Room},
    pace::Pace,
};

/// The longest message; what is longer becomes a file to download (`message-size-limit`, docs.ntfy.sh/config).
const MOST: usize = 4096;
/// The longest title. The server knows no limit; phones show less.
const TITLE: usize = 250;

/// How a topic of ntfy is sent to.
#[derive(Clone)]
pub struct NtfySettings {
    /// The server; ntfy.sh unless told otherwise.
    pub server: Address,
    /// The topic. Whoever knows the name of one on ntfy.sh that nobody reserved can read it, so it is not shown.
    pub topic: SecretString,
    /// Who logs in, where the topic asks for it.
    pub login: Option<NtfyLogin>,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many messages go at most.
    pub rate: Rate,
    /// How long an exchange may take.
    pub timeout: Duration,
}

/// Who logs in at ntfy.
#[derive(Clone)]
pub enum NtfyLogin {
    /// An access token (`tk_…`).
    Token(SecretString),
    /// A user with a password.
    User {
        /// The name.
        name: String,
        /// The password.
        password: SecretString,
    },
}

impl fmt::Debug for NtfyLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token"),
            Self::User { name, .. } => write!(f, "User({name})"),
        }
    }
}

impl fmt::Debug for NtfySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NtfySettings")
            .field("server", &self.server)
            .field("login", &self.login)
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

impl NtfySettings {
    /// Where ntfy is unless told otherwise.
    pub const SERVER: &str = "https://ntfy.sh";
    /// Sixty at once and then one each five seconds is what ntfy.sh grants (`visitor-request-limit-*`), all senders of an
    /// address together.
    pub const RATE: Rate = Rate::new(20, Duration::from_secs(5));

    /// A topic on this server, as usual.
    #[must_use]
    pub const fn new(server: Address, topic: SecretString) -> Self {
        Self { server, topic, login: None, authority: None, rate: Self::RATE, timeout: http::TIMEOUT }
    }
}

/// A topic of ntfy.
#[derive(Debug)]
pub struct Ntfy {
    settings: NtfySettings,
    http: Http,
    pace: Pace,
}

impl Ntfy {
    /// Sets it up; nothing is sent.
    pub fn new(settings: NtfySettings) -> Result<Self, SettingsError> {
        // The server's own rule (`topicRegex`).
        let topic = settings.topic.expose_secret();
        let letters = topic.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !letters || !(1..=64).contains(&topic.len()) {
            return Err(SettingsError::Secret { what: "topic" });
        }
        let secret = settings.login.as_ref().map(|login| match login {
            NtfyLogin::Token(secret) | NtfyLogin::User { password: secret, .. } => secret.clone(),
        });
        if secret.as_ref().is_some_and(|secret| !http_safe(secret)) {
            return Err(SettingsError::Secret { what: "token" });
        }
        let secrets = secret.into_iter().chain([settings.topic.clone()]);
        let http = Http::new(&settings.server, settings.authority.as_ref(), settings.timeout, secrets)?;
        Ok(Self { pace: Pace::new(settings.rate), settings, http })
    }

    /// The message as the server takes it (docs.ntfy.sh/publish, "Publish as JSON").
    fn message(&self, letter: &Letter) -> Value {
        json!({
            "topic": self.settings.topic.expose_secret(),
            "title": layout::line(&letter.subject, &Room::bytes(TITLE)),
            "message": layout::body(letter, &Room::bytes(MOST)),
            "priority": priority(letter.kind, letter.weight),
            "tags": [tag(letter.kind, letter.weight)],
            "sequence_id": letter.id.to_string(),
        })
    }
}

#[async_trait]
impl Wire for Ntfy {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        let request = self.http.post(self.settings.server.url().clone(), &self.message(letter));
        let request = match &self.settings.login {
            None => request,
            Some(NtfyLogin::Token(token)) => request.bearer_auth(token.expose_secret()),
            Some(NtfyLogin::User { name, password }) => request.basic_auth(name, Some(password.expose_secret())),
        };
        let reply = self.http.call(request).await?;
        if !reply.is_success() {
            return Err(self.http.trouble(&reply, &reply.said("error"), None));
        }
        let taken = reply.json();
        match taken.as_ref().and_then(|taken| taken.get("id")).and_then(Value::as_str) {
            Some(id) => Ok(Receipt::named(id)),
            None => Err(self.http.broken(&reply, "id")),
        }
    }
}

/// From 1 (quiet) to 5 (the phone rings on).
const fn priority(kind: Kind, weight: Weight) -> u8 {
    match (kind, weight) {
        (Kind::Recovered | Kind::Test, _) | (_, Weight::Warning) => 3,
        (_, Weight::Info) => 2,
        (_, Weight::Error) => 4,
        (_, Weight::Critical) => 5,
    }
}

/// The tag that apps show as a picture (docs.ntfy.sh/emojis).
const fn tag(kind: Kind, weight: Weight) -> &'static str {
    match (kind, weight) {
        (Kind::Recovered, _) => "white_check_mark",
        (Kind::Test, _) => "bell",
        (Kind::Summary, _) => "clipboard",
        (_, Weight::Info) => "information_source",
        (_, Weight::Warning) => "warning",
        (_, Weight::Error) => "red_circle",
        (_, Weight::Critical) => "rotating_light",
    }
}
