//! Sessions: opening, resuming, losing them.

use std::time::Duration;

use discordsim::record::Opening;
use serde_json::json;

use crate::client::{Got, House, Line};

#[tokio::test]
async fn a_bot_that_identifies_gets_its_guild_and_its_interactions() {
    let house = House::open().await;
    house.register_some().await;
    let mut line = Line::open(&house).await;
    assert_eq!(line.hello["d"]["heartbeat_interval"], 41_250);
    line.identify(&format!("Bot {}", house.discord.token()), 1).await;
    let ready = line.event("READY").await;
    assert_eq!(ready["user"]["id"], house.application.to_string());
    let guild = line.event("GUILD_CREATE").await;
    assert_eq!(guild["channels"].as_array().unwrap().len(), 2, "the category and the channel");
    assert_eq!(guild["threads"][0]["parent_id"], house.channel.to_string());
    line.say(json!({ "op": 1, "d": 2 })).await;
    assert!(matches!(line.next().await, Got::Frame(frame) if frame["op"] == 11));
    let _ =
        house.discord.person(house.anna, house.channel).locale("de").slash("info", &[("guest", json!("web"))]).unwrap();
    let event = line.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][0]["value"], "web");
    assert_eq!(event["member"]["user"]["username"], "anna");
    assert_eq!(event["locale"], "de");
    assert_eq!(house.discord.connections()[0].heartbeats, 1);
    house.fine();
}

#[tokio::test]
async fn what_is_wrong_at_the_opening_closes_with_its_own_code() {
    let house = House::open().await;
    for (token, intents, code) in
        [("wrong", 1, 4004), (house.discord.token(), 1 << 40, 4013), (house.discord.token(), 1 << 15, 4014)]
    {
        let mut line = Line::open(&house).await;
        line.identify(token, intents).await;
        assert_eq!(line.next().await, Got::Closed(Some(code)));
    }
    let mut line = Line::open(&house).await;
    line.say(json!({ "op": 3, "d": {} })).await;
    assert_eq!(line.next().await, Got::Closed(Some(4003)));
    let mut line = Line::identified(&house).await;
    line.identify(house.discord.token(), 1).await;
    assert_eq!(line.next().await, Got::Closed(Some(4005)));
}

#[tokio::test]
async fn a_resumed_session_gets_what_it_missed_once() {
    let house = House::open().await;
    house.register_some().await;
    let line = Line::identified(&house).await;
    let (session, seq) = (line.session.clone(), line.seq);
    house.discord.drop_connections();
    drop(line);
    let _ = house.discord.person(house.anna, house.channel).slash("info", &[("guest", json!("web"))]).unwrap();
    let mut back = Line::open(&house).await;
    back.say(json!({ "op": 6, "d": { "token": house.discord.token(), "session_id": session, "seq": seq } })).await;
    assert_eq!(back.event("INTERACTION_CREATE").await["data"]["name"], "info");
    back.event("RESUMED").await;
    assert_eq!(house.discord.connections()[1].opening, Opening::Resume);
}

#[tokio::test]
async fn a_session_that_is_gone_cannot_be_resumed() {
    let house = House::open().await;
    let mut line = Line::identified(&house).await;
    house.discord.invalidate_sessions(false);
    assert!(matches!(line.next().await, Got::Frame(frame) if frame["op"] == 9 && frame["d"] == false));
    let mut back = Line::open(&house).await;
    let old = json!({ "token": house.discord.token(), "session_id": line.session, "seq": line.seq });
    back.say(json!({ "op": 6, "d": old })).await;
    assert!(matches!(back.next().await, Got::Frame(frame) if frame["op"] == 9 && frame["d"] == false));
}

#[tokio::test]
async fn a_client_that_never_sends_a_heartbeat_is_closed() {
    let house = House::open_with(|options| options.with_heartbeat(Duration::from_millis(50))).await;
    let mut line = Line::identified(&house).await;
    assert_eq!(line.next().await, Got::Closed(Some(4009)));
}
