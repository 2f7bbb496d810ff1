//! What is said to be polite, and what answers a question that nobody asked.

use serde::Serialize;

use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::sentence::Sentence;

/// What a phrase is that wants nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmallTalk {
    /// A greeting.
    Greeting,
    /// Thanks.
    Thanks,
    /// A yes or a no.
    Answer,
}

const THANKS: [&str; 10] =
    ["thank", "thx", "cheers", "appreciated", "danke", "dank", "merci", "ありがと", "助かり", "助かる"];

const ANSWERS: [&str; 27] = [
    "yes",
    "yep",
    "yeah",
    "no",
    "nope",
    "nah",
    "y",
    "n",
    "ok",
    "okay",
    "cancel",
    "never mind",
    "nevermind",
    "forget it",
    "ja",
    "jo",
    "jawohl",
    "nein",
    "noe",
    "nicht",
    "doch",
    "doch nicht",
    "abbrechen",
    "vergiss",
    "はい",
    "いいえ",
    "いや",
];

/// What the sentence is, when every word of it is small talk.
pub(crate) fn of(sentence: &Sentence) -> Option<SmallTalk> {
    let said = || sentence.items.iter().filter(|item| item.punctuation.is_none());
    let any = |stems: &[&str]| said().any(|item| stems.iter().any(|stem| item.text.contains(stem)));
    said().next()?;
    let polite = |item: &crate::sentence::Item| {
        item.set.any(Concepts::of(&[C::Greeting, C::Filler, C::Please])) && item.named.is_none()
    };
    if said().all(|item| ANSWERS.contains(&item.text.as_str()) || item.has(C::Retract)) {
        return Some(SmallTalk::Answer);
    }
    if !said().all(polite) || !said().any(|item| item.has(C::Greeting)) {
        return None;
    }
    Some(if any(&THANKS) { SmallTalk::Thanks } else { SmallTalk::Greeting })
}
