//! By what a message is known when nobody heard that it was posted.
//!
//! Discord sorts out a second one by its nonce, for the few minutes it remembers those. After that the message is looked for among
//! those of its channel, by a short mark that stands in its footer.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Characters of a nonce: at most 25 ("Create Message").
const NONCE: usize = 24;
/// Characters of what stands in the footer: by chance, one of four thousand million messages has the same.
const SHOWN: usize = 8;

/// By what a message is known in its channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark(String);

impl Mark {
    /// That of what has this name, in this channel: the same at every attempt.
    pub(crate) fn of(name: &[u8], channel: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(name);
        hash.update(channel.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        Self(digest.iter().take(NONCE / 2).fold(String::new(), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        }))
    }

    /// One that nothing else has.
    pub(crate) fn new() -> Self {
        Self::of(&rand::random::<u128>().to_be_bytes(), 0)
    }

    /// What Discord knows it by for a few minutes.
    pub(crate) fn nonce(&self) -> &str {
        &self.0
    }

    /// What stands in the footer.
    pub(crate) fn shown(&self) -> &str {
        self.0.get(..SHOWN).unwrap_or_default()
    }

    /// Whether it stands on a message as Discord lists it: one that a bot wrote, since a person's message has no footer of its own.
    pub(crate) fn is_on(&self, message: &Value) -> bool {
        let by_bot = message.pointer("/author/bot").and_then(Value::as_bool) == Some(true);
        let embeds = message.get("embeds").and_then(Value::as_array).into_iter().flatten();
        let mut footers = embeds.filter_map(|embed| embed.pointer("/footer/text").and_then(Value::as_str));
        by_bot && footers.any(|footer| footer.rsplit(' ').next() == Some(self.shown()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Mark;

    #[test]
    fn a_name_has_the_same_mark_at_every_attempt_and_another_one_elsewhere() {
        assert_eq!(Mark::of(b"a", 1), Mark::of(b"a", 1));
        assert_ne!(Mark::of(b"a", 1), Mark::of(b"a", 2));
        assert_ne!(Mark::of(b"a", 1), Mark::of(b"b", 1));
        assert_ne!(Mark::new(), Mark::new());
        assert!(Mark::new().nonce().len() <= 25);
    }

    #[test]
    fn a_message_is_known_by_its_footer_if_a_bot_wrote_it() {
        let mark = Mark::of(b"a", 1);
        let message =
            |footer: &str, bot: bool| json!({"author": {"bot": bot}, "embeds": [{"footer": {"text": footer}}]});
        assert!(mark.is_on(&message(mark.shown(), true)));
        assert!(mark.is_on(&message(&format!("a17 · {}", mark.shown()), true)));
        assert!(!mark.is_on(&message(mark.shown(), false)));
        assert!(!mark.is_on(&message(&format!("{}0", mark.shown()), true)));
        assert!(!mark.is_on(&json!({})));
    }
}
