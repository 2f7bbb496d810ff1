//! What holds on every wire over HTTP.

use std::{net::SocketAddr, time::Duration};

use lotse_notify::{
    Address, Authority, Gotify, GotifySettings, Matrix, MatrixSettings, Ntfy, NtfyLogin, NtfySettings, Slack,
    SlackSettings, SlackWay, Telegram, TelegramSettings, Trouble, Webhook, WebhookSettings, Wire,
};
use rcgen::date_time_ymd;
use secrecy::SecretString;

use crate::{
    certificates::Issuer,
    http_server::{Act, Server, answer},
    letters::letter,
};

/// A time that only a hang reaches.
const LONG: Duration = Duration::from_secs(30);
/// The same in tests of hangs.
const SHORT: Duration = Duration::from_millis(300);
const SECRET: &str = "123456:a-secret-of-a-wire-in-a-test";

/// Every wire, talking to this server.
fn wires(server: &str, authority: Option<&Authority>, timeout: Duration) -> Vec<(&'static str, Box<dyn Wire>)> {
    let address = || Address::new(server).unwrap();
    let secret = || SecretString::from(SECRET.to_owned());
    let authority = || authority.cloned();
    let bot = SlackWay::Bot { server: address(), token: secret(), channel: "C1".to_owned() };
    let webhook = WebhookSettings::new(address());
    let ntfy = NtfySettings {
        login: Some(NtfyLogin::Token(secret())),
        ..NtfySettings::new(address(), "lotse".to_owned().into())
    };
    let hook = Address::new(&format!("{server}/services/{SECRET}")).unwrap();
    let telegram = TelegramSettings::new(address(), secret(), "7");
    let matrix = MatrixSettings::new(address(), secret(), "!a:b");
    let gotify = GotifySettings::new(address(), secret());
    vec![
        (
            "webhook",
            Box::new(
                Webhook::new(WebhookSettings { key: Some(secret()), authority: authority(), timeout, ..webhook })
                    .unwrap(),
            ),
        ),
        ("ntfy", Box::new(Ntfy::new(NtfySettings { authority: authority(), timeout, ..ntfy }).unwrap())),
        (
            "telegram",
            Box::new(Telegram::new(TelegramSettings { authority: authority(), timeout, ..telegram }).unwrap()),
        ),
        (
            "slack, webhook",
            Box::new(
                Slack::new(SlackSettings {
                    authority: authority(),
                    timeout,
                    ..SlackSettings::new(SlackWay::Webhook(hook))
                })
                .unwrap(),
            ),
        ),
        (
            "slack, bot",
            Box::new(Slack::new(SlackSettings { authority: authority(), timeout, ..SlackSettings::new(bot) }).unwrap()),
        ),
        ("matrix", Box::new(Matrix::new(MatrixSettings { authority: authority(), timeout, ..matrix }).unwrap())),
        ("gotify", Box::new(Gotify::new(GotifySettings { authority: authority(), timeout, ..gotify }).unwrap())),
    ]
}

/// The trouble that each wire has with this server. None of it shows a secret.
async fn troubles(server: &str, authority: Option<&Authority>, timeout: Duration) -> Vec<(&'static str, Trouble)> {
    let mut found = Vec::new();
    for (name, wire) in wires(server, authority, timeout) {
        let trouble = wire.send(&letter()).await.expect_err(name);
        let shown = format!("{trouble} {trouble:?} {wire:?}");
        assert!(!shown.contains("a-secret-of-a-wire"), "{name}: {shown}");
        found.push((name, trouble));
    }
    found
}

#[tokio::test]
async fn a_limit_passes_with_the_servers_wish() {
    let server = Server::always(Act::Answer(429, vec![("retry-after", "17".to_owned())], "{}".to_owned())).await;
    for (name, trouble) in troubles(&server.at(""), None, LONG).await {
        assert_eq!(trouble, Trouble::TooFast { after: Some(Duration::from_secs(17)) }, "{name}");
    }
}

#[tokio::test]
async fn a_failing_server_passes() {
    for status in [500, 502, 503, 504, 408] {
        let act = Act::Answer(status, vec![("retry-after", "120".to_owned())], format!("<html>{SECRET}\u{1b}[2J"));
        let server = Server::always(act).await;
        for (name, trouble) in troubles(&server.at(""), None, LONG).await {
            assert!(trouble.passes(), "{name}: {trouble}");
            assert_eq!(trouble.after(), Some(Duration::from_mins(2)), "{name}");
            assert!(!trouble.to_string().contains('\u{1b}'), "{name}: {trouble}");
        }
    }
}

#[tokio::test]
async fn a_refusal_does_not_pass() {
    for status in [400, 401, 403, 404, 410, 413, 422] {
        let server = Server::always(answer(status, "{}")).await;
        for (name, trouble) in troubles(&server.at(""), None, LONG).await {
            assert!(!trouble.passes(), "{name}: {trouble}");
        }
    }
}

#[tokio::test]
async fn nobody_is_followed_elsewhere() {
    let other = Server::always(answer(200, "ok")).await;
    for status in [301, 302, 303, 307, 308] {
        let act = Act::Answer(status, vec![("location", other.at("/elsewhere"))], String::new());
        let server = Server::always(act).await;
        for (name, trouble) in troubles(&server.at(""), None, LONG).await {
            assert_eq!(trouble, Trouble::Redirected { status }, "{name}");
        }
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let server = Server::always(Act::Silence).await;
    for (name, trouble) in troubles(&server.at(""), None, SHORT).await {
        assert!(matches!(trouble, Trouble::TimedOut { .. }) && trouble.passes(), "{name}: {trouble}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let server = Server::always(Act::Endless).await;
    for (name, trouble) in troubles(&server.at(""), None, LONG).await {
        assert!(matches!(trouble, Trouble::Broken { .. }) && trouble.passes(), "{name}: {trouble}");
    }
}

#[tokio::test]
async fn a_success_that_is_none_of_such_a_server_is_tried_again() {
    for body in ["", "{", "[]", "null", "<html>log in</html>", r#"{"ok":"yes"}"#] {
        let server = Server::always(answer(200, body)).await;
        for (name, wire) in wires(&server.at(""), None, LONG) {
            // A webhook of one's own may answer what it likes.
            if name != "webhook" {
                let trouble = wire.send(&letter()).await.expect_err(name);
                assert!(matches!(trouble, Trouble::Broken { .. }) && trouble.passes(), "{name}, {body}: {trouble}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_there_passes() {
    let free: SocketAddr = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    for (name, trouble) in troubles(&format!("http://{free}"), None, LONG).await {
        assert!(matches!(trouble, Trouble::Unreachable { .. }) && trouble.passes(), "{name}: {trouble}");
    }
}

#[tokio::test]
async fn a_private_authority_is_believed_where_it_is_named() {
    let issuer = Issuer::new();
    let server = Server::tls(issuer.acceptor("127.0.0.1"), |_, _| answer(503, "{}")).await;
    for (name, trouble) in troubles(&server.at(""), Some(&issuer.authority()), LONG).await {
        assert!(matches!(trouble, Trouble::ServerFailed { status: 503, .. }), "{name}: {trouble}");
    }
    assert_eq!(server.requests().len(), 7);
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_gets_no_request() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let expired = |params: &mut rcgen::CertificateParams| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    };
    let authority = issuer.authority();
    let cases = [
        ("another authority", other.acceptor("127.0.0.1"), Some(&authority)),
        ("another name", issuer.acceptor("push.example.org"), Some(&authority)),
        ("expired", issuer.acceptor_with("127.0.0.1", expired), Some(&authority)),
        ("not the system's", issuer.acceptor("127.0.0.1"), None),
    ];
    for (case, acceptor, authority) in cases {
        let server = Server::tls(acceptor, |_, _| answer(200, "ok")).await;
        for (name, trouble) in troubles(&server.at(""), authority, LONG).await {
            assert!(matches!(trouble, Trouble::Untrusted { .. }), "{case}, {name}: {trouble}");
            assert!(!trouble.passes(), "{case}, {name}");
        }
        assert!(server.requests().is_empty(), "{case}");
    }
}

#[tokio::test]
async fn a_port_without_tls_is_not_trusted() {
    let server = Server::always(answer(200, "ok")).await;
    let address = server.at("").replace("http://", "https://");
    for (name, trouble) in troubles(&address, None, LONG).await {
        assert!(!trouble.passes(), "{name}: {trouble}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_is_over_the_rate_is_given_back_unsent() {
    let server = Server::always(answer(500, "")).await;
    let rate = lotse_notify::Rate::new(2, Duration::from_hours(1));
    let settings = WebhookSettings::new(Address::new(&server.at("")).unwrap());
    let wire = Webhook::new(WebhookSettings { rate, ..settings }).unwrap();
    for _ in 0..2 {
        assert!(matches!(wire.send(&letter()).await.unwrap_err(), Trouble::ServerFailed { .. }));
    }
    let Trouble::TooFast { after: Some(after) } = wire.send(&letter()).await.unwrap_err() else { panic!("too fast") };
    assert!(after > Duration::from_mins(55), "{after:?}");
    assert_eq!(server.requests().len(), 2);
}
