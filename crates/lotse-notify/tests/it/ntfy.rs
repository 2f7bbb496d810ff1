//! ntfy.

use lotse_notify::{Address, Kind, Letter, Ntfy, NtfyLogin, NtfySettings, Weight, Wire as _};

use crate::{
    http_server::{Act, Server, answer},
    letters::{ID, letter, long},
};

const TOPIC: &str = "a-topic-that-nobody-guesses";

fn taken() -> Act {
    answer(200, r#"{"id":"hwQ2YpKdmg","time":1795331663,"event":"message","topic":"lotse"}"#)
}

fn ntfy(server: &Server, login: Option<NtfyLogin>) -> Ntfy {
    let settings = NtfySettings::new(Address::new(&server.at("/")).unwrap(), TOPIC.to_owned().into());
    Ntfy::new(NtfySettings { login, ..settings }).unwrap()
}

#[tokio::test]
async fn a_letter_is_a_message_as_json() {
    let server = Server::always(taken()).await;
    let receipt = ntfy(&server, Some(NtfyLogin::Token("tk_secret".to_owned().into()))).send(&letter()).await.unwrap();
    assert_eq!(receipt.reference.as_deref(), Some("hwQ2YpKdmg"));
    let request = server.request();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/"));
    assert_eq!(request.header("authorization"), Some("Bearer tk_secret"));
    let message = request.json();
    assert_eq!(message["topic"], TOPIC);
    assert_eq!(message["title"], "web1 <b>& größer</b> is off");
    assert_eq!(message["priority"], 5);
    assert_eq!(message["tags"][0], "rotating_light");
    assert_eq!(message["sequence_id"], ID);
    let text = message["message"].as_str().unwrap();
    assert!(text.contains("forged DATA") && text.ends_with("lotse monitor-ack 17"), "{text}");
}

#[tokio::test]
async fn a_user_logs_in_with_a_password() {
    let server = Server::always(taken()).await;
    let login = NtfyLogin::User { name: "phil".to_owned(), password: "mypass".to_owned().into() };
    ntfy(&server, Some(login)).send(&letter()).await.unwrap();
    assert_eq!(server.request().header("authorization"), Some("Basic cGhpbDpteXBhc3M="));
}

#[tokio::test]
async fn a_message_never_becomes_a_file() {
    let server = Server::always(taken()).await;
    ntfy(&server, None).send(&long()).await.unwrap();
    let message = server.request().json();
    let text = message["message"].as_str().unwrap();
    assert!(text.len() <= 4096 && text.len() > 3500, "{}", text.len());
    assert!(text.ends_with("lotse monitor-ack 17"), "{text}");
}

#[tokio::test]
async fn priority_follows_what_happened() {
    let server = Server::always(taken()).await;
    let wire = ntfy(&server, None);
    for (kind, weight) in [
        (Kind::Raised, Weight::Info),
        (Kind::Reminder, Weight::Warning),
        (Kind::Raised, Weight::Error),
        (Kind::Recovered, Weight::Critical),
        (Kind::Test, Weight::Info),
    ] {
        wire.send(&Letter { kind, weight, ..letter() }).await.unwrap();
    }
    let told: Vec<_> = server.requests().iter().map(|request| request.json()["priority"].as_u64().unwrap()).collect();
    assert_eq!(told, [2, 3, 4, 3, 3]);
}

#[test]
fn a_topic_keeps_to_the_servers_rule() {
    for topic in ["", "with space", "a/b", "größer", &"x".repeat(65)] {
        let settings = NtfySettings::new(Address::new(NtfySettings::SERVER).unwrap(), topic.to_owned().into());
        assert_eq!(Ntfy::new(settings).unwrap_err().code(), "E-NOTIFY-SECRET", "{topic}");
    }
}

#[tokio::test]
async fn a_topic_is_a_secret() {
    let said = format!(r#"{{"code":40301,"http":403,"error":"forbidden: no write access to {TOPIC}"}}"#);
    let server = Server::always(answer(403, said)).await;
    let wire = ntfy(&server, None);
    let trouble = wire.send(&letter()).await.unwrap_err();
    assert_eq!(trouble.to_string(), "refused with 403: forbidden: no write access to …");
    assert!(!format!("{wire:?}").contains(TOPIC), "{wire:?}");
}
