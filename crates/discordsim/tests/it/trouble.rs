//! Trouble on purpose comes as Discord would make it.

use std::time::Duration;

use discordsim::chaos::{Fault, Limit, Spoil};
use discordsim::options::Rate;
use reqwest::Method;
use serde_json::json;

use crate::client::{Got, House, Line};

#[tokio::test]
async fn faults_of_the_api_are_what_a_proxy_or_a_limit_sends() {
    let house = House::open().await;
    house.discord.fault(Fault::once("GET /users/@me", Spoil::Html(502)));
    let response = house.send(Method::GET, "/users/@me", None).await;
    assert_eq!((response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()), (502, "text/html"));
    let after = Duration::from_millis(1500);
    house.discord.fault(Fault::once("", Spoil::RateLimited { after, scope: Limit::Global }));
    let response = house.send(Method::GET, "/users/@me", None).await;
    assert_eq!(response.status().as_u16(), 429);
    assert_eq!(response.headers()["x-ratelimit-global"], "true");
    assert_eq!(response.headers()["retry-after"], "2");
    assert_eq!(house.get("/users/@me").await["id"], house.application.to_string());
    assert_eq!(house.discord.counted("GET /users/@me"), 3);
}

#[tokio::test]
async fn an_answer_that_is_lost_was_carried_out_all_the_same() {
    let house = House::open().await;
    house.discord.fault(Fault::once("POST /channels", Spoil::LostAnswer));
    let body = json!({ "content": "once", "allowed_mentions": { "parse": [] } });
    let (status, _) = house.call(Method::POST, &format!("/channels/{}/messages", house.channel), Some(body)).await;
    assert_eq!(status, 502);
    assert_eq!(house.discord.sees(house.ben, house.channel).len(), 1);
}

#[tokio::test]
async fn a_limit_of_a_route_counts_for_each_channel() {
    let rate = Rate { requests: 2, per: Duration::from_mins(1) };
    let house = House::open_with(|options| options.with_rate(rate)).await;
    let body = || Some(json!({ "content": "a", "allowed_mentions": { "parse": [] } }));
    let mut got = Vec::new();
    for channel in [house.channel, house.channel, house.channel, house.thread] {
        got.push(house.call(Method::POST, &format!("/channels/{channel}/messages"), body()).await.0);
    }
    assert_eq!(got, [200, 200, 429, 200]);
    house.discord.advance(Duration::from_secs(61));
    assert_eq!(house.call(Method::POST, &format!("/channels/{}/messages", house.channel), body()).await.0, 200);
}

#[tokio::test]
async fn the_gateway_closes_ends_and_falls_silent_when_told_so() {
    let house = House::open().await;
    let mut line = Line::identified(&house).await;
    house.discord.ask_for_reconnect();
    assert!(matches!(line.next().await, Got::Frame(frame) if frame["op"] == 7));
    house.discord.send_undecodable_event();
    assert!(matches!(line.next().await, Got::Frame(frame) if frame["t"] == "CHANNEL_UPDATE"));
    house.discord.acknowledge_heartbeats(false);
    line.say(json!({ "op": 1, "d": line.seq })).await;
    house.discord.close_connections(4000);
    assert_eq!(line.next().await, Got::Closed(Some(4000)), "a heartbeat was acknowledged, or the code is another");
    house.discord.close_after_hello(4000);
    let mut next = Line::open(&house).await;
    assert_eq!(next.next().await, Got::Closed(Some(4000)));
    house.discord.heal();
    Line::identified(&house).await;
    assert_eq!(house.discord.connections().len(), 3);
}
