//! Further answers to an interaction, while its token is good.

use serde_json::Value;

use super::posting;
use super::route::Route;
use super::{Answer, Call};
use crate::check::Flaw;
use crate::check::message::Way;
use crate::core::{BAD_WEBHOOK_TOKEN, Core, NO_ROUTE, State, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK};
use crate::interaction::{Answered, Interaction};
use crate::post::Post;
use crate::snowflake::Snowflake;
use crate::wire;

pub(super) fn answer(core: &Core, call: &Call, flaws: &mut Vec<Flaw>) -> Answer {
    let token = call.route.text("webhook_token").unwrap_or_default();
    let one = {
        let state = core.look();
        if call.route.id("webhook_id") != Some(state.world.application) {
            return Err(UNKNOWN_WEBHOOK);
        }
        state.interactions.values().find(|one| one.token == token).cloned().ok_or(BAD_WEBHOOK_TOKEN)?
    };
    if call.arrived.saturating_sub(one.at) > core.options.token_life {
        return Err(BAD_WEBHOOK_TOKEN);
    }
    // Before the first answer there is nothing to add to.
    if one.ack.is_none_or(|ack| ack.how == Answered::Choices) {
        return Err(UNKNOWN_WEBHOOK);
    }
    match call.route.route {
        Route::FollowUp => follow_up(core, call, &one, flaws),
        Route::ReadOriginal | Route::ReadFollowUp => {
            let state = core.look();
            let post = found(&state, call, &one)?;
            Ok((200, Some(wire::message::message(&state, &post))))
        }
        Route::EditOriginal | Route::EditFollowUp => {
            let post = found(&core.look(), call, &one)?;
            posting::check_edit(core, &post, &call.body.json, &call.body.uploads, flaws)?;
            Ok((200, Some(changed(core, post, &call.body.json, call))))
        }
        Route::DeleteOriginal | Route::DeleteFollowUp => {
            let post = found(&core.look(), call, &one)?;
            core.change(|state| {
                if let Some(post) = state.posts.get_mut(&post.id) {
                    post.deleted = true;
                }
            });
            Ok((204, None))
        }
        _ => Err(NO_ROUTE),
    }
}

fn follow_up(core: &Core, call: &Call, one: &Interaction, flaws: &mut Vec<Flaw>) -> Answer {
    let (body, uploads) = (&call.body.json, &call.body.uploads);
    posting::check_new(core, body, uploads, Way::Answer, flaws)?;
    // The first one takes the place of "… is thinking", and stays as visible as that was.
    let thinking = one.original.and_then(|id| core.look().posts.get(&id).filter(|post| post.is_loading()).cloned());
    if let Some(post) = thinking.filter(|post| !post.deleted) {
        return Ok((200, Some(changed(core, post, body, call))));
    }
    Ok(core.change(|state| {
        let mut post = posting::create(core, state, one.channel, body, uploads);
        post.interaction = Some(one.id);
        posting::restrict(&mut post, one.person);
        let wire = wire::message::message(state, &post);
        if let Some(entry) = state.interactions.get_mut(&one.id) {
            entry.followups.push(post.id);
        }
        state.posts.insert(post.id, post);
        (200, Some(wire))
    }))
}

fn found(state: &State, call: &Call, one: &Interaction) -> Result<Post, crate::core::ApiError> {
    let id: Option<Snowflake> = match call.route.id("message_id") {
        Some(id) => (one.original == Some(id) || one.followups.contains(&id)).then_some(id),
        None => one.original,
    };
    let post = id.and_then(|id| state.posts.get(&id)).filter(|post| !post.deleted);
    post.cloned().ok_or(UNKNOWN_MESSAGE)
}

fn changed(core: &Core, mut post: Post, body: &Value, call: &Call) -> Value {
    core.change(|state| {
        posting::edit(core, state, &mut post, body, &call.body.uploads);
        let wire = wire::message::message(state, &post);
        state.posts.insert(post.id, post);
        wire
    })
}
