//! Gotify: push messages from a server of one's own.
//!
//! Its API knows no name for a message that is sent twice: a second attempt is a second message.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::{
    Address, Authority, Kind, Letter, Rate, Receipt, SettingsError, Trouble, Weight, Wire,
    http::{self, Http, http_safe},
    layout::{self, Room},
    pace::Pace,
};

/// The longest message that is sent. The server knows no limit; a phone shows less.
const MOST: usize = 16 * 1024;
/// The longest title.
const TITLE: usize = 250;

/// How an application of Gotify is sent to.
#[derive(Debug, Clone)]
pub struct GotifySettings {
    /// The server.
    pub server: Address,
    /// The application's token.
    pub token: SecretString,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many messages go at most.
    pub rate: Rate,
    /// How long an exchange may take.
    pub timeout: Duration,
}

impl GotifySettings {
    /// The server knows no limit; a phone that rings more often than this helps nobody.
    pub const RATE: Rate = Rate::new(20, Duration::from_secs(2));

    /// An application on this server, as usual.
    #[must_use]
    pub const fn new(server: Address, token: SecretString) -> Self {
        Self { server, token, authority: None, rate: Self::RATE, timeout: http::TIMEOUT }
    }
}

/// An application of Gotify.
#[derive(Debug)]
pub struct Gotify {
    settings: GotifySettings,
    http: Http,
    pace: Pace,
}

impl Gotify {
    /// Sets it up; nothing is sent.
    pub fn new(settings: GotifySettings) -> Result<Self, SettingsError> {
        if !http_safe(&settings.token) {
            return Err(SettingsError::Secret { what: "token" });
        }
        let secret = settings.token.clone();
        let http = Http::new(&settings.server, settings.authority.as_ref(), settings.timeout, [secret])?;
        Ok(Self { pace: Pace::new(settings.rate), settings, http })
    }
}

#[async_trait]
impl Wire for Gotify {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        let message = json!({
            "title": layout::line(&letter.subject, &Room::bytes(TITLE)),
            "message": layout::body(letter, &Room::bytes(MOST)),
            "priority": priority(letter.kind, letter.weight),
            // Said, so that a client never takes text from machines for Markdown.
            "extras": { "client::display": { "contentType": "text/plain" } },
        });
        let request = self.http.post(self.settings.server.below(&["message"]), &message);
        let request = request.header("X-Gotify-Key", self.settings.token.expose_secret());
        let reply = self.http.call(request).await?;
        if !reply.is_success() {
            let said = match reply.said("errorDescription") {
                empty if empty.is_empty() => reply.said("error"),
                said => said,
            };
            return Err(self.http.trouble(&reply, &said, None));
        }
        let taken = reply.json();
        match taken.as_ref().and_then(|taken| taken.get("id")).and_then(Value::as_u64) {
            Some(id) => Ok(Receipt::named(id.to_string())),
            None => Err(self.http.broken(&reply, "id")),
        }
    }
}

/// The app for Android makes a sound from 4 on, and shows it above everything from 8 on (gotify.net/docs/push).
const fn priority(kind: Kind, weight: Weight) -> u8 {
    match (kind, weight) {
        (Kind::Recovered | Kind::Test, _) => 4,
        (_, Weight::Info) => 2,
        (_, Weight::Warning) => 5,
        (_, Weight::Error) => 7,
        (_, Weight::Critical) => 10,
    }
}
