//! Finds the question that a phrase asks: the best of the rules, and the slots that go with it.

mod mentions;
mod rules;
mod shape;
mod slots;
mod unheard;

use crate::change_words::ACTIONS;
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::condition::{self, Conditions};
use crate::intent::Intent;
use crate::lexicon::Lexicon;
use crate::names::Names;
use crate::sentence::{Item, Sentence};
use crate::understanding::{Condition, Slots};

pub(crate) use mentions::Mentions;

/// The score of a name of which nothing is said.
pub(crate) const NAME_ALONE: u8 = 54;

/// A reading of the phrase as a question.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) intent: Intent,
    pub(crate) score: u8,
    /// The concepts that the rule asked for.
    pub(crate) rule: String,
}

/// What the phrase asks, best reading first, with the slots of the best.
#[derive(Debug, Default)]
pub(crate) struct Question {
    pub(crate) readings: Vec<Reading>,
    pub(crate) mentions: Mentions,
    pub(crate) slots: Slots,
    pub(crate) conditions: Vec<Condition>,
}

/// Reads the phrase as a question.
pub(crate) fn ask(sentence: &Sentence, names: &Names, lexicon: &Lexicon) -> Question {
    if let Some(intent) = lexicon.bare(&sentence.folded) {
        let reading = Reading { intent, score: 100, rule: "the whole phrase is known".to_owned() };
        return Question { readings: vec![reading], mentions: Mentions::default(), ..Question::default() };
    }
    let conditions = Conditions::find(sentence);
    let mut question = read(sentence, names, &Conditions::default());
    if conditions.is_empty() {
        return question;
    }
    // What a condition says asks nothing itself: "VMs with more than 4 GB of memory" is no question about memory.
    let narrowed = read(sentence, names, &conditions);
    if narrowed.readings.first().is_some_and(|best| condition::heeds(best.intent)) {
        question = narrowed;
    }
    if let Some(best) = question.readings.first() {
        question.conditions = condition::conditions(&conditions, best.intent, sentence);
    }
    question
}

fn read(sentence: &Sentence, names: &Names, conditions: &Conditions) -> Question {
    let mentions = Mentions::find(sentence, names, conditions);
    let set = mentions.set(sentence, conditions);
    let mut readings: Vec<Reading> = Vec::new();
    for rule in rules::RULES.iter().filter(|rule| rule.holds(set)) {
        match readings.iter_mut().find(|reading| reading.intent == rule.intent) {
            Some(reading) if reading.score >= rule.score => {}
            Some(reading) => {
                reading.score = rule.score;
                reading.rule = describe(rule, set);
            }
            None => readings.push(Reading { intent: rule.intent, score: rule.score, rule: describe(rule, set) }),
        }
    }
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.score));
    if is_out_of_domain(sentence, &mentions, set, readings.first().map_or(0, |best| best.score)) {
        readings.clear();
    }
    let slots =
        readings.first().map(|best| slots::fill(best.intent, sentence, &mentions, conditions, set)).unwrap_or_default();
    Question { readings, mentions, slots, conditions: Vec::new() }
}

fn describe(rule: &rules::Rule, set: Concepts) -> String {
    rule.all.union(rule.any.intersection(set)).to_string()
}

/// Another subject: its own words say so, or most words are unknown and nothing of the fleet is named.
fn is_out_of_domain(sentence: &Sentence, mentions: &Mentions, set: Concepts, best: u8) -> bool {
    // A name that nothing has is no sign that the fleet is spoken of.
    if !mentions.is_empty() && mentions.unheard.is_none() {
        return false;
    }
    // Between Japanese words short unread pieces are endings, not subjects.
    let is_subject = |item: &&Item| item.is_unknown() && (!item.japanese || item.text.chars().count() >= 3);
    let unknown = sentence.unquoted().filter(is_subject).count() - usize::from(mentions.unheard.is_some());
    let statement = !set.any(Concepts::of(&[C::Wh, C::How, C::Why, C::Who, C::When, C::List, C::Ques, C::Status]))
        && !sentence.has_question_mark;
    (set.has(C::OffTopic) && !set.any(ACTIONS))
        || (unknown >= 4 && best < 62)
        || (unknown >= 3 && best < 56)
        || (unknown >= 2 && best < 56 && statement)
}
