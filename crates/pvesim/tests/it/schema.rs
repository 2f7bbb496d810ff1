//! Every served route against the official schema of the release it is served in: method, parameter names, types, bounds,
//! words, and what is required. What is not served is listed by prefix.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use pvesim::api::Method;
use pvesim::api::areas::routes;
use pvesim::api::param::{Format, Kind, Param};
use pvesim::api::route::Route;
use pvesim::api::unserved::is_listed;
use pvesim::world::version::Release;
use serde_json::Value;

/// The methods of a schema by `METHOD /path`.
fn read(path: &Path) -> HashMap<String, Value> {
    let tree: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut methods = HashMap::new();
    walk(&tree, &mut methods);
    methods
}

fn walk(nodes: &Value, methods: &mut HashMap<String, Value>) {
    for node in nodes.as_array().into_iter().flatten() {
        let path = node["path"].as_str().unwrap_or_default();
        for (method, info) in node["info"].as_object().into_iter().flatten() {
            methods.insert(format!("{method} {path}"), info.clone());
        }
        walk(&node["children"], methods);
    }
}

/// A number that the schema sometimes writes as a string.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// Paths whose recorded answers carry the headers of a call that was passed on although the schema does not say so.
const PASSED_ON: [&str; 1] = ["/cluster/metrics/export"];

fn check(route: &Route, release: Release, info: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let empty = serde_json::Map::new();
    let properties = info["parameters"]["properties"].as_object().unwrap_or(&empty);
    let ours: BTreeMap<&str, &Param> = route.params_in(release).map(|param| (param.name, param)).collect();
    for name in properties.keys().filter(|name| !ours.contains_key(name.as_str())) {
        found.push(format!("{name}: the schema has it"));
    }
    for (name, param) in ours {
        let Some(property) = properties.get(name) else {
            found.push(format!("{name}: the schema does not have it"));
            continue;
        };
        for (what, ours, theirs) in aspects(param, property) {
            if ours != theirs {
                found.push(format!("{name}: {what} is {ours} here and {theirs} in the schema"));
            }
        }
        for (what, ours, theirs) in sets(param, property, release) {
            let more: Vec<&String> = ours.difference(&theirs).take(8).collect();
            let less: Vec<&String> = theirs.difference(&ours).take(8).collect();
            if !more.is_empty() || !less.is_empty() {
                found.push(format!("{name}: {what} have {more:?} too much and {less:?} too little"));
            }
        }
    }
    let protected = info["protected"].as_i64() == Some(1) || PASSED_ON.contains(&route.path);
    if route.protected != protected {
        found.push(format!("protected is {} here", route.protected));
    }
    if route.tokens == (info["allowtoken"].as_i64() == Some(0)) {
        found.push(format!("tokens are {} here", if route.tokens { "allowed" } else { "refused" }));
    }
    found
}

fn aspects(param: &Param, property: &Value) -> Vec<(&'static str, String, String)> {
    let kind = match param.kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Array => "array",
    };
    let shown = |value: Option<f64>| value.map_or("none".to_owned(), |value| value.to_string());
    let mut aspects = vec![
        ("the type", kind.to_owned(), property["type"].as_str().unwrap_or("string").to_owned()),
        ("optional", param.optional.to_string(), (property["optional"].as_i64() == Some(1)).to_string()),
        ("the least value", shown(param.min), shown(number(&property["minimum"]))),
        ("the greatest value", shown(param.max), shown(number(&property["maximum"]))),
    ];
    let length = |value: Option<usize>| value.map_or("none".to_owned(), |value| value.to_string());
    let schema_length = |name: &str| property[name].as_u64().map_or("none".to_owned(), |value| value.to_string());
    aspects.push(("the least length", length(param.min_length), schema_length("minLength")));
    aspects.push(("the greatest length", length(param.max_length), schema_length("maxLength")));
    aspects
}

/// Allowed words, and the keys of a structured value.
fn sets(param: &Param, property: &Value, release: Release) -> Vec<(&'static str, BTreeSet<String>, BTreeSet<String>)> {
    let ours = param.values.iter().map(|word| (*word).to_owned()).chain(param.family_names()).collect();
    let words = property["enum"].as_array().into_iter().flatten();
    let theirs = words.map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned)).collect();
    let mut sets = vec![("the words", ours, theirs)];
    if let Some(Format::Properties { keys, .. }) = &param.format
        && let Some(parts) = property["format"].as_object()
    {
        let ours = keys.iter().filter(|key| key.releases.has(release)).map(|key| key.name.to_owned()).collect();
        let theirs =
            parts.iter().filter(|(_, part)| part.get("alias").is_none()).map(|(name, _)| name.clone()).collect();
        sets.push(("the keys", ours, theirs));
    }
    sets
}

fn judge(release: Release, file: &str) {
    let Some(path) = reference_data::find(file) else { return };
    let methods = read(&path);
    let mut wrong = Vec::new();
    let mut served = BTreeSet::new();
    for route in routes().filter(|route| route.releases.has(release)) {
        let name = format!("{} {}", route.method.name(), route.path);
        match methods.get(&name) {
            // The root of the tree, which lists the areas, is not part of the schema.
            None if route.path == "/" => {}
            None => wrong.push(format!("{name}: no such method")),
            Some(info) => {
                wrong.extend(check(route, release, info).into_iter().map(|what| format!("{name}: {what}")));
            }
        }
        served.insert(name);
    }
    let mut unserved: BTreeMap<String, usize> = BTreeMap::new();
    for name in methods.keys().filter(|name| !served.contains(*name)) {
        let (method, path) = name.split_once(' ').unwrap();
        if !is_listed(Method::parse(method).unwrap(), path) {
            wrong.push(format!("{name}: neither served nor listed as missing"));
        }
        let prefix: Vec<&str> = path.split('/').take(4).collect();
        *unserved.entry(prefix.join("/")).or_default() += 1;
    }
    println!("{file}: {} of {} methods served; not served (501):", served.len(), methods.len());
    for (prefix, count) in unserved {
        println!("  {count:3} {prefix}");
    }
    if let Some(path) = std::env::var_os("PVESIM_SCHEMA_REPORT") {
        std::fs::write(path, wrong.join("\n")).unwrap();
    }
    assert!(wrong.is_empty(), "{} contradictions:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn served_routes_agree_with_the_schema_of_8() {
    judge(Release::Eight, "pve/pve-api-8.4.json");
}

#[test]
fn served_routes_agree_with_the_schema_of_9() {
    judge(Release::Nine, "pve/pve-api.json");
}
