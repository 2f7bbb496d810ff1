//! `/cluster/notifications`: what every installation has built in.

use serde_json::{Value, json};

use crate::api::access::directory;
use crate::api::format::CONFIG_ID;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const PATH: &str = "/mapping/notifications";
const SEES: Check = Check::Or(&[Check::perm(PATH, &["Mapping.Modify"]), Check::perm(PATH, &["Mapping.Audit"])]);
const USES: Check = Check::Or(&[
    Check::perm(PATH, &["Mapping.Modify"]),
    Check::perm(PATH, &["Mapping.Audit"]),
    Check::perm(PATH, &["Mapping.Use"]),
]);
const NAME: &[P] = &[P::string("name").format(CONFIG_ID)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/notifications", index).check(Check::All),
    Route::get("/cluster/notifications/matcher-fields", fields).check(SEES),
    Route::get("/cluster/notifications/matcher-field-values", values).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints", endpoints).check(Check::All),
    Route::get("/cluster/notifications/endpoints/sendmail", sendmail).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints/sendmail/{name}", one_sendmail)
        .params(&[NAME])
        .check(SEES)
        .protected(),
    Route::get("/cluster/notifications/endpoints/gotify", nothing).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints/gotify/{name}", missing).params(&[NAME]).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints/smtp", nothing).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints/smtp/{name}", missing).params(&[NAME]).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints/webhook", nothing).check(SEES).protected(),
    Route::get("/cluster/notifications/endpoints/webhook/{name}", missing).params(&[NAME]).check(SEES).protected(),
    Route::get("/cluster/notifications/targets", targets).check(USES).protected(),
    Route::get("/cluster/notifications/matchers", matchers).check(USES).protected(),
    Route::get("/cluster/notifications/matchers/{name}", matcher).params(&[NAME]).check(SEES).protected(),
];

/// The one target of a fresh installation, and the one matcher.
const TARGET: &str = "mail-to-root";
const MATCHER: &str = "default-matcher";

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["endpoints", "matchers", "targets", "matcher-fields", "matcher-field-values"]))
}

fn fields(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["type", "hostname", "job-id"]))
}

fn values(world: &mut World, _: &Context) -> Outcome {
    let mut entries: Vec<Value> = ["package-updates", "fencing", "replication", "vzdump", "system-mail"]
        .into_iter()
        .map(|value| json!({"field": "type", "value": value}))
        .collect();
    entries.extend(
        world
            .backup_jobs
            .iter()
            .map(|(id, job)| json!({"field": "job-id", "value": id, "comment": job.get("comment")})),
    );
    entries.extend(world.nodes.keys().map(|node| json!({"field": "hostname", "value": node})));
    Ok(Answer::Data(entries.into()))
}

fn endpoints(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["gotify", "sendmail", "smtp", "webhook"]))
}

fn builtin_target() -> Value {
    json!({
        "name": TARGET, "mailto-user": ["root@pam"], "comment": "Send mails to root@pam's email address",
        "origin": "builtin",
    })
}

fn sendmail(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([builtin_target()])))
}

fn no_such(kind: &str, name: &str) -> Failure {
    Failure::new(404, format!("{kind} '{name}' not found"))
}

fn one_sendmail(_: &mut World, context: &Context) -> Outcome {
    let name = context.need("name");
    if name == TARGET { Ok(Answer::Data(builtin_target())) } else { Err(no_such("endpoint", name)) }
}

fn nothing(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn missing(_: &mut World, context: &Context) -> Outcome {
    Err(no_such("endpoint", context.need("name")))
}

fn targets(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([{
        "name": TARGET, "type": "sendmail", "comment": "Send mails to root@pam's email address", "origin": "builtin",
    }])))
}

fn builtin_matcher() -> Value {
    json!({
        "name": MATCHER, "mode": "all", "target": [TARGET],
        "comment": "Route all notifications to mail-to-root", "origin": "builtin",
    })
}

fn matchers(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([builtin_matcher()])))
}

fn matcher(_: &mut World, context: &Context) -> Outcome {
    let name = context.need("name");
    if name == MATCHER { Ok(Answer::Data(builtin_matcher())) } else { Err(no_such("matcher", name)) }
}
