//! The same message twice, and answers to messages.

use std::time::Duration;

use discordsim::world::{Permissions, Whose};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::House;

fn body(nonce: &Value, enforce: bool) -> Value {
    json!({ "content": "a", "allowed_mentions": { "parse": [] }, "nonce": nonce, "enforce_nonce": enforce })
}

async fn post(house: &House, body: Value) -> (u16, Value) {
    house.call(Method::POST, &format!("/channels/{}/messages", house.channel), Some(body)).await
}

#[tokio::test]
async fn a_message_of_the_same_nonce_is_written_once_for_a_few_minutes() {
    let house = House::open().await;
    let nonce = json!("lotse-1");
    let (status, first) = post(&house, body(&nonce, true)).await;
    assert_eq!((status, &first["nonce"]), (200, &nonce));
    let (status, again) = post(&house, body(&nonce, true)).await;
    assert_eq!((status, &again["id"]), (200, &first["id"]));
    assert_eq!(house.discord.sees(house.anna, house.channel).len(), 1);
    assert_ne!(post(&house, body(&json!("lotse-2"), true)).await.1["id"], first["id"]);
    assert_ne!(post(&house, body(&nonce, false)).await.1["id"], first["id"], "it was not asked for");
    house.discord.advance(Duration::from_mins(6));
    assert_ne!(post(&house, body(&nonce, true)).await.1["id"], first["id"], "it is forgotten by then");
    house.fine();
}

#[tokio::test]
async fn a_nonce_that_is_too_long_is_refused() {
    let house = House::open().await;
    let (status, answer) = post(&house, body(&json!("x".repeat(26)), true)).await;
    assert_eq!((status, &answer["code"]), (400, &json!(50035)));
    assert!(answer.pointer("/errors/nonce/_errors").is_some(), "{answer}");
    assert_eq!(post(&house, body(&json!(7), true)).await.0, 200);
}

#[tokio::test]
async fn a_reply_names_what_it_answers_and_stands_alone_where_that_is_gone() {
    let house = House::open().await;
    let first = post(&house, body(&Value::Null, false)).await.1;
    let reply = |fail: bool| {
        let mut body = body(&Value::Null, false);
        body["message_reference"] = json!({ "message_id": first["id"], "fail_if_not_exists": fail });
        body
    };
    let (status, answer) = post(&house, reply(true)).await;
    assert_eq!((status, &answer["type"], &answer["message_reference"]["message_id"]), (200, &json!(19), &first["id"]));
    let path = format!("/channels/{}/messages/{}", house.channel, first["id"].as_str().unwrap());
    assert_eq!(house.call(Method::DELETE, &path, None).await.0, 204);
    let (status, answer) = post(&house, reply(false)).await;
    assert_eq!((status, &answer["type"]), (200, &json!(0)));
    house.fine();
    let (status, answer) = post(&house, reply(true)).await;
    assert_eq!((status, &answer["code"]), (400, &json!(50035)));
    assert!(answer.pointer("/errors/message_reference/_errors").is_some(), "{answer}");
}

#[tokio::test]
async fn nobody_replies_who_does_not_see_what_was_before() {
    let house = House::open().await;
    let first = post(&house, body(&Value::Null, false)).await.1;
    house.discord.change(|world| {
        let own = Whose::Member(house.application);
        world.overwrite(house.channel, own, Permissions::NONE, Permissions::READ_MESSAGE_HISTORY);
    });
    let mut reply = body(&Value::Null, false);
    reply["message_reference"] = json!({ "message_id": first["id"], "fail_if_not_exists": false });
    let (status, answer) = post(&house, reply).await;
    assert_eq!((status, &answer["code"]), (403, &json!(160_002)));
    assert_eq!(post(&house, body(&Value::Null, false)).await.0, 200);
}

#[tokio::test]
async fn the_messages_after_one_are_listed_newest_first() {
    let house = House::open().await;
    let mut ids = Vec::new();
    for number in 0..4 {
        ids.push(post(&house, body(&json!(number), false)).await.1["id"].clone());
    }
    let path = format!("/channels/{}/messages?limit=2&after={}", house.channel, ids[0].as_str().unwrap());
    let listed = house.get(&path).await;
    let listed: Vec<_> = listed.as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(listed, [ids[2].clone(), ids[1].clone()]);
}

#[tokio::test]
async fn whoever_does_not_see_what_was_before_is_listed_nothing() {
    let house = House::open().await;
    post(&house, body(&Value::Null, false)).await;
    let path = format!("/channels/{}/messages?limit=100", house.channel);
    assert_eq!(house.get(&path).await.as_array().map(Vec::len), Some(1));
    house.discord.change(|world| {
        let own = Whose::Member(house.application);
        world.overwrite(house.channel, own, Permissions::NONE, Permissions::READ_MESSAGE_HISTORY);
    });
    let (status, listed) = house.call(Method::GET, &path, None).await;
    assert_eq!((status, listed), (200, json!([])));
    house.fine();
    for wrong in ["limit=0", "limit=101", "limit=many", "after=x", "since=1"] {
        let (status, answer) =
            house.call(Method::GET, &format!("/channels/{}/messages?{wrong}", house.channel), None).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50035)), "{wrong}");
    }
}
