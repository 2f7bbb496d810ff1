//! Cuts a folded text into words: at spaces and punctuation, and where Japanese is written without them, by the cheapest
//! way to read the text with the words of the lexicon.

use std::ops::Range;

use crate::latin::is_latin;
use crate::lexicon::Lexicon;
use crate::names::Names;
use crate::normalise::is_japanese;

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letters and digits with what may stand inside a name.
    Latin,
    /// A word of the Japanese lexicon.
    Japanese,
    /// A name of the fleet in Japanese script.
    Name,
    /// Japanese that no table knows.
    Unknown,
    /// One character of punctuation.
    Punctuation(char),
}

#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) range: Range<usize>,
    pub(crate) class: Class,
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | ':' | '@' | '#' | '+' | '\'' | '~' | '=')
}

/// The end of the Latin word that begins at `start`, joints inside it included.
fn latin_end(text: &str, start: usize) -> usize {
    let mut end = start;
    for (at, c) in text.get(start..).unwrap_or_default().char_indices() {
        if is_latin(c) {
            end = start + at + c.len_utf8();
        } else if !is_joint(c) {
            break;
        }
    }
    end
}

/// The pieces of the text in order.
pub(crate) fn segments(text: &str, lexicon: &Lexicon, names: &Names) -> Vec<Segment> {
    if text.chars().any(is_japanese) { japanese(text, lexicon, names) } else { spaced(text) }
}

fn spaced(text: &str) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let segment = simple(text, at, c);
        at = segment.as_ref().map_or(at + c.len_utf8(), |s| s.range.end);
        found.extend(segment);
    }
    found
}

/// The word or punctuation at `at`; nothing for a space or a joint without a word.
fn simple(text: &str, at: usize, c: char) -> Option<Segment> {
    let path = c == '/' && text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if is_latin(c) || path {
        let end = latin_end(text, at).max(at + c.len_utf8());
        return Some(Segment { range: at..end, class: Class::Latin });
    }
    if c.is_whitespace() && c != '\n' || matches!(c, '@' | '#' | '-' | '~' | '+' | '=' | '/') {
        return None;
    }
    Some(Segment { range: at..at + c.len_utf8(), class: Class::Punctuation(c) })
}

/// What one reading of a stretch costs: words of the lexicon are cheap, unread characters dear.
const WORD: u32 = 10;
const SHORT_WORD: u32 = 12;
const NAME: u32 = 1;
const UNREAD: u32 = 30;

fn japanese(text: &str, lexicon: &Lexicon, names: &Names) -> Vec<Segment> {
    let mut starting: Vec<Vec<(usize, u32, Class)>> = vec![Vec::new(); text.len() + 1];
    let mut offer = |start: usize, end: usize, cost: u32, class: Class| {
        if let Some(list) = starting.get_mut(start) {
            list.push((end, cost, class));
        }
    };
    for (start, end) in names.japanese_in(text) {
        offer(start, end, NAME, Class::Name);
    }
    for (start, end) in lexicon.japanese_in(text) {
        if is_bounded(text, start, end) {
            let short = text.get(start..end).is_some_and(|word| word.chars().count() == 1);
            offer(start, end, if short { SHORT_WORD } else { WORD }, Class::Japanese);
        }
    }
    for (at, c) in text.char_indices() {
        if is_japanese(c) {
            offer(at, at + c.len_utf8(), UNREAD, Class::Unknown);
        } else if let Some(segment) = simple(text, at, c) {
            offer(at, segment.range.end, if segment.class == Class::Latin { WORD } else { 0 }, segment.class);
        } else {
            offer(at, at + c.len_utf8(), 0, Class::Punctuation(' '));
        }
    }
    merge(cheapest(text.len(), &starting))
}

/// The cheapest way from the beginning of the text to its end; of equals the one with the longer first word.
fn cheapest(length: usize, starting: &[Vec<(usize, u32, Class)>]) -> Vec<Segment> {
    let mut best: Vec<(u32, usize, Class)> = vec![(u32::MAX, length, Class::Unknown); length + 1];
    if let Some(last) = best.last_mut() {
        last.0 = 0;
    }
    for at in (0..length).rev() {
        let mut chosen = (u32::MAX, length, Class::Unknown);
        for (end, cost, class) in starting.get(at).into_iter().flatten() {
            let Some((rest, _, _)) = best.get(*end) else { continue };
            let total = rest.saturating_add(*cost);
            if total < chosen.0 || (total == chosen.0 && *end > chosen.1) {
                chosen = (total, *end, *class);
            }
        }
        if let Some(slot) = best.get_mut(at) {
            *slot = chosen;
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < length {
        let Some((_, end, class)) = best.get(at).copied() else { break };
        found.push(Segment { range: at..end, class });
        at = end.max(at + 1);
    }
    found
}

/// Joins unread characters that stand together, and drops spaces.
fn merge(segments: Vec<Segment>) -> Vec<Segment> {
    let mut merged: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        if segment.class == Class::Punctuation(' ') {
            continue;
        }
        match merged.last_mut() {
            Some(last)
                if last.class == Class::Unknown
                    && segment.class == Class::Unknown
                    && last.range.end == segment.range.start =>
            {
                last.range.end = segment.range.end;
            }
            _ => merged.push(segment),
        }
    }
    merged
}

/// Whether a Japanese word that begins or ends with Latin letters does so at the edge of a Latin word.
fn is_bounded(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: char| is_latin(c) || matches!(c, '-' | '.');
    let first = text.get(start..).and_then(|rest| rest.chars().next());
    let before = text.get(..start).and_then(|head| head.chars().next_back());
    let last = text.get(..end).and_then(|head| head.chars().next_back());
    let after = text.get(end..).and_then(|rest| rest.chars().next());
    let cut_before = first.is_some_and(is_latin) && before.is_some_and(inside);
    let cut_after = last.is_some_and(is_latin) && after.is_some_and(is_latin);
    !cut_before && !cut_after
}
