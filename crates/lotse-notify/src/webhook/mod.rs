//! A webhook: the letter as JSON to an address of one's own, signed as Standard Webhooks has it (standardwebhooks.com), so that
//! its libraries check it.
//!
//! `webhook-id` is the letter's id, the same at every attempt: a receiver that remembers it sees each letter once.

mod body;
mod signature;

use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};

use self::signature::Key;
pub use self::signature::sign;
use crate::{
    Address, Authority, Letter, Rate, Receipt, SettingsError, Trouble, Wire, clock,
    http::{self, Http, http_safe},
    pace::Pace,
};

/// How a webhook is sent to.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// Where it is. It may hold a token, so it is not shown.
    pub address: Address,
    /// The key of the signature: `whsec_` with base64 behind it, or any text. Without one nothing is signed.
    pub key: Option<SecretString>,
    /// A token for `Authorization: Bearer`.
    pub token: Option<SecretString>,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many messages go at most.
    pub rate: Rate,
    /// How long an exchange may take.
    pub timeout: Duration,
}

impl WebhookSettings {
    /// Programs read faster than people; still a loop somewhere must not become a flood.
    pub const RATE: Rate = Rate::new(60, Duration::from_secs(1));

    /// An address, as usual.
    #[must_use]
    pub const fn new(address: Address) -> Self {
        Self { address, key: None, token: None, authority: None, rate: Self::RATE, timeout: http::TIMEOUT }
    }
}

/// A webhook.
#[derive(Debug)]
pub struct Webhook {
    settings: WebhookSettings,
    key: Option<Key>,
    http: Http,
    pace: Pace,
}

impl Webhook {
    /// Sets it up; nothing is sent.
    pub fn new(settings: WebhookSettings) -> Result<Self, SettingsError> {
        if settings.token.as_ref().is_some_and(|token| !http_safe(token)) {
            return Err(SettingsError::Secret { what: "token" });
        }
        let key = settings.key.as_ref().map(Key::read).transpose()?;
        let secrets = settings.key.iter().chain(&settings.token).cloned().collect::<Vec<_>>();
        let http = Http::new(&settings.address, settings.authority.as_ref(), settings.timeout, secrets)?;
        Ok(Self { pace: Pace::new(settings.rate), settings, key, http })
    }
}

#[async_trait]
impl Wire for Webhook {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        let (id, at, body) = (letter.id.to_string(), clock::unix(), body::of(letter));
        let signature = self.key.as_ref().map(|key| key.sign(&id, at, &body));
        let mut request = self
            .http
            .post_bytes(self.settings.address.url().clone(), body)
            .header("webhook-id", id)
            .header("webhook-timestamp", at.to_string());
        if let Some(signature) = signature {
            request = request.header("webhook-signature", signature);
        }
        if let Some(token) = &self.settings.token {
            request = request.bearer_auth(token.expose_secret());
        }
        let reply = self.http.call(request).await?;
        if reply.is_success() {
            return Ok(Receipt::default());
        }
        Err(self.http.trouble(&reply, &reply.said("error"), None))
    }
}
