//! Telegram.

use std::time::Duration;

use lotse_notify::{Address, Letter, Telegram, TelegramSettings, Trouble, Wire as _};

use crate::{
    http_server::{Act, Server, answer},
    letters::{letter, long, recovery},
};

const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";

fn taken() -> Act {
    answer(200, r#"{"ok":true,"result":{"message_id":365,"date":1795331663,"chat":{"id":-1001,"type":"supergroup"}}}"#)
}

fn telegram(server: &Server, chat: &str) -> Telegram {
    let address = Address::new(&server.at("")).unwrap();
    Telegram::new(TelegramSettings::new(address, TOKEN.to_owned().into(), chat)).unwrap()
}

#[tokio::test]
async fn a_letter_is_a_message_of_the_bot() {
    let server = Server::always(taken()).await;
    let settings = TelegramSettings::new(Address::new(&server.at("")).unwrap(), TOKEN.to_owned().into(), "-1001");
    let wire = Telegram::new(TelegramSettings { topic: Some(4), ..settings }).unwrap();
    let receipt = wire.send(&letter()).await.unwrap();
    assert_eq!(receipt.reference.as_deref(), Some("365"));
    let request = server.request();
    assert_eq!(request.path, format!("/bot{TOKEN}/sendMessage"));
    let message = request.json();
    assert_eq!(message["chat_id"], -1001);
    assert_eq!(message["message_thread_id"], 4);
    assert!(message.get("parse_mode").is_none());
    assert_eq!(message["link_preview_options"]["is_disabled"], true);
    let text = message["text"].as_str().unwrap();
    assert!(text.starts_with("web1 <b>& größer</b> is off\n@\u{2060}everyone @\u{2060}room <!channel>"), "{text}");
}

#[tokio::test]
async fn the_end_answers_the_beginning() {
    let server = Server::always(taken()).await;
    telegram(&server, "@a_channel").send(&recovery("365")).await.unwrap();
    let message = server.request().json();
    assert_eq!(message["chat_id"], "@a_channel");
    assert_eq!(message["reply_parameters"]["message_id"], 365);
    assert_eq!(message["reply_parameters"]["allow_sending_without_reply"], true);
}

#[tokio::test]
async fn a_text_has_at_most_4096_units() {
    let server = Server::always(taken()).await;
    telegram(&server, "7").send(&Letter { lines: vec!["🚨".repeat(5000)], ..long() }).await.unwrap();
    let message = server.request().json();
    let text = message["text"].as_str().unwrap();
    let units = text.encode_utf16().count();
    assert!((4000..=4096).contains(&units), "{units}");
    assert!(text.ends_with("lotse monitor-ack 17"), "{text}");
}

#[tokio::test]
async fn the_bots_limit_is_kept_as_telegram_says_it() {
    let said = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"#;
    let server = Server::always(answer(429, said)).await;
    let trouble = telegram(&server, "7").send(&letter()).await.unwrap_err();
    assert_eq!(trouble, Trouble::TooFast { after: Some(Duration::from_secs(35)) });
}

#[tokio::test]
async fn a_group_that_moved_is_followed() {
    let server = Server::plain(|before, _| match before {
        0 => answer(
            400,
            r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1002}}"#,
        ),
        _ => taken(),
    })
    .await;
    let wire = telegram(&server, "-42");
    wire.send(&letter()).await.unwrap();
    wire.send(&letter()).await.unwrap();
    let chats: Vec<_> = server.requests().iter().map(|request| request.json()["chat_id"].as_i64().unwrap()).collect();
    assert_eq!(chats, [-42, -1002, -1002]);
}

#[tokio::test]
async fn refusals_are_said_without_the_token() {
    for (status, description) in [
        (401, "Unauthorized"),
        (400, "Bad Request: chat not found"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (404, "Not Found: /bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/sendMessage"),
    ] {
        let body = serde_json::json!({ "ok": false, "error_code": status, "description": description });
        let server = Server::always(answer(status, body.to_string())).await;
        let wire = telegram(&server, "7");
        let trouble = wire.send(&letter()).await.unwrap_err();
        assert!(matches!(&trouble, Trouble::Refused { status: found, .. } if *found == status), "{trouble}");
        assert!(!format!("{trouble:?} {wire:?}").contains("zyx57"), "{trouble:?} {wire:?}");
    }
}

#[test]
fn what_is_no_token_or_chat_is_told_at_once() {
    let new = |token: &str, chat: &str| {
        let server = Address::new(TelegramSettings::SERVER).unwrap();
        Telegram::new(TelegramSettings::new(server, token.to_owned().into(), chat))
    };
    assert!(new(TOKEN, "@name").is_ok());
    for token in ["", "abc", "123456:", "123456:a/../../getMe", ":abc"] {
        assert_eq!(new(token, "7").unwrap_err().code(), "E-NOTIFY-SECRET", "{token}");
    }
    for chat in ["", "name", "@", "0", "@a b"] {
        assert_eq!(new(TOKEN, chat).unwrap_err().code(), "E-NOTIFY-PLACE", "{chat}");
    }
}
