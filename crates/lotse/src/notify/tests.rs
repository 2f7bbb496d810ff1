//! From a message of the watch to what a server hears.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::Path,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::any,
};
use lotse_engine::{
    access::{Entry, Person},
    page::Reader,
    watch::{
        Alert, AlertId, Cause, Channel as _, Failed, Member, Message, Notice, NoticeKind, Phase, Reason, State as Is,
        Thing, Told,
    },
};
use lotse_model::{GuestRef, Severity, Timestamp};
use lotse_notify::{Kind, Weight};
use lotse_text::{Language, Zone};
use serde_json::Value;
use uuid::Uuid;

use super::{Post, Voice, data, letter};
use crate::config::{Channel, ChannelKind, Gotify, Ntfy, Said, SecretSource};

const NOW: Timestamp = Timestamp(1_795_331_663);

fn voice(language: Language) -> Voice {
    let zone = Zone::named("Europe/Berlin").unwrap();
    Voice { language, zone, several_clusters: false, storage_limits: (0.8, 0.9) }
}

fn reader(language: Language) -> Reader {
    voice(language).reader(NOW)
}

fn alert(number: u64) -> Alert {
    let guest: GuestRef = "home/100".parse().unwrap();
    Alert {
        id: AlertId(number),
        thing: Thing::Guest { guest: guest.clone() },
        state: Is::OffOnPurpose,
        reason: Some(Reason {
            cause: Cause::Task,
            user: "root@pam\u{1b}[2J".to_owned(),
            task: Some("qmshutdown".to_owned()),
            upid: None,
            began: Timestamp(NOW.0 - 90),
            ended: Some(Timestamp(NOW.0 - 60)),
        }),
        severity: Severity::Error,
        members: vec![Member {
            guest,
            name: Some("web1\u{202e}".to_owned()),
            node: Some("pve1".parse().unwrap()),
            tags: vec!["prod".to_owned()],
            pool: None,
        }],
        nodes: Vec::new(),
        entries: vec!["m1".to_owned()],
        since: Timestamp(NOW.0 - 60),
        raised: NOW,
        phase: Phase::Alerting,
        reminded: NOW,
        escalated: 0,
        told: Vec::new(),
        finding: None,
    }
}

fn notice(kind: NoticeKind, alert: Option<Alert>) -> Notice {
    let id = Uuid::from_u128(0x0199_a1b2_0000_7000_8000_0000_0000_0001);
    Notice { id, channel: "ops".to_owned(), kind, alert, at: NOW, held_until: None }
}

fn message(notices: Vec<Notice>) -> Message {
    Message { id: Uuid::from_u128(0x0199_a1b2_0000_7000_8000_0000_0000_0002), notices }
}

#[test]
fn every_message_says_how_to_acknowledge_in_its_language() {
    let raised = message(vec![notice(NoticeKind::Raised, Some(alert(17)))]);
    for language in [Language::De, Language::En, Language::Ja] {
        let letter = letter::of(&raised, "ops", &reader(language)).unwrap();
        assert!(letter.foot[0].contains("`lotse monitor-ack a17`"), "{:?}", letter.foot);
        assert!(letter.subject.contains("home/100 web1"), "{}", letter.subject);
        assert!(!format!("{letter:?}").contains(['\u{1b}', '\u{202e}']), "{letter:?}");
        assert_eq!((letter.kind, letter.weight), (Kind::Raised, Weight::Error));
    }
}

#[test]
fn what_is_over_or_taken_asks_nobody_to_acknowledge() {
    let anna = Person::at_terminal("anna");
    let over = Alert { phase: Phase::Recovered { at: NOW }, ..alert(17) };
    let taken = Alert { phase: Phase::Acknowledged { by: anna, at: NOW }, ..alert(17) };
    for notice in [
        notice(NoticeKind::Recovered, Some(over)),
        notice(NoticeKind::Changed, Some(taken)),
        notice(NoticeKind::Test, None),
    ] {
        let letter = letter::of(&message(vec![notice]), "ops", &reader(Language::En)).unwrap();
        assert_eq!(letter.foot, Vec::<String>::new(), "{letter:?}");
    }
}

#[test]
fn a_summary_weighs_as_much_as_its_heaviest_and_is_no_conversation() {
    let critical = Alert { severity: Severity::Critical, ..alert(18) };
    let notices = vec![notice(NoticeKind::Raised, Some(alert(17))), notice(NoticeKind::Raised, Some(critical))];
    let letter = letter::of(&message(notices), "ops", &reader(Language::De)).unwrap();
    assert_eq!((letter.kind, letter.weight), (Kind::Summary, Weight::Critical));
    assert!(letter.thread.is_none());
    assert!(letter.lines.len() >= 2, "{letter:?}");
    assert!(letter.foot[0].contains("a17, a18"), "{:?}", letter.foot);
    assert!(letter::of(&message(Vec::new()), "ops", &reader(Language::De)).is_none());
}

#[test]
fn what_was_over_before_a_summary_waits_for_nobody() {
    let over = Alert { phase: Phase::Recovered { at: NOW }, ..alert(17) };
    let notices = vec![
        notice(NoticeKind::Raised, Some(alert(17))),
        notice(NoticeKind::Raised, Some(alert(18))),
        notice(NoticeKind::Recovered, Some(over)),
    ];
    let letter = letter::of(&message(notices), "ops", &reader(Language::En)).unwrap();
    assert!(letter.foot[0].contains("`lotse monitor-ack a18`"), "{:?}", letter.foot);
}

#[test]
fn letters_of_an_alert_are_a_conversation_on_each_channel() {
    let told = |channel: &str, reference: &str| Told {
        channel: channel.to_owned(),
        at: NOW,
        reference: Some(reference.to_owned()),
    };
    let told = vec![told("chat", "1"), told("ops", "2"), told("ops", "3")];
    let reminded = Alert { told, ..alert(17) };
    let of = |alert: Alert| {
        let letter =
            letter::of(&message(vec![notice(NoticeKind::Reminder, Some(alert))]), "ops", &reader(Language::En));
        letter.unwrap().thread.unwrap()
    };
    let (first, second) = (of(alert(17)), of(reminded));
    assert_eq!(first.name, second.name);
    assert_eq!((first.first, second.first.as_deref()), (None, Some("2")));
    // Another store begins to count anew.
    assert_ne!(second.name, of(Alert { raised: Timestamp(1), ..alert(17) }).name);
}

/// The names of all fields, at their place.
fn fields(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                found.push(format!("{place}/{name}"));
                fields(inner, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(list) => list.iter().take(1).for_each(|inner| fields(inner, place, found)),
        _ => {}
    }
}

#[test]
fn a_notice_as_data_is_what_the_manual_shows() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/channels.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let (_, rest) = manual.split_once("```json\n").unwrap();
    let shown: Value = serde_json::from_str(rest.split_once("\n```").unwrap().0).unwrap();
    let shown = &shown["data"]["notices"][0];
    let plain = Alert { reason: None, state: Is::Off, ..alert(17) };
    let mut sent = data::of(&notice(NoticeKind::Raised, Some(plain)));
    let (mut names, mut wanted) = (Vec::new(), Vec::new());
    fields(&sent, "", &mut names);
    fields(shown, "", &mut wanted);
    assert_eq!(names, wanted);
    // The times of the two are others.
    for time in ["since", "raised"] {
        assert!(sent["alert"][time].as_str().is_some_and(|text| text.ends_with('Z')), "{sent}");
        sent["alert"][time] = shown["alert"][time].clone();
    }
    assert_eq!(sent["alert"], shown["alert"]);
    let explained = data::of(&notice(NoticeKind::Raised, Some(alert(17))));
    assert_eq!(explained["alert"]["reason"]["cause"], "task");
    assert_eq!(explained["alert"]["reason"]["user"], "root@pam");
}

#[tokio::test]
async fn a_token_that_is_put_right_is_taken_at_the_next_attempt() {
    async fn judge(headers: HeaderMap) -> (StatusCode, &'static str) {
        match headers.get("x-gotify-key").and_then(|key| key.to_str().ok()) {
            Some("Aright") => (StatusCode::OK, r#"{"id":7}"#),
            _ => (StatusCode::UNAUTHORIZED, r#"{"errorDescription":"no"}"#),
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(any(judge))).await });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gotify.token");
    let write = |token: &str| {
        std::fs::write(&file, token).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    write("Awrong");
    let gotify = Gotify { server, token: SecretSource::File(file.clone()) };
    let post = Post::new(channel(ChannelKind::Gotify(gotify)), voice(Language::En));
    let test = message(vec![notice(NoticeKind::Test, None)]);
    let failed = post.send(&test).await.unwrap_err();
    assert!(matches!(&failed, Failed::Refused { detail } if detail.contains("[E-NOTIFY-REFUSED]")), "{failed}");
    write("Aright");
    assert_eq!(post.send(&test).await.unwrap().reference.as_deref(), Some("7"));
}

type Heard = Arc<Mutex<Vec<Value>>>;

/// A server that takes everything as ntfy and Gotify do.
async fn server() -> (url::Url, Heard) {
    async fn take(State(heard): State<Heard>, body: Bytes) -> (StatusCode, &'static str) {
        heard.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
        (StatusCode::OK, r#"{"id":"x1"}"#)
    }
    let heard = Heard::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let router = Router::new().fallback(any(take)).with_state(Arc::clone(&heard));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, heard)
}

fn channel(kind: ChannelKind) -> Channel {
    let scope = vec![Entry::everywhere()];
    Channel { name: "ops".to_owned(), scope, language: None, zone: None, ca: None, rate: None, kind }
}

#[tokio::test]
async fn a_channel_whose_secret_comes_late_tells_then() {
    let (server, heard) = server().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ntfy.token");
    let login = Some(crate::config::NtfyLogin::Token(SecretSource::File(file.clone())));
    let ntfy = Ntfy { server, topic: Said::Open("lotse".to_owned()), login };
    let post = Post::new(channel(ChannelKind::Ntfy(ntfy)), voice(Language::De));
    let raised = message(vec![notice(NoticeKind::Raised, Some(alert(17)))]);
    let Failed::Refused { detail } = post.send(&raised).await.unwrap_err() else { panic!("it passes by itself") };
    assert!(detail.contains("channel.ops.token") && detail.contains("ntfy.token"), "{detail}");
    std::fs::write(&file, "tk_secret\n").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(post.send(&raised).await.unwrap().reference.as_deref(), Some("x1"));
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0]["sequence_id"], raised.id.to_string());
    assert!(heard[0]["message"].as_str().unwrap().ends_with("`lotse monitor-snooze a17 --for 1h`"), "{}", heard[0]);
}

#[tokio::test]
async fn an_answer_that_is_none_of_the_server_is_tried_later() {
    let (server, _) = server().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gotify.token");
    std::fs::write(&file, "Asecret").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let gotify = Gotify { server, token: SecretSource::File(file) };
    let post = Post::new(channel(ChannelKind::Gotify(gotify)), voice(Language::En));
    // Gotify's ids are numbers.
    let failed = post.send(&message(vec![notice(NoticeKind::Test, None)])).await.unwrap_err();
    assert!(matches!(failed, Failed::Later { after: None, .. }), "{failed}");
}

#[tokio::test]
async fn a_file_without_an_authority_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, "hello").unwrap();
    let ntfy = Ntfy {
        server: "https://ntfy.example.org".parse().unwrap(),
        topic: Said::Open("lotse".to_owned()),
        login: None,
    };
    let channel = Channel { ca: Some(path), ..channel(ChannelKind::Ntfy(ntfy)) };
    let failure = super::build::wire(&channel, Language::En).await.unwrap_err();
    assert_eq!(failure.code, "E-NOTIFY-AUTHORITY");
    assert!(failure.message.contains("channel.ops.ca"), "{}", failure.message);
}
