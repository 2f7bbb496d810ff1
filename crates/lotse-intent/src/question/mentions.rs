//! What a question names of the fleet. A question may guess where a change must not: a misspelt name, a part of one.

use crate::amount::{Amount, amounts};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::condition::Conditions;
use crate::names::Names;
use crate::quantity::Number;
use crate::question::unheard::{self, Thing};
use crate::sentence::{Item, Sentence};

/// A guest that is named: the item, and which guests it may be.
#[derive(Debug, Clone)]
pub(crate) struct GuestMention {
    pub(crate) item: usize,
    pub(crate) guests: Vec<u32>,
}

/// The items that name something.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) guests: Vec<GuestMention>,
    pub(crate) nodes: Vec<usize>,
    pub(crate) storages: Vec<usize>,
    pub(crate) snapshots: Vec<usize>,
    pub(crate) tag: Option<usize>,
    pub(crate) amounts: Vec<Amount>,
    /// The item among them that must be a name though nothing has it.
    pub(crate) unheard: Option<usize>,
}

impl Mentions {
    /// What is named outside of the conditions.
    pub(crate) fn find(sentence: &Sentence, names: &Names, conditions: &Conditions) -> Self {
        let mut mentions = Self { amounts: amounts(sentence), ..Self::default() };
        mentions.amounts.retain(|amount| !conditions.is_claimed(amount.items.start));
        mentions.tag = tag(sentence).filter(|at| !conditions.is_claimed(*at));
        for (at, item) in sentence.items.iter().enumerate() {
            if item.quoted
                || conditions.is_claimed(at)
                || mentions.tag == Some(at)
                || mentions.amounts.iter().any(|a| a.items.contains(&at))
            {
                continue;
            }
            let sure = item.set.is_empty() || is_spoken_of(sentence, at);
            if let Some(named) = item.named.as_ref().filter(|named| !named.guests.is_empty() && sure) {
                mentions.guests.push(GuestMention { item: at, guests: named.guests.clone() });
            } else if item.names_node() && sure {
                mentions.nodes.push(at);
            } else if item.names_storage() && sure {
                mentions.storages.push(at);
            } else if item.names_snapshot() && sure {
                mentions.snapshots.push(at);
            } else if is_unknown_id(sentence, at, item) {
                mentions.guests.push(GuestMention { item: at, guests: Vec::new() });
            }
        }
        if mentions.is_empty() {
            mentions.guess(sentence, names, conditions);
        }
        if mentions.guests.is_empty() && mentions.tag.is_none() {
            mentions.take_unheard(sentence, conditions);
        }
        mentions
    }

    fn take_unheard(&mut self, sentence: &Sentence, conditions: &Conditions) {
        let Some((at, thing)) =
            unheard::find(sentence).filter(|(at, _)| !self.is_name(*at) && !conditions.is_claimed(*at))
        else {
            return;
        };
        match thing {
            Thing::Guest => self.guests.push(GuestMention { item: at, guests: Vec::new() }),
            Thing::Node if self.nodes.is_empty() => self.nodes.push(at),
            Thing::Storage if self.storages.is_empty() => self.storages.push(at),
            Thing::Node | Thing::Storage => return,
        }
        self.unheard = Some(at);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.guests.is_empty() && self.nodes.is_empty() && self.storages.is_empty() && self.snapshots.is_empty()
    }

    /// A name with a slip of the keyboard in it, or the telling part of one.
    fn guess(&mut self, sentence: &Sentence, names: &Names, conditions: &Conditions) {
        for (at, item) in sentence.items.iter().enumerate() {
            let word = item.is_unknown() && !item.japanese && item.text.len() >= 4 && !item.quoted;
            let plain = item.guessed && !item.quoted;
            if (!word && !plain) || conditions.is_claimed(at) {
                continue;
            }
            let part = names.with_part(&item.text);
            if !part.is_empty() && word {
                self.guests.push(GuestMention { item: at, guests: part.to_vec() });
                continue;
            }
            let Some(near) = names.near(&item.text).first().and_then(|near| names.find(near)) else { continue };
            if !near.guests.is_empty() && word {
                self.guests.push(GuestMention { item: at, guests: near.guests });
            } else if !near.nodes.is_empty() && word {
                self.nodes.push(at);
            } else if near.storage && word {
                self.storages.push(at);
            }
        }
    }

    pub(crate) fn is_name(&self, at: usize) -> bool {
        self.guests.iter().any(|guest| guest.item == at)
            || self.nodes.contains(&at)
            || self.storages.contains(&at)
            || self.snapshots.contains(&at)
    }

    /// What the words that are no names mean together, and what is named.
    pub(crate) fn set(&self, sentence: &Sentence, conditions: &Conditions) -> Concepts {
        let words = sentence.items.iter().enumerate();
        let words = words.filter(|(at, item)| !item.quoted && !self.is_name(*at) && !conditions.is_claimed(*at));
        let mut set = words.fold(Concepts::NONE, |set, (_, item)| set.union(item.set));
        for (named, concept) in [
            (!self.guests.is_empty(), C::HasGuest),
            (!self.nodes.is_empty(), C::HasNode),
            (!self.storages.is_empty(), C::HasStorage),
            (!self.snapshots.is_empty(), C::HasSnapshot),
            (self.tag.is_some(), C::HasTag),
        ] {
            if named {
                set = set.with(concept);
            }
        }
        if sentence.has_question_mark { set.with(C::Ques) } else { set }
    }
}

/// Whether a word that is also a name stands where a name does: after "of", "zu", a kind; before a particle.
fn is_spoken_of(sentence: &Sentence, at: usize) -> bool {
    let Some(item) = sentence.items.get(at) else { return false };
    if item.number.is_some() {
        return true;
    }
    let before = at.checked_sub(1).and_then(|before| sentence.items.get(before));
    let after = sentence.items.get(at + 1);
    let openers = [
        "zu", "about", "of", "for", "von", "is", "laeuft", "lauft", "ist", "der", "den", "vom", "does", "hat", "on",
        "auf", "how is", "how's",
    ];
    let introduced = before.is_some_and(|item| {
        openers.contains(&item.text.as_str()) || item.set.any(Concepts::of(&[C::Vm, C::Ct, C::Node, C::Storage]))
    });
    let particle = after.is_some_and(|item| matches!(item.text.as_str(), "の" | "が" | "は" | "って" | "に" | "を"));
    let kind_after =
        after.is_some_and(|item| item.set.any(Concepts::of(&[C::Vm, C::Ct, C::Storage])) && !item.has(C::Plural));
    introduced || particle || kind_after
}

/// A number that no guest has, said as the id of one ("vm 118").
fn is_unknown_id(sentence: &Sentence, at: usize, item: &Item) -> bool {
    let reference = item
        .text
        .split_once('/')
        .is_some_and(|(cluster, id)| !cluster.is_empty() && id.len() >= 3 && id.bytes().all(|b| b.is_ascii_digit()));
    let id = item.number.and_then(Number::bare).is_some_and(|id| (100..1_000_000_000).contains(&id));
    let kind = Concepts::of(&[C::Vm, C::Ct, C::Guest, C::IdMark]);
    let before = at.checked_sub(1).and_then(|before| sentence.items.get(before));
    let after = sentence.items.get(at + 1);
    let led = before.is_some_and(|b| b.set.any(kind) || matches!(b.text.as_str(), "of" | "von" | "for" | "zu" | "vom"));
    let particle = after.is_some_and(|a| {
        a.japanese && (matches!(a.text.as_str(), "の" | "を" | "が" | "は" | "って" | "番" | "番の") || a.set.any(kind))
    });
    reference || (id && (led || particle))
}

/// The tag that a list is filtered by: beside a word for "tag", or a known tag before what is listed.
fn tag(sentence: &Sentence) -> Option<usize> {
    let items = &sentence.items;
    let value = |at: usize| {
        items.get(at).filter(|item| {
            let word = !item.quoted && item.punctuation.is_none() && (!item.japanese || item.named.is_some());
            let small = Concepts::of(&[
                C::Filler,
                C::And,
                C::List,
                C::Vm,
                C::Ct,
                C::Guest,
                C::NameMark,
                C::Wh,
                C::Running,
                C::Stopped,
                C::Past,
                C::When,
            ]);
            word && (item.names_tag() || !item.set.any(small)) && item.number.is_none()
        })
    };
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.has(C::TagMark) && !item.quoted) {
        let next = (at + 1..items.len()).find(|i| {
            items.get(*i).is_some_and(|next| {
                next.names_tag()
                    || !(next.set.any(Concepts::of(&[C::Filler, C::NameMark])) || next.punctuation.is_some())
            })
        });
        let next = next.filter(|i| *i <= at + 3 && value(*i).is_some());
        let previous =
            at.checked_sub(1).filter(|i| value(*i).is_some_and(|item| item.names_tag() || sentence.japanese));
        let previous = previous.or_else(|| {
            at.checked_sub(2).filter(|i| {
                value(*i).is_some_and(Item::names_tag)
                    && items.get(i + 1).is_some_and(|between| between.punctuation.is_some() || between.text == "の")
            })
        });
        let known = |i: Option<usize>| i.filter(|i| items.get(*i).is_some_and(Item::names_tag));
        let day = matches!(item.text.as_str(), "tag" | "tags");
        if let Some(found) = known(previous).or_else(|| known(next)) {
            return Some(found);
        }
        if !day || sentence.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest, C::List])) {
            let found = if sentence.japanese { previous.or(next) } else { next.or(previous) };
            if found.is_some() && !sentence.set.any(Concepts::of(&[C::Graph, C::Task, C::Greeting])) {
                return found;
            }
        }
    }
    let is_kind = |item: &Item| item.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest]));
    let is_tag = |item: &Item| {
        item.names_tag() && !item.names_guest() && !item.names_node() && !item.quoted && item.set.is_empty()
    };
    let owned = items.windows(3).position(|three| match three {
        [tag, joint, noun] => is_tag(tag) && joint.japanese && joint.text == "の" && is_kind(noun),
        _ => false,
    });
    if owned.is_some() {
        return owned;
    }
    items.windows(2).enumerate().find_map(|(at, pair)| match pair {
        [tag, noun] => {
            let listed =
                noun.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest])) && (noun.has(C::Plural) || sentence.japanese);
            (tag.names_tag() && !tag.names_guest() && !tag.names_node() && listed && !tag.quoted && tag.set.is_empty())
                .then_some(at)
        }
        _ => None,
    })
}
