//! Messages of channels.

use serde_json::Value;

use super::posting;
use super::repeat;
use super::route::Route;
use super::{Answer, Call, refuse};
use crate::check::Flaw;
use crate::check::message::Way;
use crate::core::{
    ApiError, Core, MISSING_ACCESS, MISSING_PERMISSIONS, NO_ROUTE, NOT_OWN_MESSAGE, State, UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
};
use crate::post::Post;
use crate::snowflake::Snowflake;
use crate::wire;
use crate::world::{ChannelKind, Permissions};

pub(super) fn answer(core: &Core, call: &Call, flaws: &mut Vec<Flaw>) -> Answer {
    let channel = call.route.id("channel_id").ok_or(UNKNOWN_CHANNEL)?;
    let may = seen(&core.look(), channel)?;
    match call.route.route {
        Route::CreateMessage => {
            let thread = core.look().world.channel_of(channel).map(|one| one.kind) == Some(ChannelKind::Thread);
            allowed(may, thread, &call.body.json, !call.body.uploads.is_empty())?;
            posting::check_new(core, &call.body.json, &call.body.uploads, Way::Channel, flaws)?;
            repeat::check(&call.body.json, flaws)?;
            let replies_to = repeat::reply(core, may, channel, &call.body.json, flaws)?;
            Ok(core.change(|state| {
                if let Some(post) = repeat::known(core, state, &call.body.json) {
                    return (200, Some(wire::message::message(state, &post)));
                }
                let mut post = posting::create(core, state, channel, &call.body.json, &call.body.uploads);
                post.nonce = repeat::nonce(&call.body.json);
                post.replies_to = replies_to;
                let wire = wire::message::message(state, &post);
                state.posts.insert(post.id, post);
                (200, Some(wire))
            }))
        }
        Route::ReadMessage => {
            history(may)?;
            let state = core.look();
            let post = found(&state, call, channel)?;
            Ok((200, Some(wire::message::message(&state, &post))))
        }
        Route::ListMessages => {
            let most = listed(call, flaws)?;
            // "If the current user is missing the READ_MESSAGE_HISTORY permission, then no messages will be returned."
            if history(may).is_err() {
                return Ok((200, Some(Value::Array(Vec::new()))));
            }
            let state = core.look();
            let after = call.asked("after").and_then(|after| after.parse().ok()).map(Snowflake);
            let here = |post: &&Post| post.channel == channel && shown(post);
            // With `after` those that come next, else the newest; in both cases the newest of them first.
            let posts: Vec<_> = match after {
                Some(after) => {
                    let mut next: Vec<_> =
                        state.posts.values().filter(here).filter(|post| post.id > after).take(most).collect();
                    next.reverse();
                    next
                }
                None => state.posts.values().rev().filter(here).take(most).collect(),
            };
            Ok((200, Some(posts.into_iter().map(|post| wire::message::message(&state, post)).collect())))
        }
        Route::EditMessage => {
            let mut post = found(&core.look(), call, channel)?;
            if post.author != core.look().world.application {
                return Err(NOT_OWN_MESSAGE);
            }
            posting::check_edit(core, &post, &call.body.json, &call.body.uploads, flaws)?;
            Ok(core.change(|state| {
                posting::edit(core, state, &mut post, &call.body.json, &call.body.uploads);
                let wire = wire::message::message(state, &post);
                state.posts.insert(post.id, post);
                (200, Some(wire))
            }))
        }
        Route::DeleteMessage => {
            let post = found(&core.look(), call, channel)?;
            if post.author != core.look().world.application {
                return Err(MISSING_PERMISSIONS);
            }
            core.change(|state| {
                if let Some(post) = state.posts.get_mut(&post.id) {
                    post.deleted = true;
                }
            });
            Ok((204, None))
        }
        Route::Typing => {
            let thread = core.look().world.channel_of(channel).map(|one| one.kind) == Some(ChannelKind::Thread);
            allowed(may, thread, &Value::Null, false)?;
            Ok((204, None))
        }
        _ => Err(NO_ROUTE),
    }
}

/// What the bot may do in a channel that it sees.
fn seen(state: &State, channel: Snowflake) -> Result<Permissions, ApiError> {
    let world = &state.world;
    let known = world.channel_of(channel).ok_or(UNKNOWN_CHANNEL)?;
    if known.kind == ChannelKind::Category {
        return Err(ApiError::new(400, 50008, "Cannot send messages in a non-text channel"));
    }
    let may = world.may(world.application, channel);
    if may.has(Permissions::VIEW_CHANNEL) { Ok(may) } else { Err(MISSING_ACCESS) }
}

fn allowed(may: Permissions, thread: bool, body: &Value, files: bool) -> Result<(), ApiError> {
    let send = if thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    let mut wanted = send;
    if body.get("embeds").and_then(Value::as_array).is_some_and(|embeds| !embeds.is_empty()) {
        wanted = wanted | Permissions::EMBED_LINKS;
    }
    if files {
        wanted = wanted | Permissions::ATTACH_FILES;
    }
    if may.has(wanted) { Ok(()) } else { Err(MISSING_PERMISSIONS) }
}

/// How many messages are asked for ("Get Channel Messages"): 1 to 100, with one of `around`, `before` and `after` at most, each an id. Only
/// `after` is simulated.
fn listed(call: &Call, flaws: &mut Vec<Flaw>) -> Result<usize, ApiError> {
    let mut wrong = |path: &str, message: &str| {
        flaws.push(Flaw { path: path.to_owned(), code: "NUMBER_TYPE_COERCE", message: message.to_owned() });
    };
    let most =
        call.asked("limit").map_or(Some(50), |limit| limit.parse().ok()).filter(|limit| (1..=100).contains(limit));
    if most.is_none() {
        wrong("limit", "int value should be between 1 and 100");
    }
    if call.asked("after").is_some_and(|after| after.parse::<u64>().is_err()) {
        wrong("after", "Value is not snowflake");
    }
    for (name, _) in call.query.iter().filter(|(name, _)| !matches!(name.as_str(), "limit" | "after")) {
        wrong(name, "Not simulated");
    }
    refuse(flaws)?;
    Ok(most.unwrap_or(50))
}

fn history(may: Permissions) -> Result<(), ApiError> {
    if may.has(Permissions::READ_MESSAGE_HISTORY) { Ok(()) } else { Err(MISSING_PERMISSIONS) }
}

/// Ephemeral messages do not exist here, not even for the bot that sent them.
fn shown(post: &Post) -> bool {
    !post.deleted && post.only_for.is_none()
}

fn found(state: &State, call: &Call, channel: Snowflake) -> Result<Post, ApiError> {
    let post = call.route.id("message_id").and_then(|id| state.posts.get(&id));
    post.filter(|post| post.channel == channel && shown(post)).cloned().ok_or(UNKNOWN_MESSAGE)
}
