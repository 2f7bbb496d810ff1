//! The Discord bot, as the configuration describes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_trait::async_trait;
use lotse_discord::{AlertPlace, BotError, House, SettingsError};
use lotse_engine::{
    fleet::Fleet,
    resolve::Aliases,
    watch::{Channel, Failed, Message, Sent},
};
use lotse_store::Shared;
use lotse_text::{Language, tr};
use tokio::sync::{OnceCell, watch};
use tokio_util::sync::CancellationToken;

pub(super) use lotse_discord::Rules;

use super::{
    part::{Again, Trouble},
    trouble,
};
use crate::{
    config::{ChannelKind, Config, Discord, Graphs, GuildChannel, Replies, SecretSource},
    environment,
    notify::Usual,
    session::Session,
};

/// The rules as they are followed.
pub(super) type Followed = watch::Receiver<Arc<Rules>>;

/// What the bot takes anew while it runs.
pub(super) fn rules(config: &Config) -> Rules {
    Rules {
        aliases: Aliases::new(config.aliases.iter().cloned()),
        thresholds: config.thresholds.clone(),
        access: config.access.clone(),
    }
}

/// The channels of guilds where alerts are told, besides those of the guilds themselves: the bot answers their buttons.
pub(super) fn told_at(config: &Config) -> BTreeSet<u64> {
    guild_channels(config).map(|(_, place)| place.channel).collect()
}

fn guild_channels(config: &Config) -> impl Iterator<Item = (&crate::config::Channel, &GuildChannel)> {
    config.channels.iter().filter_map(|channel| match &channel.kind {
        ChannelKind::Discord(place) => Some((channel, place)),
        _ => None,
    })
}

/// Runs it until `stop`. Its secrets are fetched anew each time.
pub(super) async fn run(
    bot: Discord,
    tells: BTreeSet<u64>,
    session: Arc<Session>,
    rules: Followed,
    is_looked_at: bool,
    stop: CancellationToken,
) -> Result<(), Trouble> {
    let settings = settings(&bot, tells, &Usual::of(&session)).await?;
    let house = house(&session, rules, is_looked_at).await?;
    lotse_discord::run(settings, house, stop).await.map_err(|error| of_bot(&error))
}

async fn house(session: &Session, rules: Followed, is_looked_at: bool) -> Result<House, Trouble> {
    Ok(House {
        fleet: session.fleet.clone(),
        is_looked_at,
        rules,
        desk: Some(session.desk.open().await.map_err(trouble::of_failure)?.clone()),
        store: Arc::clone(session.desk.store().await.map_err(trouble::of_failure)?),
    })
}

/// The channels of the configuration that are the bot's.
pub(super) fn channels(config: &Config, session: &Arc<Session>, rules: &Followed) -> Vec<Arc<dyn Channel>> {
    let Some(bot) = &config.discord else { return Vec::new() };
    let (tells, usual) = (told_at(config), Usual::of(session));
    guild_channels(config)
        .map(|(channel, place)| {
            Arc::new(GuildPlace {
                place: alert_place(bot, channel, place, &usual),
                bot: bot.clone(),
                tells: tells.clone(),
                session: Arc::clone(session),
                rules: rules.clone(),
                made: OnceCell::new(),
            }) as Arc<dyn Channel>
        })
        .collect()
}

fn alert_place(bot: &Discord, channel: &crate::config::Channel, place: &GuildChannel, usual: &Usual) -> AlertPlace {
    let guild = bot.guilds.iter().find(|guild| guild.id == place.guild);
    let language = channel.language.or(guild.and_then(|guild| guild.language));
    let zone = channel.zone.clone().or_else(|| guild.and_then(|guild| guild.zone.clone()));
    AlertPlace {
        name: channel.name.clone(),
        channel: place.channel,
        guild: place.guild,
        language: language.unwrap_or(usual.language),
        zone: zone.unwrap_or_else(|| usual.zone.clone()),
    }
}

/// A channel of a guild by its name, to be told something without a bot that runs: nobody answers buttons.
pub(crate) async fn guild_channel(
    config: &Config,
    name: &str,
    usual: &Usual,
    fleet: &Fleet,
    store: &Shared,
) -> Option<Result<Arc<dyn Channel>, Failed>> {
    let bot = config.discord.as_ref()?;
    let (channel, place) = guild_channels(config).find(|(channel, _)| channel.name == name)?;
    let refused = |trouble: Trouble| Failed::Refused { detail: trouble.detail };
    let settings = match settings(bot, told_at(config), usual).await {
        Ok(settings) => settings,
        Err(trouble) => return Some(Err(refused(trouble))),
    };
    let house = House {
        fleet: fleet.clone(),
        is_looked_at: false,
        rules: watch::Sender::new(Arc::new(rules(config))).subscribe(),
        desk: None,
        store: Arc::clone(store),
    };
    let place = alert_place(bot, channel, place, usual);
    Some(lotse_discord::alerts(&settings, place, house).map_err(|error| refused(of_bot(&error))))
}

/// A channel of a guild. It is set up when it is first told something: where the token cannot be had it refuses that, and takes
/// it as soon as it can.
struct GuildPlace {
    place: AlertPlace,
    bot: Discord,
    tells: BTreeSet<u64>,
    session: Arc<Session>,
    rules: Followed,
    made: OnceCell<Arc<dyn Channel>>,
}

impl std::fmt::Debug for GuildPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GuildPlace").field("place", &self.place).finish_non_exhaustive()
    }
}

impl GuildPlace {
    async fn set_up(&self) -> Result<Arc<dyn Channel>, Trouble> {
        let settings = settings(&self.bot, self.tells.clone(), &Usual::of(&self.session)).await?;
        let house = house(&self.session, self.rules.clone(), true).await?;
        lotse_discord::alerts(&settings, self.place.clone(), house).map_err(|error| of_bot(&error))
    }
}

#[async_trait]
impl Channel for GuildPlace {
    fn name(&self) -> &str {
        &self.place.name
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        let made = self.made.get_or_try_init(|| self.set_up()).await;
        made.map_err(|trouble| Failed::Refused { detail: trouble.detail })?.send(message).await
    }
}

/// The configuration in the bot's terms, its secrets fetched.
async fn settings(
    bot: &Discord,
    alert_channels: BTreeSet<u64>,
    usual: &Usual,
) -> Result<lotse_discord::Settings, Trouble> {
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
                language: guild.language.unwrap_or(usual.language),
                zone: guild.zone.clone().unwrap_or_else(|| usual.zone.clone()),
                scope: guild.scope.clone(),
            })
            .collect(),
        max: bot.max,
        second_factor: (!secrets.is_empty()).then_some(secrets),
        replies: match bot.replies {
            Replies::Auto => lotse_discord::Replies::Scope,
            Replies::Ephemeral => lotse_discord::Replies::Private,
        },
        graphs: match bot.graphs {
            Graphs::Dark => lotse_discord::chart::Look::Dark,
            Graphs::Light => lotse_discord::chart::Look::Light,
        },
        localise_names: bot.localise_names,
        alert_channels,
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
        BotError::Closed { code, reason } => (tr::serve_bot_closed(language, code.to_string(), *reason), Again::Rarely),
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
