//! Accounts for every word of an order. A word that cannot be accounted for could change what is meant.

use crate::change::action::allowed;
use crate::change::roles::Roles;
use crate::change::{Refusal, veto_set};
use crate::change_words::{ACTIONS, FORMS};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::intent::Intent;
use crate::sentence::{Item, Sentence};

/// Small words that change nothing.
const SMALL: Concepts = Concepts::of(&[
    C::Filler,
    C::Greeting,
    C::Please,
    C::Polite,
    C::Want,
    C::Now,
    C::Req,
    C::And,
    C::Te,
    C::TopicHa,
    C::PTo,
    C::PFrom,
    C::POf,
    C::POn,
]);

/// Checks that every word has a role, is small, or means something that the action takes.
pub(super) fn check(intent: Intent, sentence: &Sentence, roles: &Roles) -> Result<(), (Refusal, Vec<String>)> {
    let allowed = SMALL.union(allowed(intent));
    let mut unknown = Vec::new();
    let mut refused = false;
    for (at, item) in sentence.items.iter().enumerate() {
        if is_misleading(intent, item) {
            refused = true;
            continue;
        }
        if roles.is_claimed(at)
            || item.punctuation.is_some()
            || item.set.any(allowed)
            || is_light(intent, sentence, item)
        {
            continue;
        }
        if is_excused(at, intent, sentence, roles) || is_long_mark(item) {
            continue;
        }
        refused = true;
        if item.is_unknown() || item.guessed {
            unknown.push(item.text.clone());
        }
    }
    if refused { Err((Refusal::UnknownWord, unknown)) } else { Ok(()) }
}

/// "start with 302", "go on to 302": a preposition that power actions do not take says something else.
fn is_misleading(intent: Intent, item: &Item) -> bool {
    let power = matches!(intent, Intent::Start | Intent::Shutdown | Intent::Reboot | Intent::Stop | Intent::Delete);
    let prepositions = [
        "with", "from", "into", "onto", "to", "by", "over", "at", "mit", "nach", "zu", "bei uns", "から", "へ", "まで",
        "より",
    ];
    power && prepositions.contains(&item.text.as_str())
}

/// "give 100 a restart", "führe einen Neustart von 100 durch": a verb without a meaning of its own beside a noun.
fn is_light(intent: Intent, sentence: &Sentence, item: &Item) -> bool {
    let noun = matches!(intent, Intent::Reboot | Intent::Shutdown | Intent::Stop | Intent::Start | Intent::Migrate);
    let gives = ["give", "gib", "geben", "verpass", "goenn", "spendier"].iter().any(|word| item.text.starts_with(word));
    let verb = (gives || item.has(C::ACreate)) && !item.set.any(Concepts::of(&[C::AStart, C::AStop, C::New]));
    let nominal = sentence.items.iter().any(|other| {
        other.set.any(ACTIONS) && !other.has(C::ACreate) && other.set.any(Concepts::of(&[C::Nom, C::Imp]))
    });
    noun && verb && nominal
}

fn is_long_mark(item: &Item) -> bool {
    item.text == "ー"
}

/// Words that a veto does not reach: those of a clause that only gives the reason ("…, it hangs"), of a "before the
/// upgrade" beside a snapshot, and "all" before the alerts of one guest.
pub(super) fn is_excused(at: usize, intent: Intent, sentence: &Sentence, roles: &Roles) -> bool {
    let Some(item) = sentence.items.get(at) else { return false };
    if matches!(intent, Intent::Ack | Intent::Snooze) {
        let next = (at + 1..at + 3).filter_map(|i| sentence.items.get(i)).any(|next| next.has(C::Alert));
        if item.has(C::Bulk) && next {
            return true;
        }
        // "mute plex until tomorrow" says how long, not when.
        if intent == Intent::Snooze && is_until(at, sentence) {
            return true;
        }
    }
    if matches!(intent, Intent::SnapshotCreate | Intent::BackupNow) && is_before(at, sentence) {
        return true;
    }
    is_reason(at, sentence, roles)
}

fn is_until(at: usize, sentence: &Sentence) -> bool {
    let until = |item: &Item| matches!(item.text.as_str(), "bis" | "until" | "till" | "まで");
    let here = sentence.items.get(at);
    let before = at.checked_sub(1).and_then(|before| sentence.items.get(before));
    let after = sentence.items.get(at + 1);
    here.is_some_and(|item| until(item) && after.is_some_and(|next| next.has(C::Later) || next.number.is_some()))
        || (here.is_some_and(|item| item.has(C::Later)) && (before.is_some_and(until) || after.is_some_and(until)))
}

/// Whether the word belongs to "before the upgrade": in Japanese what stands before 前に, else what follows.
fn is_before(at: usize, sentence: &Sentence) -> bool {
    let Some(mark) = sentence.items.iter().position(|item| item.has(C::Before) && !item.quoted) else { return false };
    if at == mark {
        return true;
    }
    let vetoed = Concepts::of(&[C::Later, C::Neg, C::Cond, C::Or, C::Told, C::Retract, C::Bulk, C::Inject]);
    if sentence.items.get(at).is_none_or(|item| item.set.any(vetoed) || item.number.is_some()) {
        return false;
    }
    let japanese = sentence.items.get(mark).is_some_and(|item| item.japanese);
    let limit = |i: usize| {
        sentence.items.get(i).is_some_and(|item| {
            item.punctuation.is_some()
                || item.has(C::Snapshot)
                || item.names_guest()
                || item.has(C::ACreate)
                || item.has(C::Backup)
        })
    };
    if japanese { at < mark && mark - at <= 3 } else { at > mark && at - mark <= 4 && !(mark..=at).any(limit) }
}

/// Whether the word stands in a clause that tells why, and nothing else.
fn is_reason(at: usize, sentence: &Sentence, roles: &Roles) -> bool {
    let (start, end) = clause(at, sentence);
    let items = || sentence.items.get(start..end).into_iter().flatten();
    let excluded = veto_set().without(Concepts::of(&[
        C::Neg,
        C::Past,
        C::Subject,
        C::Fin,
        C::Wh,
        C::How,
        C::Who,
        C::Ques,
        C::When,
    ]));
    let orders = items().any(|item| {
        item.set.any(ACTIONS)
            && item.set.any(FORMS)
            && !item.has(C::Symptom)
            && !item.set.any(Concepts::of(&[C::Stopped, C::Slow, C::Problem, C::Filler]))
    });
    let claimed = (start..end).any(|i| roles.is_claimed(i));
    let unknown = items().filter(|item| item.is_unknown()).count();
    items().any(|item| item.has(C::Symptom))
        && !items().any(|item| item.set.any(excluded) && !item.has(C::Symptom))
        && !orders
        && unknown <= 2
        && (!claimed || roles.only_guest_in(start, end))
        && !sentence.has_question_mark
}

/// The clause around a word: up to punctuation, or to a word that begins or ends a reason.
pub(super) fn clause(at: usize, sentence: &Sentence) -> (usize, usize) {
    let breaks =
        |item: &Item| item.punctuation.is_some_and(|c| c != '?' && c != '・') || (item.has(C::Reason) && !item.quoted);
    let start = (0..at).rev().find(|i| sentence.items.get(*i).is_some_and(breaks)).map_or(0, |i| i + 1);
    // A reason word belongs to the clause that it opens; in Japanese to the one that it closes.
    let start = match start.checked_sub(1).and_then(|i| sentence.items.get(i)) {
        Some(item) if item.has(C::Reason) && !item.japanese => start - 1,
        _ => start,
    };
    let own = sentence.items.get(at).is_some_and(|item| item.has(C::Reason) && !item.japanese);
    let end = (at + usize::from(own)..sentence.items.len())
        .find(|i| sentence.items.get(*i).is_some_and(breaks))
        .unwrap_or(sentence.items.len());
    let end = match sentence.items.get(end) {
        Some(item) if item.has(C::Reason) && item.japanese => end + 1,
        _ => end,
    };
    (if own { at } else { start }, end)
}
