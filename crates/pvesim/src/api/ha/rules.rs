//! `/cluster/ha/rules` (9.x).

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::CONSOLE;
use crate::api::cluster::AUDIT;
use crate::api::cluster::format::deleted;
use crate::api::format::{CONFIG_ID, CONFIG_ID_LIST, split_list};
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::version::Releases;

const KINDS: &[&str] = &["node-affinity", "resource-affinity"];
const RULE: &[P] = &[P::string("rule").format(CONFIG_ID)];
const FIELDS: &[P] = &[
    P::choice("affinity", &["positive", "negative"]).optional(),
    P::string("comment").optional().max_length(4096),
    P::boolean("disable").optional(),
    P::string("nodes").optional(),
    P::boolean("strict").optional(),
];
const TYPE: &[P] = &[P::choice("type", KINDS)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/ha/rules", list)
        .params(&[&[P::string("resource").optional(), P::choice("type", KINDS).optional()]])
        .check(AUDIT)
        .releases(Releases::NINE),
    Route::post("/cluster/ha/rules", create)
        .params(&[RULE, FIELDS, TYPE, &[P::string("resources")]])
        .check(CONSOLE)
        .releases(Releases::NINE),
    Route::get("/cluster/ha/rules/{rule}", read).params(&[RULE]).check(AUDIT).releases(Releases::NINE),
    Route::put("/cluster/ha/rules/{rule}", update)
        .params(&[
            RULE,
            FIELDS,
            TYPE,
            &[
                P::string("resources").optional(),
                P::string("delete").optional().max_length(4096).format(CONFIG_ID_LIST),
                P::string("digest").optional().max_length(64),
            ],
        ])
        .check(CONSOLE)
        .releases(Releases::NINE),
    Route::delete("/cluster/ha/rules/{rule}", remove).params(&[RULE]).check(CONSOLE).releases(Releases::NINE),
];

fn record(name: &str, order: usize, rule: &IndexMap<String, String>) -> Value {
    let mut entry = Map::from_iter([("rule".to_owned(), json!(name)), ("order".to_owned(), json!(order + 1))]);
    for (key, value) in rule {
        let flag = matches!(key.as_str(), "disable" | "strict");
        entry.insert(key.clone(), if flag { json!(u8::from(value == "1")) } else { json!(value) });
    }
    Value::Object(entry)
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let (kind, resource) = (context.text("type"), context.text("resource"));
    let wanted = |rule: &IndexMap<String, String>| {
        kind.is_none_or(|kind| rule.get("type").is_some_and(|of| of == kind))
            && resource.is_none_or(|resource| {
                rule.get("resources").is_some_and(|list| split_list(list).any(|sid| sid == resource))
            })
    };
    let rules = world.ha.rules.iter().enumerate().filter(|(_, (_, rule))| wanted(rule));
    Ok(Answer::Data(rules.map(|(order, (name, rule))| record(name, order, rule)).collect()))
}

fn no_such(name: &str) -> Failure {
    Failure::die(format!("no such ha rule '{name}'"))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("rule");
    let (order, _, rule) = world.ha.rules.get_full(name).ok_or_else(|| no_such(name))?;
    Ok(Answer::Data(record(name, order, rule)))
}

fn apply(rule: &mut IndexMap<String, String>, context: &Context) {
    for name in ["type", "affinity", "comment", "disable", "nodes", "resources", "strict"] {
        if let Some(value) = context.text(name) {
            rule.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("rule");
    world.require_quorum()?;
    if world.ha.rules.contains_key(name) {
        return Err(Failure::die(format!("HA rule '{name}' already defined")));
    }
    let needed = if context.need("type") == "node-affinity" { "nodes" } else { "affinity" };
    if !context.has(needed) {
        return Err(Failure::param(needed, crate::api::verify::MISSING));
    }
    let mut rule = IndexMap::new();
    apply(&mut rule, context);
    world.ha.rules.insert(name.to_owned(), rule);
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("rule");
    world.require_quorum()?;
    let rule = world.ha.rules.get_mut(name).ok_or_else(|| no_such(name))?;
    apply(rule, context);
    for key in deleted(context.need("delete")) {
        rule.shift_remove(key);
    }
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("rule");
    world.require_quorum()?;
    world.ha.rules.shift_remove(name).ok_or_else(|| no_such(name))?;
    Ok(Answer::NULL)
}
