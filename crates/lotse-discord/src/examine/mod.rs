//! What stands in the way of the bot on Discord's side: for `lotse doctor`, which says what mends it.
//!
//! It only reads, by the REST API, with the bot's own token. What could not be looked at is a finding of its own and
//! never counted as fine.

mod guild;
mod permission;

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use twilight_http::error::ErrorType;
use twilight_http::{Client, Error};
use twilight_model::id::Id;
use twilight_model::id::marker::GuildMarker;

pub use permission::{NEEDED, invite, names_of};

/// What is to be looked at.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The bot's token, with or without `Bot ` before it.
    pub token: SecretString,
    /// Another address of the REST API (`http://127.0.0.1:8080`); `None` for Discord's own.
    pub api_url: Option<String>,
    /// The guilds that it serves.
    pub places: Vec<Place>,
    /// How long one request may take.
    pub within: Duration,
}

/// Where the bot works in one guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The guild.
    pub guild: u64,
    /// The category in whose channels it answers.
    pub category: u64,
    /// The channels for alerts, each once.
    pub alert_channels: Vec<u64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Discord does not answer, or not in time.
    Unreachable,
    /// Discord refuses the token.
    BadToken,
    /// Discord answered something else than expected; the status, where there was one.
    Odd {
        /// What was read.
        what: &'static str,
        /// The status of the answer.
        status: Option<u16>,
    },
    /// The token is that of this application.
    Application {
        /// Its name, as Discord has it: text from outside.
        name: String,
        /// Its id.
        id: u64,
    },
    /// The bot is no member of the guild, or there is none of this id.
    NotInGuild {
        /// The guild.
        guild: u64,
        /// The application, for the link that invites it.
        application: u64,
    },
    /// The bot is a member of the guild.
    Guild {
        /// The guild.
        guild: u64,
        /// Its name.
        name: String,
        /// Whether the bot is an administrator there, which it need not be.
        administrator: bool,
    },
    /// The guild has no such category.
    NoCategory {
        /// The guild.
        guild: u64,
        /// The id that is configured.
        category: u64,
        /// Whether the id is that of another kind of channel.
        other_kind: bool,
    },
    /// The category is there.
    Category {
        /// The guild.
        guild: u64,
        /// Its name.
        name: String,
        /// How many text channels it has, where the bot answers.
        channels: usize,
    },
    /// The guild has no such channel for alerts.
    NoAlertChannel {
        /// The guild.
        guild: u64,
        /// The id that is configured.
        channel: u64,
        /// Whether the id is that of a kind of channel where nothing can be written.
        other_kind: bool,
    },
    /// The channel for alerts is there.
    AlertChannel {
        /// The guild.
        guild: u64,
        /// Its name.
        name: String,
    },
    /// The bot lacks permissions in a channel.
    Lacks {
        /// The guild.
        guild: u64,
        /// The channel's name.
        channel: String,
        /// Discord's own English names of the permissions.
        permissions: Vec<&'static str>,
    },
    /// The bot has what it needs in every channel where it works.
    Permitted {
        /// The guild.
        guild: u64,
    },
    /// No commands are registered there: the bot has not been started yet, or not in this guild.
    NoCommands {
        /// The guild.
        guild: u64,
    },
    /// Commands are registered.
    Commands {
        /// The guild.
        guild: u64,
        /// How many.
        count: usize,
    },
}

impl Finding {
    /// Whether it keeps the bot from working as it is configured.
    #[must_use]
    pub const fn is_bad(&self) -> bool {
        match self {
            Self::Unreachable
            | Self::BadToken
            | Self::Odd { .. }
            | Self::NotInGuild { .. }
            | Self::NoCategory { .. }
            | Self::NoAlertChannel { .. }
            | Self::Lacks { .. } => true,
            Self::Application { .. }
            | Self::Guild { .. }
            | Self::Category { .. }
            | Self::AlertChannel { .. }
            | Self::Permitted { .. }
            | Self::NoCommands { .. }
            | Self::Commands { .. } => false,
        }
    }
}

/// Looks at everything, in the order in which one thing needs the other: without a token nothing further is asked.
pub async fn examine(subject: &Subject) -> Vec<Finding> {
    // Whoever came first has chosen the same one: there is one provider of cryptography in the program.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = client(subject);
    let mut findings = Vec::new();
    let application = match client.current_user_application().await {
        Ok(response) => response.model().await.ok(),
        Err(error) => {
            findings.push(refused(&error, "application"));
            return findings;
        }
    };
    let Some(application) = application else {
        findings.push(Finding::Odd { what: "application", status: None });
        return findings;
    };
    findings.push(Finding::Application { name: application.name, id: application.id.get() });
    for place in &subject.places {
        let Some(id) = Id::<GuildMarker>::new_checked(place.guild) else {
            findings.push(Finding::NotInGuild { guild: place.guild, application: application.id.get() });
            continue;
        };
        match guild::examine(&client, application.id, id, place).await {
            Ok(found) => findings.extend(found),
            Err(finding) => findings.push(finding),
        }
    }
    findings
}

fn client(subject: &Subject) -> Client {
    let builder = Client::builder().token(subject.token.expose_secret().to_owned()).timeout(subject.within);
    let Some(url) = &subject.api_url else { return builder.build() };
    let plain = url.starts_with("http://");
    let host = url.trim_start_matches("http://").trim_start_matches("https://").trim_end_matches('/');
    builder.proxy(host.to_owned(), plain).build()
}

/// What an error of the client means.
fn refused(error: &Error, what: &'static str) -> Finding {
    match error.kind() {
        ErrorType::Unauthorized => Finding::BadToken,
        ErrorType::Response { status, .. } if status.get() == 401 => Finding::BadToken,
        ErrorType::Response { status, .. } => Finding::Odd { what, status: Some(status.get()) },
        ErrorType::RequestTimedOut | ErrorType::RequestError | ErrorType::RequestCanceled => Finding::Unreachable,
        _ => Finding::Odd { what, status: None },
    }
}
