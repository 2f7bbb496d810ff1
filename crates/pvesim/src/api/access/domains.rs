//! `/access/domains`: login realms, reading only.

use serde_json::{Map, Value, json};

use super::format::REALM;
use crate::access::Realm;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

/// SHA-1 of nothing: the digest of `domains.cfg` as long as nobody wrote it.
const EMPTY_DIGEST: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/domains", list).check(Check::World),
    Route::get("/access/domains/{realm}", read)
        .params(&[&[P::string("realm").max_length(32).format(REALM)]])
        .check(Check::any("/access/realm", &["Realm.Allocate", "Sys.Audit"])),
];

fn record(realm: &Realm) -> Map<String, Value> {
    let mut entry = Map::from_iter([("type".to_owned(), json!(realm.kind))]);
    if let Some(comment) = &realm.comment {
        entry.insert("comment".into(), json!(comment));
    }
    if let Some(tfa) = &realm.tfa {
        entry.insert("tfa".into(), json!(tfa));
    }
    if realm.default {
        entry.insert("default".into(), json!(1));
    }
    entry
}

fn list(world: &mut World, _: &Context) -> Outcome {
    let entry = |(name, realm): (&String, &Realm)| {
        let mut entry = record(realm);
        entry.insert("realm".into(), json!(name));
        Value::Object(entry)
    };
    Ok(Answer::Data(world.access.realms.iter().map(entry).collect()))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("realm");
    let realm = world.access.realms.get(name).ok_or_else(|| Failure::die(format!("domain '{name}' does not exist")))?;
    let mut entry = record(realm);
    entry.insert("digest".into(), json!(EMPTY_DIGEST));
    if realm.kind == "pam" {
        // The plugin's class leaks into this one answer.
        entry.insert("plugin".into(), json!("PVE::Auth::PAM"));
    }
    entry.extend(realm.settings.iter().map(|(key, value)| (key.clone(), json!(value))));
    Ok(Answer::Data(Value::Object(entry)))
}
