//! What a person does, and what the bot may answer when.

use std::time::Duration;

use discordsim::interaction::Answered;
use discordsim::play::PlayError;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{House, Line, http};

fn said(content: &str) -> Value {
    json!({ "content": content, "allowed_mentions": { "parse": [] } })
}

async fn pressed(house: &House, line: &mut Line) -> (discordsim::play::pressed::Pressed, Value) {
    let anna = house.discord.person(house.anna, house.channel);
    let pressed = anna.slash("info", &[("guest", json!("web"))]).unwrap();
    (pressed, line.event("INTERACTION_CREATE").await)
}

async fn started() -> (House, Line) {
    let house = House::open().await;
    house.register_some().await;
    let line = Line::identified(&house).await;
    (house, line)
}

#[tokio::test]
async fn an_ephemeral_answer_is_seen_by_one_person_only() {
    let (house, mut line) = started().await;
    let (pressed, event) = pressed(&house, &mut line).await;
    let mut data = said("only you");
    data["flags"] = json!(64);
    assert_eq!(house.answer(&event, json!({ "type": 4, "data": data })).await.0, 204);
    let ack = pressed.acknowledged().await.unwrap();
    assert!(ack.ephemeral && ack.how == Answered::Message && ack.after < Duration::from_secs(3));
    let post = pressed.message().await.unwrap();
    assert_eq!(house.discord.sees(house.anna, house.channel), std::slice::from_ref(&post));
    assert!(house.discord.sees(house.ben, house.channel).is_empty());
    // … and does not exist in the channel, not even for the bot.
    let path = format!("/channels/{}/messages/{}", house.channel, post.id);
    assert_eq!(house.call(Method::PATCH, &path, Some(said("x"))).await.1["code"], 10008);
    let ben = house.discord.person(house.ben, house.channel);
    assert_eq!(ben.press(post.id, "a").unwrap_err(), PlayError::NoMessage);
    house.fine();
}

#[tokio::test]
async fn a_deferred_answer_is_filled_by_an_edit_or_by_the_first_follow_up() {
    let (house, mut line) = started().await;
    for follow_up in [false, true] {
        let (pressed, event) = pressed(&house, &mut line).await;
        let (status, told) = {
            let path = format!(
                "/interactions/{}/{}/callback?with_response=true",
                event["id"].as_str().unwrap(),
                event["token"].as_str().unwrap()
            );
            house.call(Method::POST, &path, Some(json!({ "type": 5 }))).await
        };
        assert_eq!((status, &told["interaction"]["response_message_loading"]), (200, &json!(true)));
        assert_eq!(pressed.acknowledged().await.unwrap().how, Answered::Deferred);
        let path = house.webhook(&event);
        let (status, body) = if follow_up {
            house.call(Method::POST, &path, Some(said("done"))).await
        } else {
            house.call(Method::PATCH, &format!("{path}/messages/@original"), Some(said("done"))).await
        };
        assert_eq!(status, 200, "{body}");
        let post = pressed.message().await.unwrap();
        assert_eq!((post.text().as_str(), post.before.len()), ("done", 0));
        house.call(Method::PATCH, &format!("{path}/messages/@original"), Some(said("more"))).await;
        let post = pressed.message_where(|post| post.content == "more").await.unwrap();
        assert_eq!(post.before[0].content, "done");
        house.call(Method::POST, &path, Some(said("second"))).await;
        pressed.any_message_where(|post| post.content == "second").await.unwrap();
    }
    assert_eq!(house.discord.sees(house.ben, house.channel).len(), 4);
    house.fine();
}

#[tokio::test]
async fn an_answer_after_three_seconds_is_unknown_and_two_answers_are_one_too_many() {
    let (house, mut line) = started().await;
    let (late, event) = pressed(&house, &mut line).await;
    house.discord.advance(Duration::from_millis(3001));
    assert_eq!(house.answer(&event, json!({ "type": 5 })).await.1["code"], 10062);
    let late = late.interaction().unwrap();
    assert!(late.ack.is_none() && late.late.len() == 1);
    assert_eq!(house.call(Method::POST, &house.webhook(&event), Some(said("x"))).await.1["code"], 10015);
    let (_, event) = pressed(&house, &mut line).await;
    assert_eq!(house.answer(&event, json!({ "type": 5 })).await.0, 204);
    house.fine();
    assert_eq!(house.answer(&event, json!({ "type": 5 })).await.1["code"], 40060);
    assert!(house.flaw().contains("already been acknowledged"));
}

#[tokio::test]
async fn a_token_is_good_for_fifteen_minutes() {
    let (house, mut line) = started().await;
    let (_, event) = pressed(&house, &mut line).await;
    house.answer(&event, json!({ "type": 4, "data": said("a") })).await;
    house.discord.advance(Duration::from_mins(14));
    let original = format!("{}/messages/@original", house.webhook(&event));
    assert_eq!(house.call(Method::PATCH, &original, Some(said("b"))).await.0, 200);
    house.discord.advance(Duration::from_secs(61));
    let (status, body) = house.call(Method::PATCH, &original, Some(said("c"))).await;
    assert_eq!((status, &body["code"]), (401, &json!(50027)));
    // The message itself can still be changed as the bot's own.
    let id = house.discord.sees(house.ben, house.channel)[0].id;
    let path = format!("/channels/{}/messages/{id}", house.channel);
    assert_eq!(house.call(Method::PATCH, &path, Some(said("d"))).await.1["content"], "d");
    house.fine();
}

#[tokio::test]
async fn a_button_opens_a_modal_and_the_modal_changes_the_message() {
    let (house, mut line) = started().await;
    let (pressed, event) = pressed(&house, &mut line).await;
    let mut data = said("delete?");
    let button = |id: &str, label: &str, disabled: bool| json!({ "type": 2, "style": 4, "label": label, "custom_id": id, "disabled": disabled });
    data["components"] =
        json!([{ "type": 1, "components": [button("del", "Delete", false), button("off", "Off", true)] }]);
    house.answer(&event, json!({ "type": 4, "data": data })).await;
    let post = pressed.message().await.unwrap();
    let anna = house.discord.person(house.anna, house.channel);
    assert_eq!(anna.press(post.id, "Off").unwrap_err(), PlayError::NoButton("Off".to_owned()));
    let click = anna.press(post.id, "Delete").unwrap();
    let event = line.event("INTERACTION_CREATE").await;
    assert_eq!((&event["type"], &event["data"]["custom_id"]), (&json!(3), &json!("del")));
    assert_eq!(event["message"]["id"], post.id.to_string());
    let input = json!({ "type": 4, "custom_id": "name", "style": 1, "min_length": 3, "required": true });
    let modal = json!({ "custom_id": "m", "title": "Sure?", "components": [{ "type": 18, "label": "Name", "component": input }] });
    assert_eq!(house.answer(&event, json!({ "type": 9, "data": modal })).await.0, 204);
    assert_eq!(click.modal().await.unwrap()["title"], "Sure?");
    assert_eq!(anna.submit(&click, &[("name", "ab")]).unwrap_err(), PlayError::Unfit("name".to_owned()));
    let sent = anna.submit(&click, &[("name", "web")]).unwrap();
    let event = line.event("INTERACTION_CREATE").await;
    assert_eq!(
        event["data"]["components"][0]["component"],
        json!({ "type": 4, "custom_id": "name", "id": 2, "value": "web" })
    );
    let mut done = said("gone");
    done["components"] = json!([]);
    assert_eq!(house.answer(&event, json!({ "type": 7, "data": done })).await.0, 204);
    let post = sent.message_where(|post| post.content == "gone").await.unwrap();
    assert!(post.buttons().is_empty() && post.before[0].content == "delete?");
    // A modal is sent once.
    assert_eq!(anna.submit(&click, &[("name", "web")]).unwrap_err(), PlayError::NoModal);
    house.fine();
}

#[tokio::test]
async fn a_completion_gets_choices_and_nothing_else() {
    let (house, mut line) = started().await;
    let anna = house.discord.person(house.anna, house.channel);
    let typing = anna.complete("backup now", &[], "guest", "we").unwrap();
    let event = line.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][0]["options"][0]["focused"], true);
    assert_eq!(house.answer(&event, json!({ "type": 5 })).await.0, 400);
    let choices = json!({ "choices": [{ "name": "home/web", "value": "100" }] });
    assert_eq!(house.answer(&event, json!({ "type": 8, "data": choices })).await.0, 204);
    assert_eq!(typing.choices().await.unwrap(), [("home/web".to_owned(), json!("100"))]);
    assert!(house.flaw().contains("does not fit the interaction 4"));
}

#[tokio::test]
async fn a_person_can_only_send_what_the_client_would_offer() {
    let (house, _line) = started().await;
    let anna = house.discord.person(house.anna, house.channel);
    let unknown = |name: &str| PlayError::Unknown(name.to_owned());
    assert_eq!(anna.slash("nothing", &[]).unwrap_err(), unknown("nothing"));
    assert_eq!(anna.slash("backup", &[]).unwrap_err(), unknown("backup"));
    assert_eq!(anna.slash("info", &[]).unwrap_err(), PlayError::Missing("guest".to_owned()));
    assert_eq!(anna.slash("info", &[("guest", json!(3))]).unwrap_err(), PlayError::Unfit("guest".to_owned()));
    assert_eq!(anna.slash("info", &[("node", json!("a"))]).unwrap_err(), unknown("node"));
    house.discord.change(|world| {
        let nobody = discordsim::world::Permissions::NONE;
        let view = discordsim::world::Permissions::VIEW_CHANNEL;
        world.overwrite(house.channel, discordsim::world::Whose::Member(house.anna), nobody, view);
    });
    assert_eq!(anna.slash("info", &[("guest", json!("web"))]).unwrap_err(), PlayError::Hidden);
}

#[tokio::test]
async fn a_file_comes_with_the_answer_and_its_picture_stands_in_the_embed() {
    let (house, mut line) = started().await;
    let (pressed, event) = pressed(&house, &mut line).await;
    house.answer(&event, json!({ "type": 5 })).await;
    let body = json!({
        "attachments": [{ "id": 0, "filename": "web.png", "description": "CPU of web" }],
        "embeds": [{ "title": "web", "image": { "url": "attachment://web.png" } }],
    });
    let form = format!(
        "--cut\r\ncontent-disposition: form-data; name=\"payload_json\"\r\ncontent-type: application/json\r\n\r\n{body}\r\n\
         --cut\r\ncontent-disposition: form-data; name=\"files[0]\"; filename=\"web.png\"\r\n\r\nPNG\r\n--cut--\r\n"
    );
    let url = format!("{}/api/v10{}/messages/@original", house.discord.api_url(), house.webhook(&event));
    let request = http().patch(url).header("user-agent", "DiscordBot (https://example.org, 1)");
    let request = request.header("content-type", "multipart/form-data; boundary=cut").body(form);
    let response = request.send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200, "{}", response.text().await.unwrap());
    let post = pressed.message().await.unwrap();
    assert_eq!(post.attachments[0].bytes, b"PNG");
    assert_eq!(post.attachments[0].kind.as_deref(), Some("image/png"));
    assert!(post.embeds[0]["image"]["url"].as_str().unwrap().ends_with("/web.png"));
    house.fine();
}
