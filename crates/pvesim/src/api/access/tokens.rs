//! `/access/users/{userid}/token`.

use serde_json::{Map, Value, json};

use super::format::{USER_ID, is_token};
use super::guard;
use crate::access::user::Password;
use crate::access::{Subject, Token, User};
use crate::api::format::{CONFIG_ID_LIST, split_list};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::version::Releases;

const USER: &[P] = &[P::string("userid").max_length(64).format(USER_ID)];
const TOKEN: &[P] = &[P::string("tokenid").pattern(is_token)];
const FIELDS: &[P] =
    &[P::string("comment").optional(), P::integer("expire").optional().min(0.0), P::boolean("privsep").optional()];

/// Oneself, or somebody who may change the user.
const OWNER: Check = Check::Or(&[guard::SELF, guard::MODIFY_USER]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/users/{userid}/token", list).params(&[USER]).check(OWNER),
    Route::get("/access/users/{userid}/token/{tokenid}", read).params(&[USER, TOKEN]).check(OWNER),
    Route::post("/access/users/{userid}/token/{tokenid}", create).params(&[USER, TOKEN, FIELDS]).check(OWNER),
    Route::put("/access/users/{userid}/token/{tokenid}", update)
        .params(&[
            USER,
            TOKEN,
            FIELDS,
            &[P::string("delete").optional().format(CONFIG_ID_LIST).releases(Releases::NINE)],
        ])
        .check(OWNER),
    Route::delete("/access/users/{userid}/token/{tokenid}", remove).params(&[USER, TOKEN]).check(OWNER),
];

fn record(token: &Token) -> Map<String, Value> {
    let mut entry = Map::new();
    entry.insert("privsep".into(), json!(u8::from(token.privsep)));
    entry.insert("expire".into(), json!(token.expire));
    if let Some(comment) = &token.comment {
        entry.insert("comment".into(), json!(comment));
    }
    entry
}

/// The tokens of a user as a list; `None` when there are none.
pub(super) fn list_of(user: &User) -> Option<Value> {
    let with_id = |(id, token): (&String, &Token)| {
        let mut entry = record(token);
        entry.insert("tokenid".into(), json!(id));
        Value::Object(entry)
    };
    (!user.tokens.is_empty()).then(|| user.tokens.iter().map(with_id).collect())
}

/// The tokens of a user by id; `None` when there are none.
pub(super) fn map_of(user: &User) -> Option<Value> {
    let by_id = |(id, token): (&String, &Token)| (id.clone(), Value::Object(record(token)));
    (!user.tokens.is_empty()).then(|| Value::Object(user.tokens.iter().map(by_id).collect()))
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let user = super::user(world, context.need("userid"))?;
    Ok(Answer::Data(list_of(user).unwrap_or_else(|| json!([]))))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let (userid, id) = (context.need("userid"), context.need("tokenid"));
    let user = super::user(world, userid)?;
    let token = user.tokens.get(id).ok_or_else(|| no_such(userid, id))?;
    Ok(Answer::Data(Value::Object(record(token))))
}

fn no_such(userid: &str, id: &str) -> Failure {
    Failure::die(format!("no such token '{id}' for user '{userid}'"))
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let (userid, id) = (context.need("userid"), context.need("tokenid"));
    world.require_quorum()?;
    if super::user(world, userid)?.tokens.contains_key(id) {
        return Err(Failure::param("tokenid", "Token already exists."));
    }
    let secret = world.rng.uuid();
    let token = Token {
        secret: Password::new(&secret),
        comment: context.text("comment").map(str::to_owned),
        expire: context.integer("expire").unwrap_or(0),
        privsep: context.choice("privsep").unwrap_or(true),
        revoked: false,
    };
    let mut info = record(&token);
    if !context.has("expire") {
        info.shift_remove("expire");
    }
    if let Some(user) = world.access.users.get_mut(userid) {
        user.tokens.insert(id.to_owned(), token);
    }
    Ok(Answer::Data(json!({"full-tokenid": format!("{userid}!{id}"), "info": info, "value": secret})))
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let (userid, id) = (context.need("userid"), context.need("tokenid"));
    world.require_quorum()?;
    super::user(world, userid)?;
    let token = world
        .access
        .users
        .get_mut(userid)
        .and_then(|user| user.tokens.get_mut(id))
        .ok_or_else(|| no_such(userid, id))?;
    if let Some(privsep) = context.choice("privsep") {
        token.privsep = privsep;
    }
    if let Some(expire) = context.integer("expire") {
        token.expire = expire;
    }
    if let Some(comment) = context.text("comment") {
        token.comment = Some(comment.to_owned());
    }
    for name in split_list(context.need("delete")) {
        match name {
            "comment" => token.comment = None,
            "expire" => token.expire = 0,
            _ => {}
        }
    }
    let mut info = record(token);
    // What was given comes back as it was given: a text.
    for name in ["privsep", "expire"] {
        if let Some(text) = context.text(name) {
            info.insert(name.into(), json!(text));
        }
    }
    Ok(Answer::Data(Value::Object(info)))
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let (userid, id) = (context.need("userid"), context.need("tokenid"));
    world.require_quorum()?;
    super::user(world, userid)?;
    let gone = world.access.users.get_mut(userid).and_then(|user| user.tokens.remove(id));
    gone.ok_or_else(|| no_such(userid, id))?;
    world.access.acl.forget(&Subject::Token(format!("{userid}!{id}")));
    Ok(Answer::NULL)
}
