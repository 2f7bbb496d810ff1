//! What is said to words that speak of a change and order none, and to small talk.

use lotse_intent::{Refused, SmallTalk, Understanding};
use lotse_text::{Language, message, tr};

use crate::command::{criteria_line, intents};

/// What to say, and a hint where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What to say.
    pub message: String,
    /// What would help.
    pub hint: Option<String>,
}

impl Reply {
    fn new(message: String, hint: impl Into<Option<String>>) -> Self {
        Self { message, hint: hint.into() }
    }
}

/// The reply to small talk; `None` when it is none.
#[must_use]
pub fn small_talk(understanding: &Understanding, language: Language) -> Option<String> {
    Some(match understanding.small_talk? {
        SmallTalk::Greeting => tr::small_talk_greeting(language),
        SmallTalk::Thanks => tr::small_talk_thanks(language),
        SmallTalk::Answer => tr::small_talk_answer(language),
    })
}

/// The reply to words that were refused as a change; `None` when they were not, or nothing better can be said than that they
/// were not understood.
#[must_use]
pub fn refused(understanding: &Understanding, language: Language) -> Option<Reply> {
    let again = || tr::refused_again_hint(language);
    Some(match understanding.refused? {
        Refused::Negated => Reply::new(tr::refused_negated(language), None),
        Refused::Later => Reply::new(tr::refused_later(language), None),
        Refused::Conditional => Reply::new(tr::refused_conditional(language), None),
        Refused::Several => {
            let hint = match criteria_line(understanding) {
                Some(line) => tr::refused_several_hint(language, line),
                None => tr::refused_several_hint_plain(language),
            };
            Reply::new(tr::refused_several(language), hint)
        }
        Refused::Alternative => Reply::new(tr::refused_alternative(language), again()),
        Refused::Advice => Reply::new(tr::refused_advice(language), None),
        Refused::NoTarget => {
            let commands = offered(understanding);
            if commands.is_empty() {
                return None;
            }
            let what = described(understanding, language)?;
            let commands = commands.iter().map(|command| format!("`{command}`")).collect::<Vec<_>>().join(", ");
            Reply::new(tr::refused_no_target(language, what), tr::refused_no_target_hint(language, commands))
        }
        Refused::Unclear => return None,
    })
}

/// The commands that may have been meant, where a name is close to one that is known.
fn offered(understanding: &Understanding) -> Vec<String> {
    let guests = understanding.resolved.get("guest").map(Vec::as_slice).unwrap_or_default();
    let intent = understanding.candidates.first().map(|candidate| candidate.intent);
    let name = intent.and_then(intents::row_of).and_then(|row| match row.leads {
        intents::Leads::To([name]) => Some(*name),
        _ => None,
    });
    name.map(|name| guests.iter().map(|guest| format!("{name} {guest}")).collect()).unwrap_or_default()
}

/// What was spoken of, as a noun phrase.
#[must_use]
pub fn described(understanding: &Understanding, language: Language) -> Option<String> {
    let intent = understanding.candidates.first()?.intent;
    message(language, &format!("intent-{}", intent.as_str().replace('_', "-")), &[])
}
