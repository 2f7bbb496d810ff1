//! The Discord bot, as the configuration describes it.

use std::{collections::BTreeMap, sync::Arc};

use lotse_discord::{BotError, House, Rules, SettingsError};
use lotse_text::tr;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, Discord, Replies, SecretSource},
    environment,
    failure::{Exit, Failure, of_secret},
    session::Session,
};

/// Runs it until `stop`.
pub(super) async fn run(
    bot: &Discord,
    config: &Config,
    session: &Arc<Session>,
    stop: CancellationToken,
) -> Result<(), Failure> {
    let settings = settings(bot, session).await?;
    let house = House {
        fleet: session.fleet.clone(),
        is_looked_at: false,
        rules: watch::channel(Arc::new(Rules {
            aliases: session.aliases.clone(),
            thresholds: session.thresholds.clone(),
            access: config.access.clone(),
        }))
        .1,
        desk: Some(session.desk.open().await?.clone()),
        store: Arc::clone(session.desk.store().await?),
    };
    lotse_discord::run(settings, house, stop).await.map_err(|error| failure(&error, session))
}

/// The configuration in the bot's terms, its secrets fetched.
async fn settings(bot: &Discord, session: &Session) -> Result<lotse_discord::Settings, Failure> {
    let fetch = async |source: &SecretSource, key: &str| {
        source.fetch(environment::get).await.map_err(|error| of_secret(&error, session.language).within(key))
    };
    let mut secrets = BTreeMap::new();
    for (user, source) in &bot.second_factor {
        secrets.insert(*user, fetch(source, "discord.second-factor").await?);
    }
    Ok(lotse_discord::Settings {
        token: fetch(&bot.token, "discord.token").await?,
        api_url: bot.api_url.as_ref().map(ToString::to_string),
        gateway_url: bot.gateway_url.as_ref().map(ToString::to_string),
        guilds: bot
            .guilds
            .iter()
            .map(|guild| lotse_discord::Guild {
                id: guild.id,
                category: guild.category,
                alert_channel: guild.alert_channel,
                language: guild.language.unwrap_or(session.language),
                zone: guild.zone.clone().unwrap_or_else(|| session.zone.clone()),
                scope: guild.scope.clone(),
            })
            .collect(),
        max: bot.max,
        second_factor: (!secrets.is_empty()).then_some(secrets),
        replies: match bot.replies {
            Replies::Auto => lotse_discord::Replies::Scope,
            Replies::Ephemeral => lotse_discord::Replies::Private,
        },
        localise_names: bot.localise_names,
        alert_channels: std::collections::BTreeSet::new(),
    })
}

/// Why the bot ended by itself.
fn failure(error: &BotError, session: &Session) -> Failure {
    let language = session.language;
    let exit = match error {
        BotError::Settings(_) => Exit::Usage,
        _ => Exit::Failed,
    };
    let message = match error {
        BotError::Settings(wrong) => tr::serve_bot_settings(language, wrong.to_string()),
        BotError::Token | BotError::Closed { code: 4004, .. } => tr::serve_bot_token(language),
        BotError::Closed { code, reason } => tr::serve_bot_closed(language, code.to_string(), *reason),
        BotError::SetUp { detail } => tr::serve_bot_setup(language, detail),
    };
    let failure = Failure::new(error.code(), exit, message);
    match error {
        BotError::Settings(SettingsError::Token) | BotError::Token | BotError::Closed { code: 4004, .. } => {
            failure.hint(tr::serve_bot_token_hint(language))
        }
        _ => failure,
    }
}
