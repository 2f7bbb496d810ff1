//! Which word of a sentence plays which part: target, value, name of something new.

use std::ops::Range;

use crate::amount::{Amount, Of, amounts};
use crate::change_words::{ACTIONS, FORMS};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::names::Kind;
use crate::sentence::{Item, Sentence};

/// The part each item plays, if any.
#[derive(Debug)]
pub(crate) struct Roles {
    claimed: Vec<bool>,
    /// Items that name guests, in order.
    pub(super) guests: Vec<usize>,
    pub(super) amounts: Vec<Amount>,
    /// The items of a name that follows "named", "als", 「という名前で」.
    pub(super) given_name: Option<Range<usize>>,
    /// A marker introduces a name of several words, which no name is: it is asked for instead.
    pub(super) name_goes_on: bool,
}

impl Roles {
    pub(super) fn new(sentence: &Sentence) -> Self {
        let mut roles = Self {
            claimed: vec![false; sentence.items.len()],
            guests: Vec::new(),
            amounts: amounts(sentence),
            given_name: None,
            name_goes_on: false,
        };
        let makes = Concepts::of(&[C::Snapshot, C::ASnap, C::AClone, C::ACreate, C::Template, C::New]);
        if sentence.set.any(makes) {
            let given = given_name(sentence);
            roles.name_goes_on = given.as_ref().is_some_and(|range| goes_on(sentence, range));
            roles.given_name = given.filter(|_| !roles.name_goes_on);
        }
        roles
    }

    pub(super) fn claim(&mut self, items: Range<usize>) {
        for at in items {
            if let Some(claimed) = self.claimed.get_mut(at) {
                *claimed = true;
            }
        }
    }

    pub(super) fn is_claimed(&self, at: usize) -> bool {
        self.claimed.get(at).copied().unwrap_or(false)
    }

    fn is_amount(&self, at: usize) -> bool {
        self.amounts.iter().any(|amount| amount.items.contains(&at))
    }

    fn is_given_name(&self, at: usize) -> bool {
        self.given_name.as_ref().is_some_and(|range| range.contains(&at))
    }

    /// Finds the guests that are named. A name that is also a word ("monitor", "status") is one only if no other target
    /// is named and another word is the verb, or if a kind stands beside it; a name that is also a thing one can act on
    /// ("backup", "cache") or a small word ("all", "it") only beside a kind, or right behind "clone".
    pub(super) fn find_guests(&mut self, sentence: &Sentence) {
        let items = &sentence.items;
        let mut guests: Vec<usize> = Vec::new();
        let mut soft: Vec<usize> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if item.quoted || self.is_amount(at) || self.is_given_name(at) {
                continue;
            }
            if is_surely_guest(item) {
                guests.push(at);
            } else if item.names_guest() && item.number.is_none() {
                soft.push(at);
            }
        }
        let several = guests.len() > 1;
        guests.retain(|at| !(several && is_snapshot_place(sentence, *at)));
        for at in &soft {
            let Some(item) = items.get(*at) else { continue };
            let verb_elsewhere = items.iter().enumerate().any(|(other, item)| {
                other != *at && item.set.any(ACTIONS) && item.set.any(FORMS) && !soft.contains(&other)
            });
            let kind = Concepts::of(&[C::Vm, C::Ct, C::Template]);
            let beside = |at: Option<usize>| {
                at.and_then(|at| items.get(at)).is_some_and(|item| item.set.any(kind) && !item.has(C::Plural))
            };
            // What stands right behind "clone" is what is copied.
            let cloned = at.checked_sub(1).and_then(|before| items.get(before)).is_some_and(|item| item.has(C::AClone));
            let with_kind = beside(at.checked_sub(1)) || beside(Some(at + 1)) || cloned;
            let alone = guests.is_empty() && soft.len() == 1 && verb_elsewhere && !item.set.any(AMBIGUOUS);
            if with_kind || alone {
                guests.push(*at);
            }
        }
        guests.sort_unstable();
        self.guests = guests;
        for at in self.guests.clone() {
            self.claim(at..at + 1);
        }
    }

    /// What the words without a role mean, together.
    pub(super) fn free_set(&self, sentence: &Sentence) -> Concepts {
        let free = sentence
            .items
            .iter()
            .enumerate()
            .filter(|(at, item)| !item.quoted && !self.is_claimed(*at) && !self.is_given_name(*at));
        free.fold(Concepts::NONE, |set, (_, item)| set.union(item.set))
    }

    pub(super) fn has_node(&self, sentence: &Sentence) -> bool {
        sentence
            .items
            .iter()
            .enumerate()
            .any(|(at, item)| item.names_node() && !self.guests.contains(&at) && !item.quoted)
    }

    pub(super) fn has_snapshot(&self, sentence: &Sentence) -> bool {
        sentence
            .items
            .iter()
            .enumerate()
            .any(|(at, item)| item.names_snapshot() && !self.guests.contains(&at) && !item.quoted)
    }

    pub(super) fn has_amount(&self, sentence: &Sentence) -> bool {
        self.amounts.iter().any(|amount| matches!(amount.of, Of::Memory(_) | Of::Cores(_)))
            && !sentence.set.any(Concepts::of(&[C::Disk, C::Storage]))
    }

    /// Whether a way back is spoken of: the word itself, or a snapshot to go back to.
    pub(super) fn can_roll_back(&self, sentence: &Sentence) -> bool {
        let word = ["roll", "zurueckroll", "zuruckroll", "revert", "ロールバック", "切り戻"];
        self.has_snapshot(sentence)
            || sentence.unquoted().any(|item| item.has(C::ARollback) && word.iter().any(|w| item.text.starts_with(w)))
            || sentence.items.windows(2).any(|pair| match pair {
                [to, value] => to.has(C::PTo) && value.is_unknown() && !value.japanese,
                _ => false,
            })
    }

    /// The items that no role has taken yet.
    pub(super) fn free<'s>(&'s self, sentence: &'s Sentence) -> impl Iterator<Item = (usize, &'s Item)> {
        sentence.items.iter().enumerate().filter(|(at, item)| !item.quoted && !self.is_claimed(*at))
    }

    pub(super) fn targets(&self, sentence: &Sentence) -> Vec<Vec<u32>> {
        self.guests
            .iter()
            .filter_map(|at| sentence.items.get(*at))
            .map(|item| item.named.as_ref().map(|named| named.guests.clone()).unwrap_or_default())
            .collect()
    }

    /// Whether the guests of the order all stand between these items and nothing points back at them.
    pub(super) fn only_guest_in(&self, start: usize, end: usize) -> bool {
        self.guests.len() == 1 && self.guests.iter().all(|at| (start..end).contains(at))
    }
}

/// Meanings that make a guest's name ambiguous: things that can be stopped or removed themselves, and small words.
const AMBIGUOUS: Concepts = Concepts::of(&[
    C::Backup,
    C::Job,
    C::Task,
    C::Update,
    C::Snapshot,
    C::Report,
    C::Cache,
    C::Data,
    C::Host,
    C::Node,
    C::Cluster,
    C::Template,
    C::Storage,
    C::Disk,
    C::User,
    C::Log,
    C::Journal,
    C::Docker,
    C::Service,
    C::Process,
    C::Package,
    C::Refresh,
    C::Vm,
    C::Ct,
    C::Guest,
    C::Fleet,
    C::Net,
    C::Login,
    C::Alert,
    C::Image,
    C::Info,
    C::List,
    C::Help,
    C::Security,
    C::Os,
    C::Pronoun,
    C::Bulk,
    C::All,
    C::Filler,
    C::Subject,
    C::Neg,
    C::Or,
    C::And,
    C::Wh,
    C::How,
    C::Later,
    C::Cond,
    C::Now,
    C::Greeting,
    C::Please,
    C::Except,
    C::Advice,
    C::Past,
]);

fn is_surely_guest(item: &Item) -> bool {
    let known = item.names_guest() && item.set.is_empty();
    let id = item.number.and_then(crate::quantity::Number::bare).is_some_and(|id| (100..1_000_000_000).contains(&id));
    known || id || is_reference(item)
}

/// Whether a name that snapshots have too stands where one is named: beside "snapshot", or as what to go back to.
fn is_snapshot_place(sentence: &Sentence, at: usize) -> bool {
    let item = |at: Option<usize>| at.and_then(|at| sentence.items.get(at));
    let (before, after) = (item(at.checked_sub(1)), item(Some(at + 1)));
    let spoken_of = sentence.set.any(Concepts::of(&[C::Snapshot, C::ARollback]));
    let beside = before.is_some_and(|item| item.set.any(Concepts::of(&[C::Snapshot, C::PTo])))
        || after.is_some_and(|item| item.has(C::Snapshot) || (item.japanese && item.has(C::PTo)));
    spoken_of && beside && item(Some(at)).is_some_and(Item::names_snapshot)
}

/// `cluster/id`, also where the fleet is not known.
fn is_reference(item: &Item) -> bool {
    item.text.split_once('/').is_some_and(|(cluster, id)| {
        cluster.bytes().any(|b| b.is_ascii_alphabetic())
            && (3..10).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The name that a marker introduces: the word after it, or before it in Japanese.
fn given_name(sentence: &Sentence) -> Option<Range<usize>> {
    let items = &sentence.items;
    for (at, item) in items.iter().enumerate() {
        if item.quoted {
            continue;
        }
        let backward = item.japanese && item.set.any(Concepts::of(&[C::NameMark, C::PAs]));
        if backward {
            let before = (0..at).rev().find(|i| items.get(*i).is_some_and(|item| !is_particle(item)))?;
            let value = items.get(before)?;
            if !value.japanese
                && value.punctuation.is_none()
                && value.number.and_then(crate::quantity::Number::bare).is_none()
            {
                return Some(whole_token(sentence, before));
            }
        }
        if !item.japanese && item.set.any(Concepts::of(&[C::NameMark, C::PAs])) || item.has(C::NamePre) {
            let after = (at + 1..items.len()).find(|i| items.get(*i).is_some_and(|item| !is_mark_filler(item)))?;
            let value = items.get(after)?;
            let bare_id = value.number.and_then(crate::quantity::Number::bare).is_some();
            let structure = value.set.any(Concepts::of(&[C::IdMark, C::NameMark, C::Vm, C::Ct, C::Template, C::Node]));
            if !value.japanese && value.punctuation.is_none() && !bare_id && !structure {
                return Some(whole_token(sentence, after));
            }
        }
    }
    None
}

/// Whether the name that a marker introduces has more words than the one beside the marker ("named before upgrade").
fn goes_on(sentence: &Sentence, given: &Range<usize>) -> bool {
    let structure = Concepts::of(&[
        C::Filler,
        C::And,
        C::POf,
        C::POn,
        C::PTo,
        C::PFrom,
        C::PAs,
        C::Please,
        C::Polite,
        C::Now,
        C::Greeting,
        C::Node,
        C::Storage,
        C::Template,
        C::IdMark,
        C::NameMark,
        C::Memory,
        C::Cores,
        C::Snapshot,
        C::Reason,
        C::Before,
        C::Inf,
        C::Live,
        C::TopicHa,
    ]);
    let names = |item: &Item| item.named.is_some() || item.number.is_some();
    let word = |item: &&Item| !item.japanese && item.punctuation.is_none() && !item.quoted && !names(item);
    let article = |item: &Item| matches!(item.text.as_str(), "the" | "dem" | "der" | "das" | "a");
    let first = sentence.items.get(given.start);
    let joined = given.len() > 1 || first.is_some_and(|item| item.token.len() > item.span.len());
    // "named before the upgrade": the name begins with the small word.
    let opened = !joined && first.is_some_and(|item| item.has(C::Before));
    let next = given.end + usize::from(opened && sentence.items.get(given.end).is_some_and(article));
    // "named web server" has two words, "named web vm 140" one.
    let kind = |item: &Item| {
        item.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest]))
            && sentence.items.get(next + 1).is_some_and(|after| names(after) || after.has(C::IdMark))
    };
    if sentence.items.get(next).filter(word).is_some_and(|item| !item.set.any(structure) && !kind(item)) {
        return true;
    }
    // In Japanese the marker stands behind: 「before upgrade という名前で」.
    let marked_behind = sentence.items.get(given.end).is_some_and(|item| item.japanese);
    let before = given.start.checked_sub(1).and_then(|before| sentence.items.get(before)).filter(word);
    marked_behind && before.is_some_and(|item| item.is_unknown() || item.has(C::Before))
}

fn is_particle(item: &Item) -> bool {
    matches!(item.text.as_str(), "を" | "は" | "に" | "と" | "って" | "の") || item.punctuation.is_some()
}

fn is_mark_filler(item: &Item) -> bool {
    matches!(item.text.as_str(), "den" | "dem" | "einen" | "name" | "namen" | "a" | "the")
        || item.punctuation == Some(':')
}

/// All items of the token that the item at `at` is part of.
pub(super) fn whole_token(sentence: &Sentence, at: usize) -> Range<usize> {
    let Some(token) = sentence.items.get(at).map(|item| item.token.clone()) else { return at..at };
    let same = |i: usize| sentence.items.get(i).is_some_and(|item| item.token == token);
    let start = (0..at).rev().take_while(|i| same(*i)).last().unwrap_or(at);
    let end = (at..sentence.items.len()).take_while(|i| same(*i)).last().map_or(at + 1, |last| last + 1);
    start..end
}

/// The kind that stands with the guest: directly before it, or behind it ("plex container", 「116番のVM」).
pub(crate) fn kind_beside(sentence: &Sentence, at: usize, several: bool) -> Option<Kind> {
    let item = |at: Option<usize>| at.and_then(|at| sentence.items.get(at)).filter(|item| !item.quoted);
    let kind = |item: Option<&Item>| {
        let item =
            item.filter(|item| !item.has(C::Docker) && (several || !item.has(C::Plural)) && !item.names_guest())?;
        match (item.has(C::Vm), item.has(C::Ct)) {
            (true, false) => Some(Kind::Vm),
            (false, true) => Some(Kind::Ct),
            _ => None,
        }
    };
    let marker = |item: Option<&Item>| {
        item.is_some_and(|item| item.set.any(Concepts::of(&[C::IdMark, C::NameMark])) || item.text == ":")
    };
    let linking =
        |item: Option<&Item>| item.is_some_and(|item| matches!(item.text.as_str(), "の" | "番の" | "番" | "という"));
    let before = at.checked_sub(1);
    let led = item(before).filter(|item| item.text == "containers").map(|_| Kind::Ct);
    led.or_else(|| kind(item(before)))
        .or_else(|| marker(item(before)).then(|| kind(item(at.checked_sub(2)))).flatten())
        .or_else(|| kind(item(Some(at + 1))).filter(|_| !is_next_guest(sentence, at + 2)))
        .or_else(|| linking(item(Some(at + 1))).then(|| kind(item(Some(at + 2)))).flatten())
}

/// Whether the kind behind a guest rather belongs to the next one ("100, ct 105").
fn is_next_guest(sentence: &Sentence, at: usize) -> bool {
    sentence.items.get(at).is_some_and(|item| item.names_guest() || item.number.is_some())
}
