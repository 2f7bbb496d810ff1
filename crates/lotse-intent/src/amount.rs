//! Amounts in a sentence: memory, cores and spans of time, with the words they take.

use std::ops::Range;

use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::quantity::{Number, Unit, named_minutes, number, spelled, unit};
use crate::sentence::{Item, Sentence};

/// What an amount is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Memory, in MiB.
    Memory(u64),
    /// CPU cores.
    Cores(u64),
    /// A span, in minutes.
    Minutes(u64),
    /// A percentage, in thousandths of a percent.
    Share(u64),
    /// A small number that counts something else.
    Count(u64),
    /// A time of day, a number in a unit that is not known here.
    Other,
}

/// An amount and the items it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Amount {
    pub(crate) of: Of,
    pub(crate) items: Range<usize>,
}

/// All amounts of the sentence, in order.
pub(crate) fn amounts(sentence: &Sentence) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let mut at = 0;
    while at < sentence.items.len() {
        if let Some(amount) = amount(sentence, at) {
            at = amount.items.end.max(at + 1);
            found.push(amount);
        } else {
            at += 1;
        }
    }
    found
}

fn amount(sentence: &Sentence, at: usize) -> Option<Amount> {
    let item = sentence.items.get(at).filter(|item| !item.quoted)?;
    let next = sentence.items.get(at + 1).filter(|next| !next.quoted);
    if let Some(minutes) = named_minutes(&item.text) {
        let half = next.is_some_and(|next| next.text == "半");
        let minutes = u64::from(minutes) + if half { 30 } else { 0 };
        return Some(Amount { of: Of::Minutes(minutes), items: at..at + 1 + usize::from(half) });
    }
    if let Some((first, second)) = item.text.split_once(' ')
        && let Some(value) = number(first).or_else(|| word_number(first))
        && let Some(unit) = unit(second)
    {
        return Some(Amount { of: with_unit(value, unit), items: at..at + 1 });
    }
    // 「30日」 is a span of the lexicon, and an amount all the same.
    if item.japanese
        && let Some(letters) = item.text.find(|c: char| !c.is_ascii_digit()).filter(|letters| *letters > 0)
        && let Some((count, rest)) = item.text.split_at_checked(letters)
        && let (Some(value), Some(unit)) = (number(count), unit(rest))
    {
        return Some(Amount { of: with_unit(value, unit), items: at..at + 1 });
    }
    if let Some(value) = item.number {
        return digits(sentence, at, value, next);
    }
    let value = word_number(&item.text)?;
    let next = next?;
    if next.has(C::Cores) {
        return Some(Amount { of: Of::Cores(value.whole()?), items: at..at + 2 });
    }
    let unit = unit(&next.text).filter(|unit| !matches!(unit, Unit::Clock))?;
    Some(Amount { of: with_unit(value, unit), items: at..at + 2 })
}

fn word_number(word: &str) -> Option<Number> {
    spelled(word).map(|thousandths| Number { thousandths, unit: None })
}

fn digits(sentence: &Sentence, at: usize, value: Number, next: Option<&Item>) -> Option<Amount> {
    if let Some(unit) = value.unit {
        return Some(Amount { of: with_unit(value, unit), items: at..at + 1 });
    }
    let next_is = |concept: C| next.is_some_and(|next| next.has(concept));
    let small = value.whole().is_some_and(|count| count < 100);
    if let Some(unit) = next.and_then(|next| unit(&next.text)) {
        let half = unit == Unit::Hour && sentence.items.get(at + 2).is_some_and(|item| item.text == "半");
        let of = match with_unit(value, unit) {
            Of::Minutes(minutes) if half => Of::Minutes(minutes + 30),
            of => of,
        };
        return Some(Amount { of, items: at..at + 2 + usize::from(half) });
    }
    if small && next_is(C::Cores) {
        return Some(Amount { of: Of::Cores(value.whole()?), items: at..at + 2 });
    }
    let counted = next.is_some_and(|next| matches!(next.text.as_str(), "つ" | "個" | "に"));
    let after_cores = near_before(sentence, at, Concepts::of(&[C::Cores, C::Cpu]));
    if small && after_cores {
        let used = usize::from(next.is_some_and(|next| matches!(next.text.as_str(), "つ" | "個")));
        return Some(Amount { of: Of::Cores(value.whole()?), items: at..at + 1 + used });
    }
    if next.is_some_and(|next| next.text == "%" || next.has(C::Unit) && !counted) || small {
        return Some(Amount { of: value.whole().map_or(Of::Other, Of::Count), items: at..at + 1 });
    }
    None
}

/// Whether one of the concepts stands before, with only small words between.
fn near_before(sentence: &Sentence, at: usize, concepts: Concepts) -> bool {
    let small = Concepts::of(&[C::Filler, C::PTo, C::AResize]);
    for before in (at.saturating_sub(4)..at).rev() {
        let Some(item) = sentence.items.get(before) else { return false };
        if item.set.any(concepts) {
            return true;
        }
        if !item.set.any(small) && !item.names_guest() {
            return false;
        }
    }
    false
}

fn with_unit(value: Number, unit: Unit) -> Of {
    if let Some(mib) = value.mib(unit) {
        Of::Memory(mib)
    } else if let Some(minutes) = value.minutes(unit) {
        Of::Minutes(minutes)
    } else if unit == Unit::Percent {
        Of::Share(value.thousandths)
    } else {
        Of::Other
    }
}
