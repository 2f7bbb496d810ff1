//! What the manual shows is what is sent: its example of a check is run against a real delivery.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use lotse_notify::{Address, Webhook, WebhookSettings, Wire as _};
use serde_json::{Value, json};

use crate::{
    http_server::{Server, answer},
    letters::letter,
};

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Runs the manual's function on what stands on standard input, and prints what it says.
const HARNESS: &str = r#"
import sys
given = json.load(sys.stdin)
try:
    message = verified(given["secret"], given["headers"], given["body"].encode(), given.get("now"))
    print(json.dumps({"type": message["type"]}))
except ValueError as error:
    print(json.dumps({"error": str(error)}))
"#;

fn manual() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/channels.md");
    std::fs::read_to_string(path).unwrap()
}

/// The block of the manual in this language.
fn block(language: &str) -> String {
    let manual = manual();
    let (_, rest) = manual.split_once(&format!("```{language}\n")).expect("the manual has such a block");
    rest.split_once("\n```").expect("it ends").0.to_owned()
}

/// What the manual's check says, or `None` where there is no Python.
fn checked(given: &Value) -> Option<Value> {
    let started = Command::new("python3")
        .args(["-c", &(block("python") + "\n" + HARNESS)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = started else {
        eprintln!("skipped: there is no python3");
        return None;
    };
    python.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[tokio::test]
async fn the_manuals_check_takes_what_is_sent_and_nothing_else() {
    let server = Server::always(answer(200, "")).await;
    let settings = WebhookSettings::new(Address::new(&server.at("/hook")).unwrap());
    let wire = Webhook::new(WebhookSettings { key: Some(KEY.to_owned().into()), ..settings }).unwrap();
    wire.send(&letter()).await.unwrap();
    let request = server.request();
    let headers: serde_json::Map<_, _> = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        .into_iter()
        .map(|name| (name.to_owned(), json!(request.header(name).unwrap())))
        .collect();
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    let at: u64 = request.header("webhook-timestamp").unwrap().parse().unwrap();
    let good = json!({ "secret": KEY, "headers": headers, "body": body, "now": at + 10 });
    let Some(said) = checked(&good) else { return };
    assert_eq!(said, json!({ "type": "alert.raised" }));
    let mut forged = good.clone();
    forged["body"] = json!(body.replace("critical", "info"));
    assert_eq!(checked(&forged).unwrap(), json!({ "error": "wrong signature" }));
    let mut old = good.clone();
    old["now"] = json!(at + 3600);
    assert_eq!(checked(&old).unwrap(), json!({ "error": "too old" }));
    let mut other = good;
    other["secret"] = json!("another");
    assert_eq!(checked(&other).unwrap(), json!({ "error": "wrong signature" }));
}

/// The names of all fields, at their place.
fn fields(value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(object) = value.as_object() {
        for (name, inner) in object {
            found.push(format!("{place}/{name}"));
            // What a notice holds is the watch's, not the wire's.
            if name != "notices" {
                fields(inner, &format!("{place}/{name}"), found);
            }
        }
    }
}

#[tokio::test]
async fn the_manuals_body_has_the_fields_that_are_sent() {
    let server = Server::always(answer(200, "")).await;
    let wire = Webhook::new(WebhookSettings::new(Address::new(&server.at("")).unwrap())).unwrap();
    wire.send(&letter()).await.unwrap();
    let (mut shown, mut sent) = (Vec::new(), Vec::new());
    fields(&serde_json::from_str(&block("json")).unwrap(), "", &mut shown);
    fields(&server.request().json(), "", &mut sent);
    assert_eq!(shown, sent);
}
