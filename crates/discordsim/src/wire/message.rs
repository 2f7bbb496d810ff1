//! Messages on the wire.

use serde_json::{Value, json};

use super::guild::{merge, user};
use super::time;
use crate::check::message::LOADING;
use crate::core::State;
use crate::post::{Attached, Post};
use crate::world::World;

/// A message as every answer and event tells it.
pub(crate) fn message(state: &State, post: &Post) -> Value {
    let author = state.world.people.get(&post.author).map(user);
    let mut value = json!({
        "type": kind(post), "content": post.content, "mentions": [],
        "mention_roles": [],
        "attachments": post.attachments.iter().map(|one| attachment(post, one)).collect::<Vec<_>>(),
        "embeds": post.embeds, "timestamp": time(post.created), "edited_timestamp": post.edited.map(time),
        "flags": post.flags, "components": post.components, "id": post.id, "channel_id": post.channel,
        "author": author, "pinned": false, "mention_everyone": false, "tts": false,
    });
    if let Some(nonce) = &post.nonce {
        merge(&mut value, json!({ "nonce": nonce }));
    }
    if let Some(id) = post.replies_to {
        let reference = json!({ "type": 0, "message_id": id, "channel_id": post.channel });
        merge(&mut value, json!({ "message_reference": reference }));
    }
    if let Some(id) = post.interaction {
        merge(&mut value, json!({ "application_id": state.world.application, "webhook_id": state.world.application }));
        if let Some(meta) = interaction(state, id) {
            merge(&mut value, json!({ "interaction_metadata": meta }));
        }
    }
    value
}

/// `Message Types`: an answer to a command or a button, a reply, or an ordinary message.
const fn kind(post: &Post) -> u8 {
    if post.interaction.is_some() {
        20
    } else if post.replies_to.is_some() {
        19
    } else {
        0
    }
}

fn interaction(state: &State, id: crate::snowflake::Snowflake) -> Option<Value> {
    let one = state.interactions.get(&id)?;
    let person = state.world.people.get(&one.person)?;
    let mut value = json!({
        "id": one.id, "type": one.kind.number(), "user": user(person),
        "authorizing_integration_owners": one.guild.map_or_else(|| json!({}), |guild| json!({ "0": guild })),
    });
    if let (3, Some(behind)) = (one.kind.number(), one.behind) {
        merge(&mut value, json!({ "interacted_message_id": behind }));
    }
    if one.kind.number() == 2 {
        merge(&mut value, json!({ "name": one.name, "command_type": 1 }));
    }
    Some(value)
}

fn attachment(post: &Post, one: &Attached) -> Value {
    let url = address(post, one);
    let mut value = json!({
        "id": one.id, "filename": one.filename, "size": one.bytes.len(), "url": url, "proxy_url": url,
        "ephemeral": post.is_ephemeral(),
    });
    if let Some(kind) = &one.kind {
        merge(&mut value, json!({ "content_type": kind }));
    }
    if let Some(description) = &one.description {
        merge(&mut value, json!({ "description": description }));
    }
    value
}

/// Where a file would lie. Nothing answers there.
pub(crate) fn address(post: &Post, one: &Attached) -> String {
    format!("https://cdn.discordapp.invalid/attachments/{}/{}/{}", post.channel, one.id, one.filename)
}

/// Embeds as Discord keeps them: with a type, with `inline`, without what is empty, pictures by their address.
pub(crate) fn embeds(body: Option<&Value>, post: &Post) -> Vec<Value> {
    let mut kept = Vec::new();
    for embed in body.and_then(Value::as_array).into_iter().flatten() {
        let mut embed = embed.clone();
        if let Some(object) = embed.as_object_mut() {
            object.retain(|_, value| !value.is_null());
            object.insert("type".to_owned(), json!("rich"));
            for field in object.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(field) = field.as_object_mut() {
                    field.entry("inline").or_insert(Value::Bool(false));
                }
            }
            for picture in ["image", "thumbnail"] {
                let Some(picture) = object.get_mut(picture).and_then(Value::as_object_mut) else { continue };
                let name = picture.get("url").and_then(Value::as_str).and_then(|url| url.strip_prefix("attachment://"));
                let file = name.and_then(|name| post.attachments.iter().find(|one| one.filename == name));
                if let Some(file) = file {
                    picture.insert("url".to_owned(), json!(address(post, file)));
                }
            }
        }
        kept.push(embed);
    }
    kept
}

/// Components as Discord keeps them: each with a number of its own.
pub(crate) fn components(body: Option<&Value>) -> Vec<Value> {
    fn number(value: &mut Value, next: &mut u32) {
        let Some(object) = value.as_object_mut() else { return };
        object.retain(|_, value| !value.is_null());
        *next += 1;
        object.entry("id").or_insert_with(|| json!(*next));
        for inside in object.get_mut("components").and_then(Value::as_array_mut).into_iter().flatten() {
            number(inside, next);
        }
        for part in ["accessory", "component"] {
            if let Some(inside) = object.get_mut(part) {
                number(inside, next);
            }
        }
    }
    let mut kept = body.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut next = 0;
    for one in &mut kept {
        number(one, &mut next);
    }
    kept
}

/// A new message with nothing in it.
pub(crate) fn blank(
    world: &World,
    id: crate::snowflake::Snowflake,
    channel: crate::snowflake::Snowflake,
    at: jiff::Timestamp,
) -> Post {
    Post {
        id,
        channel,
        author: world.application,
        content: String::new(),
        embeds: Vec::new(),
        components: Vec::new(),
        attachments: Vec::new(),
        flags: 0,
        created: at,
        edited: None,
        only_for: None,
        interaction: None,
        replies_to: None,
        nonce: None,
        deleted: false,
        before: Vec::new(),
    }
}

/// The answer to "what did the interaction make": `with_response=true`.
pub(crate) fn callback(state: &State, id: crate::snowflake::Snowflake, kind: u64) -> Value {
    let Some(one) = state.interactions.get(&id) else { return json!({}) };
    let post = one.original.and_then(|original| state.posts.get(&original));
    let mut interaction = json!({ "id": one.id, "type": one.kind.number() });
    if let Some(post) = post {
        merge(
            &mut interaction,
            json!({
                "response_message_id": post.id, "response_message_loading": post.flags & LOADING != 0,
                "response_message_ephemeral": post.is_ephemeral(),
            }),
        );
    }
    let mut value = json!({ "interaction": interaction });
    if let (Some(post), 4 | 5 | 7) = (post, kind) {
        merge(&mut value, json!({ "resource": { "type": kind, "message": message(state, post) } }));
    }
    value
}
