//! The checks of the bot on Discord's side.

use std::collections::BTreeSet;

use lotse_discord::examine::{Finding, Place, Subject, examine, invite};
use lotse_text::{Language, clean, tr};

use super::{Check, State, Step};
use crate::{
    config::{Channel, ChannelKind, Discord},
    environment,
    failure::of_secret,
    settings::Settings,
};

/// What the checks are of; a guild's are of `discord/ID`.
const OF: &str = "discord";

/// Checks the token, and each guild with its places and permissions.
pub(super) async fn examine_all(discord: &Discord, channels: &[Channel], settings: &Settings) -> Vec<Check> {
    let language = settings.language;
    let token = match discord.token.fetch(environment::get).await {
        Ok(token) => token,
        Err(error) => {
            let failure = of_secret(&error, language);
            let check = Check::new(OF, Step::Login, State::Bad, failure.message);
            return vec![match failure.hint {
                Some(hint) => check.fix(hint),
                None => check,
            }];
        }
    };
    let place = |guild: &crate::config::DiscordGuild| Place {
        guild: guild.id,
        category: guild.category,
        alert_channels: told_at(guild.id, channels),
    };
    let subject = Subject {
        token,
        api_url: discord.api_url.as_ref().map(ToString::to_string),
        places: discord.guilds.iter().map(place).collect(),
        within: settings.deadline,
    };
    let findings = examine(&subject).await;
    let application = findings.iter().find_map(|finding| match finding {
        Finding::Application { id, .. } => Some(*id),
        _ => None,
    });
    findings.iter().map(|finding| check(finding, application, language)).collect()
}

/// The channels of a guild where alerts are told, each once. Its own alert channel is among those of the configuration.
fn told_at(guild: u64, channels: &[Channel]) -> Vec<u64> {
    let own = channels.iter().filter_map(|channel| match &channel.kind {
        ChannelKind::Discord(place) if place.guild == guild => Some(place.channel),
        _ => None,
    });
    own.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A finding as a check.
fn check(finding: &Finding, application: Option<u64>, language: Language) -> Check {
    match finding {
        Finding::Unreachable => Check::new(OF, Step::Reach, State::Bad, tr::doctor_discord_unreachable(language))
            .fix(tr::doctor_discord_mend_reach(language)),
        Finding::BadToken => Check::new(OF, Step::Login, State::Bad, tr::doctor_discord_token(language))
            .fix(tr::doctor_discord_mend_token(language)),
        Finding::Odd { what, status } => {
            let status = status.map_or_else(|| "–".to_owned(), |status| status.to_string());
            Check::new(OF, Step::Reach, State::Bad, tr::doctor_discord_odd(language, status, *what))
                .fix(tr::doctor_discord_mend_odd(language))
        }
        Finding::Application { name, id } => {
            Check::new(OF, Step::Login, State::Good, format!("{} ({id})", clean(name)))
        }
        Finding::NotInGuild { guild, application } => {
            Check::new(&of(*guild), Step::Guild, State::Bad, tr::doctor_discord_no_guild(language))
                .fix(tr::doctor_discord_mend_invite(language))
                .fix(invite(*application))
        }
        Finding::Guild { guild, name, administrator: false } => {
            Check::new(&of(*guild), Step::Guild, State::Good, clean(name))
        }
        Finding::Guild { guild, name, administrator: true } => {
            let found = tr::doctor_discord_administrator(language, name);
            Check::new(&of(*guild), Step::Guild, State::Note, found)
                .fix(tr::doctor_discord_mend_administrator(language))
        }
        Finding::NoCategory { guild, category, other_kind } => {
            let found = if *other_kind {
                tr::doctor_discord_category_other(language, category.to_string())
            } else {
                tr::doctor_discord_category_gone(language, category.to_string())
            };
            Check::new(&of(*guild), Step::Category, State::Bad, found)
                .fix(tr::doctor_discord_mend_id(language, "discord.category"))
        }
        Finding::Category { guild, name, channels } => {
            let found = tr::doctor_discord_category(language, *channels, name);
            let state = if *channels == 0 { State::Note } else { State::Good };
            Check::new(&of(*guild), Step::Category, state, found)
        }
        Finding::NoAlertChannel { guild, channel, other_kind } => {
            let found = if *other_kind {
                tr::doctor_discord_alerts_other(language, channel.to_string())
            } else {
                tr::doctor_discord_alerts_gone(language, channel.to_string())
            };
            Check::new(&of(*guild), Step::Alerts, State::Bad, found)
                .fix(tr::doctor_discord_mend_id(language, "discord.alert-channel"))
        }
        Finding::AlertChannel { guild, name } => {
            Check::new(&of(*guild), Step::Alerts, State::Good, format!("#{}", clean(name)))
        }
        Finding::Lacks { guild, channel, permissions } => {
            let found = tr::doctor_discord_lacks(language, channel, permissions.join(", "));
            let check = Check::new(&of(*guild), Step::Privilege, State::Bad, found)
                .fix(tr::doctor_discord_mend_permission(language));
            match application {
                Some(application) => check.fix(invite(application)),
                None => check,
            }
        }
        Finding::Permitted { guild } => {
            Check::new(&of(*guild), Step::Privilege, State::Good, tr::doctor_discord_permitted(language))
        }
        Finding::NoCommands { guild } => {
            Check::new(&of(*guild), Step::Commands, State::Note, tr::doctor_discord_no_commands(language))
                .fix(tr::doctor_discord_mend_commands(language))
        }
        Finding::Commands { guild, count } => {
            Check::new(&of(*guild), Step::Commands, State::Good, tr::doctor_discord_commands(language, *count))
        }
    }
}

fn of(guild: u64) -> String {
    format!("{OF}/{guild}")
}
