//! Whether the verb stands in a form that orders: an imperative, a request, an infinitive or noun at the end.

use crate::change::Refusal;
use crate::change::roles::Roles;
use crate::change_words::{ACTIONS, FORMS};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::intent::Intent;
use crate::sentence::{Item, Sentence};

/// Checks the form of the order.
pub(super) fn check(intent: Intent, sentence: &Sentence, roles: &Roles) -> Result<(), Refusal> {
    let requested = sentence.set.any(Concepts::of(&[C::Polite, C::Req]));
    if sentence.has_question_mark && !requested {
        return Err(Refusal::Asked);
    }
    let heads: Vec<usize> = (0..sentence.items.len())
        .filter(|at| {
            sentence.items.get(*at).is_some_and(|item| {
                !roles.is_claimed(*at) && item.set.any(ACTIONS) && item.set.any(FORMS) && !item.quoted
            })
        })
        .collect();
    let nominal = matches!(intent, Intent::SnapshotCreate | Intent::BackupNow);
    if heads.is_empty() && !nominal {
        return Err(Refusal::Form);
    }
    if heads.iter().any(|at| sentence.items.get(*at).is_some_and(|item| item.japanese))
        || (heads.is_empty() && sentence.japanese)
    {
        return japanese(sentence);
    }
    if article_before_noun(sentence, &heads) {
        return Err(Refusal::Form);
    }
    Ok(())
}

/// "the restart of 100" names an action; "give 100 a restart" and "a restart of 100 please" order one.
fn article_before_noun(sentence: &Sentence, heads: &[usize]) -> bool {
    let [only] = heads else { return false };
    let before = only.checked_sub(1).and_then(|at| sentence.items.get(at));
    let article = before.is_some_and(|item| {
        matches!(item.text.as_str(), "a" | "an" | "the" | "der" | "die" | "das" | "ein" | "eine" | "einen")
    });
    let noun = sentence
        .items
        .get(*only)
        .is_some_and(|item| item.set.any(Concepts::of(&[C::Nom, C::Imp])) && !item.has(C::Inf));
    article && noun && !sentence.set.any(Concepts::of(&[C::Please, C::Polite, C::Want, C::Now]))
}

/// In Japanese the order stands at the end: a te form or a noun, then only what makes a request of it.
fn japanese(sentence: &Sentence) -> Result<(), Refusal> {
    let items: Vec<&Item> = sentence.items.iter().filter(|item| !item.quoted).collect();
    let verbal =
        |item: &Item| item.set.any(ACTIONS) && item.set.any(FORMS) || item.set.any(Concepts::of(&[C::Te, C::Req]));
    if super::action::ends_on_object(sentence) {
        return Ok(());
    }
    let Some(last) = items.iter().rposition(|item| verbal(item)) else { return Err(Refusal::Form) };
    let tail = items.get(last + 1..).unwrap_or_default();
    let closing = |item: &&Item| {
        item.punctuation.is_some()
            || item.set.any(Concepts::of(&[C::Please, C::Greeting, C::Req, C::Symptom, C::Reason]))
            || matches!(
                item.text.as_str(),
                "ね" | "よ"
                    | "です"
                    | "ー"
                    | "な"
                    | "っと"
                    | "今すぐ"
                    | "すぐ"
                    | "すぐに"
                    | "至急"
                    | "早く"
                    | "早めに"
                    | "を"
                    | "lotse"
            )
    };
    let clause_after = tail.iter().position(|item| item.punctuation.is_some()).unwrap_or(tail.len());
    if !tail.get(..clause_after).unwrap_or_default().iter().all(closing) {
        return Err(Refusal::Form);
    }
    let Some(verb) = items.get(last) else { return Err(Refusal::Form) };
    let requested = verb.set.any(Concepts::of(&[C::Te, C::Req]))
        || tail.iter().any(|item| item.set.any(Concepts::of(&[C::Please, C::Req])));
    if requested {
        return Ok(());
    }
    // A bare noun orders ("100を再起動"), unless it is said of something ("100は停止").
    let before = last.checked_sub(1).and_then(|at| items.get(at));
    let said_of = before.is_some_and(|item| matches!(item.text.as_str(), "は" | "が" | "も"));
    if said_of { Err(Refusal::Form) } else { Ok(()) }
}
