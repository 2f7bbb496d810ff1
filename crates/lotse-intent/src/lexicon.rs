//! The words of the three languages and what they mean, read once from the tables in `lexicon/`.

use std::collections::HashMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::concept::{Concept, Concepts};
use crate::intent::Intent;
use crate::latin::latin_words;
use crate::normalise::{fold, fold_without_umlauts, is_japanese};
use crate::typo::Typos;

const GERMAN: &str = include_str!("../lexicon/de.lex");
const ENGLISH: &str = include_str!("../lexicon/en.lex");
const JAPANESE: &str = include_str!("../lexicon/ja.lex");
const BARE: &str = include_str!("../lexicon/bare.lex");

/// The languages a word belongs to, as bits.
pub(crate) mod language {
    pub(crate) const DE: u8 = 1;
    pub(crate) const EN: u8 = 2;
    pub(crate) const JA: u8 = 4;
}

/// What a word or phrase means, and in which languages it does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entry {
    pub(crate) set: Concepts,
    pub(crate) languages: u8,
}

#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    entry: Entry,
}

/// A particle that may stand apart from its verb, and what the two mean together.
#[derive(Debug)]
pub(crate) struct Particle {
    pub(crate) words: Vec<String>,
    pub(crate) set: Concepts,
}

/// All words.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: HashMap<String, Entry>,
    phrases: HashMap<String, Vec<Phrase>>,
    splits: HashMap<String, Vec<Particle>>,
    bare: HashMap<String, Intent>,
    japanese: HashMap<String, Concepts>,
    /// Spellings without the dots of their umlauts: taken in where no word is spelt so ("würde" and "wurde").
    undotted: Vec<(String, Entry)>,
    japanese_words: Vec<String>,
    // Built when a phrase first needs them: reading the tables alone is quick.
    japanese_index: OnceLock<Option<AhoCorasick>>,
    typos: OnceLock<Typos>,
    japanese_typos: OnceLock<Typos>,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut lexicon = Self::default();
        for (source, languages) in [(GERMAN, language::DE), (ENGLISH, language::EN), (JAPANESE, language::JA)] {
            for line in lines(source) {
                lexicon.line(line, languages);
            }
        }
        for line in lines(BARE) {
            let Some((id, phrases)) = line.split_once(": ") else { continue };
            let Ok(intent) = id.parse() else { continue };
            for phrase in phrases.split(" | ") {
                lexicon.bare.insert(bare_form(&fold(phrase)), intent);
            }
        }
        lexicon.finish();
        lexicon
    }

    fn line(&mut self, line: &str, languages: u8) {
        let Some((head, words)) = line.split_once(": ") else { return };
        if let Some(head) = head.strip_prefix("split ") {
            let Some((verbs, particles)) = words.split_once(" > ") else { return };
            return self.split(concepts(head), verbs, particles);
        }
        let entry = Entry { set: concepts(head), languages };
        for word in words.split(" | ").map(str::trim).filter(|word| !word.is_empty()) {
            self.add(&fold(word), entry);
            if languages == language::DE
                && let Some(bare) = fold_without_umlauts(word)
            {
                self.undotted.push((bare, entry));
            }
        }
    }

    fn add(&mut self, folded: &str, entry: Entry) {
        if folded.chars().any(is_japanese) {
            let set = self.japanese.entry(folded.to_owned()).or_default();
            *set = set.union(entry.set);
            return;
        }
        let words = latin_words(folded);
        match words.as_slice() {
            [] => {}
            [word] => self.word(word, entry),
            [first, ..] => {
                if !folded.contains(' ') {
                    self.word(folded, entry);
                }
                let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
                let phrases = self.phrases.entry((*first).to_owned()).or_default();
                match phrases.iter_mut().find(|phrase| phrase.words == words) {
                    Some(phrase) => phrase.entry = union(phrase.entry, entry),
                    None => phrases.push(Phrase { words, entry }),
                }
            }
        }
    }

    fn word(&mut self, word: &str, entry: Entry) {
        let known = self.words.entry(word.to_owned()).or_default();
        *known = union(*known, entry);
    }

    fn is_taken(&self, folded: &str) -> bool {
        match latin_words(folded).as_slice() {
            [word] => self.words.contains_key(*word),
            words => self.phrase(&words.iter().copied()).is_some_and(|(length, _)| length == words.len()),
        }
    }

    fn split(&mut self, set: Concepts, verbs: &str, particles: &str) {
        for verb in verbs.split(" | ") {
            for particle in particles.split(" | ") {
                for particle in [Some(fold(particle)), fold_without_umlauts(particle)].into_iter().flatten() {
                    let words = particle.split(' ').map(str::to_owned).collect();
                    self.splits.entry(fold(verb)).or_default().push(Particle { words, set });
                }
            }
        }
    }

    fn finish(&mut self) {
        let undotted = std::mem::take(&mut self.undotted);
        let taken: Vec<bool> = undotted.iter().map(|(word, _)| self.is_taken(word)).collect();
        for ((word, entry), taken) in undotted.into_iter().zip(taken) {
            if !taken {
                self.add(&word, entry);
            }
        }
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        // "…といて" is the spoken form of "…ておいて".
        let spoken: Vec<(String, Concepts)> = self
            .japanese
            .iter()
            .filter(|(_, set)| set.has(Concept::Te))
            .filter_map(|(word, set)| Some((format!("{}といて", word.strip_suffix('て')?), *set)))
            .collect();
        for (word, set) in spoken {
            self.japanese.entry(word).or_insert(set);
        }
        // "停止して" listed under one meaning must not hide what "停止" means.
        let nouns: Vec<(String, Concepts)> = self
            .japanese
            .keys()
            .filter_map(|word| Some((word.clone(), *self.japanese.get(word.strip_suffix("して")?)?)))
            .filter(|(_, set)| set.has(Concept::Nom))
            .collect();
        for (word, set) in nouns {
            if let Some(verb) = self.japanese.get_mut(&word)
                && verb.has(Concept::Te)
            {
                *verb = verb.union(set.without(Concepts::of(&[Concept::Nom])));
            }
        }
        self.japanese_words = self.japanese.keys().cloned().collect();
        self.japanese_words.sort_unstable();
    }

    pub(crate) fn find(&self, word: &str) -> Option<Entry> {
        self.words.get(word).copied()
    }

    /// The longest phrase of several words that `words` begin with: how many words, and what it means.
    pub(crate) fn phrase<'w>(&self, words: &(impl Iterator<Item = &'w str> + Clone)) -> Option<(usize, Entry)> {
        let first = words.clone().next()?;
        self.phrases.get(first)?.iter().find_map(|phrase| {
            let mut words = words.clone();
            let all = phrase.words.iter().all(|part| words.next() == Some(part.as_str()));
            all.then_some((phrase.words.len(), phrase.entry))
        })
    }

    pub(crate) fn particles(&self, verb: &str) -> &[Particle] {
        self.splits.get(verb).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the whole text means when nothing else was typed.
    pub(crate) fn bare(&self, folded: &str) -> Option<Intent> {
        self.bare.get(&bare_form(folded)).copied()
    }

    pub(crate) fn japanese(&self, word: &str) -> Option<Concepts> {
        self.japanese.get(word).copied()
    }

    /// Every place of the text where a Japanese word stands; places overlap.
    pub(crate) fn japanese_in(&self, folded: &str) -> Vec<(usize, usize)> {
        let index = self
            .japanese_index
            .get_or_init(|| AhoCorasick::builder().match_kind(MatchKind::Standard).build(&self.japanese_words).ok());
        let Some(index) = index else { return Vec::new() };
        index.find_overlapping_iter(folded).map(|m| (m.start(), m.end())).collect()
    }

    /// What a misspelt word was meant as; nothing when the nearest words mean different things.
    pub(crate) fn misspelt(&self, word: &str) -> Option<Entry> {
        if !may_be_misspelt(word) {
            return None;
        }
        let typos =
            self.typos.get_or_init(|| Typos::new(self.words.keys().filter(|word| may_be_misspelt(word)).cloned()));
        let near = typos.near(word);
        let (best, distance) = near.first()?;
        // People miss letters inside a word; a word that begins otherwise is another word.
        let first = word.chars().next();
        let swapped = best.chars().nth(1) == first && best.chars().next() == word.chars().nth(1);
        if best.chars().next() != first && !swapped {
            return None;
        }
        let entry = self.find(best)?;
        let mut same = near.iter().take_while(|(_, d)| d == distance).filter_map(|(known, _)| self.find(known));
        same.all(|other| other.set == entry.set || other.set.any(entry.set)).then_some(entry)
    }

    pub(crate) fn misspelt_japanese(&self, word: &str) -> Option<Concepts> {
        if word.chars().count() < 4 {
            return None;
        }
        let katakana = |word: &&String| word.chars().all(crate::normalise::is_katakana);
        let typos =
            self.japanese_typos.get_or_init(|| Typos::new(self.japanese_words.iter().filter(katakana).cloned()));
        self.japanese(typos.near(word).first()?.0)
    }

    /// The parts of a German compound that are words of their own, with or without a linking s or n.
    pub(crate) fn compound(&self, word: &str) -> Option<Entry> {
        if word.len() < 7 || !word.is_ascii() || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        self.compound_from(word, 3)
    }

    fn compound_from(&self, word: &str, depth: u8) -> Option<Entry> {
        let part = |text: &str| self.find(text).filter(|e| text.len() >= 3 && e.set.without(SMALL) == e.set);
        for cut in (3..=word.len().saturating_sub(3)).rev() {
            let (Some(head), Some(tail)) = (word.get(..cut), word.get(cut..)) else { continue };
            let Some(head) =
                part(head).or_else(|| ["s", "n", "en", "es"].iter().find_map(|link| part(head.strip_suffix(link)?)))
            else {
                continue;
            };
            if let Some(tail) = part(tail) {
                return Some(union(head, tail));
            }
            if depth > 1
                && tail.len() >= 6
                && let Some(tail) = self.compound_from(tail, depth - 1)
            {
                return Some(union(head, tail));
            }
        }
        None
    }
}

/// Words that never are part of a compound that matters.
const SMALL: Concepts = Concepts::of(&[
    Concept::Filler,
    Concept::Neg,
    Concept::Pronoun,
    Concept::Subject,
    Concept::Wh,
    Concept::And,
    Concept::Past,
    Concept::OffTopic,
]);

fn may_be_misspelt(word: &str) -> bool {
    word.chars().count() >= 5 && word.chars().all(char::is_alphabetic)
}

fn union(a: Entry, b: Entry) -> Entry {
    Entry { set: a.set.union(b.set), languages: a.languages | b.languages }
}

fn concepts(head: &str) -> Concepts {
    head.split('+').filter_map(Concept::by_id).fold(Concepts::NONE, Concepts::with)
}

fn lines(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The text without outer punctuation and with single spaces.
fn bare_form(folded: &str) -> String {
    let trimmed = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '!' | '.' | '。' | '、' | '/'));
    let asked = trimmed.trim_end_matches(['?', '!']);
    let kept = if asked.is_empty() { trimmed } else { asked };
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{BARE, ENGLISH, GERMAN, JAPANESE, Lexicon, lines};
    use crate::concept::Concept;
    use crate::intent::Intent;

    #[test]
    fn every_line_of_the_tables_names_known_concepts() {
        for line in [GERMAN, ENGLISH, JAPANESE].into_iter().flat_map(lines) {
            let (head, words) = line.split_once(": ").unwrap_or_default();
            let head = head.strip_prefix("split ").unwrap_or(head);
            for id in head.split('+') {
                assert!(Concept::by_id(id).is_some(), "unknown concept `{id}` in `{line}`");
            }
            assert!(!words.is_empty(), "no words in `{line}`");
        }
        for line in lines(BARE) {
            let (id, _) = line.split_once(": ").unwrap_or_default();
            assert!(id.parse::<Intent>().is_ok(), "unknown intent in `{line}`");
        }
    }

    #[test]
    fn compounds_fall_into_their_parts() {
        let lexicon = Lexicon::new();
        let jobs = lexicon.compound("sicherungsjobs").map(|entry| entry.set);
        assert!(jobs.is_none_or(|set| set.has(Concept::Backup) && set.has(Concept::Job)));
        let entry = lexicon.compound("clusterprobleme").map(|entry| entry.set).unwrap_or_default();
        assert!(entry.has(Concept::Cluster) && entry.has(Concept::Problem));
        assert!(lexicon.compound("wetterbericht").is_none(), "off-topic words make no compound");
    }
}
