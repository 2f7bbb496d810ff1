//! The Discord bot, as the configuration describes it.

use std::{collections::BTreeMap, sync::Arc};

use lotse_discord::{BotError, House, SettingsError};
use lotse_engine::resolve::Aliases;
use lotse_text::{Language, tr};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub(super) use lotse_discord::Rules;

use super::{
    part::{Again, Trouble},
    trouble,
};
use crate::{
    config::{Config, Discord, Replies, SecretSource},
    environment,
    session::Session,
};

/// What the bot takes anew while it runs.
pub(super) fn rules(config: &Config) -> Rules {
    Rules {
        aliases: Aliases::new(config.aliases.iter().cloned()),
        thresholds: config.thresholds.clone(),
        access: config.access.clone(),
    }
}

/// Runs it until `stop`. Its secrets are fetched anew each time.
pub(super) async fn run(
    bot: Discord,
    session: Arc<Session>,
    rules: watch::Receiver<Arc<Rules>>,
    is_looked_at: bool,
    stop: CancellationToken,
) -> Result<(), Trouble> {
    let settings = settings(&bot, &session).await?;
    let house = House {
        fleet: session.fleet.clone(),
        is_looked_at,
        rules,
        desk: Some(session.desk.open().await.map_err(trouble::of_failure)?.clone()),
        store: Arc::clone(session.desk.store().await.map_err(trouble::of_failure)?),
    };
    lotse_discord::run(settings, house, stop).await.map_err(|error| of_bot(&error))
}

/// The configuration in the bot's terms, its secrets fetched.
async fn settings(bot: &Discord, session: &Session) -> Result<lotse_discord::Settings, Trouble> {
    let fetch = async |source: &SecretSource, key: &str| {
        source.fetch(environment::get).await.map_err(|error| {
            let trouble = trouble::of_secret(&error);
            Trouble { detail: format!("{key}: {}", trouble.detail), ..trouble }
        })
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

/// Why the bot ended by itself. A token that is refused is tried again now and then: somebody may have put the new one where the
/// configuration points.
fn of_bot(error: &BotError) -> Trouble {
    let language = Language::En;
    let (detail, again) = match error {
        BotError::Settings(SettingsError::Token) | BotError::Token | BotError::Closed { code: 4004, .. } => {
            let told = format!("{}: {}", tr::serve_bot_token(language), tr::serve_bot_token_hint(language));
            (told, Again::Rarely)
        }
        BotError::Settings(wrong) => (tr::serve_bot_settings(language, wrong.to_string()), Again::WhenReloaded),
        BotError::Closed { code, reason } => {
            (tr::serve_bot_closed(language, code.to_string(), *reason), Again::Rarely)
        }
        BotError::SetUp { detail } => (tr::serve_bot_setup(language, detail), Again::Soon),
    };
    Trouble { code: error.code(), detail, again }
}

#[cfg(test)]
mod tests {
    use lotse_discord::BotError;

    use super::{Again, of_bot};

    #[test]
    fn a_refused_token_is_tried_rarely_and_the_log_says_what_mends_it() {
        for error in [BotError::Token, BotError::Closed { code: 4004, reason: "token" }] {
            let trouble = of_bot(&error);
            assert_eq!((trouble.code, trouble.again), ("E-DISCORD-TOKEN", Again::Rarely));
            assert!(trouble.detail.contains("Reset Token"), "{trouble:?}");
        }
        let trouble = of_bot(&BotError::SetUp { detail: "no".to_owned() });
        assert_eq!(trouble.again, Again::Soon);
    }
}
