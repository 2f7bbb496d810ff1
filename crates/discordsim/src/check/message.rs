//! Limits of messages, whatever way they come.

use serde_json::Value;

use super::{Flaws, component, embed, number, under, upload};
use crate::check::upload::Upload;

/// Characters of a bot's message.
pub const CONTENT: usize = 2000;

/// Flag: embeds of links are hidden.
pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// Flag: only the person who asked sees it.
pub const EPHEMERAL: u64 = 1 << 6;
/// Flag: "… is thinking".
pub const LOADING: u64 = 1 << 7;
/// Flag: nobody is rung.
pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
/// Flag: the message consists of components.
pub const IS_COMPONENTS_V2: u64 = 1 << 15;

/// What a message is sent as; each takes flags of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A new message of a channel.
    Channel,
    /// A new message that answers an interaction.
    Answer,
    /// A change of a message.
    Edit,
}

/// What is known about the message that a body makes or changes.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// How it is sent.
    pub way: Way,
    /// Its files.
    pub uploads: &'a [Upload],
    /// Ids and names of the attachments that the message has already.
    pub kept: &'a [(u64, String)],
    /// Whether the message is of the second kind already.
    pub second: bool,
    /// Whether anybody may be mentioned.
    pub mentions: bool,
}

/// Checks a message; `path` is where it stands in the body.
pub fn check(flaws: &mut Flaws, path: &str, body: &Value, around: &Around<'_>) {
    let bits = checked_bits(flaws, path, body, around.way);
    let second = around.second || bits & IS_COMPONENTS_V2 != 0;
    let mut files: Vec<String> = around.uploads.iter().map(|upload| upload.filename.clone()).collect();
    files.extend(around.kept.iter().map(|(_, name)| name.clone()));
    let kept: Vec<u64> = around.kept.iter().map(|(id, _)| *id).collect();
    flaws.length(&under(path, "content"), body.get("content"), 0, CONTENT);
    embed::check(flaws, path, body.get("embeds"), &files);
    component::check(flaws, path, body.get("components"), second);
    upload::check(flaws, path, body.get("attachments"), around.uploads, &kept);
    if second {
        for part in ["content", "embeds", "poll", "sticker_ids"] {
            let used = match body.get(part) {
                None | Some(Value::Null) => false,
                Some(Value::String(text)) => !text.is_empty(),
                Some(Value::Array(list)) => !list.is_empty(),
                Some(_) => true,
            };
            let message = "The flag 1 << 15 cannot be used together with this field";
            flaws.demand(!used, &under(path, part), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
        }
    }
    if !around.mentions {
        nobody(flaws, path, body);
    }
}

/// The flags of a message as their bits, after a look at whether they may be set this way.
fn checked_bits(flaws: &mut Flaws, path: &str, body: &Value, way: Way) -> u64 {
    let bits = number(body.get("flags")).unwrap_or_default();
    let may = match way {
        Way::Channel => SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2,
        Way::Answer => SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2 | EPHEMERAL,
        // Discord leaves it at what it was, and takes it in a message that is read and sent back.
        Way::Edit => SUPPRESS_EMBEDS | IS_COMPONENTS_V2 | EPHEMERAL,
    };
    let message = format!("These flags cannot be set here: {}", bits & !may);
    flaws.demand(bits & !may == 0, &under(path, "flags"), "MESSAGE_FLAGS_INVALID", &message);
    bits
}

/// Names of guests and lines of logs may hold `@everyone`: a body with words in it says that nobody is meant.
fn nobody(flaws: &mut Flaws, path: &str, body: &Value) {
    let words = body.get("content").and_then(Value::as_str).is_some_and(|content| !content.is_empty())
        || body.get("components").and_then(Value::as_array).is_some_and(|list| list.iter().any(is_text));
    let at = under(path, "allowed_mentions");
    match body.get("allowed_mentions").filter(|mentions| !mentions.is_null()) {
        None => flaws.demand(!words, &at, "MENTIONS", "A message with words says whom it may mention: nobody"),
        Some(mentions) => {
            let empty = |part: &str| mentions.get(part).and_then(Value::as_array).is_none_or(Vec::is_empty);
            let said = mentions.get("parse").is_some_and(Value::is_array);
            let none = said && empty("parse") && empty("users") && empty("roles");
            let reply = mentions.get("replied_user").and_then(Value::as_bool).unwrap_or_default();
            flaws.demand(none && !reply, &at, "MENTIONS", "Nobody may be mentioned");
        }
    }
}

fn is_text(component: &Value) -> bool {
    let inside = component.get("components").and_then(Value::as_array);
    component.get("type").and_then(Value::as_u64) == Some(10) || inside.is_some_and(|list| list.iter().any(is_text))
}

/// Whether a body that makes a message holds anything.
#[must_use]
pub fn is_empty(body: &Value, uploads: &[Upload]) -> bool {
    let list = |part: &str| body.get(part).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let words = body.get("content").and_then(Value::as_str).is_some_and(|content| !content.trim().is_empty());
    !words && !list("embeds") && !list("components") && !list("sticker_ids") && uploads.is_empty()
}
