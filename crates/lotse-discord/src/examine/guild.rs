//! One guild: is the bot there, are its places there, may it work in them.

use twilight_http::error::ErrorType;
use twilight_http::{Client, Error};
use twilight_model::channel::{Channel, ChannelType};
use twilight_model::guild::Guild;
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, GuildMarker};

use super::permission::{Holder, names_of};
use super::{Finding, Place, refused};

/// Looks at a guild; an error is a finding that leaves the rest unseen.
pub(super) async fn examine(
    client: &Client,
    application: Id<ApplicationMarker>,
    id: Id<GuildMarker>,
    place: &Place,
) -> Result<Vec<Finding>, Finding> {
    let not_there = Finding::NotInGuild { guild: place.guild, application: application.get() };
    let gone = |error: &Error, what| match error.kind() {
        // 403 and 404 both: Discord tells a guild that one is not in from none only sometimes.
        ErrorType::Response { status, .. } if matches!(status.get(), 403 | 404) => not_there.clone(),
        _ => refused(error, what),
    };
    let odd = |what| Finding::Odd { what, status: None };
    let guild = client.guild(id).await.map_err(|error| gone(&error, "guild"))?;
    let guild = guild.model().await.map_err(|_| odd("guild"))?;
    let member = client.guild_member(id, application.cast()).await.map_err(|error| gone(&error, "member"))?;
    let member = member.model().await.map_err(|_| odd("member"))?;
    let channels = client.guild_channels(id).await.map_err(|error| refused(&error, "channels"))?;
    let channels = channels.models().await.map_err(|_| odd("channels"))?;
    let holder = Holder::new(&guild, &member);
    let name = guild.name.clone();
    let mut findings = vec![Finding::Guild { guild: place.guild, name, administrator: holder.is_administrator() }];
    findings.extend(places(&guild, &channels, &holder, place));
    let commands = client.interaction(application);
    let commands = commands.guild_commands(id).await.map_err(|error| refused(&error, "commands"))?;
    let count = commands.models().await.map_err(|_| odd("commands"))?.len();
    findings.push(match count {
        0 => Finding::NoCommands { guild: place.guild },
        count => Finding::Commands { guild: place.guild, count },
    });
    Ok(findings)
}

/// The category, the channel for alerts, and what the bot may do in all channels where it works.
fn places(guild: &Guild, channels: &[Channel], holder: &Holder, place: &Place) -> Vec<Finding> {
    let id = guild.id.get();
    let by_id = |wanted: u64| channels.iter().find(|channel| channel.id.get() == wanted);
    let name = |channel: &Channel| channel.name.clone().unwrap_or_else(|| channel.id.to_string());
    let mut findings = Vec::new();
    let mut work: Vec<&Channel> = Vec::new();
    match by_id(place.category) {
        Some(category) if category.kind == ChannelType::GuildCategory => {
            let inside =
                |channel: &&Channel| channel.parent_id == Some(category.id) && channel.kind == ChannelType::GuildText;
            work.extend(channels.iter().filter(inside));
            findings.push(Finding::Category { guild: id, name: name(category), channels: work.len() });
        }
        other => {
            findings.push(Finding::NoCategory { guild: id, category: place.category, other_kind: other.is_some() });
        }
    }
    for &wanted in &place.alert_channels {
        match by_id(wanted) {
            Some(channel) if matches!(channel.kind, ChannelType::GuildText | ChannelType::GuildAnnouncement) => {
                findings.push(Finding::AlertChannel { guild: id, name: name(channel) });
                if !work.iter().any(|one| one.id == channel.id) {
                    work.push(channel);
                }
            }
            other => findings.push(Finding::NoAlertChannel { guild: id, channel: wanted, other_kind: other.is_some() }),
        }
    }
    let lacking: Vec<Finding> = work
        .iter()
        .filter_map(|channel| {
            let missing = holder.lacks(channel);
            let permissions = names_of(missing);
            (!missing.is_empty()).then(|| Finding::Lacks { guild: id, channel: name(channel), permissions })
        })
        .collect();
    if lacking.is_empty() && !work.is_empty() {
        findings.push(Finding::Permitted { guild: id });
    }
    findings.extend(lacking);
    findings
}
