//! The form in which what a destructive plan wants is typed.

use lotse_text::{Language, tr};
use serde_json::{Value, json};

use crate::answer::cut::cut;

/// The input for the phrase.
pub(super) const PHRASE: &str = "phrase";
/// The input for the code.
pub(super) const CODE: &str = "code";

/// Discord's limit for titles of forms and labels of inputs.
const LABEL: usize = 45;
/// Discord's limit for what stands in an empty input, and for what is said of it.
const HINT: usize = 100;

/// The form. `id` is its random id; `code` whether a code is wanted too.
pub(super) fn form(id: &str, phrase: &str, code: bool, language: Language) -> Value {
    let phrase = lotse_text::clean(phrase);
    let said = cut(&format!("{} {phrase}", tr::discord_form_hint(language)), HINT);
    let mut inputs = vec![json!({
        "type": 18,
        "label": cut(&tr::discord_form_phrase(language), LABEL),
        "description": said,
        "component": {
            "type": 4, "custom_id": PHRASE, "style": 1, "required": true, "min_length": 1, "max_length": 300,
            "placeholder": cut(&phrase, HINT),
        },
    })];
    if code {
        inputs.push(json!({
            "type": 18,
            "label": cut(&tr::discord_form_code(language), LABEL),
            "component": {"type": 4, "custom_id": CODE, "style": 1, "required": true, "min_length": 6, "max_length": 8},
        }));
    }
    json!({"custom_id": id, "title": cut(&tr::discord_form_title(language), LABEL), "components": inputs})
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;

    use super::form;

    #[test]
    fn a_form_keeps_to_the_limits_whatever_the_guest_is_called() {
        for language in Language::ALL {
            for phrase in ["web", "", &"長い名前".repeat(60)] {
                let form = form("x", phrase, true, language);
                assert!(form["title"].as_str().unwrap().chars().count() <= 45);
                for input in form["components"].as_array().unwrap() {
                    assert!(input["label"].as_str().unwrap().encode_utf16().count() <= 45, "{input}");
                    assert!(input["description"].as_str().unwrap_or("-").encode_utf16().count() <= 100);
                }
            }
        }
    }
}
