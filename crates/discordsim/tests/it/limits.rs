//! What Discord does not take is refused, with the place, and remembered.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::House;

fn message(part: &str, value: Value) -> Value {
    let mut body = json!({ "content": "x", "allowed_mentions": { "parse": [] } });
    body[part] = value;
    body
}

fn row(buttons: &Value) -> Value {
    json!([{ "type": 1, "components": buttons }])
}

fn button(id: &str, label: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": label, "custom_id": id })
}

#[tokio::test]
async fn messages_beyond_a_limit_are_refused_with_the_place() {
    let house = House::open().await;
    let field = |value: &str| json!({ "name": "n", "value": value });
    let long = |count: usize| "ä".repeat(count);
    let six: Vec<Value> = (0..6).map(|number| button(&number.to_string(), "b")).collect();
    let rows: Vec<Value> =
        (0..6).map(|number| json!({ "type": 1, "components": [button(&number.to_string(), "b")] })).collect();
    let fields: Vec<Value> = (0..26).map(|_| field("v")).collect();
    for (body, place) in [
        (message("content", json!(long(2001))), "content"),
        (message("embeds", json!([{ "title": long(257) }])), "embeds.0.title"),
        (message("embeds", json!([{ "description": long(4097) }])), "embeds.0.description"),
        (message("embeds", json!([{ "description": long(4000) }, { "description": long(2001) }])), "embeds"),
        (message("embeds", json!([{ "fields": fields }])), "embeds.0.fields"),
        (message("embeds", json!([{ "fields": [field(&long(1025))] }])), "embeds.0.fields.0.value"),
        (message("embeds", json!([{ "fields": [field(" ")] }])), "embeds.0.fields.0.value"),
        (message("embeds", json!([{ "title": "a", "image": { "url": "attachment://a.png" } }])), "embeds.0.image"),
        (message("embeds", json!(vec![json!({ "title": "a" }); 11])), "embeds"),
        (message("components", row(&json!(six))), "components.0.components"),
        (message("components", json!(rows)), "components"),
        (message("components", row(&json!([button(&long(101), "b")]))), "components.0.components.0.custom_id"),
        (message("components", row(&json!([button("a", &long(81))]))), "components.0.components.0.label"),
        (
            message("components", row(&json!([button("a", "b"), button("a", "b")]))),
            "components.0.components.1.custom_id",
        ),
        (message("components", json!([button("a", "b")])), "components.0"),
        (message("flags", json!(64)), "flags"),
        (message("allowed_mentions", json!({ "parse": ["everyone"] })), "allowed_mentions"),
        (message("allowed_mentions", Value::Null), "allowed_mentions"),
    ] {
        let before = house.discord.violations().len();
        let (status, answer) =
            house.call(Method::POST, &format!("/channels/{}/messages", house.channel), Some(body)).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50035)), "{place}");
        let pointer = format!("/errors/{}/_errors", place.replace('.', "/"));
        assert!(answer.pointer(&pointer).is_some(), "{place} is not in {answer}");
        assert_eq!(house.discord.violations().len(), before + 1);
    }
    assert!(house.discord.sees(house.anna, house.channel).is_empty());
}

#[tokio::test]
async fn an_empty_message_is_refused_and_one_of_an_embed_is_not() {
    let house = House::open().await;
    let path = format!("/channels/{}/messages", house.channel);
    let (status, body) =
        house.call(Method::POST, &path, Some(json!({ "content": " ", "allowed_mentions": { "parse": [] } }))).await;
    assert_eq!((status, &body["code"]), (400, &json!(50006)));
    let (status, body) = house.call(Method::POST, &path, Some(json!({ "embeds": [{ "title": "a" }] }))).await;
    assert_eq!(status, 200, "{body}");
    let path = format!("{path}/{}", body["id"].as_str().unwrap());
    assert_eq!(house.call(Method::PATCH, &path, Some(json!({ "embeds": [] }))).await.1["code"], 50006);
}

#[tokio::test]
async fn a_bot_without_a_permission_is_told_so() {
    let house = House::open().await;
    let path = format!("/channels/{}/messages", house.channel);
    let deny = |denied| {
        house.discord.change(|world| {
            let own = discordsim::world::Whose::Member(house.application);
            world.overwrite(house.channel, own, discordsim::world::Permissions::NONE, denied);
        });
    };
    deny(discordsim::world::Permissions::EMBED_LINKS);
    assert_eq!(house.call(Method::POST, &path, Some(json!({ "embeds": [{ "title": "a" }] }))).await.1["code"], 50013);
    assert_eq!(house.call(Method::POST, &path, Some(message("tts", json!(false)))).await.0, 200);
    deny(discordsim::world::Permissions::SEND_MESSAGES);
    assert_eq!(house.call(Method::POST, &path, Some(message("tts", json!(false)))).await.1["code"], 50013);
    // In a thread it is another permission.
    let thread = format!("/channels/{}/messages", house.thread);
    assert_eq!(house.call(Method::POST, &thread, Some(message("tts", json!(false)))).await.0, 200);
    house.fine();
}

#[tokio::test]
async fn commands_beyond_a_limit_are_refused_with_the_place() {
    let house = House::open().await;
    let option = |name: &str, more: Value| {
        let mut option = json!({ "type": 3, "name": name, "description": "d" });
        option.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        option
    };
    let command = |options: Value| json!([{ "name": "info", "description": "d", "options": options }]);
    let choices: Vec<Value> = (0..26).map(|number| json!({ "name": number.to_string(), "value": "v" })).collect();
    let many: Vec<Value> = (0..101).map(|number| json!({ "name": format!("c{number}"), "description": "d" })).collect();
    let wordy: Vec<Value> = (0..25)
        .map(|number| {
            let choices: Vec<Value> = (0..4)
                .map(|one| json!({ "name": format!("{one}{}", "n".repeat(90)), "value": "v".repeat(90) }))
                .collect();
            option(&format!("o{number}"), json!({ "choices": choices }))
        })
        .collect();
    for (body, place) in [
        (json!([{ "name": "Info", "description": "d" }]), "0.name"),
        (json!([{ "name": "in fo", "description": "d" }]), "0.name"),
        (json!([{ "name": "a".repeat(33), "description": "d" }]), "0.name"),
        (json!([{ "name": "info", "description": "d".repeat(101) }]), "0.description"),
        (json!([{ "name": "info", "description": "" }]), "0.description"),
        (
            json!([{ "name": "info", "description": "d", "name_localizations": { "de": "Mit Leer" } }]),
            "0.name_localizations.de",
        ),
        (
            json!([{ "name": "info", "description": "d", "name_localizations": { "xx": "info" } }]),
            "0.name_localizations",
        ),
        (json!([{ "name": "info", "description": "d" }, { "name": "info", "description": "d" }]), "1"),
        (json!(many), ""),
        (command(json!([option("a", json!({})), option("b", json!({ "required": true }))])), "0.options.1"),
        (command(json!([option("a", json!({ "choices": choices }))])), "0.options.0.choices"),
        (
            command(json!([option("a", json!({ "autocomplete": true, "choices": [{ "name": "a", "value": "b" }] }))])),
            "0.options.0.choices",
        ),
        (command(json!([option("a", json!({})), { "type": 1, "name": "b", "description": "d" }])), "0.options"),
        (command(json!([option("a", json!({})), option("a", json!({}))])), "0.options.1"),
        (command(json!(wordy)), "0"),
    ] {
        let (status, answer) = house.register(body).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50035)), "{place}");
        let pointer = if place.is_empty() {
            "/errors/_errors".to_owned()
        } else {
            format!("/errors/{}/_errors", place.replace('.', "/"))
        };
        assert!(answer.pointer(&pointer).is_some(), "{place} is not in {answer}");
    }
    let japanese =
        json!([{ "name": "一覧", "description": "ゲストの一覧", "name_localizations": { "de": "übersicht" } }]);
    let (status, body) = house.register(japanese).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn a_command_keeps_its_id_when_it_is_registered_again() {
    let house = House::open().await;
    let first =
        house.register(json!([{ "name": "a", "description": "d" }, { "name": "b", "description": "d" }])).await.1;
    let second = house.register(json!([{ "name": "b", "description": "other" }])).await.1;
    assert_eq!(first[1]["id"], second[0]["id"]);
    assert_eq!(house.discord.commands(house.guild).len(), 1);
    let listed = house.get(&format!("/applications/{}/guilds/{}/commands", house.application, house.guild)).await;
    assert!(listed[0].get("name_localizations").is_none(), "the list shows translations only when asked");
    house.fine();
}

#[tokio::test]
async fn what_the_description_does_not_know_is_refused() {
    if reference_data::find("discord/openapi.json").is_none() {
        return;
    }
    let house = House::open().await;
    let path = format!("/channels/{}/messages", house.channel);
    let misspelt = message("allowed_mention", json!({}));
    assert_eq!(house.call(Method::POST, &path, Some(misspelt)).await.0, 400);
    assert!(house.flaw().contains("UNKNOWN_FIELD"), "{}", house.flaw());
    let deep = message("embeds", json!([{ "title": "a", "colour": 3 }]));
    assert_eq!(house.call(Method::POST, &path, Some(deep)).await.0, 400);
    assert!(house.flaw().contains("embeds.0 [UNKNOWN_FIELD]"), "{}", house.flaw());
    // What a library adds to commands on its own is not in the documented shape.
    let (status, _) = house.register(json!([{ "name": "a", "description": "d", "version": "1" }])).await;
    assert_eq!(status, 400);
    // Integers may be strings of digits.
    let (status, body) =
        house.register(json!([{ "name": "a", "description": "d", "default_member_permissions": "0" }])).await;
    assert_eq!((status, &body[0]["default_member_permissions"]), (200, &json!("0")));
}
