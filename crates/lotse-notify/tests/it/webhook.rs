//! The webhook of one's own.

use lotse_notify::{Address, Webhook, WebhookSettings, Wire as _, sign};

use crate::{
    http_server::{Server, answer},
    letters::{ID, letter},
};

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhook(server: &Server, key: Option<&str>) -> Webhook {
    let settings = WebhookSettings::new(Address::new(&server.at("/hook?token=secret-of-the-address")).unwrap());
    let key = key.map(|key| key.to_owned().into());
    Webhook::new(WebhookSettings { key, token: Some("bearer-secret".to_owned().into()), ..settings }).unwrap()
}

#[tokio::test]
async fn a_letter_is_signed_json() {
    let server = Server::always(answer(204, "")).await;
    webhook(&server, Some(KEY)).send(&letter()).await.unwrap();
    let request = server.request();
    assert_eq!(request.path, "/hook?token=secret-of-the-address");
    assert_eq!(request.header("webhook-id"), Some(ID));
    assert_eq!(request.header("authorization"), Some("Bearer bearer-secret"));
    let at: u64 = request.header("webhook-timestamp").unwrap().parse().unwrap();
    let key = [
        0x31, 0xf2, 0x90, 0xf6, 0xbf, 0x06, 0x29, 0x8a, 0xab, 0x4f, 0x08, 0xd4, 0x3c, 0x3f, 0x08, 0x2c, 0xf6, 0x48,
        0xa3, 0x62, 0xda, 0x2d, 0xa4, 0xb0,
    ];
    assert_eq!(request.header("webhook-signature"), Some(sign(&key, ID, at, &request.body).as_str()));
    let body = request.json();
    assert_eq!(body["type"], "alert.raised");
    assert_eq!(body["data"]["severity"], "critical");
    assert_eq!(body["data"]["lines"][1], "forged DATA");
    assert_eq!(body["data"]["thread"], "alert-17-1795331663");
    assert_eq!(body["data"]["notices"][0]["alert"], 17);
}

#[tokio::test]
async fn a_second_attempt_is_the_same_delivery_byte_by_byte() {
    let server = Server::plain(|before, _| answer(if before == 0 { 500 } else { 200 }, "")).await;
    let wire = webhook(&server, Some(KEY));
    assert!(wire.send(&letter()).await.unwrap_err().passes());
    wire.send(&letter()).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("webhook-id"), requests[1].header("webhook-id"));
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn without_a_key_nothing_is_signed() {
    let server = Server::always(answer(200, "")).await;
    webhook(&server, None).send(&letter()).await.unwrap();
    assert_eq!(server.request().header("webhook-signature"), None);
}

#[tokio::test]
async fn no_secret_is_shown() {
    let server = Server::plain(|_, request| {
        answer(403, format!("no: {} {}", request.path, request.header("authorization").unwrap()))
    })
    .await;
    let wire = webhook(&server, Some(KEY));
    let shown = format!("{:?} {wire:?}", wire.send(&letter()).await.unwrap_err());
    for secret in ["secret-of-the-address", "bearer-secret", "MfKQ9r8"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
