//! Which alert an order is about, and until when it is silent: "Alarm 17", "a17", "bis morgen 8", 「明日8時まで」.

use std::ops::Range;

use crate::change::roles::Roles;
use crate::concept::Concept as C;
use crate::quantity::Number;
use crate::sentence::{Item, Sentence};
use crate::understanding::Slots;

/// Words that say until when, before what they mean.
const UNTIL: [&str; 3] = ["bis", "until", "till"];
/// The one that stands behind it.
const MADE: &str = "まで";
/// Small words within a time of day.
const OF_TIME: [&str; 16] =
    ["um", "at", "uhr", "h", "frueh", "am", "pm", "o'clock", "the", "時", "分", "の", "朝", "午前", "午後", "zum"];

/// Takes an alert's number: behind the word for an alert, or with the letter of alerts before it. A number that a guest has is
/// the guest's: the command finds the alert of it.
pub(super) fn alert(sentence: &Sentence, roles: &mut Roles, slots: &mut Slots) {
    let found = roles.free(sentence).find(|(at, item)| {
        let number = item.number.and_then(Number::bare).is_some();
        is_name(&item.text) || (number && !item.names_guest() && is_behind_alert(sentence, *at))
    });
    let Some((at, text)) = found.map(|(at, item)| (at, sentence.text_of(item))) else { return };
    slots.alert = Some(text);
    roles.claim(at..at + 1);
}

/// `a17`.
fn is_name(text: &str) -> bool {
    text.strip_prefix('a').is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_behind_alert(sentence: &Sentence, at: usize) -> bool {
    let small = |item: &Item| item.punctuation == Some('#') || item.has(C::IdMark) && !item.has(C::Alert);
    let mut before = sentence.items.get(..at).unwrap_or_default().iter().rev();
    before.find(|item| !small(item)).is_some_and(|item| item.has(C::Alert) && !item.quoted)
}

/// Takes until when, as it was said: the command reads it with the clocks of the person.
pub(super) fn until(sentence: &Sentence, roles: &mut Roles, slots: &mut Slots) {
    let free: Vec<bool> = (0..sentence.items.len()).map(|at| !roles.is_claimed(at)).collect();
    let of_time = |at: usize| {
        let is_free = free.get(at).copied().unwrap_or(false);
        is_free && sentence.items.get(at).is_some_and(is_of_time)
    };
    let Some((at, behind)) = sentence.items.iter().enumerate().find_map(|(at, item)| {
        let word = item.text.as_str();
        let says = !item.quoted && (UNTIL.contains(&word) || word == MADE);
        says.then_some((at, word == MADE))
    }) else {
        return;
    };
    let (range, claimed): (Range<usize>, Range<usize>) = if behind {
        let start = (0..at).rev().take_while(|before| of_time(*before)).last().unwrap_or(at);
        (start..at, start..at + 1)
    } else {
        let end = (at + 1..sentence.items.len()).take_while(|next| of_time(*next)).last().map_or(at, |last| last) + 1;
        (at + 1..end, at..end)
    };
    if range.is_empty() {
        return;
    }
    slots.until = Some(sentence.text_in(&range));
    roles.claim(claimed);
}

fn is_of_time(item: &Item) -> bool {
    !item.quoted
        && (item.has(C::Later)
            || (item.number.is_some() && !item.names_guest())
            || item.punctuation == Some(':')
            || OF_TIME.contains(&item.text.as_str()))
}
