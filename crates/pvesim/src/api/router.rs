//! From a call to its handler, in the order of the real proxy.

use std::collections::HashMap;
use std::sync::OnceLock;

use indexmap::IndexMap;

use super::answer::{Answer, Outcome};
use super::areas::routes;
use super::call::{Call, Caller, Method};
use super::context::Context;
use super::route::{Check, Proxy, Route};
use super::verify;
use crate::failure::Failure;
use crate::world::World;
use crate::world::version::Release;

/// Answers a call. The world must have been advanced to the present before.
pub fn handle(world: &mut World, call: &Call) -> Answer {
    match try_handle(world, call) {
        Ok(answer) => answer,
        Err(failure) => Answer::Error(failure),
    }
}

fn try_handle(world: &mut World, call: &Call) -> Outcome {
    let release = world.version.release();
    let found = lookup(call.method, &call.path, release);
    if call.caller == Caller::Nobody && !found.as_ref().is_some_and(|(route, _)| matches!(route.check, Check::World)) {
        return Err(Failure::unauthorized("No ticket"));
    }
    let Some((route, path_params)) = found else {
        return Err(Failure::new(501, format!("Method '{} {}' not implemented", call.method.name(), call.path)));
    };
    let mut given: IndexMap<String, Vec<String>> = IndexMap::with_capacity(path_params.len() + call.params.len());
    for (name, value) in path_params {
        if call.params.contains_key(name) {
            return Err(Failure::param(name, "duplicate parameter (already defined in URI)"));
        }
        given.insert(name.to_owned(), vec![value]);
    }
    given.extend(call.params.iter().map(|(name, values)| (name.clone(), values.clone())));
    if !route.tokens && matches!(call.caller, Caller::Token { .. }) {
        let uri = &call.path;
        let text = format!("Permission check failed (URI '{uri}' not available with API token, need proper ticket.\n)");
        return Err(Failure::new(403, text));
    }
    super::check::check(world, &call.caller, &route.check, &given)?;
    let via = world.via(&call.via);
    let node = match route.proxy {
        Proxy::Local => via,
        Proxy::Node => world
            .answering_node(&via, given.get("node").and_then(|values| values.first()).map_or("", String::as_str))?,
    };
    let rules = verify::Rules { lenient_booleans: call.caller == Caller::Root, release };
    let accepted = verify::verify(route.params_in(release), &given, &call.misshapen, rules).map_err(Failure::params)?;
    let mut context = Context::new(call.caller.clone(), node, accepted);
    context.waited = call.waited;
    context.route = route.path;
    (route.handler)(world, &context)
}

/// The route of a method and path, if it is served in this release, with the values of its variable segments.
#[must_use]
pub fn lookup(method: Method, path: &str, release: Release) -> Option<(&'static Route, Vec<(&'static str, String)>)> {
    let mut values: Vec<&str> = Vec::new();
    let tree = tree();
    let mut at = tree;
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        if let Some(next) = at.fixed.get(segment) {
            at = next;
        } else {
            at = at.variable.as_deref()?;
            values.push(segment);
        }
    }
    let route = at.routes.iter().copied().find(|route| route.method == method && route.releases.has(release))?;
    let names =
        route.path.split('/').filter_map(|segment| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')));
    Some((route, names.zip(values.into_iter().map(|value| value.replace("%2F", "/"))).collect()))
}

/// Whether some method of the path is served in this release.
#[must_use]
pub fn knows(path: &str, release: Release) -> bool {
    [Method::Get, Method::Post, Method::Put, Method::Delete]
        .into_iter()
        .any(|method| lookup(method, path, release).is_some())
}

#[derive(Default)]
struct Tree {
    fixed: HashMap<&'static str, Tree>,
    variable: Option<Box<Tree>>,
    routes: Vec<&'static Route>,
}

fn tree() -> &'static Tree {
    static TREE: OnceLock<Tree> = OnceLock::new();
    TREE.get_or_init(|| {
        let mut root = Tree::default();
        for route in routes() {
            let mut at = &mut root;
            for segment in route.path.split('/').filter(|segment| !segment.is_empty()) {
                at = if segment.starts_with('{') {
                    at.variable.get_or_insert_with(Box::default)
                } else {
                    at.fixed.entry(segment).or_default()
                };
            }
            at.routes.push(route);
        }
        root
    })
}
