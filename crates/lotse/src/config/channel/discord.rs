//! `kind = "discord"`: a channel of a guild that the bot serves.

use super::super::{Discord, Located, Problem, discord::parse_snowflake, section::Section};

/// A channel of a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GuildChannel {
    /// The guild.
    pub(crate) guild: u64,
    /// The channel.
    pub(crate) channel: u64,
}

/// Reads `guild` (which may be left out where there is one) and `channel` (the guild's alert channel when left out).
pub(super) fn read(
    section: &mut Section<'_, '_>,
    bot: Option<&Discord>,
    problems: &mut Vec<Located>,
) -> Option<GuildChannel> {
    let named = id(section, "guild", problems);
    let channel = id(section, "channel", problems);
    let Some(bot) = bot else {
        problems.push(section.problem(Problem::NoBot));
        return None;
    };
    let guild = match (named, bot.guilds.as_slice()) {
        (Some((text, id)), guilds) => {
            let found = guilds.iter().find(|guild| guild.id == id);
            if found.is_none() {
                let ids: Vec<String> = guilds.iter().map(|guild| guild.id.to_string()).collect();
                problems.push(section.not_one_of("guild", &text, ids.iter().map(String::as_str)));
            }
            found?
        }
        (None, [only]) => only,
        (None, _) => {
            if section.place("guild").is_none() {
                problems.push(section.missing("guild"));
            }
            return None;
        }
    };
    let channel = match channel {
        Some((_, id)) => Some(id),
        None if section.place("channel").is_none() => {
            if guild.alert_channel.is_none() {
                problems.push(section.missing("channel"));
            }
            guild.alert_channel
        }
        None => None,
    };
    Some(GuildChannel { guild: guild.id, channel: channel? })
}

type Written = super::super::section::At<String>;

fn id(section: &mut Section<'_, '_>, key: &'static str, problems: &mut Vec<Located>) -> Option<(Written, u64)> {
    let text = section.digits(key, problems)?;
    let id = parse_snowflake(&text.value);
    if id.is_none() {
        problems.push(text.problem(Problem::BadSnowflake { key: section.full(key), value: text.value.clone() }));
    }
    Some((text, id?))
}
