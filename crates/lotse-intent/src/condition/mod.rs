//! Criteria in questions: "VMs with more than 4 GB", "Container, die länger als 30 Tage laufen", 「メモリが8GB以上のVM」.
//!
//! A condition is found by an amount with a word that compares, by a text that names begin with or contain, or by a word
//! that narrows and that nobody knows ("Windows VMs"). What it means depends on the question: 30 days are an uptime of
//! guests and an age of snapshots. What means nothing that can be compared stays, as words: an answer that ignores "more
//! than 4 GB" is a wrong answer, and one that says so is a short one.

mod compare;
mod meaning;
mod most;
mod noun;
mod spelled;

use std::ops::Range;

use lotse_model::{Comparison, Place};

use crate::amount::{Amount, Of, amounts};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::sentence::{Item, Sentence};

pub(crate) use meaning::{conditions, heeds};
pub(crate) use most::most;
use noun::Noun;

/// A condition as it stands in the sentence.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// All items of it.
    items: Range<usize>,
    /// What is compared, with how and what.
    says: Says,
    /// Whether the words can be nothing else ("more than"); "over 24 hours" may be a span.
    is_strong: bool,
}

#[derive(Debug, Clone)]
enum Says {
    /// An amount of something.
    Amount { comparison: Comparison, of: Of, noun: Option<Noun> },
    /// A text in a name.
    Name { text: String, place: Place },
    /// Something that narrows and has no figure.
    Unclear,
}

/// The conditions of a sentence, and the items that belong to them and ask nothing themselves.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    found: Vec<Found>,
    claimed: Vec<bool>,
}

/// Things that are listed: beside one of these "memory" in a condition is no subject of its own.
const HEADS: Concepts = Concepts::of(&[C::Vm, C::Ct, C::Guest, C::Node, C::HasNode]);

impl Conditions {
    /// The conditions of the sentence.
    pub(crate) fn find(sentence: &Sentence) -> Self {
        let mut conditions = Self { found: Vec::new(), claimed: vec![false; sentence.items.len()] };
        conditions.names(sentence);
        let amounts = amounts(sentence);
        let mut nouns = Vec::new();
        for (place, amount) in amounts.iter().enumerate() {
            nouns.extend(conditions.amount(sentence, amount, place.checked_sub(1).and_then(|at| amounts.get(at))));
        }
        conditions.since(sentence, &amounts);
        conditions.adjectives(sentence);
        let head = |(at, item): (usize, &Item)| item.set.any(HEADS) && !item.quoted && !conditions.is_claimed(at);
        if sentence.items.iter().enumerate().filter(|(at, _)| !nouns.contains(at)).any(head) {
            for at in nouns {
                conditions.claim(at..at + 1);
            }
        }
        conditions.found.sort_by_key(|found| found.items.start);
        conditions
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether the item belongs to a condition.
    pub(crate) fn is_claimed(&self, at: usize) -> bool {
        self.claimed.get(at).copied().unwrap_or(false)
    }

    fn claim(&mut self, range: Range<usize>) {
        for claimed in self.claimed.get_mut(range).into_iter().flatten() {
            *claimed = true;
        }
    }

    fn push(&mut self, items: Range<usize>, says: Says, is_strong: bool) {
        self.claim(items.clone());
        self.found.push(Found { items, says, is_strong });
    }

    /// Takes an amount with what compares it; returns the item of what it is an amount of.
    fn amount(&mut self, sentence: &Sentence, amount: &Amount, before: Option<&Amount>) -> Option<usize> {
        if self.is_claimed(amount.items.start) || amount.of == Of::Other {
            return None;
        }
        let compared = compare::around(sentence, &amount.items);
        let whole = compared.as_ref().map_or_else(|| amount.items.clone(), |found| found.items.clone());
        let (noun_at, noun) = noun::of(sentence, &whole).unzip();
        let says = |comparison| Says::Amount { comparison, of: amount.of, noun };
        if let Some((from, low)) = compare::between(sentence, &amount.items, amount.of, before) {
            // The lower bound was read as an amount of its own, when it has a unit.
            self.found.retain(|found| !from.contains(&found.items.start));
            let items = from.start..amount.items.end;
            self.push(items.clone(), Says::Amount { comparison: Comparison::AtLeast, of: low, noun }, true);
            self.push(items, says(Comparison::AtMost), true);
            return noun_at;
        }
        match compared {
            Some(found) => self.push(found.items, says(found.comparison), found.is_strong),
            // "VMs mit 4 Kernen": as many, not more.
            None if matches!(amount.of, Of::Memory(_) | Of::Cores(_)) => {
                self.push(amount.items.clone(), says(Comparison::Equal), false);
            }
            None => return None,
        }
        noun_at
    }

    /// "whose name begins with web", "die mit db anfangen", 「webで始まる」.
    fn names(&mut self, sentence: &Sentence) {
        for at in 0..sentence.items.len() {
            if let Some(found) = spelled::name(sentence, at)
                && !self.is_claimed(found.value)
            {
                let text = sentence.items.get(found.value).map(|item| item.text.clone()).unwrap_or_default();
                self.push(found.items, Says::Name { text, place: found.place }, true);
            }
        }
    }

    /// "stopped since last week", "läuft seit gestern", 「先週から」; "seit 3 Tagen" compares.
    fn since(&mut self, sentence: &Sentence, amounts: &[Amount]) {
        for at in 0..sentence.items.len() {
            let Some(items) = spelled::since(sentence, at, amounts).filter(|items| !self.is_claimed(items.start))
            else {
                continue;
            };
            let span = amounts.iter().find(|amount| items.contains(&amount.items.start)).map(|amount| amount.of);
            let says = match span {
                Some(of) => Says::Amount { comparison: Comparison::AtLeast, of, noun: None },
                None => Says::Unclear,
            };
            self.push(items, says, true);
        }
    }

    /// "Windows VMs", "wichtige Container": a word that nobody knows, before what is listed.
    fn adjectives(&mut self, sentence: &Sentence) {
        for at in 0..sentence.items.len() {
            if !self.is_claimed(at) && spelled::is_adjective(sentence, at) {
                self.push(at..at + 1, Says::Unclear, true);
            }
        }
    }
}
