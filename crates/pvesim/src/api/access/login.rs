//! `/access/ticket`.

use serde_json::{Map, Value, json};

use super::format::{PRIV_LIST_8, PRIV_LIST_9, REALM};
use crate::access::login::{Attempt, Outcome as Login};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::failure::AUTH_DELAY;
use crate::world::World;
use crate::world::version::Releases;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/ticket", nothing).check(Check::World),
    Route::post("/access/ticket", log_in)
        .params(&[&[
            P::boolean("new-format").optional(),
            P::string("otp").optional(),
            P::string("password"),
            P::string("path").optional().max_length(64),
            P::string("privs").optional().max_length(64).format(PRIV_LIST_8).releases(Releases::EIGHT),
            P::string("privs").optional().max_length(64).format(PRIV_LIST_9).releases(Releases::NINE),
            P::string("realm").optional().max_length(32).format(REALM),
            P::string("tfa-challenge").optional(),
            P::string("username").max_length(64),
        ]])
        .check(Check::World)
        .no_tokens(),
];

/// For the web interface, which asks whether the path exists.
fn nothing(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::NULL)
}

fn log_in(world: &mut World, context: &Context) -> Outcome {
    let attempt = Attempt {
        username: context.need("username"),
        password: context.need("password"),
        realm: context.text("realm"),
        challenge: context.text("tfa-challenge"),
        check: context.text("path").zip(context.text("privs")),
    };
    let now = world.now.seconds();
    match world.access.log_in(&attempt, now) {
        Login::Done { userid, ticket, csrf } => {
            world.log_line(&context.node, "pvedaemon", "root@pam", format!("successful auth for user '{userid}'"));
            let areas = world.access.capabilities(&userid).into_iter().map(|(area, names)| {
                let names: Map<String, Value> = names.into_iter().map(|name| (name.to_owned(), json!(1))).collect();
                (area.to_owned(), Value::Object(names))
            });
            let cap = Value::Object(areas.collect());
            // A call that only asks whether privileges are held gets no ticket.
            let mut data = if attempt.check.is_some() {
                json!({"username": userid, "cap": cap})
            } else {
                json!({"username": userid, "ticket": ticket, "CSRFPreventionToken": csrf, "cap": cap})
            };
            if let (Some(cluster), Some(data)) = (&world.cluster, data.as_object_mut()) {
                data.insert("clustername".into(), json!(cluster));
            }
            Ok(Answer::Data(data))
        }
        Login::NeedsFactor { userid, ticket, csrf } => {
            Ok(Answer::Data(json!({"username": userid, "ticket": ticket, "CSRFPreventionToken": csrf, "NeedTFA": 1})))
        }
        Login::Refused { userid, cause } => {
            let line = format!("authentication failure; rhost=::ffff:127.0.0.1 user={userid} msg={cause}");
            world.log_line(&context.node, "pvedaemon", "root@pam", line);
            // The one 401 with a body.
            Err(Failure::new(401, "authentication failure").after(AUTH_DELAY))
        }
    }
}
