//! Slack: a message to a channel, by an incoming webhook or by a bot with `chat.postMessage`.
//!
//! Neither knows a name for a message that is sent twice: a second attempt is a second message. With a bot all messages of an
//! alert are one thread.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::{
    Address, Authority, Kind, Letter, Rate, Receipt, SettingsError, Trouble, Wire,
    http::{self, Http, http_safe},
    layout::{self, Room},
    pace::Pace,
};

/// The longest text, escaped. Slack cuts from 40,000 characters on and asks for no more than 4,000
/// (docs.slack.dev/reference/methods/chat.postMessage, "Truncating content").
const MOST: usize = 4000;

/// How a channel of Slack is sent to.
#[derive(Debug, Clone)]
pub struct SlackSettings {
    /// By which way.
    pub way: SlackWay,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many messages go at most.
    pub rate: Rate,
    /// How long an exchange may take.
    pub timeout: Duration,
}

/// By which way a channel of Slack is sent to.
#[derive(Debug, Clone)]
pub enum SlackWay {
    /// An incoming webhook: its address is the secret, and the channel is the webhook's.
    Webhook(Address),
    /// A bot.
    Bot {
        /// The server of the API: Slack's unless told otherwise.
        server: Address,
        /// The bot's token (`xoxb-…`).
        token: SecretString,
        /// The channel's id (`C…`).
        channel: String,
    },
}

impl SlackSettings {
    /// Where the API is unless told otherwise.
    pub const SERVER: &str = "https://slack.com/api";
    /// One a second is what Slack takes in a channel, with short bursts above it (docs.slack.dev/apis/web-api/rate-limits).
    pub const RATE: Rate = Rate::new(5, Duration::from_millis(1500));

    /// A channel, as usual.
    #[must_use]
    pub const fn new(way: SlackWay) -> Self {
        Self { way, authority: None, rate: Self::RATE, timeout: http::TIMEOUT }
    }
}

/// A channel of Slack.
#[derive(Debug)]
pub struct Slack {
    way: SlackWay,
    http: Http,
    pace: Pace,
}

impl Slack {
    /// Sets it up; nothing is sent.
    pub fn new(settings: SlackSettings) -> Result<Self, SettingsError> {
        let (address, secret) = match &settings.way {
            SlackWay::Webhook(address) => (address, None),
            SlackWay::Bot { server, token, channel } => {
                if !http_safe(token) {
                    return Err(SettingsError::Secret { what: "token" });
                }
                if channel.is_empty() {
                    return Err(SettingsError::Place { what: "channel", value: channel.clone() });
                }
                (server, Some(token.clone()))
            }
        };
        let http = Http::new(address, settings.authority.as_ref(), settings.timeout, secret)?;
        Ok(Self { pace: Pace::new(settings.rate), way: settings.way, http })
    }

    async fn by_webhook(&self, address: &Address, letter: &Letter) -> Result<Receipt, Trouble> {
        let reply = self.http.call(self.http.post(address.url().clone(), &message(letter))).await?;
        if !reply.is_success() {
            return Err(self.http.trouble(&reply, &reply.said("error"), None));
        }
        // Whoever else answers on the way with 200, a proxy's login page, does not say `ok`.
        if reply.text().trim() == "ok" { Ok(Receipt::default()) } else { Err(self.http.broken(&reply, "ok")) }
    }

    async fn by_bot(
        &self,
        (server, token, channel): (&Address, &SecretString, &str),
        letter: &Letter,
    ) -> Result<Receipt, Trouble> {
        let mut message = message(letter);
        if let Some(fields) = message.as_object_mut() {
            fields.insert("channel".to_owned(), json!(channel));
            if let Some(first) = letter.thread.as_ref().and_then(|thread| thread.first.as_ref()) {
                fields.insert("thread_ts".to_owned(), json!(first));
                // Nobody reads a thread that they did not write in: what matters is shown in the channel, too.
                fields
                    .insert("reply_broadcast".to_owned(), json!(letter.kind.opens() || letter.kind == Kind::Recovered));
            }
        }
        let request = self.http.post(server.below(&["chat.postMessage"]), &message);
        let reply = self.http.call(request.bearer_auth(token.expose_secret())).await?;
        if !reply.is_success() {
            return Err(self.http.trouble(&reply, &reply.said("error"), None));
        }
        let answer = reply.json().unwrap_or_default();
        match (answer.get("ok").and_then(Value::as_bool), answer.get("ts").and_then(Value::as_str)) {
            (Some(true), Some(at)) => Ok(Receipt::named(at)),
            (Some(false), _) => Err(self.refused(&reply, answer.get("error").and_then(Value::as_str))),
            _ => Err(self.http.broken(&reply, "ts")),
        }
    }

    /// What an error means that comes with status 200 (docs.slack.dev/reference/methods/chat.postMessage, "Errors").
    fn refused(&self, reply: &http::Reply, error: Option<&str>) -> Trouble {
        let error = error.unwrap_or_default();
        let status = match error {
            "ratelimited" | "rate_limited" => 429,
            "internal_error" | "fatal_error" | "service_unavailable" | "request_timeout" | "team_added_to_org" => 503,
            _ => 400,
        };
        self.http.trouble(&reply.with_status(status), error, None)
    }
}

#[async_trait]
impl Wire for Slack {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        match &self.way {
            SlackWay::Webhook(address) => self.by_webhook(address, letter).await,
            SlackWay::Bot { server, token, channel } => self.by_bot((server, token, channel), letter).await,
        }
    }
}

/// What both ways take.
fn message(letter: &Letter) -> Value {
    json!({
        "text": escaped(&layout::text(letter, &Room { most: MOST, cost, calls: true })),
        // Text from machines is text: no bold, no links, no names, nothing fetched.
        "mrkdwn": false,
        "parse": "none",
        "link_names": false,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

/// What a character takes once it is escaped.
const fn cost(character: char) -> usize {
    match character {
        '&' => 5,
        '<' | '>' => 4,
        other => other.len_utf16(),
    }
}

/// The three characters that Slack reads as control (docs.slack.dev/messaging/formatting-message-text, "Escaping text"):
/// without them `<!channel>` is a word.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
