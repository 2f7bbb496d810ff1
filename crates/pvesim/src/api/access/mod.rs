//! `/access`: users, groups, roles, lists, realms, second factors, logging in.

pub mod acl;
pub mod domains;
pub mod format;
pub mod groups;
pub mod guard;
pub mod login;
pub mod roles;
pub mod tfa;
pub mod tokens;
pub mod users;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::param::Param as P;
use super::route::{Check, Route};
use super::{Answer, Context, Failure, Outcome};
use crate::access::acl::normalize;
use crate::access::{Grant, User};
use crate::world::World;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access", index).check(Check::All),
    Route::get("/access/openid", openid).check(Check::All),
    Route::get("/access/permissions", permissions)
        .params(&[&[P::string("path").optional(), P::string("userid").optional().pattern(format::is_authid)]])
        .check(Check::All),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(subdirs(&["users", "groups", "roles", "acl", "domains", "openid", "tfa", "ticket", "password"]))
}

fn openid(_: &mut World, _: &Context) -> Outcome {
    Ok(subdirs(&["auth-url", "login"]))
}

/// An index as most directories answer it: a list of `{"subdir": name}`.
pub(super) fn subdirs(names: &[&str]) -> Answer {
    directory("subdir", names)
}

/// An index: a list of objects with one key.
pub(super) fn directory(key: &str, names: &[&str]) -> Answer {
    let entries = names.iter().map(|name| Value::Object(Map::from_iter([(key.to_owned(), json!(name))])));
    Answer::Data(entries.collect())
}

/// What a caller (or, for an auditor, somebody else) may do, path by path.
fn permissions(world: &mut World, context: &Context) -> Outcome {
    let own = context.caller.authid();
    let who = context.text("userid").unwrap_or(&own);
    if who != own {
        world.must(&context.caller, "/access", &["Sys.Audit"])?;
        let user = who.split_once('!').map_or(who, |(user, _)| user);
        if !world.access.users.contains_key(user) {
            return Err(Failure::die(format!("no such user ('{user}')")));
        }
    }
    let list = match context.text("path") {
        None => world.access.effective(who),
        Some(path) => {
            let path = normalize(path).ok_or_else(|| Failure::param("path", "invalid ACL path"))?;
            let grant = world.access.permissions(who, &path);
            vec![(path, grant)]
        }
    };
    Ok(Answer::Data(list.into_iter().map(|(path, grant)| (path, flags(&grant))).collect::<Map<_, _>>().into()))
}

/// Privilege to "also below": 1 or 0.
fn flags(grant: &Grant) -> Value {
    let entry = |name: &str| (name.to_owned(), json!(u8::from(grant.propagating.has(name))));
    Value::Object(grant.held.names().map(entry).collect())
}

/// Finds a user or fails as the real server does.
pub(super) fn user<'a>(world: &'a World, userid: &str) -> Result<&'a User, Failure> {
    world.access.users.get(userid).ok_or_else(|| no_such_user(userid))
}

pub(super) fn no_such_user(userid: &str) -> Failure {
    Failure::die(format!("no such user ('{userid}')"))
}
