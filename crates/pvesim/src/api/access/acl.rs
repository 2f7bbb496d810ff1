//! `/access/acl`.

use serde_json::{Value, json};

use super::format::{GROUP_ID_LIST, ROLE_ID_LIST, TOKEN_ID_LIST, USER_ID_LIST};
use super::guard;
use crate::access::Subject;
use crate::access::acl::{is_grantable, normalize};
use crate::access::user::split_token;
use crate::api::format::split_list;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/acl", list).check(Check::All),
    Route::put("/access/acl", update)
        .params(&[&[
            P::boolean("delete").optional(),
            P::string("groups").optional().format(GROUP_ID_LIST),
            P::string("path"),
            P::boolean("propagate").optional(),
            P::string("roles").format(ROLE_ID_LIST),
            P::string("tokens").optional().format(TOKEN_ID_LIST),
            P::string("users").optional().format(USER_ID_LIST),
        ]])
        .check(guard::GRANT),
];

/// Auditors of `/access` see everything, others what they may grant themselves.
fn list(world: &mut World, context: &Context) -> Outcome {
    let audits = world.must_any(&context.caller, "/access", &["Sys.Audit", "Permissions.Modify"]).is_ok();
    let visible = |path: &str| {
        audits
            || world
                .must_any(&context.caller, path, &["Permissions.Modify"])
                .or_else(|refusal| match path.split('/').nth(1) {
                    Some("storage") => world.must(&context.caller, path, &["Datastore.Allocate"]),
                    Some("vms") => world.must(&context.caller, path, &["VM.Allocate"]),
                    Some("pool") => world.must(&context.caller, path, &["Pool.Allocate"]),
                    _ => Err(refusal),
                })
                .is_ok()
    };
    let entries =
        world.access.acl.entries().filter(|(path, ..)| visible(path)).map(|(path, subject, role, propagate)| {
            json!({
                "path": path, "type": subject.kind(), "ugid": subject.name(), "roleid": role,
                "propagate": u8::from(propagate),
            })
        });
    Ok(Answer::Data(entries.collect::<Vec<Value>>().into()))
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let subjects = subjects(context)?;
    let path = normalize(context.need("path")).ok_or_else(|| Failure::param("path", "invalid ACL path"))?;
    if !context.flag("delete") && !is_grantable(&path) {
        return Err(Failure::param("path", format!("invalid ACL path '{path}'")));
    }
    world.require_quorum()?;
    let failed = |error: String| Failure::die(format!("ACL update failed: {error}"));
    let delete = context.flag("delete");
    let propagate = context.choice("propagate").unwrap_or(true);
    for role in split_list(context.need("roles")) {
        if !world.access.roles.contains_key(role) {
            return Err(failed(format!("role '{role}' does not exist")));
        }
        for subject in &subjects {
            exists(world, subject).map_err(failed)?;
        }
    }
    for role in split_list(context.need("roles")) {
        for subject in &subjects {
            if delete {
                world.access.acl.revoke(&path, subject, role);
            } else {
                world.access.acl.grant(&path, subject.clone(), role, propagate);
            }
        }
    }
    Ok(Answer::NULL)
}

fn subjects(context: &Context) -> Result<Vec<Subject>, Failure> {
    if !["users", "groups", "tokens"].into_iter().any(|name| context.has(name)) {
        let text = "either 'users', 'groups' or 'tokens' is required.";
        return Err(Failure::params(vec![
            ("users".to_owned(), text.to_owned()),
            ("groups".to_owned(), text.to_owned()),
            ("tokens".to_owned(), text.to_owned()),
        ]));
    }
    let mut subjects: Vec<Subject> = Vec::new();
    subjects.extend(split_list(context.need("users")).map(|name| Subject::User(name.to_owned())));
    subjects.extend(split_list(context.need("groups")).map(|name| Subject::Group(name.to_owned())));
    subjects.extend(split_list(context.need("tokens")).map(|name| Subject::Token(name.to_owned())));
    Ok(subjects)
}

fn exists(world: &World, subject: &Subject) -> Result<(), String> {
    let access = &world.access;
    match subject {
        Subject::User(name) if !access.users.contains_key(name) => Err(format!("user '{name}' does not exist")),
        Subject::Group(name) if !access.groups.contains_key(name) => Err(format!("group '{name}' does not exist")),
        Subject::Token(id) => {
            let known = split_token(id).is_some_and(|(user, token)| {
                access.users.get(user).is_some_and(|user| user.tokens.contains_key(token))
            });
            if known { Ok(()) } else { Err(format!("no such token '{id}'")) }
        }
        _ => Ok(()),
    }
}
