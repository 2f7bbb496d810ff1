//! What an amount is an amount of: the nearest word for memory, processor, disk or time.

use std::ops::Range;

use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::sentence::{Item, Sentence};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Memory,
    Cpu,
    Disk,
    Time,
}

/// So far behind an amount its noun may stand, small words included.
const BEHIND: usize = 4;
/// So far before it.
const BEFORE: usize = 6;

/// The noun of the amount in these items, and where it stands.
pub(super) fn of(sentence: &Sentence, amount: &Range<usize>) -> Option<(usize, Noun)> {
    let behind = (amount.end..amount.end + BEHIND).map_while(|at| piece(sentence, at));
    let before = (amount.start.saturating_sub(BEFORE)..amount.start).rev().map_while(|at| piece(sentence, at));
    let nearest = |mut pieces: Box<dyn Iterator<Item = (usize, &Item)> + '_>| {
        pieces.find_map(|(at, item)| noun(item).map(|noun| (at, noun)))
    };
    // Japanese names the thing first, German and English behind the amount or first.
    if sentence.japanese {
        nearest(Box::new(before)).or_else(|| nearest(Box::new(behind)))
    } else {
        nearest(Box::new(behind)).or_else(|| nearest(Box::new(before)))
    }
}

/// The item, unless another part of the sentence begins with it.
fn piece(sentence: &Sentence, at: usize) -> Option<(usize, &Item)> {
    let item = sentence.items.get(at).filter(|item| !item.quoted)?;
    let ends = item.punctuation.is_some() || item.number.is_some() || item.has(C::And);
    (!ends).then_some((at, item))
}

/// What the word means as something measured.
pub(super) fn noun(item: &Item) -> Option<Noun> {
    let any = |list: &[C]| item.set.any(Concepts::of(list));
    // What is listed is not what is measured: "server", "storages".
    if any(&[C::Vm, C::Ct, C::Guest, C::Node]) {
        return None;
    }
    if any(&[C::Memory]) || item.text == "speicher" {
        Some(Noun::Memory)
    } else if any(&[C::Cpu, C::Cores]) || matches!(item.text.as_str(), "load" | "auslastung" | "last" | "負荷") {
        Some(Noun::Cpu)
    } else if any(&[C::Disk, C::Storage, C::Space]) {
        Some(Noun::Disk)
    } else if any(&[C::Uptime]) {
        Some(Noun::Time)
    } else {
        None
    }
}
