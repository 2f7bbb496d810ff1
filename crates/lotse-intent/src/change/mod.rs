//! Recognises orders, and nothing that only talks about one.
//!
//! The rule is *deny by default*. A sentence is an order only if every word of it is accounted for: a verb in a form
//! that orders, a target that is named, values that the action takes, and small words known to change nothing. One word
//! too many ("stop nginx on 100"), a negation, a question, a condition, another time, somebody else's words, a target
//! that is not one: each of these makes it a refusal, which the matcher answers with a question back.

mod action;
mod alerts;
mod cover;
mod fill;
mod form;
mod roles;

pub(crate) use roles::kind_beside;

use crate::concept::{Concept, Concepts};
use crate::intent::Intent;
use crate::names::Names;
use crate::sentence::Sentence;
use crate::understanding::Slots;

/// Why a sentence with an action in it is not an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    HowTo,
    Quoted,
    Pasted,
    Injection,
    Negated,
    Advice,
    Hypothetical,
    Told,
    Later,
    Conditional,
    Bulk,
    Alternative,
    Asked,
    Past,
    NoTarget,
    NotThatTarget,
    UnknownWord,
    Form,
}

impl Refusal {
    pub(crate) fn why(self) -> &'static str {
        match self {
            Self::HowTo => "asks how it is done",
            Self::Quoted => "an action inside quotation marks is somebody else's text",
            Self::Pasted => "a pasted log line orders nothing",
            Self::Injection => "asks to skip the rules",
            Self::Negated => "negated or taken back",
            Self::Advice => "asks for advice",
            Self::Hypothetical => "only imagined",
            Self::Told => "tells what somebody else said or wants",
            Self::Later => "for another time, not now",
            Self::Conditional => "depends on a condition",
            Self::Bulk => "names no single target",
            Self::Alternative => "leaves a choice open",
            Self::Asked => "asks about an action",
            Self::Past => "tells of the past",
            Self::NoTarget => "names no target",
            Self::NotThatTarget => "the target is not one guest that is known by this name",
            Self::UnknownWord => "holds a word that could change its meaning",
            Self::Form => "the verb is in a form that orders nothing",
        }
    }
}

/// What the sentence is, as far as changes go.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// No action is spoken of.
    Nothing,
    /// An action is spoken of, but not ordered.
    Refused { action: Intent, refusal: Refusal, unknown: Vec<String> },
    /// An order.
    Order { intent: Intent, slots: Box<Slots>, targets: Vec<Vec<u32>>, guessed: bool },
}

/// What makes a sentence no order, in the order in which it is said.
const VETOES: &[(Concept, Refusal)] = &[
    (Concept::HowTo, Refusal::HowTo),
    (Concept::WhatIs, Refusal::HowTo),
    (Concept::Inject, Refusal::Injection),
    (Concept::Hypo, Refusal::Hypothetical),
    (Concept::Advice, Refusal::Advice),
    (Concept::Neg, Refusal::Negated),
    (Concept::Retract, Refusal::Negated),
    (Concept::Told, Refusal::Told),
    (Concept::Later, Refusal::Later),
    (Concept::Cond, Refusal::Conditional),
    (Concept::Or, Refusal::Alternative),
    (Concept::Except, Refusal::Bulk),
    (Concept::Bulk, Refusal::Bulk),
    (Concept::Why, Refusal::Asked),
    (Concept::Who, Refusal::Asked),
    (Concept::When, Refusal::Asked),
    (Concept::Wh, Refusal::Asked),
    (Concept::How, Refusal::Asked),
    (Concept::Ques, Refusal::Asked),
    (Concept::Past, Refusal::Past),
    (Concept::Fin, Refusal::Past),
    (Concept::Subject, Refusal::Told),
];

/// The meanings of the vetoes, as a set.
fn veto_set() -> Concepts {
    VETOES.iter().fold(Concepts::NONE, |set, (concept, _)| set.with(*concept))
}

/// Judges the sentence.
pub(crate) fn judge(sentence: &Sentence, names: &Names) -> Outcome {
    let mut roles = roles::Roles::new(sentence);
    if !action::may_act(sentence) {
        return Outcome::Nothing;
    }
    roles.find_guests(sentence);
    let set = roles.free_set(sentence);
    let Some(intent) = action::decide(sentence, set, &roles) else { return Outcome::Nothing };
    let refuse = |refusal| Outcome::Refused { action: intent, refusal, unknown: Vec::new() };
    if crate::quote::is_pasted(&sentence.folded) {
        return refuse(Refusal::Pasted);
    }
    if sentence.has_quote {
        return refuse(Refusal::Quoted);
    }
    let slots = match fill::fill(intent, sentence, names, &mut roles) {
        Ok(slots) => slots,
        Err(refusal) => return refuse(first_veto(sentence, &roles, intent).unwrap_or(refusal)),
    };
    if let Some(refusal) = first_veto(sentence, &roles, intent) {
        return refuse(refusal);
    }
    if let Err((refusal, unknown)) = cover::check(intent, sentence, &roles) {
        return Outcome::Refused { action: intent, refusal, unknown };
    }
    if let Err(refusal) = form::check(intent, sentence, &roles) {
        return refuse(refusal);
    }
    let guessed = sentence.items.iter().any(|item| item.guessed);
    Outcome::Order { intent, targets: roles.targets(sentence), slots: Box::new(slots), guessed }
}

/// The first veto that a word without a role in the order carries.
fn first_veto(sentence: &Sentence, roles: &roles::Roles, intent: Intent) -> Option<Refusal> {
    let excused = |at: usize| cover::is_excused(at, intent, sentence, roles);
    VETOES.iter().find_map(|(concept, refusal)| {
        let mut carriers = sentence
            .items
            .iter()
            .enumerate()
            .filter(|(at, item)| item.has(*concept) && !item.quoted && !roles.is_claimed(*at) && !excused(*at));
        carriers.next().map(|_| *refusal)
    })
}
