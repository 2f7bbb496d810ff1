//! Finds the words that a misspelt one may have been meant as, through an index of spellings with one letter left out.

use std::collections::HashMap;

/// Words, findable with a slip of the keyboard in them.
#[derive(Debug, Default)]
pub(crate) struct Typos {
    words: Vec<String>,
    /// A word with one letter left out (and the word itself) → the words that may be meant.
    index: HashMap<String, Vec<u32>>,
}

/// The longest word that is looked up: longer input is not a misspelt word.
const LONGEST: usize = 32;

impl Typos {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut typos = Self::default();
        for word in words {
            typos.add(word);
        }
        typos
    }

    pub(crate) fn add(&mut self, word: String) {
        let Ok(at) = u32::try_from(self.words.len()) else { return };
        for variant in variants(&word) {
            self.index.entry(variant).or_default().push(at);
        }
        self.words.push(word);
    }

    /// The nearest words, best first, with their distance: one slip in a short word, two from eight letters on.
    pub(crate) fn near(&self, word: &str) -> Vec<(&str, usize)> {
        let length = word.chars().count();
        if !(3..=LONGEST).contains(&length) {
            return Vec::new();
        }
        let allowed = if length < 8 { 1 } else { 2 };
        let mut found: Vec<u32> = variants(word).iter().filter_map(|v| self.index.get(v)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        let mut near: Vec<(&str, usize)> = found
            .iter()
            .filter_map(|at| self.words.get(usize::try_from(*at).ok()?))
            .map(|known| (known.as_str(), strsim::osa_distance(word, known)))
            .filter(|(_, distance)| *distance <= allowed)
            .collect();
        near.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(b.0)));
        near
    }
}

fn variants(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut variants = Vec::with_capacity(chars.len() + 1);
    variants.push(word.to_owned());
    for left_out in 0..chars.len() {
        variants.push(chars.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| *c).collect());
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::Typos;

    #[test]
    fn slips_of_the_keyboard_are_found() {
        let typos = Typos::new(["snapshot", "container", "start"].map(String::from));
        assert_eq!(typos.near("snaphot").first(), Some(&("snapshot", 1)));
        assert_eq!(typos.near("contianer").first(), Some(&("container", 1)));
        assert!(typos.near("state").is_empty());
    }
}
