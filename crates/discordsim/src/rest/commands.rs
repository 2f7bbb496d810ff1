//! Commands: listing, replacing, adding, taking away.

use serde_json::{Value, json};

use super::reads::home;
use super::route::Route;
use super::{Answer, Call, refuse};
use crate::check::{Flaw, Flaws, command};
use crate::core::{Core, MISSING_ACCESS, NO_ROUTE, State, UNKNOWN_COMMAND};
use crate::snowflake::Snowflake;
use crate::wire::guild::merge;

pub(super) fn answer(core: &Core, call: &Call, flaws: &mut Vec<Flaw>) -> Answer {
    let guild = call.route.id("guild_id");
    {
        let state = core.look();
        if call.route.id("application_id") != Some(state.world.application) {
            return Err(MISSING_ACCESS);
        }
        if guild.is_some() {
            home(&state, call)?;
        }
    }
    match call.route.route {
        Route::Commands => {
            let translated = call.asked("with_localizations") == Some("true");
            let commands = core.look().commands.get(&guild).cloned().unwrap_or_default();
            let shown = commands.into_iter().map(|one| if translated { one } else { untranslated(one) });
            Ok((200, Some(shown.collect())))
        }
        Route::ReplaceCommands => {
            let mut found = Flaws::default();
            command::all(&mut found, &call.body.json);
            flaws.extend(found.0);
            refuse(flaws)?;
            let wanted = call.body.json.as_array().cloned().unwrap_or_default();
            let kept: Vec<Value> = core.change(|state| {
                let old = state.commands.remove(&guild).unwrap_or_default();
                let kept: Vec<Value> = wanted.iter().map(|one| keep(core, state, one, guild, &old)).collect();
                state.commands.insert(guild, kept.clone());
                kept
            });
            Ok((200, Some(kept.into())))
        }
        Route::CreateCommand => {
            let mut found = Flaws::default();
            command::one(&mut found, "", &call.body.json);
            flaws.extend(found.0);
            refuse(flaws)?;
            let one = core.change(|state| {
                let mut list = state.commands.remove(&guild).unwrap_or_default();
                let one = keep(core, state, &call.body.json, guild, &list);
                list.retain(|other| other.get("name") != one.get("name"));
                list.push(one.clone());
                state.commands.insert(guild, list);
                one
            });
            Ok((201, Some(one)))
        }
        Route::DeleteCommand => {
            let id = call.route.text("command_id").unwrap_or_default();
            core.change(|state| {
                let list = state.commands.entry(guild).or_default();
                let before = list.len();
                list.retain(|one| one.get("id").and_then(Value::as_str) != Some(id));
                if list.len() < before { Ok((204, None)) } else { Err(UNKNOWN_COMMAND) }
            })
        }
        _ => Err(NO_ROUTE),
    }
}

/// A command as Discord keeps it: with what was left out, under the id that its name had before.
fn keep(core: &Core, state: &mut State, wanted: &Value, guild: Option<Snowflake>, old: &[Value]) -> Value {
    let mut kept = json!({
        "type": 1, "description": "", "default_member_permissions": null, "nsfw": false, "dm_permission": true,
        "contexts": null, "integration_types": [0], "name_localizations": null, "description_localizations": null,
        "options": [],
    });
    merge(&mut kept, wanted.clone());
    if let Some(object) = kept.as_object_mut() {
        if let Some(number) = crate::check::number(object.get("default_member_permissions")) {
            object.insert("default_member_permissions".to_owned(), json!(number.to_string()));
        }
        if guild.is_some() {
            object.insert("guild_id".to_owned(), json!(guild));
        }
    }
    let same = old.iter().find(|one| one.get("name") == kept.get("name") && one.get("type") == kept.get("type"));
    let id = same.and_then(|one| one.get("id").cloned()).unwrap_or_else(|| json!(core.id(state)));
    let version = json!(core.id(state));
    merge(&mut kept, json!({ "id": id, "application_id": state.world.application, "version": version }));
    kept
}

/// Without translations, as the list shows commands unless it is asked for them.
fn untranslated(mut command: Value) -> Value {
    fn strip(value: &mut Value) {
        if let Some(object) = value.as_object_mut() {
            object.remove("name_localizations");
            object.remove("description_localizations");
            for part in ["options", "choices"] {
                object.get_mut(part).and_then(Value::as_array_mut).into_iter().flatten().for_each(strip);
            }
        }
    }
    strip(&mut command);
    command
}
