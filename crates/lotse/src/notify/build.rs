//! A channel of the configuration as a wire, its secrets fetched.

use std::{num::NonZeroU32, path::Path, time::Duration};

use lotse_notify::{
    Address, Authority, Gotify, GotifySettings, Mail, MailSettings, Matrix, MatrixSettings, Ntfy, NtfySettings, Rate,
    Security, SettingsError, Slack, SlackSettings, SlackWay, Telegram, TelegramSettings, Webhook, WebhookSettings,
    Wire,
};
use lotse_text::{Language, tr};
use secrecy::SecretString;

use super::trouble;
use crate::{
    config::{self, Channel, ChannelKind, MailSecurity, NtfyLogin, Said, SecretSource},
    environment,
    failure::{Exit, Failure, of_secret},
};

/// What all kinds of a channel have in common.
struct Base<'a> {
    channel: &'a Channel,
    language: Language,
    authority: Option<Authority>,
}

/// Sets up the wire of a channel.
pub(super) async fn wire(channel: &Channel, language: Language) -> Result<Box<dyn Wire>, Failure> {
    let authority = match &channel.ca {
        Some(path) => Some(authority(path, channel, language)?),
        None => None,
    };
    let base = Base { channel, language, authority };
    match &channel.kind {
        ChannelKind::Discord(_) => Err(base.wrong(&SettingsError::Address)),
        ChannelKind::Email(email) => base.email(email).await,
        ChannelKind::Webhook(webhook) => base.webhook(webhook).await,
        ChannelKind::Ntfy(ntfy) => base.ntfy(ntfy).await,
        ChannelKind::Telegram(telegram) => base.telegram(telegram).await,
        ChannelKind::Slack(slack) => base.slack(slack).await,
        ChannelKind::Matrix(matrix) => base.matrix(matrix).await,
        ChannelKind::Gotify(gotify) => base.gotify(gotify).await,
    }
}

fn authority(path: &Path, channel: &Channel, language: Language) -> Result<Authority, Failure> {
    let shown = path.display().to_string();
    let file = |detail: String| {
        let message = tr::error_file(language, shown.as_str(), detail);
        Failure::new(SettingsError::Authority.code(), Exit::Usage, message).within(&place(channel, "ca"))
    };
    let pem = std::fs::read(path).map_err(|error| file(error.to_string()))?;
    Authority::from_pem(&pem).map_err(|error| file(trouble::of_settings(&error, language)))
}

/// A key of a channel as it is found in the configuration.
fn place(channel: &Channel, key: &str) -> String {
    format!("channel.{}.{key}", channel.name)
}

impl Base<'_> {
    async fn secret(&self, source: &SecretSource, key: &str) -> Result<SecretString, Failure> {
        let fetched = source.fetch(environment::get).await;
        fetched.map_err(|error| of_secret(&error, self.language).within(&place(self.channel, key)))
    }

    fn wrong(&self, error: &SettingsError) -> Failure {
        let message = tr::notify_setup(self.language, &self.channel.name, trouble::of_settings(error, self.language));
        Failure::new(error.code(), Exit::Usage, message)
    }

    fn made<W: Wire + 'static>(&self, wire: Result<W, SettingsError>) -> Result<Box<dyn Wire>, Failure> {
        wire.map(|wire| Box::new(wire) as Box<dyn Wire>).map_err(|error| self.wrong(&error))
    }

    fn address(&self, url: &url::Url) -> Result<Address, Failure> {
        Address::new(url.as_str()).map_err(|error| self.wrong(&error))
    }

    /// The messages a minute that the configuration allows, a third of them at once.
    fn rate(&self, usual: Rate) -> Rate {
        let Some(minutely) = self.channel.rate.and_then(NonZeroU32::new) else { return usual };
        Rate::new((minutely.get() / 3).max(1), Duration::from_mins(1) / minutely.get())
    }

    async fn email(&self, email: &config::Email) -> Result<Box<dyn Wire>, Failure> {
        let login = match &email.login {
            Some((user, source)) => Some((user.clone(), self.secret(source, "password").await?)),
            None => None,
        };
        let security = match email.security {
            MailSecurity::Tls => Security::Implicit,
            MailSecurity::StartTls => Security::StartTls,
            MailSecurity::None => Security::None,
        };
        self.made(Mail::new(MailSettings {
            port: Some(email.port),
            security,
            login,
            to: email.to.iter().map(ToString::to_string).collect(),
            authority: self.authority.clone(),
            rate: self.rate(MailSettings::RATE),
            ..MailSettings::new(email.server.clone(), email.from.to_string(), String::new())
        }))
    }

    async fn webhook(&self, webhook: &config::Webhook) -> Result<Box<dyn Wire>, Failure> {
        let address = match &webhook.url {
            Said::Open(url) => self.address(url)?,
            Said::Secret(source) => {
                Address::secret(&self.secret(source, "url").await?).map_err(|error| self.wrong(&error))?
            }
        };
        let token = match &webhook.token {
            Some(source) => Some(self.secret(source, "token").await?),
            None => None,
        };
        self.made(Webhook::new(WebhookSettings {
            key: Some(self.secret(&webhook.secret, "secret").await?),
            token,
            authority: self.authority.clone(),
            rate: self.rate(WebhookSettings::RATE),
            ..WebhookSettings::new(address)
        }))
    }

    async fn ntfy(&self, ntfy: &config::Ntfy) -> Result<Box<dyn Wire>, Failure> {
        let topic = match &ntfy.topic {
            Said::Open(topic) => SecretString::from(topic.clone()),
            Said::Secret(source) => self.secret(source, "topic").await?,
        };
        let login = match &ntfy.login {
            None => None,
            Some(NtfyLogin::Token(source)) => Some(lotse_notify::NtfyLogin::Token(self.secret(source, "token").await?)),
            Some(NtfyLogin::Password(name, source)) => {
                let password = self.secret(source, "password").await?;
                Some(lotse_notify::NtfyLogin::User { name: name.clone(), password })
            }
        };
        self.made(Ntfy::new(NtfySettings {
            login,
            authority: self.authority.clone(),
            rate: self.rate(NtfySettings::RATE),
            ..NtfySettings::new(self.address(&ntfy.server)?, topic)
        }))
    }

    async fn telegram(&self, telegram: &config::Telegram) -> Result<Box<dyn Wire>, Failure> {
        let server = match &telegram.api_url {
            Some(url) => self.address(url)?,
            None => Address::new(TelegramSettings::SERVER).map_err(|error| self.wrong(&error))?,
        };
        let token = self.secret(&telegram.token, "token").await?;
        self.made(Telegram::new(TelegramSettings {
            topic: telegram.thread.and_then(|thread| i64::try_from(thread).ok()),
            authority: self.authority.clone(),
            rate: self.rate(TelegramSettings::RATE),
            ..TelegramSettings::new(server, token, telegram.chat.clone())
        }))
    }

    async fn slack(&self, slack: &config::Slack) -> Result<Box<dyn Wire>, Failure> {
        let way = match slack {
            config::Slack::Webhook(source) => {
                let address = self.secret(source, "webhook").await?;
                SlackWay::Webhook(Address::secret(&address).map_err(|error| self.wrong(&error))?)
            }
            config::Slack::Bot { token, channel, api_url } => {
                let server = match api_url {
                    Some(url) => self.address(url)?,
                    None => Address::new(SlackSettings::SERVER).map_err(|error| self.wrong(&error))?,
                };
                SlackWay::Bot { server, token: self.secret(token, "token").await?, channel: channel.clone() }
            }
        };
        self.made(Slack::new(SlackSettings {
            authority: self.authority.clone(),
            rate: self.rate(SlackSettings::RATE),
            ..SlackSettings::new(way)
        }))
    }

    async fn matrix(&self, matrix: &config::Matrix) -> Result<Box<dyn Wire>, Failure> {
        let token = self.secret(&matrix.token, "token").await?;
        self.made(Matrix::new(MatrixSettings {
            authority: self.authority.clone(),
            rate: self.rate(MatrixSettings::RATE),
            ..MatrixSettings::new(self.address(&matrix.server)?, token, matrix.room.clone())
        }))
    }

    async fn gotify(&self, gotify: &config::Gotify) -> Result<Box<dyn Wire>, Failure> {
        let token = self.secret(&gotify.token, "token").await?;
        self.made(Gotify::new(GotifySettings {
            authority: self.authority.clone(),
            rate: self.rate(GotifySettings::RATE),
            ..GotifySettings::new(self.address(&gotify.server)?, token)
        }))
    }
}
