//! The matcher: reads a phrase, tries it as an order, then as a question, and says why.

use std::collections::BTreeMap;

use lotse_text::Language;

use crate::change::{self, Outcome, Refusal};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::condition::{self, Conditions};
use crate::intent::Intent;
use crate::lexicon::{Lexicon, language};
use crate::names::Names;
use crate::question::{self, Question};
use crate::reference;
use crate::sentence::{Item, Sentence};
use crate::small_talk;
use crate::understanding::{Candidate, Refused, Slots, Understanding};

/// The longest phrase that is read, in bytes; what is longer was pasted and is no request.
const LONGEST: usize = 2000;

/// Understands phrases. Building it reads the lexicon once; keep it.
#[derive(Debug)]
pub struct Matcher {
    lexicon: Lexicon,
}

impl Default for Matcher {
    fn default() -> Self {
        Self::new()
    }
}

impl Matcher {
    /// A matcher with the words of all three languages.
    #[must_use]
    pub fn new() -> Self {
        Self { lexicon: Lexicon::new() }
    }

    /// What the phrase asks or orders. The same phrase and names always give the same answer.
    ///
    /// `hint` is the language to assume where the phrase itself does not tell; it changes nothing but
    /// [`Understanding::language`].
    #[must_use]
    pub fn understand(&self, text: &str, names: &Names, hint: Option<Language>) -> Understanding {
        if text.len() > LONGEST {
            return nothing(text, hint, "longer than a request can be");
        }
        let sentence = Sentence::read(text, &self.lexicon, names);
        let language = language_of(&sentence).or(hint);
        let mut answer = match change::judge(&sentence, names) {
            Outcome::Order { intent, slots, targets, guessed } => {
                order(&sentence, names, intent, *slots, &targets, guessed)
            }
            Outcome::Refused { action, refusal, unknown } => self.refused(&sentence, names, action, refusal, &unknown),
            Outcome::Nothing => self.question(&sentence, names),
        };
        answer.reference = reference::find(&sentence);
        answer.name_alone = reference::is_name_alone(&sentence);
        answer.other_alone = reference::is_other_alone(&sentence);
        answer.small_talk = small_talk::of(&sentence).filter(|_| matches!(answer.intent, Intent::None | Intent::Help));
        answer.language = language;
        answer
    }

    fn question(&self, sentence: &Sentence, names: &Names) -> Understanding {
        if crate::quote::is_pasted(&sentence.folded) && self.lexicon.bare(&sentence.folded).is_none() {
            return nothing(&sentence.input, None, "a pasted log line asks nothing");
        }
        let mut question = question::ask(sentence, names, &self.lexicon);
        if question.readings.first().is_some_and(|best| best.score <= question::NAME_ALONE) && is_not_asked(sentence) {
            question.readings.clear();
        }
        let mut answer = answer(sentence, names, question, None);
        // 「webを止めないで」: what says "not" as one word has no verb left that was denied.
        let denied = sentence.has(C::Neg) && sentence.unquoted().any(Item::names_guest);
        if answer.intent == Intent::None && denied {
            answer.refused = Some(Refused::Negated);
        }
        answer
    }

    /// The answer to a sentence that speaks of an action without ordering it: a question about it, or a question back.
    fn refused(
        &self,
        sentence: &Sentence,
        names: &Names,
        action: Intent,
        refusal: Refusal,
        unknown: &[String],
    ) -> Understanding {
        let asks = Concepts::of(&[C::Wh, C::Why, C::Who, C::When, C::How, C::List]);
        let topics = Concepts::of(&[
            C::Task,
            C::Log,
            C::Journal,
            C::Backup,
            C::Snapshot,
            C::Service,
            C::Update,
            C::Docker,
            C::Refresh,
            C::Report,
            C::Cache,
            C::Process,
            C::Disk,
            C::Storage,
            C::Ha,
            C::Graph,
            C::Slow,
            C::Login,
            C::Security,
            C::Monitor,
            C::Help,
            C::NotCovered,
            C::Events,
            C::Package,
            C::Os,
            C::Version,
        ]);
        let own = Concepts::of(&[C::Cache, C::Report, C::Refresh]);
        let questionable = match refusal {
            Refusal::NoTarget if sentence.set.any(own) => true,
            Refusal::HowTo => return help(sentence, action),
            Refusal::Quoted | Refusal::Pasted | Refusal::Injection | Refusal::Hypothetical | Refusal::Advice => false,
            Refusal::Told => sentence.set.any(asks) && sentence.set.any(topics),
            Refusal::Later | Refusal::Conditional | Refusal::Negated => {
                sentence.set.any(Concepts::of(&[C::Wh, C::Why, C::Who, C::When])) && sentence.set.any(topics)
                    || sentence.has(C::NotCovered)
            }
            Refusal::Bulk | Refusal::Alternative => {
                sentence.set.any(topics) && !starts_with_order(sentence)
                    || sentence.set.any(Concepts::of(&[C::Why, C::Who, C::When]))
            }
            Refusal::Asked => true,
            Refusal::Past if sentence.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest])) && !sentence.has(C::Subject) => {
                true
            }
            Refusal::Past => {
                sentence.has_question_mark
                    || sentence.set.any(asks)
                    || sentence.has(C::Ques)
                    || sentence.set.any(topics)
            }
            Refusal::NoTarget | Refusal::NotThatTarget | Refusal::UnknownWord | Refusal::Form => {
                let two_things = starts_with_order(sentence) && sentence.has(C::And);
                let asked = sentence.set.any(asks)
                    || sentence.set.any(Concepts::of(&[C::Problem, C::Ques]))
                    || sentence.has_question_mark;
                !two_things && (asked || (!has_order_verb(sentence) && sentence.set.any(topics)))
            }
        };
        if questionable {
            let question = question::ask(sentence, names, &self.lexicon);
            if !question.readings.is_empty() {
                return answer(sentence, names, question, Some((action, refusal)));
            }
        }
        let mut answer = nothing(&sentence.input, None, refusal.why());
        answer.refused = Some(refused(refusal));
        // Which they would be is a question that can be answered.
        answer.conditions = condition::conditions(&Conditions::find(sentence), Intent::ListGuests, sentence);
        answer.confidence = 0.4;
        answer.candidates.push(Candidate { intent: action, confidence: 0.4 });
        answer.candidates.push(Candidate { intent: Intent::Help, confidence: 0.2 });
        let ordered = refusal == Refusal::NoTarget && has_order_verb(sentence);
        if ordered || matches!(refusal, Refusal::NotThatTarget | Refusal::UnknownWord) {
            suggest(sentence, names, unknown, &mut answer);
        }
        answer
    }
}

fn refused(refusal: Refusal) -> Refused {
    match refusal {
        Refusal::Negated => Refused::Negated,
        Refusal::Later => Refused::Later,
        Refusal::Conditional => Refused::Conditional,
        Refusal::Bulk => Refused::Several,
        Refusal::Alternative => Refused::Alternative,
        Refusal::Advice => Refused::Advice,
        Refusal::NoTarget | Refusal::NotThatTarget => Refused::NoTarget,
        _ => Refused::Unclear,
    }
}

fn help(sentence: &Sentence, action: Intent) -> Understanding {
    let mut answer = nothing(&sentence.input, None, Refusal::HowTo.why());
    answer.intent = Intent::Help;
    answer.confidence = 0.9;
    answer.candidates.push(Candidate { intent: action, confidence: 0.1 });
    answer
}

/// Whether the first word that is not small is a verb that orders.
fn starts_with_order(sentence: &Sentence) -> bool {
    let small = Concepts::of(&[C::Filler, C::Greeting, C::Please, C::Polite, C::Want, C::Now, C::Bulk]);
    let first = sentence.unquoted().find(|item| item.punctuation.is_none() && !item.set.any(small));
    first.is_some_and(|item| item.set.any(crate::change_words::ACTIONS) && item.set.any(crate::change_words::FORMS))
}

/// Whether the sentence denies, tells or puts off something: then a name in it asks nothing.
fn is_not_asked(sentence: &Sentence) -> bool {
    let other = [C::Neg, C::Told, C::Advice, C::Hypo, C::Later, C::Cond, C::Inject, C::Except, C::Past, C::NotOurs];
    let asks = [C::Wh, C::How, C::Why, C::Who, C::When, C::List, C::Ques, C::Status, C::Info];
    sentence.set.any(Concepts::of(&other)) && !sentence.set.any(Concepts::of(&asks)) && !sentence.has_question_mark
}

/// Whether a verb stands in a form that can be nothing but an order: an infinitive, a te form, an imperative in front.
fn has_order_verb(sentence: &Sentence) -> bool {
    let verbs = Concepts::of(&[C::Inf, C::Te]);
    starts_with_order(sentence)
        || sentence
            .unquoted()
            .any(|item| item.set.any(crate::change_words::ACTIONS) && item.set.any(verbs) && !item.has(C::Running))
}

fn nothing(text: &str, language: Option<Language>, why: &str) -> Understanding {
    Understanding {
        text: text.to_owned(),
        intent: Intent::None,
        slots: Slots::default(),
        resolved: BTreeMap::new(),
        confidence: 0.8,
        candidates: Vec::new(),
        why: vec![why.to_owned()],
        failed: false,
        conditions: Vec::new(),
        most: None,
        refused: None,
        reference: None,
        name_alone: false,
        other_alone: false,
        small_talk: None,
        language,
    }
}

fn order(
    sentence: &Sentence,
    names: &Names,
    intent: Intent,
    slots: Slots,
    targets: &[Vec<u32>],
    guessed: bool,
) -> Understanding {
    let guests = targets.iter().flatten().copied();
    let mut answer = nothing(&sentence.input, None, "an order: every word of it is accounted for");
    answer.intent = intent;
    answer.confidence = if guessed { 0.8 } else { 0.95 };
    resolve(sentence, names, guests, &slots, &mut answer);
    answer.slots = slots;
    answer
}

fn answer(sentence: &Sentence, names: &Names, question: Question, refused: Option<(Intent, Refusal)>) -> Understanding {
    let mut answer = nothing(&sentence.input, None, "no rule holds");
    if let Some((action, refusal)) = refused {
        answer.why = vec![format!("no {action}: {}", refusal.why())];
    }
    let Some(best) = question.readings.first() else { return answer };
    if refused.is_none() {
        answer.why.clear();
    }
    answer.why.push(format!("{} {} by {}", best.intent, best.score, best.rule));
    answer.intent = best.intent;
    let lead = question.readings.get(1).map_or(30, |second| best.score.saturating_sub(second.score)).min(20);
    // In hundredths: six tenths of the score, a quarter, and by how much the next reading is worse.
    let sure = (u16::from(best.score.min(100)) * 6 + 5) / 10 + 25 + u16::from(lead);
    answer.confidence = hundredths(sure.min(99));
    answer.failed = best.intent != Intent::Help && asks_for_failed(sentence);
    answer.candidates = question
        .readings
        .iter()
        .skip(1)
        .take(3)
        .map(|reading| Candidate {
            intent: reading.intent,
            confidence: hundredths(u16::from(reading.score).div_ceil(2)),
        })
        .collect();
    let guests = question.mentions.guests.iter().flat_map(|mention| mention.guests.iter().copied());
    if !matches!(best.intent, Intent::Help | Intent::None) {
        resolve(sentence, names, guests, &question.slots, &mut answer);
    }
    answer.slots = question.slots;
    answer.conditions = question.conditions;
    answer.most = condition::most(best.intent, sentence);
    answer
}

fn hundredths(count: u16) -> f64 {
    f64::from(count) / 100.0
}

/// Whether failure is asked for: a word for it, or "not" before a word for success. "Which did not fail" asks otherwise,
/// "are there no failed ones" does not.
fn asks_for_failed(sentence: &Sentence) -> bool {
    let items: Vec<&Item> = sentence.unquoted().collect();
    items.iter().enumerate().any(|(at, item)| {
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        let denied = before.is_some_and(|before| {
            before.has(C::Neg) && !before.text.starts_with("kein") && !matches!(before.text.as_str(), "no" | "none")
        }) || item.japanese && items.get(at + 1).is_some_and(|next| next.japanese && next.has(C::Neg));
        let succeeded = ["succe", "erfolg", "成功"].iter().any(|start| item.text.starts_with(start));
        if item.has(C::Failed) { !denied } else { denied && succeeded && item.has(C::Result) }
    })
}

/// What the slots name, as references.
fn resolve(
    sentence: &Sentence,
    names: &Names,
    guests: impl Iterator<Item = u32>,
    slots: &Slots,
    answer: &mut Understanding,
) {
    if slots.guest.is_some() {
        let clusters: Vec<&str> = sentence
            .items
            .iter()
            .filter(|item| item.names_cluster() && !item.quoted)
            .map(|i| i.text.as_str())
            .collect();
        let all: Vec<_> = guests.filter_map(|at| names.guest(at)).collect();
        let of_kind = |g: &&crate::names::GuestName| slots.kind.is_none_or(|kind| g.kind == kind);
        let in_cluster = |g: &&crate::names::GuestName| {
            clusters.is_empty() || clusters.contains(&crate::normalise::fold(&g.cluster).as_str())
        };
        let mut kept: Vec<_> = all.iter().copied().filter(|g| of_kind(g) && in_cluster(g)).collect();
        if kept.is_empty() {
            kept = all;
        }
        let mut references: Vec<String> = Vec::new();
        for guest in kept {
            let reference = format!("{}/{}", guest.cluster, guest.id);
            if !references.contains(&reference) {
                references.push(reference);
            }
        }
        answer.resolved.insert("guest", references);
    }
    for (slot, value) in [("node", &slots.node), ("target_node", &slots.target_node)] {
        if let Some(value) = value {
            let found = names.find(&crate::normalise::fold(value)).map(|named| named.nodes).unwrap_or_default();
            answer.resolved.insert(slot, found);
        }
    }
    if let Some(value) = &slots.snapshot {
        answer.resolved.insert("snapshot", names.with_snapshot(&crate::normalise::fold(value)).to_vec());
    }
}

/// Offers the guests that a misspelt name may have meant.
fn suggest(sentence: &Sentence, names: &Names, unknown: &[String], answer: &mut Understanding) {
    let strange = |item: &&Item| (item.is_unknown() || item.guessed) && !item.japanese;
    let words = sentence.unquoted().filter(strange).map(|item| item.text.as_str());
    let mut meant: Vec<String> = Vec::new();
    for word in words.chain(unknown.iter().map(String::as_str)) {
        let near = names.similar(word).into_iter().filter_map(|near| names.find(near)).flat_map(|named| named.guests);
        for at in near.chain(names.with_part(word).iter().copied()) {
            let Some(guest) = names.guest(at) else { continue };
            let reference = format!("{}/{}", guest.cluster, guest.id);
            if !meant.contains(&reference) && meant.len() < 3 {
                meant.push(reference);
            }
        }
    }
    if !meant.is_empty() {
        answer.why.push("a name like this is known; which guest is meant?".to_owned());
        answer.resolved.insert("guest", meant);
    }
}

/// The language of the phrase: by its script, else by the words that belong to one language only.
fn language_of(sentence: &Sentence) -> Option<Language> {
    if sentence.japanese {
        return Some(Language::Ja);
    }
    let count = |one: u8, other: u8| {
        let words = sentence.unquoted().filter(|item| item.languages & one != 0 && item.languages & other == 0);
        words.map(|item| item.text.split(' ').count()).sum::<usize>()
    };
    let german = count(language::DE, language::EN);
    let english = count(language::EN, language::DE);
    match german.cmp(&english) {
        std::cmp::Ordering::Greater => Some(Language::De),
        std::cmp::Ordering::Less => Some(Language::En),
        std::cmp::Ordering::Equal => None,
    }
}
