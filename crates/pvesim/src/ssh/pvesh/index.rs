//! `pvesh ls` and `pvesh usage`: what is below a path, and what it takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::argv::{Verb, usage_line};
use super::{DIED, plain, print, style_of};
use crate::api::areas::routes;
use crate::api::param::Param;
use crate::api::router::lookup;
use crate::api::{Answer, Call, Caller, Method};
use crate::site::Site;
use crate::ssh::stream::Stream;
use crate::world::version::Release;

/// Lists the children of a path with what they can do: `D` for a directory, then the four methods.
pub(super) async fn ls(site: &Site, node: &str, path: &str, arguments: &[String], stream: &Stream) -> u32 {
    let Some(style) = style_of(arguments) else {
        stream.err("400 unable to parse option\npvesh ls <api_path> [OPTIONS] [FORMAT_OPTIONS]\n").await;
        return DIED;
    };
    let release = site.world().version.release();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if !routes().any(|route| route.releases.has(release) && begins_with(route.path, &segments)) {
        stream.err(format!("no such resource '{path}'\n")).await;
        return DIED;
    }
    let mut children: BTreeMap<String, String> = BTreeMap::new();
    let mut variable = None;
    for route in routes().filter(|route| route.releases.has(release)) {
        let pattern: Vec<&str> = route.path.split('/').filter(|segment| !segment.is_empty()).collect();
        let Some(next) = pattern.get(segments.len()).filter(|_| begins_with(route.path, &segments)) else { continue };
        if let Some(name) = next.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            variable = Some(name);
        } else {
            let below = format!("{}/{next}", path.trim_end_matches('/'));
            children.entry((*next).to_owned()).or_insert_with(|| capabilities(&below, release));
        }
    }
    if let Some(name) = variable {
        let mut call = Call::new(Method::Get, path, Caller::Root);
        node.clone_into(&mut call.via);
        if let (Answer::Data(Value::Array(items)) | Answer::With { data: Value::Array(items), .. }, _) =
            site.run(call).await
        {
            for item in items {
                let Some(id) = item.get(name).or_else(|| item.get("name")) else { continue };
                let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                let below = format!("{}/{id}", path.trim_end_matches('/'));
                let able = capabilities(&below, release);
                children.insert(id, able);
            }
        }
    }
    let list: Vec<Value> =
        children.into_iter().map(|(name, able)| json!({"capabilities": able, "name": name})).collect();
    let text = match style.format {
        super::OutputFormat::Text => list.iter().map(row).collect(),
        _ => print::print(path, &Value::Array(list), plain(style)),
    };
    stream.out(text).await;
    0
}

fn row(item: &Value) -> String {
    let text = |name| item.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{}        {}\n", text("capabilities"), text("name"))
}

fn begins_with(pattern: &str, segments: &[&str]) -> bool {
    let mut pattern = pattern.split('/').filter(|segment| !segment.is_empty());
    segments.iter().all(|segment| pattern.next().is_some_and(|part| part.starts_with('{') || part == *segment))
}

fn capabilities(path: &str, release: Release) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let directory = routes().any(|route| {
        route.releases.has(release)
            && route.path.split('/').filter(|segment| !segment.is_empty()).count() > segments.len()
            && begins_with(route.path, &segments)
    });
    let able = |method, letter| if lookup(method, path, release).is_some() { letter } else { '-' };
    [
        if directory { 'D' } else { '-' },
        able(Method::Get, 'r'),
        able(Method::Put, 'w'),
        able(Method::Post, 'c'),
        able(Method::Delete, 'd'),
    ]
    .iter()
    .collect()
}

/// Prints how each method of a path is called.
pub(super) async fn usage(site: &Site, path: &str, stream: &Stream) -> u32 {
    let release = site.world().version.release();
    let mut text = String::new();
    for method in [Method::Get, Method::Put, Method::Post, Method::Delete] {
        let Some((route, _)) = lookup(method, path, release) else { continue };
        let params: Vec<&Param> =
            route.params_in(release).filter(|param| !route.path.contains(&format!("{{{}}}", param.name))).collect();
        let line = usage_line(Verb::Call(method), path, params.iter().copied());
        let gap = if line.ends_with(path) { " " } else { "" };
        let more = if params.iter().any(|param| param.optional) { " [OPTIONS]" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "USAGE: {line}{gap}{more}");
    }
    if text.is_empty() {
        stream.err(format!("no such resource '{path}'\n")).await;
        return DIED;
    }
    stream.out(text).await;
    0
}
