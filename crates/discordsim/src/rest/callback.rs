//! The first answer to an interaction.

use serde_json::{Value, json};

use super::posting;
use super::{Answer, Call, refuse};
use crate::check::message::{EPHEMERAL, IS_COMPONENTS_V2, LOADING};
use crate::check::respond::{self, Asked};
use crate::check::{Flaw, Flaws, number};
use crate::core::{ACKNOWLEDGED, Core, EMPTY_MESSAGE, State, UNKNOWN_INTERACTION};
use crate::interaction::{Ack, Answered, Interaction};
use crate::snowflake::Snowflake;
use crate::wire;

pub(super) fn answer(core: &Core, call: &Call, flaws: &mut Vec<Flaw>) -> Answer {
    let id = call.route.id("interaction_id").ok_or(UNKNOWN_INTERACTION)?;
    let token = call.route.text("interaction_token").unwrap_or_default();
    let body = &call.body.json;
    let kind = body.get("type").and_then(Value::as_u64).unwrap_or_default();
    let mut state = core.look();
    let Some(one) = state.interactions.get_mut(&id).filter(|one| one.token == token) else {
        return Err(UNKNOWN_INTERACTION);
    };
    let after = call.arrived.saturating_sub(one.at);
    if one.ack.is_some() {
        return Err(ACKNOWLEDGED);
    }
    if after > core.options.first_answer {
        one.late.push(after);
        return Err(UNKNOWN_INTERACTION);
    }
    let one = one.clone();
    let behind = one.behind.and_then(|behind| state.posts.get(&behind));
    let kept = behind.map(posting::kept).unwrap_or_default();
    let asked = Asked {
        kind: one.kind,
        on_message: behind.is_some(),
        uploads: &call.body.uploads,
        kept: &kept,
        second: behind.is_some_and(|post| post.flags & IS_COMPONENTS_V2 != 0),
        mentions: core.options.mentions,
    };
    let mut found = Flaws::default();
    respond::check(&mut found, body, &asked);
    flaws.extend(found.0);
    refuse(flaws)?;
    let nothing = json!({});
    let data = body.get("data").filter(|data| !data.is_null()).unwrap_or(&nothing);
    if kind == 4 && crate::check::message::is_empty(data, &call.body.uploads) {
        flaws.push(Flaw { path: "data".to_owned(), code: "EMPTY", message: EMPTY_MESSAGE.message.to_owned() });
        return Err(EMPTY_MESSAGE);
    }
    drop(state);
    core.change(|state| {
        // Two answers at once: the first one counts.
        if state.interactions.get(&id).is_some_and(|one| one.ack.is_some()) {
            return Err(ACKNOWLEDGED);
        }
        let done = carry_out(core, state, &one, kind, data, call);
        if let Some(entry) = state.interactions.get_mut(&id) {
            entry.ack = Some(Ack { how: done.how, after, ephemeral: done.ephemeral });
            entry.original = done.original;
            entry.choices = done.choices;
            entry.modal = done.modal;
        }
        if call.asked("with_response") == Some("true") {
            Ok((200, Some(wire::message::callback(state, id, kind))))
        } else {
            Ok((204, None))
        }
    })
}

struct Done {
    how: Answered,
    ephemeral: bool,
    original: Option<Snowflake>,
    choices: Vec<Value>,
    modal: Option<Value>,
}

fn carry_out(core: &Core, state: &mut State, one: &Interaction, kind: u64, data: &Value, call: &Call) -> Done {
    let mut done = Done {
        how: Answered::DeferredUpdate,
        ephemeral: false,
        original: one.behind,
        choices: Vec::new(),
        modal: None,
    };
    match kind {
        4 | 5 => {
            let mut post = posting::create(core, state, one.channel, data, &call.body.uploads);
            post.interaction = Some(one.id);
            if kind == 5 {
                post.flags = (number(data.get("flags")).unwrap_or_default() & EPHEMERAL) | LOADING;
            }
            posting::restrict(&mut post, one.person);
            done.how = if kind == 5 { Answered::Deferred } else { Answered::Message };
            done.ephemeral = post.is_ephemeral();
            done.original = Some(post.id);
            state.posts.insert(post.id, post);
        }
        7 => {
            if let Some(mut post) = one.behind.and_then(|behind| state.posts.get(&behind).cloned()) {
                posting::edit(core, state, &mut post, data, &call.body.uploads);
                done.ephemeral = post.is_ephemeral();
                state.posts.insert(post.id, post);
            }
            done.how = Answered::Update;
        }
        8 => {
            done.how = Answered::Choices;
            done.choices = data.get("choices").and_then(Value::as_array).cloned().unwrap_or_default();
        }
        9 => {
            done.how = Answered::Modal;
            done.modal = Some(data.clone());
        }
        _ => {}
    }
    done
}
