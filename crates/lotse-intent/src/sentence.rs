//! A phrase as the rules see it: words with what they mean and what they name.

use std::ops::Range;

use crate::concept::{Concept, Concepts};
use crate::lexicon::{Lexicon, language};
use crate::names::{Named, Names};
use crate::normalise::{Folded, is_japanese};
use crate::quantity::{Number, Unit, number};
use crate::segment::{Class, Segment, segments};

/// One word, or one phrase of several words that means one thing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Item {
    /// The folded words.
    pub(crate) text: String,
    /// Where it stands in the input.
    pub(crate) span: Range<usize>,
    /// Where the whole token stands of which it may be a part ("before" of "before-upgrade").
    pub(crate) token: Range<usize>,
    pub(crate) set: Concepts,
    pub(crate) named: Option<Named>,
    pub(crate) number: Option<Number>,
    pub(crate) punctuation: Option<char>,
    pub(crate) quoted: bool,
    pub(crate) japanese: bool,
    /// The meaning was guessed from a misspelt word.
    pub(crate) guessed: bool,
    pub(crate) languages: u8,
}

impl Item {
    pub(crate) fn has(&self, concept: Concept) -> bool {
        self.set.has(concept)
    }

    /// Whether nothing is known of it.
    pub(crate) fn is_unknown(&self) -> bool {
        self.set.is_empty() && self.named.is_none() && self.number.is_none() && self.punctuation.is_none()
    }

    pub(crate) fn names_guest(&self) -> bool {
        self.named.as_ref().is_some_and(|named| !named.guests.is_empty())
    }

    pub(crate) fn names_node(&self) -> bool {
        self.named.as_ref().is_some_and(|named| !named.nodes.is_empty())
    }

    pub(crate) fn names_storage(&self) -> bool {
        self.named.as_ref().is_some_and(|named| named.storage)
    }

    pub(crate) fn names_snapshot(&self) -> bool {
        self.named.as_ref().is_some_and(|named| named.snapshot)
    }

    pub(crate) fn names_tag(&self) -> bool {
        self.named.as_ref().is_some_and(|named| named.tag)
    }

    pub(crate) fn names_cluster(&self) -> bool {
        self.named.as_ref().is_some_and(|named| named.cluster)
    }
}

/// The phrase, read.
#[derive(Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) items: Vec<Item>,
    /// What all words outside quotation marks mean, together.
    pub(crate) set: Concepts,
    pub(crate) has_quote: bool,
    pub(crate) has_question_mark: bool,
    pub(crate) japanese: bool,
    /// The folded text.
    pub(crate) folded: String,
    /// The text as typed.
    pub(crate) input: String,
}

/// A word before it is looked up.
struct Raw<'t> {
    text: &'t str,
    range: Range<usize>,
    token: Range<usize>,
    class: Class,
    quoted: bool,
}

impl Sentence {
    /// An item as it was typed.
    pub(crate) fn text_of(&self, item: &Item) -> String {
        self.input.get(item.span.clone()).unwrap_or_default().to_owned()
    }

    /// Several items as they were typed, with what stands between them.
    pub(crate) fn text_in(&self, items: &Range<usize>) -> String {
        let first = self.items.get(items.start).map_or(0, |item| item.token.start);
        let last = self.items.get(items.end.saturating_sub(1)).map_or(first, |item| item.token.end);
        self.input.get(first..last).unwrap_or_default().to_owned()
    }

    pub(crate) fn read(input: &str, lexicon: &Lexicon, names: &Names) -> Self {
        let folded = Folded::new(input);
        let text = folded.text.as_str();
        let segments = segments(text, lexicon, names);
        let stretches = crate::quote::quoted(text, &segments, lexicon, names);
        let mut raws = Vec::with_capacity(segments.len());
        let marks = |segment: &Segment| matches!(segment.class, Class::Punctuation(c) if crate::quote::is_mark(c));
        for (at, segment) in segments.iter().enumerate().filter(|(_, segment)| !marks(segment)) {
            // The full stop of "Nr." ends no sentence.
            let word = |at: usize| segments.get(at).and_then(|segment| text.get(segment.range.clone()));
            if word(at) == Some(".") && at.checked_sub(1).and_then(word).is_some_and(|word| matches!(word, "nr" | "no"))
            {
                continue;
            }
            let quoted = stretches.iter().any(|stretch| stretch.contains(&segment.range.start));
            expand(text, segment, quoted, at == 0, lexicon, names, &mut raws);
        }
        let items = look_up(&raws, &folded, lexicon, names);
        let mut sentence = Self {
            has_quote: !stretches.is_empty(),
            has_question_mark: items.iter().any(|item| item.punctuation == Some('?') && !item.quoted),
            japanese: text.chars().any(is_japanese),
            items,
            input: input.to_owned(),
            ..Self::default()
        };
        sentence.read_context(lexicon);
        sentence.set = sentence.unquoted().fold(Concepts::NONE, |set, item| set.union(item.set));
        sentence.folded = folded.text;
        sentence
    }

    pub(crate) fn unquoted(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.quoted)
    }

    pub(crate) fn has(&self, concept: Concept) -> bool {
        self.set.has(concept)
    }
}

/// Turns a segment into words: a token with joints falls apart when every part of it is known and the whole is no name.
fn expand<'t>(
    text: &'t str,
    segment: &Segment,
    quoted: bool,
    first: bool,
    lexicon: &Lexicon,
    names: &Names,
    raws: &mut Vec<Raw<'t>>,
) {
    let range = segment.range.clone();
    let word = text.get(range.clone()).unwrap_or_default();
    let mut push = |text: &'t str, range: Range<usize>, class| {
        raws.push(Raw { text, range, token: segment.range.clone(), class, quoted });
    };
    if segment.class != Class::Latin {
        return push(word, range, segment.class);
    }
    if names.find(word).is_some() || number(word).is_some() {
        return push(word, range, Class::Latin);
    }
    let letters = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    if let Some((kind @ ("vm" | "ct" | "lxc"), id)) = word.split_at_checked(letters)
        && id.len() >= 3
        && id.bytes().all(|b| b.is_ascii_digit())
    {
        push(kind, range.start..range.start + letters, Class::Latin);
        return push(id, range.start + letters..range.end, Class::Latin);
    }
    if let Some(rest) = word.strip_prefix('/') {
        // The slash of a Discord command; any other slash in front begins a path.
        if first && lexicon.find(rest).is_some() {
            return push(rest, range.start + 1..range.end, Class::Latin);
        }
        return push(word, range, Class::Latin);
    }
    if let Some(owner) = word.strip_suffix("'s")
        && names.find(owner).is_some()
    {
        return push(owner, range.start..range.start + owner.len(), Class::Latin);
    }
    let parts = parts(word);
    if parts.len() > 1 && parts.iter().all(|(part, joint)| is_known_part(part, *joint, &parts, lexicon, names)) {
        for (part, _) in &parts {
            let offset = part.as_ptr() as usize - word.as_ptr() as usize;
            let start = range.start + offset;
            push(part, start..start + part.len(), Class::Latin);
        }
        return;
    }
    push(word, range, Class::Latin);
}

/// The parts of a token with the joint before each.
fn parts(word: &str) -> Vec<(&str, char)> {
    let mut parts = Vec::new();
    let mut joint = ' ';
    let mut start = 0;
    for (at, c) in word.char_indices().chain([(word.len(), '-')]) {
        if matches!(c, '-' | '/' | ':' | '+' | '=') {
            if let Some(part) = word.get(start..at).filter(|part| !part.is_empty()) {
                parts.push((part, joint));
            }
            joint = c;
            start = at + c.len_utf8();
        }
    }
    parts
}

fn is_known_part(part: &str, joint: char, all: &[(&str, char)], lexicon: &Lexicon, names: &Names) -> bool {
    if number(part).is_some() {
        // "vm-100" and "vm:100" name a guest; "100-105" and "web-1" do not.
        let kind = all.first().and_then(|(first, _)| lexicon.find(first));
        return joint == ':'
            || (all.len() == 2
                && kind.is_some_and(|entry| entry.set.has(Concept::Vm) || entry.set.has(Concept::Ct))
                && names.find(part).is_some());
    }
    lexicon.find(part).is_some()
        || names.find(part).is_some()
        || lexicon.compound(part).is_some()
        || lexicon.misspelt(part).is_some()
}

fn look_up(raws: &[Raw<'_>], folded: &Folded, lexicon: &Lexicon, names: &Names) -> Vec<Item> {
    let mut items = Vec::with_capacity(raws.len());
    let mut at = 0;
    while let Some(raw) = raws.get(at) {
        let (taken, mut item) = item(raws.get(at..).unwrap_or_default(), lexicon, names);
        let last = raws.get(at + taken - 1).unwrap_or(raw);
        item.span = folded.origin(&(raw.range.start..last.range.end));
        item.token = folded.origin(&(raw.token.start..last.token.end));
        item.quoted = raw.quoted;
        items.push(item);
        at += taken.max(1);
    }
    items
}

/// The item that these words begin with, and how many of them it takes.
fn item(raws: &[Raw<'_>], lexicon: &Lexicon, names: &Names) -> (usize, Item) {
    let Some(raw) = raws.first() else { return (1, Item::default()) };
    let mut item = Item { text: raw.text.to_owned(), ..Item::default() };
    match raw.class {
        Class::Punctuation(c) => item.punctuation = Some(if c == '？' { '?' } else { c }),
        Class::Name => {
            item.japanese = true;
            item.named = names.find(raw.text);
        }
        Class::Japanese => {
            item.japanese = true;
            item.languages = language::JA;
            item.set = lexicon.japanese(raw.text).unwrap_or_default();
        }
        Class::Unknown => {
            item.japanese = true;
            item.set = lexicon.misspelt_japanese(raw.text).unwrap_or_default();
            item.guessed = !item.set.is_empty();
        }
        Class::Latin => return latin(raws, lexicon, names),
    }
    (1, item)
}

fn latin(raws: &[Raw<'_>], lexicon: &Lexicon, names: &Names) -> (usize, Item) {
    let Some(raw) = raws.first() else { return (1, Item::default()) };
    let words = raws.iter().take_while(|next| next.class == Class::Latin && next.quoted == raw.quoted).map(|r| r.text);
    let text_of = |count: usize| raws.iter().take(count).map(|raw| raw.text).collect::<Vec<_>>().join(" ");
    if let Some((count, named)) = names.phrase(&words) {
        return (count, Item { text: text_of(count), named: Some(named), ..Item::default() });
    }
    // "the mail" tells of a letter, unless a guest is called so.
    let called = |count: usize| {
        let second = raws.get(1).filter(|_| count == 2 && matches!(raw.text, "the" | "die" | "der" | "das"));
        second.is_some_and(|raw| names.find(raw.text).is_some_and(|named| !named.guests.is_empty()))
    };
    if let Some((count, entry)) = lexicon.phrase(&words).filter(|(count, _)| !called(*count)) {
        let item = Item { text: text_of(count), set: entry.set, languages: entry.languages, ..Item::default() };
        return (count, item);
    }
    let mut item = Item { text: raw.text.to_owned(), ..Item::default() };
    item.named = names.find(raw.text);
    item.number = number(raw.text);
    let bare = raw.text.strip_suffix("'s").unwrap_or(raw.text);
    if let Some(entry) = lexicon.find(raw.text).or_else(|| lexicon.find(bare)) {
        item.set = entry.set;
        item.languages = entry.languages;
    } else if item.named.is_none() && item.number.is_none() {
        if raw.text.starts_with('/') {
            let log = ["syslog", "journal", ".log"].iter().any(|log| raw.text.contains(log));
            item.set = Concepts::of(&[if log { Concept::Journal } else { Concept::Disk }]);
        } else if let Some(entry) = lexicon.compound(raw.text) {
            item.set = entry.set.without(Concepts::of(&[Concept::Imp, Concept::Inf, Concept::Nom]));
            item.languages = language::DE;
        } else if let Some(entry) = lexicon.misspelt(raw.text) {
            item.set = entry.set;
            item.languages = entry.languages;
            item.guessed = true;
        }
    }
    if item.number.is_some_and(|n| n.unit == Some(Unit::Clock)) {
        item.set = item.set.with(Concept::Later);
    }
    (1, item)
}
