//! One form for many spellings, with the way back: full and half width, capitals, umlauts, long marks.
//!
//! Slots hold the words *as typed*, so every folded byte knows which bytes of the input it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A text in its folded form and where each byte of it came from.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub(crate) text: String,
    /// For each byte of `text` the range of input bytes behind it.
    from: Vec<(usize, usize)>,
}

impl Folded {
    pub(crate) fn new(input: &str) -> Self {
        let mut folded =
            Self { text: String::with_capacity(input.len() + 8), from: Vec::with_capacity(input.len() + 8) };
        let mut chars = input.char_indices().peekable();
        let mut cluster = String::new();
        while let Some((start, first)) = chars.next() {
            cluster.clear();
            cluster.push(first);
            while let Some((_, next)) = chars.peek() {
                if !joins(*next) {
                    break;
                }
                cluster.push(*next);
                chars.next();
            }
            let end = chars.peek().map_or(input.len(), |(at, _)| *at);
            for c in cluster.nfkc() {
                folded.push(c, (start, end));
            }
        }
        folded.drop_long_marks();
        folded
    }

    /// The input range behind the folded range.
    pub(crate) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.from.get(range.start).map_or(0, |(start, _)| *start);
        let end = range.end.checked_sub(1).and_then(|last| self.from.get(last)).map_or(start, |(_, end)| *end);
        start..end.max(start)
    }

    fn push(&mut self, c: char, from: (usize, usize)) {
        let before = self.text.len();
        match c {
            'ä' | 'Ä' => self.text.push_str("ae"),
            'ö' | 'Ö' => self.text.push_str("oe"),
            'ü' | 'Ü' => self.text.push_str("ue"),
            'ß' | 'ẞ' => self.text.push_str("ss"),
            '’' | '‘' | 'ʼ' | '´' => self.text.push('\''),
            '‐' | '‑' | '–' | '—' | '−' if c != '–' && c != '—' => self.text.push('-'),
            '・' => self.text.push('・'),
            other => self.text.extend(other.to_lowercase()),
        }
        self.from.resize(self.text.len().max(before), from);
    }

    /// Drops ー where a katakana word ends: コンテナー and コンテナ are one word.
    fn drop_long_marks(&mut self) {
        if !self.text.contains('ー') {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut from = Vec::with_capacity(self.from.len());
        let mut chars = self.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c == 'ー' && !chars.peek().is_some_and(|(_, next)| is_katakana(*next)) {
                if let Some((_, end)) = self.from.get(at).copied()
                    && let Some(last) = from.last_mut()
                {
                    // The mark still belongs to the word as typed.
                    let (start, _): (usize, usize) = *last;
                    *last = (start, end);
                }
                continue;
            }
            text.push(c);
            from.extend(self.from.get(at..at + c.len_utf8()).unwrap_or_default());
        }
        self.text = text;
        self.from = from;
    }
}

/// The folded form alone: what names and words of the lexicon are compared in.
pub(crate) fn fold(input: &str) -> String {
    Folded::new(input).text
}

/// The spelling of people who leave the dots of an umlaut out ("loschen"), if it differs from [`fold`].
pub(crate) fn fold_without_umlauts(input: &str) -> Option<String> {
    if !input.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        return None;
    }
    let bare: String = input
        .chars()
        .map(|c| match c {
            'ä' | 'Ä' => 'a',
            'ö' | 'Ö' => 'o',
            'ü' | 'Ü' => 'u',
            other => other,
        })
        .collect();
    Some(fold(&bare))
}

fn joins(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}') || canonical_combining_class(c) != 0
}

pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

pub(crate) fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々' | '〆')
}

#[cfg(test)]
mod tests {
    use super::{Folded, fold, fold_without_umlauts};

    #[test]
    fn widths_capitals_umlauts_and_long_marks_fold_to_one_form() {
        assert_eq!(fold("１００ ＶＭ"), "100 vm");
        assert_eq!(fold("ｺﾝﾃﾅ ﾊﾞｯｸｱｯﾌﾟ"), "コンテナ バックアップ");
        assert_eq!(fold("コンテナー一覧"), fold("コンテナ一覧"));
        assert_eq!(fold("Gäste"), fold("Gaeste"));
        assert_eq!(fold("groß"), "gross");
        assert_eq!(fold_without_umlauts("löschen").as_deref(), Some("loschen"));
    }

    #[test]
    fn the_words_as_typed_are_found_again() {
        let input = "１０５のIPアドレスは？";
        let folded = Folded::new(input);
        assert_eq!(folded.text, "105のipアドレスは?");
        assert_eq!(input.get(folded.origin(&(0..3))), Some("１０５"));
    }
}
