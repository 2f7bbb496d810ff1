//! The options of a command as Discord's own client would send them.

use serde_json::{Map, Value, json};

use super::PlayError;
use crate::check::number;
use crate::core::State;
use crate::snowflake::Snowflake;
use crate::wire::guild::{channel, member, merge, role, user};

/// The part of a command that options belong to: the command itself, or a subcommand.
pub(super) struct Place<'a> {
    pub(super) command: &'a Value,
    /// Names of group and subcommand, outermost first, with their types.
    pub(super) path: Vec<(String, u64)>,
    /// The options that are known there.
    pub(super) known: Vec<&'a Value>,
}

/// Finds a command by its words.
pub(super) fn find<'a>(commands: &'a [Value], words: &str) -> Result<Place<'a>, PlayError> {
    let unknown = || PlayError::Unknown(words.to_owned());
    let named =
        |list: &'a [Value], name: &str| list.iter().find(|one| one.get("name").and_then(Value::as_str) == Some(name));
    let mut parts = words.split_whitespace();
    let command = parts.next().and_then(|name| named(commands, name)).ok_or_else(unknown)?;
    let mut here = command;
    let mut path = Vec::new();
    for part in parts {
        let list = here.get("options").and_then(Value::as_array).ok_or_else(unknown)?;
        here = named(list, part).ok_or_else(unknown)?;
        let kind = here.get("type").and_then(Value::as_u64).filter(|kind| matches!(kind, 1 | 2)).ok_or_else(unknown)?;
        path.push((part.to_owned(), kind));
    }
    let known: Vec<&Value> =
        here.get("options").and_then(Value::as_array).map(|list| list.iter().collect()).unwrap_or_default();
    // A command with subcommands cannot be sent by itself.
    if known.iter().any(|one| matches!(one.get("type").and_then(Value::as_u64), Some(1 | 2))) {
        return Err(unknown());
    }
    Ok(Place { command, path, known })
}

/// The `data` of a command, or of its completion when `focused` names an option.
pub(super) fn data(
    state: &State,
    place: &Place<'_>,
    given: &[(&str, Value)],
    focused: Option<&str>,
    guild: Option<Snowflake>,
) -> Result<Value, PlayError> {
    let mut options = Vec::new();
    let mut resolved = Map::new();
    for (name, value) in given {
        let is_it = |one: &&&Value| one.get("name").and_then(Value::as_str) == Some(*name);
        let known = place.known.iter().find(is_it).ok_or_else(|| PlayError::Unknown((*name).to_owned()))?;
        let kind = known.get("type").and_then(Value::as_u64).unwrap_or_default();
        let mut option = json!({ "name": name, "type": kind, "value": value });
        if focused == Some(*name) {
            if known.get("autocomplete").and_then(Value::as_bool) != Some(true) {
                return Err(PlayError::Unfit((*name).to_owned()));
            }
            merge(&mut option, json!({ "focused": true }));
        } else if focused.is_none() && !fits(known, kind, value) {
            return Err(PlayError::Unfit((*name).to_owned()));
        }
        resolve(state, kind, value, guild, &mut resolved);
        options.push(option);
    }
    if focused.is_none() {
        let required = |one: &&&Value| one.get("required").and_then(Value::as_bool) == Some(true);
        for known in place.known.iter().filter(required) {
            let name = known.get("name").and_then(Value::as_str).unwrap_or_default();
            if !given.iter().any(|(given, _)| *given == name) {
                return Err(PlayError::Missing(name.to_owned()));
            }
        }
    }
    for (name, kind) in place.path.iter().rev() {
        options = vec![json!({ "name": name, "type": kind, "options": options })];
    }
    let mut data = json!({
        "id": place.command.get("id"), "name": place.command.get("name"), "type": 1, "guild_id": guild,
        "options": options,
    });
    if !resolved.is_empty() {
        merge(&mut data, json!({ "resolved": resolved }));
    }
    Ok(data)
}

/// Whether Discord's client would let somebody send this value.
fn fits(known: &Value, kind: u64, value: &Value) -> bool {
    let right = match kind {
        3 => value.as_str().is_some_and(|text| {
            let length = text.chars().count() as u64;
            let most = number(known.get("max_length")).unwrap_or(6000);
            length >= number(known.get("min_length")).unwrap_or(0) && length <= most && length > 0
        }),
        4 => value.as_i64().is_some_and(|number| within(known, number)),
        5 => value.is_boolean(),
        10 => value.is_number(),
        _ => value.as_str().is_some_and(|id| id.parse::<Snowflake>().is_ok()),
    };
    let choices = known.get("choices").and_then(Value::as_array).filter(|choices| !choices.is_empty());
    right && choices.is_none_or(|choices| choices.iter().any(|choice| choice.get("value") == Some(value)))
}

fn within(known: &Value, number: i64) -> bool {
    let bound = |name: &str| known.get(name).and_then(Value::as_i64);
    bound("min_value").is_none_or(|least| number >= least) && bound("max_value").is_none_or(|most| number <= most)
}

/// Adds what an id means: a member, a channel, a role.
fn resolve(state: &State, kind: u64, value: &Value, guild: Option<Snowflake>, resolved: &mut Map<String, Value>) {
    let id: Option<Snowflake> = value.as_str().and_then(|id| id.parse().ok());
    let home = guild.and_then(|guild| state.world.guilds.get(&guild));
    let (Some(id), Some(home)) = (id.filter(|_| kind >= 6), home) else { return };
    let mut put = |list: &str, value: Value| {
        let list = resolved.entry(list.to_owned()).or_insert_with(|| json!({}));
        merge(list, json!({ id.to_string(): value }));
    };
    if let Some(person) = state.world.people.get(&id) {
        put("users", user(person));
        if let Some(own) = home.members.get(&id) {
            let mut value = member(own, person);
            merge(&mut value, json!({ "permissions": home.permissions_of(id).0.to_string() }));
            put("members", value);
        }
    }
    if let Some(one) = home.roles.get(&id) {
        put("roles", role(one, 1));
    }
    if let Some(one) = home.channels.get(&id) {
        put("channels", channel(one));
    }
}
