//! `/cluster/options`: `datacenter.cfg`.

use serde_json::{Map, Value, json};

use super::format::{deleted, is_proxy, is_tag_list};
use super::{AUDIT, MODIFY};
use crate::api::format::CONFIG_ID_LIST;
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::version::Releases;

const KEYBOARDS: &[&str] = &[
    "de", "de-ch", "da", "en-gb", "en-us", "es", "fi", "fr", "fr-be", "fr-ca", "fr-ch", "hu", "is", "it", "ja", "lt",
    "mk", "nl", "no", "pl", "pt", "pt-br", "sv", "sl", "tr",
];
const LANGUAGES: &[&str] = &[
    "ar", "ca", "da", "de", "en", "es", "eu", "fa", "fr", "hr", "he", "it", "ja", "ka", "kr", "nb", "nl", "nn", "pl",
    "pt_BR", "ru", "sl", "sv", "tr", "ukr", "zh_CN", "zh_TW",
];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/options", read).check(AUDIT),
    Route::put("/cluster/options", update)
        .params(&[&[
            P::string("bwlimit").optional(),
            P::string("consent-text").optional().max_length(65_536),
            P::choice("console", &["applet", "vv", "html5", "xtermjs"]).optional(),
            P::string("crs").optional(),
            P::string("delete").optional().format(CONFIG_ID_LIST),
            P::string("description").optional().max_length(65_536),
            P::string("email_from").optional(),
            P::choice("fencing", &["watchdog", "hardware", "both"]).optional(),
            P::string("ha").optional(),
            P::string("http_proxy").optional().pattern(is_proxy),
            P::choice("keyboard", KEYBOARDS).optional(),
            P::choice("language", LANGUAGES).optional(),
            P::string("mac_prefix").optional(),
            P::integer("max_workers").optional().min(1.0),
            P::string("migration").optional(),
            P::boolean("migration_unsecure").optional(),
            P::string("next-id").optional(),
            P::string("notify").optional(),
            P::string("registered-tags").optional().pattern(is_tag_list),
            P::string("tag-style").optional(),
            P::string("u2f").optional(),
            P::string("user-tag-access").optional(),
            P::string("webauthn").optional(),
            P::string("replication").optional().releases(Releases::NINE),
        ]])
        .check(MODIFY),
];

/// Options whose value is a property string, shown as an object.
const OBJECTS: [&str; 9] =
    ["crs", "ha", "migration", "next-id", "notify", "tag-style", "u2f", "user-tag-access", "webauthn"];

fn read(world: &mut World, _: &Context) -> Outcome {
    let mut data = Map::new();
    for (name, value) in &world.options {
        let shown = match name.as_str() {
            name if OBJECTS.contains(&name) => properties(value),
            "registered-tags" => value.split(';').map(Value::from).collect(),
            "max_workers" => value.parse::<i64>().map_or_else(|_| json!(value), Value::from),
            _ => json!(value),
        };
        data.insert(name.clone(), shown);
    }
    data.entry("mac_prefix").or_insert_with(|| json!("BC:24:11"));
    let mut tags: Vec<&str> = world
        .guests
        .values()
        .filter_map(|guest| guest.config.get("tags"))
        .flat_map(|tags| tags.split([';', ',', ' ']))
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort_unstable();
    tags.dedup();
    data.insert("allowed-tags".into(), json!(tags));
    Ok(Answer::Data(Value::Object(data)))
}

fn properties(value: &str) -> Value {
    let entry = |part: &str| part.split_once('=').map(|(key, value)| (key.to_owned(), json!(value)));
    Value::Object(value.split(',').filter_map(entry).collect())
}

fn update(world: &mut World, context: &Context) -> Outcome {
    world.require_quorum()?;
    for (name, value) in context.iter().filter(|(name, _)| *name != "delete") {
        world.options.insert(name.to_owned(), value.to_owned());
    }
    for name in deleted(context.need("delete")) {
        world.options.shift_remove(name);
    }
    Ok(Answer::NULL)
}
