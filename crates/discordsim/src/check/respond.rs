//! Which answer fits which interaction, and the limits of choices.

use serde_json::Value;

use super::message::{Around, EPHEMERAL, Way};
use super::upload::Upload;
use super::{Flaws, message, modal, number, under};
use crate::interaction::Kind;

/// Choices of one completion.
pub const CHOICES: usize = 25;
/// Characters of a choice's name and of its value.
pub const CHOICE: usize = 100;

/// What is known around an answer.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What is answered.
    pub kind: Kind,
    /// Whether a message stands behind it that the answer may change.
    pub on_message: bool,
    /// Files of the answer.
    pub uploads: &'a [Upload],
    /// Attachments of the message behind it.
    pub kept: &'a [(u64, String)],
    /// Whether that message is of the second kind.
    pub second: bool,
    /// Whether anybody may be mentioned.
    pub mentions: bool,
}

/// Checks the body of a callback.
pub fn check(flaws: &mut Flaws, body: &Value, asked: &Asked<'_>) {
    let data = body.get("data");
    let nothing = Value::Null;
    let around = |way, kept, second| Around { way, uploads: asked.uploads, kept, second, mentions: asked.mentions };
    let completes = asked.kind == Kind::Complete;
    match body.get("type").and_then(Value::as_u64) {
        Some(4) if !completes => {
            message::check(flaws, "data", data.unwrap_or(&nothing), &around(Way::Answer, &[], false));
        }
        Some(5) if !completes => {
            let bits = number(data.and_then(|data| data.get("flags"))).unwrap_or_default();
            let message = "A deferred answer is ephemeral or it is not; it has no other flag";
            flaws.demand(bits & !EPHEMERAL == 0, "data.flags", "MESSAGE_FLAGS_INVALID", message);
        }
        Some(6) if asked.on_message => {}
        Some(7) if asked.on_message => {
            message::check(flaws, "data", data.unwrap_or(&nothing), &around(Way::Edit, asked.kept, asked.second));
        }
        Some(8) if completes => choices(flaws, data),
        Some(9) if matches!(asked.kind, Kind::Slash | Kind::Component) => modal::check(flaws, "data", data),
        Some(kind) => {
            let message = format!("The answer {kind} does not fit the interaction {}", asked.kind.number());
            flaws.add("type", "INTERACTION_CALLBACK_TYPE_INVALID", message);
        }
        None => flaws.required("type", None),
    }
}

fn choices(flaws: &mut Flaws, data: Option<&Value>) {
    let list = data.and_then(|data| data.get("choices"));
    flaws.required("data.choices", list);
    for (index, choice) in flaws.list("data.choices", list, CHOICES).iter().enumerate() {
        let at = under("data.choices", index);
        flaws.required(&under(&at, "name"), choice.get("name"));
        flaws.required(&under(&at, "value"), choice.get("value"));
        flaws.length(&under(&at, "name"), choice.get("name"), 1, CHOICE);
        if choice.get("value").is_some_and(Value::is_string) {
            flaws.length(&under(&at, "value"), choice.get("value"), 1, CHOICE);
        }
    }
}
