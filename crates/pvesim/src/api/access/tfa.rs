//! `/access/tfa`: second factors.

use serde_json::{Map, Value, json};

use super::format::USER_ID;
use super::guard;
use crate::access::totp::Secret;
use crate::access::user::{Factor, Proof};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const USER: &[P] = &[P::string("userid").max_length(64).format(USER_ID)];
const ID: &[P] = &[P::string("id")];
const PASSWORD: &[P] = &[P::string("password").optional().min_length(5).max_length(64)];
const DESCRIPTION: &[P] = &[P::string("description").optional().max_length(255)];
const SEES: Check = Check::Or(&[guard::SELF, guard::SEE_USER]);
const CHANGES: Check = Check::Or(&[guard::SELF, guard::MODIFY_USER]);

/// How many recovery keys are made at once.
const RECOVERY_KEYS: usize = 10;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/tfa", list).check(Check::All).protected(),
    Route::get("/access/tfa/{userid}", list_user).params(&[USER]).check(SEES).protected(),
    Route::post("/access/tfa/{userid}", add)
        .params(&[
            USER,
            PASSWORD,
            DESCRIPTION,
            &[
                P::string("challenge").optional(),
                P::string("totp").optional(),
                P::choice("type", &["totp", "u2f", "webauthn", "recovery", "yubico"]),
                P::string("value").optional(),
            ],
        ])
        .check(CHANGES)
        .no_tokens(),
    Route::get("/access/tfa/{userid}/{id}", read).params(&[USER, ID]).check(SEES).protected(),
    Route::put("/access/tfa/{userid}/{id}", update)
        .params(&[USER, ID, PASSWORD, DESCRIPTION, &[P::boolean("enable").optional()]])
        .check(CHANGES)
        .no_tokens(),
    Route::delete("/access/tfa/{userid}/{id}", remove).params(&[USER, ID, PASSWORD]).check(CHANGES).no_tokens(),
];

fn record(factor: &Factor) -> Value {
    let mut entry = Map::from_iter([
        ("id".to_owned(), json!(factor.id)),
        ("type".to_owned(), json!(factor.proof.kind())),
        ("created".to_owned(), json!(factor.created)),
        ("description".to_owned(), json!(factor.description)),
    ]);
    if factor.enabled {
        entry.insert("enable".into(), json!(1));
    }
    Value::Object(entry)
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let all = world.must_any(&context.caller, "/access/groups", &["User.Modify", "Sys.Audit"]).is_ok();
    let own = context.caller.userid();
    let entries =
        world.access.users.iter().filter(|(userid, user)| !user.factors.is_empty() && (all || *userid == own));
    let entry = |userid: &String, factors: &[Factor]| json!({"userid": userid, "entries": factors.iter().map(record).collect::<Vec<_>>()});
    Ok(Answer::Data(entries.map(|(userid, user)| entry(userid, &user.factors)).collect()))
}

fn list_user(world: &mut World, context: &Context) -> Outcome {
    let user = super::user(world, context.need("userid"))?;
    Ok(Answer::Data(user.factors.iter().map(record).collect()))
}

fn no_such(id: &str) -> Failure {
    Failure::new(404, format!("No such tfa entry '{id}'"))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let id = context.need("id");
    let user = super::user(world, context.need("userid"))?;
    let factor = user.factors.iter().find(|factor| factor.id == id).ok_or_else(|| no_such(id))?;
    Ok(Answer::Data(record(factor)))
}

/// A change by somebody who is not root needs that one's own password.
fn confirm(world: &World, context: &Context) -> Result<(), Failure> {
    if context.caller.is_root() {
        return Ok(());
    }
    let user = super::user(world, context.caller.userid())?;
    let password = context
        .text("password")
        .ok_or_else(|| Failure::param("password", "password is required to modify TFA data"))?;
    let right = user.password.as_ref().is_some_and(|known| known.matches(password));
    if right { Ok(()) } else { Err(Failure::new(401, "authentication failure")) }
}

fn add(world: &mut World, context: &Context) -> Outcome {
    let userid = context.need("userid");
    super::user(world, userid)?;
    confirm(world, context)?;
    world.require_quorum()?;
    let (id, proof, keys) = match context.need("type") {
        "totp" => {
            let uri = context.text("totp").ok_or_else(|| Failure::die("'totp' parameter required"))?;
            let secret = Secret::from_uri(uri).ok_or_else(|| Failure::die("failed to parse otpauth uri"))?;
            let value = context.text("value").ok_or_else(|| Failure::die("'value' parameter required"))?;
            secret
                .step_of(value, world.now.seconds())
                .ok_or_else(|| Failure::die("failed to verify TOTP challenge"))?;
            (entry_id(world), Proof::Totp { secret, last_step: None }, None)
        }
        "recovery" => {
            let keys: Vec<String> = (0..RECOVERY_KEYS).map(|_| entry_id(world)).collect();
            ("recovery".to_owned(), Proof::Recovery { keys: keys.iter().cloned().collect() }, Some(keys))
        }
        other => return Err(Failure::die(format!("{other} is not configured"))),
    };
    let factor = Factor {
        id: id.clone(),
        created: world.now.seconds(),
        description: context.need("description").to_owned(),
        enabled: true,
        proof,
    };
    if let Some(user) = world.access.users.get_mut(userid) {
        user.factors.retain(|known| known.id != "recovery" || factor.id != "recovery");
        user.factors.push(factor);
    }
    let mut data = json!({"id": id});
    if let (Some(keys), Some(data)) = (keys, data.as_object_mut()) {
        data.insert("recovery".into(), json!(keys));
    }
    Ok(Answer::Data(data))
}

/// Four groups of four hexadecimal digits.
fn entry_id(world: &mut World) -> String {
    (0..4).map(|_| world.rng.hex(4)).collect::<Vec<_>>().join("-")
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let (userid, id) = (context.need("userid"), context.need("id"));
    super::user(world, userid)?;
    confirm(world, context)?;
    let factors = world.access.users.get_mut(userid).map(|user| &mut user.factors);
    let factor = factors.into_iter().flatten().find(|factor| factor.id == id).ok_or_else(|| no_such(id))?;
    if let Some(enabled) = context.choice("enable") {
        factor.enabled = enabled;
    }
    if let Some(description) = context.text("description") {
        description.clone_into(&mut factor.description);
    }
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let (userid, id) = (context.need("userid"), context.need("id"));
    super::user(world, userid)?;
    confirm(world, context)?;
    if let Some(user) = world.access.users.get_mut(userid) {
        let before = user.factors.len();
        user.factors.retain(|factor| factor.id != id);
        if user.factors.len() == before {
            return Err(no_such(id));
        }
    }
    Ok(Answer::NULL)
}
