//! `[discord]`: the bot.

use std::path::Path;

use lotse_engine::{access::Entry, command::Level};
use lotse_text::{Language, Zone};
use url::Url;

use super::{Located, Problem, SecretSource, access, locale, secret, section::Section, service_address};

/// The bot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Discord {
    /// Where its token is.
    pub(crate) token: SecretSource,
    /// The guilds that it serves; it answers nowhere else.
    pub(crate) guilds: Vec<Guild>,
    /// What may be done from Discord at most, whatever the rules say.
    pub(crate) max: Level,
    /// Whose second factor is where, by Discord user; when there is any, destructive plans from Discord want a code.
    pub(crate) second_factor: Vec<(u64, SecretSource)>,
    /// Who sees answers.
    pub(crate) replies: Replies,
    /// What the pictures of graphs stand on.
    pub(crate) graphs: Graphs,
    /// Whether names of commands are in the reader's language too.
    pub(crate) localise_names: bool,
    /// Another address of the REST API.
    pub(crate) api_url: Option<Url>,
    /// Another address of the gateway.
    pub(crate) gateway_url: Option<Url>,
}

/// A guild that the bot serves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guild {
    /// Its id.
    pub(crate) id: u64,
    /// The category whose channels are served, and no other.
    pub(crate) category: u64,
    /// Where alerts and changes that others must agree to are shown.
    pub(crate) alert_channel: Option<u64>,
    /// Its language, where it is another one than the interface's.
    pub(crate) language: Option<Language>,
    /// Its time zone, where it is another one.
    pub(crate) zone: Option<Zone>,
    /// What everybody in its channels may see, as in a rule; the whole fleet when not said.
    pub(crate) scope: Vec<Entry>,
}

/// Who sees answers to reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Replies {
    /// Everybody in the channel, unless there is something in it that not everybody there may see.
    #[default]
    Auto,
    /// Who asked.
    Ephemeral,
}

/// What the pictures of graphs stand on. Discord tells nobody which look a person has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Graphs {
    /// Discord's own dark grey.
    #[default]
    Dark,
    /// White.
    Light,
}

/// Keys of a guild, which may stand in `[discord]` itself where there is one guild.
const GUILD_KEYS: [&str; 5] = ["category", "alert-channel", "language", "timezone", "scope"];

/// Reads the section.
pub(super) fn read(mut section: Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Discord> {
    let token = secret::read(&mut section, "token", folder, problems);
    if section.place("token").is_none() {
        problems.push(section.missing("token"));
    }
    let guilds = guilds(&mut section, problems);
    let levels = [("look", Level::Look), ("operate", Level::Operate), ("administer", Level::Administer)];
    let replies = [("auto", Replies::Auto), ("ephemeral", Replies::Ephemeral)];
    let max = section.choice("max", &levels, problems).unwrap_or(Level::Operate);
    let second_factor = second_factor(&mut section, folder, problems);
    let replies = section.choice("replies", &replies, problems).unwrap_or_default();
    let looks = [("dark", Graphs::Dark), ("light", Graphs::Light)];
    let graphs = section.choice("graphs", &looks, problems).unwrap_or_default();
    let localise_names = section.boolean("localise-names", problems).unwrap_or(false);
    let api_url = service_address::read(&mut section, "api-url", ("https", "http"), problems);
    let gateway_url = service_address::read(&mut section, "gateway-url", ("wss", "ws"), problems);
    section.finish(problems);
    Some(Discord { token: token?, guilds, max, second_factor, replies, graphs, localise_names, api_url, gateway_url })
}

fn guilds(section: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Vec<Guild> {
    let listed = section.place("guild").is_some() && section.kind_of("guild") == Some(super::kind::Kind::List);
    if !listed {
        let one = read_guild(section, "guild", problems);
        if section.place("guild").is_none() {
            problems.push(section.problem(Problem::NoGuild));
        }
        return one.into_iter().collect();
    }
    for key in GUILD_KEYS {
        if let Some(span) = section.skip(key) {
            problems.push(Located { span, problem: Problem::TwoGuildForms });
        }
    }
    let tables = section.tables("guild", problems);
    if tables.is_empty() {
        problems.push(section.problem(Problem::NoGuild));
    }
    let mut guilds: Vec<Guild> = Vec::new();
    for mut table in tables {
        let guild = read_guild(&mut table, "id", problems);
        if table.place("id").is_none() {
            problems.push(table.missing("id"));
        }
        if let Some(guild) = guild {
            if guilds.iter().any(|known| known.id == guild.id) {
                problems.push(table.problem(Problem::SameGuild { value: guild.id.to_string() }));
            }
            guilds.push(guild);
        }
        table.finish(problems);
    }
    guilds
}

fn read_guild(section: &mut Section<'_, '_>, id: &'static str, problems: &mut Vec<Located>) -> Option<Guild> {
    let id = snowflake(section, id, problems);
    let category = snowflake(section, "category", problems);
    if section.place("category").is_none() && id.is_some() {
        problems.push(section.missing("category"));
    }
    let alert_channel = snowflake(section, "alert-channel", problems);
    let language = locale::language(section, problems);
    let zone = locale::zone(section, problems);
    let scope = section.strings("scope", problems).map(|texts| access::entries(&texts, problems)).unwrap_or_default();
    Some(Guild { id: id?, category: category?, alert_channel, language, zone, scope })
}

/// An id of Discord, as number or text.
fn snowflake(section: &mut Section<'_, '_>, key: &'static str, problems: &mut Vec<Located>) -> Option<u64> {
    let text = section.digits(key, problems)?;
    let id = parse_snowflake(&text.value);
    if id.is_none() {
        problems.push(text.problem(Problem::BadSnowflake { key: section.full(key), value: text.value.clone() }));
    }
    id
}

/// An id of Discord: a positive number of 64 bits, written in decimal without sign.
pub(super) fn parse_snowflake(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|id| digits && *id != 0)
}

/// `second-factor = { "discord-user:ID" = SECRET }`; `false` is what it is when it is not there.
fn second_factor(
    section: &mut Section<'_, '_>,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Vec<(u64, SecretSource)> {
    const KEY: &str = "second-factor";
    if section.kind_of(KEY) == Some(super::kind::Kind::Boolean) {
        if section.boolean(KEY, problems) == Some(true) {
            let span = section.place(KEY).unwrap_or_default();
            problems.push(Located { span, problem: Problem::NoSecrets });
        }
        return Vec::new();
    }
    let Some(table) = section.section(KEY, problems) else { return Vec::new() };
    let mut found = Vec::new();
    for who in table.keys() {
        let id = who.value.strip_prefix("discord-user:").and_then(parse_snowflake);
        if id.is_none() {
            problems.push(who.problem(Problem::BadSnowflake { key: KEY.to_owned(), value: who.value.clone() }));
        }
        let source = if table.is_table(&who.value) {
            table.sub(&who, problems).and_then(|inner| secret::read_source(inner, &who.value, folder, problems))
        } else {
            problems.push(who.problem(Problem::PlainSecret { key: who.value.clone() }));
            None
        };
        found.extend(id.zip(source));
    }
    if table.keys().is_empty() {
        problems.push(table.problem(Problem::NoSecrets));
    }
    found
}
