//! The same message twice, and answers to messages: `nonce`, `enforce_nonce` and `message_reference` of a new message.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

use crate::check::{Flaw, Flaws};
use crate::core::{ApiError, BAD_FORM, CANNOT_REPLY, Core, State};
use crate::post::Post;
use crate::rest::refuse;
use crate::snowflake::Snowflake;
use crate::world::Permissions;

/// How long a nonce is remembered. Discord documents "the past few minutes".
pub(super) const REMEMBERED: Duration = Duration::from_mins(5);
/// Characters of a nonce ("Create Message").
const NONCE: usize = 25;

/// Checks the nonce of a new message.
pub(super) fn check(body: &Value, flaws: &mut Vec<Flaw>) -> Result<(), ApiError> {
    let mut found = Flaws::default();
    let nonce = body.get("nonce").filter(|nonce| !nonce.is_number());
    found.length("nonce", nonce, 0, NONCE);
    flaws.extend(found.0);
    refuse(flaws)
}

/// The message that was written already with the same nonce by the same author, where the body wants that to be looked at.
pub(super) fn known(core: &Core, state: &State, body: &Value) -> Option<Post> {
    let nonce = nonce(body)?;
    if body.get("enforce_nonce").and_then(Value::as_bool) != Some(true) {
        return None;
    }
    let remembered = SignedDuration::try_from(REMEMBERED).unwrap_or(SignedDuration::MAX);
    let since = core.clock.now().checked_sub(remembered).ok()?;
    let same = |post: &&Post| post.nonce.as_ref() == Some(&nonce) && post.created >= since && !post.deleted;
    state.posts.values().filter(|post| post.author == state.world.application).find(same).cloned()
}

/// The nonce of a body.
pub(super) fn nonce(body: &Value) -> Option<Value> {
    body.get("nonce").filter(|nonce| !nonce.is_null()).cloned()
}

/// The message that a new one answers. One that is gone is an error, or with `fail_if_not_exists` switched off the message answers
/// nothing. Nobody answers without reading what was before.
pub(super) fn reply(
    core: &Core,
    may: Permissions,
    channel: Snowflake,
    body: &Value,
    flaws: &mut Vec<Flaw>,
) -> Result<Option<Snowflake>, ApiError> {
    let Some(reference) = body.get("message_reference").filter(|reference| !reference.is_null()) else {
        return Ok(None);
    };
    if !may.has(Permissions::READ_MESSAGE_HISTORY) {
        return Err(CANNOT_REPLY);
    }
    let id = crate::check::number(reference.get("message_id")).map(Snowflake);
    let is_there = |post: &Post| post.channel == channel && !post.deleted && post.only_for.is_none();
    let found = id.filter(|id| core.look().posts.get(id).is_some_and(is_there));
    if found.is_none() && reference.get("fail_if_not_exists").and_then(Value::as_bool) != Some(false) {
        let flaw = Flaw {
            path: "message_reference".to_owned(),
            code: "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
            message: "Unknown message".to_owned(),
        };
        flaws.push(flaw);
        refuse(flaws)?;
        return Err(BAD_FORM);
    }
    Ok(found)
}
