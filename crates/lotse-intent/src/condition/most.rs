//! "Which VM uses the most memory": what a list is to be sorted by, the most first.

use lotse_model::Field;

use crate::concept::Concept as C;
use crate::condition::meaning::is_used;
use crate::condition::noun::{self, Noun};
use crate::intent::Intent;
use crate::sentence::{Item, Sentence};

/// Words for the most of something.
const MOST: [&str; 16] = [
    "most",
    "highest",
    "top",
    "meisten",
    "meiste",
    "hoechsten",
    "hoechste",
    "hochsten",
    "hochste",
    "hoechster",
    "staerksten",
    "一番",
    "いちばん",
    "最も",
    "もっとも",
    "トップ",
];
/// Words for the greatest thing, of which the size is meant.
const GREATEST: [&str; 14] = [
    "biggest",
    "largest",
    "greatest",
    "groesste",
    "groessten",
    "groesster",
    "grosste",
    "grossten",
    "fettesten",
    "最大",
    "一番大き",
    "一番でか",
    "いちばん大き",
    "大きい順",
];
/// Words for what lasted longest.
const LONGEST: [&str; 6] = ["longest", "laengsten", "langsten", "laengste", "最長", "一番長"];

/// What the list is to be sorted by.
pub(crate) fn most(intent: Intent, sentence: &Sentence) -> Option<Field> {
    if !matches!(intent, Intent::ListVms | Intent::ListContainers | Intent::ListGuests) {
        return None;
    }
    // Japanese words are cut where the lexicon knows them, so these are looked for in the whole text.
    let says = |words: &[&str]| {
        let spoken = |item: &Item| !item.quoted && item.text.split(' ').any(|word| words.contains(&word));
        let in_text = || words.iter().any(|word| !word.is_ascii() && sentence.folded.contains(word));
        sentence.items.iter().position(spoken).or_else(|| in_text().then_some(0))
    };
    let (at, is_size) = match (says(&MOST), says(&GREATEST), says(&LONGEST)) {
        (_, Some(at), _) => (at, true),
        (Some(at), None, None) => (at, false),
        (_, None, Some(_)) => return Some(Field::Uptime),
        (None, None, None) => return None,
    };
    // "most memory" may be one phrase.
    let own = sentence.items.get(at).and_then(noun::noun);
    match own.or_else(|| noun::of(sentence, &(at..at + 1)).map(|(_, noun)| noun)) {
        Some(Noun::Memory) if is_used(sentence) || !is_size => Some(Field::MemoryUsed),
        Some(Noun::Memory) => Some(Field::Memory),
        Some(Noun::Cpu) if sentence.has(C::Cores) && !sentence.has(C::Load) && !is_used(sentence) => Some(Field::Cores),
        Some(Noun::Cpu) => Some(Field::Cpu),
        Some(Noun::Disk) => Some(Field::Disk),
        Some(Noun::Time) => Some(Field::Uptime),
        None => is_size.then_some(Field::Memory),
    }
}
