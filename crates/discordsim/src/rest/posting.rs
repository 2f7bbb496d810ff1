//! Making and changing messages, for whatever route.

use serde_json::Value;

use crate::check::message::{self, Around, EPHEMERAL, IS_COMPONENTS_V2, LOADING, SUPPRESS_EMBEDS, Way};
use crate::check::upload::Upload;
use crate::check::{Flaw, Flaws, number};
use crate::core::{ApiError, Core, EMPTY_MESSAGE, State};
use crate::post::{Attached, Post};
use crate::snowflake::Snowflake;
use crate::wire;

use super::refuse;

/// Checks the body of a message that is to be made.
pub(super) fn check_new(
    core: &Core,
    body: &Value,
    uploads: &[Upload],
    way: Way,
    flaws: &mut Vec<Flaw>,
) -> Result<(), ApiError> {
    let mut found = Flaws::default();
    let around = Around { way, uploads, kept: &[], second: false, mentions: core.options.mentions };
    message::check(&mut found, "", body, &around);
    flaws.extend(found.0);
    refuse(flaws)?;
    if message::is_empty(body, uploads) {
        flaws.push(Flaw { path: String::new(), code: "EMPTY", message: EMPTY_MESSAGE.message.to_owned() });
        return Err(EMPTY_MESSAGE);
    }
    Ok(())
}

/// Checks the body of a change of a message.
pub(super) fn check_edit(
    core: &Core,
    post: &Post,
    body: &Value,
    uploads: &[Upload],
    flaws: &mut Vec<Flaw>,
) -> Result<(), ApiError> {
    let mut found = Flaws::default();
    let kept = kept(post);
    let second = post.flags & IS_COMPONENTS_V2 != 0;
    let around = Around { way: Way::Edit, uploads, kept: &kept, second, mentions: core.options.mentions };
    message::check(&mut found, "", body, &around);
    flaws.extend(found.0);
    refuse(flaws)?;
    // What is left after the change must show something.
    let left = |part: &str, now: bool| match body.get(part) {
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Null) => false,
        _ => now,
    };
    let shows = left("content", !post.content.is_empty())
        || left("embeds", !post.embeds.is_empty())
        || left("components", !post.components.is_empty())
        || left("attachments", !post.attachments.is_empty())
        || !uploads.is_empty();
    if !shows {
        flaws.push(Flaw { path: String::new(), code: "EMPTY", message: EMPTY_MESSAGE.message.to_owned() });
        return Err(EMPTY_MESSAGE);
    }
    Ok(())
}

/// The attachments that a message has.
pub(super) fn kept(post: &Post) -> Vec<(u64, String)> {
    post.attachments.iter().map(|one| (one.id.0, one.filename.clone())).collect()
}

/// Makes a message.
pub(super) fn create(core: &Core, state: &mut State, channel: Snowflake, body: &Value, uploads: &[Upload]) -> Post {
    let id = core.id(state);
    let mut post = wire::message::blank(&state.world, id, channel, core.clock.now());
    post.flags = number(body.get("flags")).unwrap_or_default() & !LOADING;
    fill(core, state, &mut post, body, uploads);
    post
}

/// Changes a message, and keeps what it showed.
pub(super) fn edit(core: &Core, state: &mut State, post: &mut Post, body: &Value, uploads: &[Upload]) {
    let was_loading = post.is_loading();
    if !was_loading {
        post.before.push(post.version());
    }
    let flags = number(body.get("flags")).unwrap_or_default() & (SUPPRESS_EMBEDS | IS_COMPONENTS_V2);
    post.flags = (post.flags & !LOADING) | flags;
    fill(core, state, post, body, uploads);
    post.edited = (!was_loading).then(|| core.clock.now());
}

fn fill(core: &Core, state: &mut State, post: &mut Post, body: &Value, uploads: &[Upload]) {
    let listed = body.get("attachments").and_then(Value::as_array);
    if let Some(listed) = listed {
        let stays = |one: &Attached| listed.iter().any(|entry| number(entry.get("id")) == Some(one.id.0));
        post.attachments.retain(stays);
    }
    for upload in uploads {
        let said = listed.into_iter().flatten().find(|entry| number(entry.get("id")) == Some(upload.id));
        let text = |part: &str| said.and_then(|said| said.get(part)).and_then(Value::as_str).map(str::to_owned);
        let id = core.id(state);
        post.attachments.push(Attached {
            id,
            filename: text("filename").unwrap_or_else(|| upload.filename.clone()),
            kind: upload.kind.clone(),
            description: text("description"),
            bytes: upload.bytes.clone(),
        });
    }
    match body.get("content") {
        Some(Value::String(content)) => content.trim().clone_into(&mut post.content),
        Some(Value::Null) => post.content.clear(),
        _ => {}
    }
    if let Some(embeds) = body.get("embeds") {
        post.embeds = wire::message::embeds(Some(embeds), post);
    }
    if let Some(components) = body.get("components") {
        post.components = wire::message::components(Some(components));
    }
}

/// Lets only one person see a message when its flags say so.
pub(super) fn restrict(post: &mut Post, person: Snowflake) {
    post.only_for = (post.flags & EPHEMERAL != 0).then_some(person);
}
