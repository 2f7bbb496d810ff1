//! Telegram: a message of a bot to a chat, a group or a channel.
//!
//! Its API knows no name for a message that is sent twice: a second attempt is a second message. Text is sent as it is, without
//! `parse_mode`, so nothing in it is markup.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::{
    Address, Authority, Letter, Rate, Receipt, SettingsError, Trouble, Weight, Wire,
    http::{self, Http, Reply},
    layout::{self, Room},
    pace::Pace,
};

/// The longest text, in code units of UTF-16 (core.telegram.org/bots/api#sendmessage: "1-4096 characters after entities
/// parsing"; lengths of Telegram are counted so, #messageentity).
const MOST: usize = 4096;

/// How a chat of Telegram is sent to.
#[derive(Clone)]
pub struct TelegramSettings {
    /// The bot's token.
    pub token: SecretString,
    /// The chat: a number, or `@name` of a public channel.
    pub chat: String,
    /// The topic of a group that has some (`message_thread_id`).
    pub topic: Option<i64>,
    /// The server of the API: Telegram's unless told otherwise.
    pub server: Address,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many messages go at most.
    pub rate: Rate,
    /// How long an exchange may take.
    pub timeout: Duration,
}

impl fmt::Debug for TelegramSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramSettings")
            .field("chat", &self.chat)
            .field("topic", &self.topic)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl TelegramSettings {
    /// Where the API is unless told otherwise.
    pub const SERVER: &str = "https://api.telegram.org";
    /// Twenty a minute is what a group takes from a bot (core.telegram.org/bots/faq, "My bot is hitting limits").
    pub const RATE: Rate = Rate::new(10, Duration::from_secs(3));

    /// A chat, as usual.
    #[must_use]
    pub fn new(server: Address, token: SecretString, chat: impl Into<String>) -> Self {
        let (chat, timeout) = (chat.into(), http::TIMEOUT);
        Self { token, chat, topic: None, server, authority: None, rate: Self::RATE, timeout }
    }
}

/// A chat of Telegram.
#[derive(Debug)]
pub struct Telegram {
    settings: TelegramSettings,
    http: Http,
    pace: Pace,
    /// The number that the chat got while this program runs: a group that becomes a supergroup gets another one.
    moved: Mutex<Option<i64>>,
}

impl Telegram {
    /// Sets it up; nothing is sent.
    pub fn new(settings: TelegramSettings) -> Result<Self, SettingsError> {
        let known = settings.chat.strip_prefix('@').map_or_else(
            || settings.chat.parse::<i64>().is_ok_and(|number| number != 0),
            |name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        );
        if !known {
            return Err(SettingsError::Place { what: "chat", value: settings.chat });
        }
        if !is_token(settings.token.expose_secret()) {
            return Err(SettingsError::Secret { what: "token" });
        }
        let secret = settings.token.clone();
        let http = Http::new(&settings.server, settings.authority.as_ref(), settings.timeout, [secret])?;
        Ok(Self { pace: Pace::new(settings.rate), settings, http, moved: Mutex::new(None) })
    }

    fn message(&self, letter: &Letter) -> Value {
        let room = Room { most: MOST, cost: char::len_utf16, calls: true };
        let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let chat = match (moved, self.settings.chat.parse::<i64>()) {
            (Some(number), _) | (None, Ok(number)) => json!(number),
            (None, Err(_)) => json!(self.settings.chat),
        };
        let mut message = json!({
            "chat_id": chat,
            "text": layout::text(letter, &room),
            // An address in a guest's name must not be fetched and shown by Telegram.
            "link_preview_options": { "is_disabled": true },
            "disable_notification": letter.weight == Weight::Info,
        });
        let first = letter.thread.as_ref().and_then(|thread| thread.first.as_ref()?.parse::<i64>().ok());
        if let Some(fields) = message.as_object_mut() {
            fields.extend(self.settings.topic.map(|topic| ("message_thread_id".to_owned(), json!(topic))));
            let reply = first.map(|id| json!({ "message_id": id, "allow_sending_without_reply": true }));
            fields.extend(reply.map(|reply| ("reply_parameters".to_owned(), reply)));
        }
        message
    }

    async fn call(&self, letter: &Letter) -> Result<Reply, Trouble> {
        // The token is part of the path, as the API wants it; no error shows the path.
        let bot = format!("bot{}", self.settings.token.expose_secret());
        let url = self.settings.server.below(&[&bot, "sendMessage"]);
        self.http.call(self.http.post(url, &self.message(letter))).await
    }

    /// The chat's new number, if the answer says that it has one.
    fn moved(&self, answer: &Value) -> bool {
        let Some(number) = answer.pointer("/parameters/migrate_to_chat_id").and_then(Value::as_i64) else {
            return false;
        };
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let new = *moved != Some(number);
        *moved = Some(number);
        if new {
            tracing::warn!(from = %self.settings.chat, to = number, "the chat has another number now; the configuration has the old one");
        }
        new
    }
}

#[async_trait]
impl Wire for Telegram {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        let mut reply = self.call(letter).await?;
        let mut answer = reply.json().unwrap_or_default();
        if reply.status == 400 && self.moved(&answer) {
            reply = self.call(letter).await?;
            answer = reply.json().unwrap_or_default();
        }
        if !reply.is_success() {
            let after = answer.pointer("/parameters/retry_after").and_then(Value::as_u64).map(Duration::from_secs);
            return Err(self.http.trouble(&reply, &reply.said("description"), after));
        }
        let id = answer.pointer("/result/message_id").and_then(Value::as_i64);
        match (answer.get("ok").and_then(Value::as_bool), id) {
            (Some(true), Some(id)) => Ok(Receipt::named(id.to_string())),
            _ => Err(self.http.broken(&reply, "message_id")),
        }
    }
}

/// `123456:letters`: anything else would change the path.
fn is_token(token: &str) -> bool {
    token.split_once(':').is_some_and(|(bot, secret)| {
        !bot.is_empty()
            && bot.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}
