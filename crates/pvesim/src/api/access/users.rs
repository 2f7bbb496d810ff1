//! `/access/users`.

use serde_json::{Map, Value, json};

use super::format::{GROUP_ID_LIST, USER_ID, is_keys};
use super::guard;
use crate::access::user::Password;
use crate::access::{ROOT, User};
use crate::api::format::split_list;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const USER: &[P] = &[P::string("userid").max_length(64).format(USER_ID)];

const FIELDS: &[P] = &[
    P::string("comment").optional().max_length(2048),
    P::string("email").optional().max_length(254),
    P::boolean("enable").optional(),
    P::integer("expire").optional().min(0.0),
    P::string("firstname").optional().max_length(1024),
    P::string("groups").optional().format(GROUP_ID_LIST),
    P::string("keys").optional().pattern(is_keys),
    P::string("lastname").optional().max_length(1024),
];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/users", list)
        .params(&[&[P::boolean("enabled").optional(), P::boolean("full").optional()]])
        .check(Check::All)
        .protected(),
    Route::post("/access/users", create)
        .params(&[USER, FIELDS, &[P::string("password").optional().min_length(8).max_length(64)]])
        .check(Check::And(&[guard::ALLOCATE_USER, guard::CREATE_USER])),
    Route::get("/access/users/{userid}", read).params(&[USER]).check(guard::SEE_USER),
    Route::put("/access/users/{userid}", update)
        .params(&[USER, FIELDS, &[P::boolean("append").optional()]])
        .check(guard::UPDATE_USER),
    Route::delete("/access/users/{userid}", remove)
        .params(&[USER])
        .check(Check::And(&[guard::ALLOCATE_USER, guard::MODIFY_USER])),
    Route::get("/access/users/{userid}/tfa", factor_types)
        .params(&[USER, &[P::boolean("multiple").optional()]])
        .check(Check::Or(&[guard::SELF, guard::SEE_USER]))
        .protected(),
    Route::put("/access/users/{userid}/unlock-tfa", unlock).params(&[USER]).check(guard::MODIFY_USER),
    Route::put("/access/password", password)
        .params(&[
            USER,
            &[
                P::string("confirmation-password").optional().min_length(5).max_length(64),
                P::string("password").min_length(8).max_length(64),
            ],
        ])
        .check(Check::Or(&[guard::SELF, Check::And(&[guard::ALLOCATE_USER, guard::MODIFY_USER])]))
        .no_tokens(),
];

fn list(world: &mut World, context: &Context) -> Outcome {
    let full = context.flag("full");
    let all = world.must_any(&context.caller, "/access/groups", &["User.Modify", "Sys.Audit"]).is_ok();
    let own = context.caller.userid();
    let visible = |userid: &str| {
        all || userid == own
            || world.access.groups_of(userid).any(|group| {
                let path = format!("/access/groups/{group}");
                world.must_any(&context.caller, &path, &["User.Modify", "Sys.Audit"]).is_ok()
            })
    };
    let mut entries = Vec::new();
    for (userid, user) in &world.access.users {
        if !visible(userid) || context.choice("enabled").is_some_and(|enabled| enabled != user.enabled) {
            continue;
        }
        let mut entry = record(user);
        entry.insert("userid".into(), json!(userid));
        let realm = userid.rsplit_once('@').map_or("", |(_, realm)| realm);
        if let Some(realm) = world.access.realms.get(realm) {
            entry.insert("realm-type".into(), json!(realm.kind));
        }
        if full {
            entry.insert("groups".into(), json!(world.access.groups_of(userid).collect::<Vec<_>>().join(",")));
            entry.insert("tokens".into(), super::tokens::list_of(user).unwrap_or(Value::Null));
            if user.is_locked() {
                entry.insert("totp-locked".into(), json!(1));
            }
        }
        entries.push(Value::Object(entry));
    }
    Ok(Answer::Data(entries.into()))
}

/// The fields that every view of a user has.
fn record(user: &User) -> Map<String, Value> {
    let mut entry = Map::new();
    entry.insert("enable".into(), json!(u8::from(user.enabled)));
    entry.insert("expire".into(), json!(user.expire));
    let texts = [
        ("firstname", &user.firstname),
        ("lastname", &user.lastname),
        ("email", &user.email),
        ("comment", &user.comment),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            entry.insert(name.into(), json!(value));
        }
    }
    if !user.factors.is_empty() {
        // What stands in user.cfg for "see tfa.cfg".
        entry.insert("keys".into(), json!("x"));
    }
    entry
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    let user = super::user(world, userid)?;
    let mut entry = record(user);
    entry.insert("groups".into(), world.access.groups_of(userid).map(Value::from).collect());
    entry.insert("tokens".into(), super::tokens::map_of(user).unwrap_or(Value::Null));
    Ok(Answer::Data(Value::Object(entry)))
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    world.require_quorum()?;
    if world.access.users.contains_key(userid) {
        return Err(Failure::die(format!("create user failed: user '{userid}' already exists")));
    }
    check_groups(world, context).map_err(|error| Failure::die(format!("create user failed: {error}")))?;
    let mut user = User { password: context.text("password").map(Password::new), ..User::default() };
    apply(&mut user, context);
    world.access.users.insert(userid.to_owned(), user);
    set_groups(world, context, true);
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    world.require_quorum()?;
    check_groups(world, context).map_err(|error| Failure::die(format!("update user failed: {error}")))?;
    let user = world.access.users.get_mut(userid).ok_or_else(|| super::no_such_user(userid))?;
    apply(user, context);
    if context.text("keys") == Some("") {
        user.factors.clear();
    }
    if context.has("groups") {
        set_groups(world, context, context.flag("append"));
    }
    Ok(Answer::NULL)
}

fn apply(user: &mut User, context: &Context) {
    if let Some(enabled) = context.choice("enable") {
        user.enabled = enabled;
    }
    if let Some(expire) = context.integer("expire") {
        user.expire = expire;
    }
    let fields = [
        ("firstname", &mut user.firstname),
        ("lastname", &mut user.lastname),
        ("email", &mut user.email),
        ("comment", &mut user.comment),
    ];
    for (name, field) in fields {
        if let Some(value) = context.text(name) {
            *field = Some(value.to_owned());
        }
    }
}

fn check_groups(world: &World, context: &Context) -> Result<(), String> {
    split_list(context.need("groups"))
        .find(|group| !world.access.groups.contains_key(*group))
        .map_or(Ok(()), |group| Err(format!("no such group '{group}'")))
}

fn set_groups(world: &mut World, context: &Context, keep: bool) {
    let userid = context.need("userid");
    let wanted: Vec<&str> = split_list(context.need("groups")).collect();
    for (name, group) in &mut world.access.groups {
        if wanted.contains(&name.as_str()) {
            group.users.insert(userid.to_owned());
        } else if !keep {
            group.users.remove(userid);
        }
    }
}

/// Removing somebody who does not exist is no error.
fn remove(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    if userid == ROOT {
        return Err(Failure::die("delete user failed: refused to delete user 'root@pam'"));
    }
    world.require_quorum()?;
    world.access.remove_user(userid);
    Ok(Answer::NULL)
}

fn factor_types(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    let user = super::user(world, userid)?;
    let mut kinds: Vec<&str> =
        user.factors.iter().filter(|factor| factor.enabled).map(|factor| factor.proof.kind()).collect();
    kinds.dedup();
    let mut entry = Map::new();
    if context.flag("multiple") {
        entry.insert("types".into(), json!(kinds));
    } else if !kinds.is_empty() {
        entry.insert("user".into(), json!("oath"));
    }
    Ok(Answer::Data(Value::Object(entry)))
}

fn unlock(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    let user = world.access.users.get_mut(userid).ok_or_else(|| super::no_such_user(userid))?;
    let was_locked = user.is_locked();
    user.wrong_codes = 0;
    Ok(Answer::Data(json!(u8::from(was_locked))))
}

fn password(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    let realm = userid.rsplit_once('@').map_or("", |(_, realm)| realm);
    if !world.access.realms.contains_key(realm) {
        return Err(Failure::die(format!("domain '{realm}' does not exist")));
    }
    if realm == "pam" && !context.caller.is_root() {
        // The shadow file of the node is root's business.
        return Err(Failure::permission("/", "Sys.Modify"));
    }
    let user = world.access.users.get_mut(userid).ok_or_else(|| super::no_such_user(userid))?;
    user.password = Some(Password::new(context.need("password")));
    Ok(Answer::NULL)
}
