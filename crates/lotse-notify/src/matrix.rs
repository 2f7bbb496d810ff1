//! Matrix: a message to a room.
//!
//! The letter's id is the transaction's: a server that has taken it answers a second attempt with the same event
//! (spec.matrix.org, Client-Server API, "Transaction identifiers").

use std::{fmt::Write as _, time::Duration};

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::{
    Address, Authority, Letter, Rate, Receipt, SettingsError, Trouble, Wire,
    http::{self, Http, http_safe},
    layout::{self, Room},
    pace::Pace,
};

/// The longest text, plain and as HTML together. An event has 65,536 bytes with its envelope (Client-Server API, "Size limits").
const MOST: usize = 56 * 1024;

/// How a room of Matrix is sent to.
#[derive(Debug, Clone)]
pub struct MatrixSettings {
    /// The homeserver's address.
    pub homeserver: Address,
    /// The access token of the account that sends.
    pub token: SecretString,
    /// The room's id (`!…`), of which the account is a member.
    pub room: String,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many messages go at most.
    pub rate: Rate,
    /// How long an exchange may take.
    pub timeout: Duration,
}

impl MatrixSettings {
    /// Ten at once and then one each five seconds is what Synapse grants unless told otherwise (`rc_message`).
    pub const RATE: Rate = Rate::new(8, Duration::from_secs(5));

    /// A room, as usual.
    #[must_use]
    pub fn new(homeserver: Address, token: SecretString, room: impl Into<String>) -> Self {
        let (room, timeout) = (room.into(), http::TIMEOUT);
        Self { homeserver, token, room, authority: None, rate: Self::RATE, timeout }
    }
}

/// A room of Matrix.
#[derive(Debug)]
pub struct Matrix {
    settings: MatrixSettings,
    http: Http,
    pace: Pace,
}

impl Matrix {
    /// Sets it up; nothing is sent.
    pub fn new(settings: MatrixSettings) -> Result<Self, SettingsError> {
        // Room ids of version 12 on have no server behind a colon.
        if settings.room.len() < 2 || !settings.room.starts_with('!') || settings.room.contains(char::is_whitespace) {
            return Err(SettingsError::Place { what: "room", value: settings.room });
        }
        if !http_safe(&settings.token) {
            return Err(SettingsError::Secret { what: "token" });
        }
        let secret = settings.token.clone();
        let http = Http::new(&settings.homeserver, settings.authority.as_ref(), settings.timeout, [secret])?;
        Ok(Self { pace: Pace::new(settings.rate), settings, http })
    }

    fn url(&self, letter: &Letter) -> url::Url {
        let transaction = letter.id.to_string();
        let path =
            ["_matrix", "client", "v3", "rooms", &self.settings.room, "send", "m.room.message", transaction.as_str()];
        self.settings.homeserver.below(&path)
    }
}

#[async_trait]
impl Wire for Matrix {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        let request = self.http.put(self.url(letter), &event(letter));
        let reply = self.http.call(request.bearer_auth(self.settings.token.expose_secret())).await?;
        let answer = reply.json().unwrap_or_default();
        if !reply.is_success() {
            // The field of servers before version 1.10 of the specification; the header is read anyway.
            let after = answer.get("retry_after_ms").and_then(Value::as_u64).map(Duration::from_millis);
            let code = answer.get("errcode").and_then(Value::as_str).unwrap_or_default();
            return Err(self.http.trouble(&reply, format!("{code} {}", reply.said("error")).trim(), after));
        }
        match answer.get("event_id").and_then(Value::as_str) {
            Some(id) => Ok(Receipt::named(id)),
            None => Err(self.http.broken(&reply, "event_id")),
        }
    }
}

/// The content of the event: plain text, and the same as HTML with the subject in bold.
fn event(letter: &Letter) -> Value {
    let body = layout::text(letter, &Room { most: MOST, cost, calls: true });
    let mut event = json!({
        // Not `m.notice`: by default that rings nowhere (`.m.rule.suppress_notices`).
        "msgtype": "m.text",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": html(&body),
        // Empty: it mentions nobody, and servers do not look for names in the text (Client-Server API, "User and room mentions").
        "m.mentions": {},
    });
    let first = letter.thread.as_ref().and_then(|thread| thread.first.as_ref());
    if let (Some(first), Some(fields)) = (first, event.as_object_mut()) {
        fields.insert("m.relates_to".to_owned(), json!({ "m.in_reply_to": { "event_id": first } }));
    }
    event
}

/// The text as HTML: the first line in bold, nothing in it markup.
fn html(text: &str) -> String {
    let mut lines = text.lines();
    let mut out = format!("<strong>{}</strong>", escaped(lines.next().unwrap_or_default()));
    for line in lines {
        let _ = write!(out, "<br>{}", escaped(line));
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What a character takes in the plain text and in the HTML together, both as JSON.
const fn cost(character: char) -> usize {
    match character {
        '<' | '>' => 1 + 4,
        '"' => 2 + 6,
        '\\' => 2 + 2,
        // `&amp;`, and as JSON `\n` beside `<br>`.
        '&' | '\n' => 6,
        other => 2 * other.len_utf8(),
    }
}
