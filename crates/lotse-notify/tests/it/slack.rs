//! Slack, by both ways.

use std::time::Duration;

use lotse_notify::{Address, Slack, SlackSettings, SlackWay, Trouble, Wire as _};

use crate::{
    http_server::{Act, Server, answer},
    letters::{letter, long, recovery},
};

const TOKEN: &str = "xoxb-000-secret-Token";
const HOOK: &str = "/services/T00000000/B00000000/XXXXXXXXsecretXXXXXXXX";

fn by_webhook(server: &Server) -> Slack {
    Slack::new(SlackSettings::new(SlackWay::Webhook(Address::new(&server.at(HOOK)).unwrap()))).unwrap()
}

fn by_bot(server: &Server) -> Slack {
    let server = Address::new(&server.at("/api")).unwrap();
    let way = SlackWay::Bot { server, token: TOKEN.to_owned().into(), channel: "C0123".to_owned() };
    Slack::new(SlackSettings::new(way)).unwrap()
}

fn taken() -> Act {
    answer(200, r#"{"ok":true,"channel":"C0123","ts":"1503435956.000247","message":{}}"#)
}

#[tokio::test]
async fn a_webhook_takes_text_that_calls_nobody() {
    let server = Server::always(answer(200, "ok")).await;
    by_webhook(&server).send(&letter()).await.unwrap();
    let request = server.request();
    assert_eq!(request.path, HOOK);
    let message = request.json();
    let text = message["text"].as_str().unwrap();
    assert!(text.starts_with("web1 &lt;b&gt;&amp; größer&lt;/b&gt; is off\n"), "{text}");
    assert!(text.contains("@\u{2060}everyone") && text.contains("&lt;!channel&gt; &lt;@\u{2060}U123&gt;"), "{text}");
    assert!(!text.contains('<') && !text.contains('>'), "{text}");
    for (field, value) in [("mrkdwn", false), ("link_names", false), ("unfurl_links", false)] {
        assert_eq!(message[field], value, "{field}");
    }
}

#[tokio::test]
async fn a_long_text_is_cut_between_characters_and_not_within_an_escape() {
    let server = Server::always(answer(200, "ok")).await;
    by_webhook(&server).send(&long()).await.unwrap();
    let message = server.request().json();
    let text = message["text"].as_str().unwrap();
    assert!(text.encode_utf16().count() <= 4000);
    let unescaped = text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "");
    assert!(!unescaped.contains('&'), "{text}");
    assert!(text.ends_with("lotse monitor-ack 17"), "{text}");
}

#[tokio::test]
async fn a_bot_keeps_an_alert_in_one_thread() {
    let server = Server::always(taken()).await;
    let wire = by_bot(&server);
    let first = wire.send(&letter()).await.unwrap().reference.unwrap();
    assert_eq!(first, "1503435956.000247");
    wire.send(&recovery(&first)).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].path, "/api/chat.postMessage");
    assert_eq!(requests[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(requests[0].json()["channel"], "C0123");
    assert!(requests[0].json().get("thread_ts").is_none());
    assert_eq!(requests[1].json()["thread_ts"], first.as_str());
    assert_eq!(requests[1].json()["reply_broadcast"], true);
}

#[tokio::test]
async fn an_error_within_a_success_is_an_error() {
    for (error, passes) in
        [("invalid_auth", false), ("channel_not_found", false), ("internal_error", true), ("ratelimited", true)]
    {
        let server = Server::always(answer(200, format!(r#"{{"ok":false,"error":"{error}"}}"#))).await;
        let trouble = by_bot(&server).send(&letter()).await.unwrap_err();
        assert_eq!(trouble.passes(), passes, "{error}: {trouble}");
    }
}

#[tokio::test]
async fn the_limit_is_kept_as_slack_says_it() {
    let limited =
        Act::Answer(429, vec![("retry-after", "30".to_owned())], r#"{"ok":false,"error":"ratelimited"}"#.to_owned());
    let server = Server::always(limited).await;
    for trouble in [by_bot(&server).send(&letter()).await, by_webhook(&server).send(&letter()).await] {
        assert_eq!(trouble.unwrap_err(), Trouble::TooFast { after: Some(Duration::from_secs(30)) });
    }
}

#[tokio::test]
async fn the_address_of_a_webhook_is_never_shown() {
    for (status, said) in [(404, "no_service"), (403, "action_prohibited"), (410, "channel_is_archived")] {
        let server = Server::always(answer(status, format!("{said} XXXXXXXXsecretXXXXXXXX"))).await;
        let wire = by_webhook(&server);
        let trouble = wire.send(&letter()).await.unwrap_err();
        assert!(matches!(&trouble, Trouble::Refused { .. }) && trouble.to_string().contains(said), "{trouble}");
        assert!(!format!("{trouble:?} {wire:?}").contains("secret"), "{trouble:?} {wire:?}");
    }
}

#[tokio::test]
async fn a_login_page_on_the_way_is_not_slack() {
    let server = Server::always(answer(200, "<html>Please log in</html>")).await;
    for trouble in [by_bot(&server).send(&letter()).await, by_webhook(&server).send(&letter()).await] {
        let trouble = trouble.unwrap_err();
        assert!(matches!(trouble, Trouble::Broken { .. }) && trouble.passes(), "{trouble}");
    }
}
