//! What a word of Latin script is.

use crate::normalise::is_japanese;

/// A character that can stand in a name or in a word of Latin script.
pub(crate) fn is_latin(c: char) -> bool {
    (c.is_alphanumeric() && !is_japanese(c)) || matches!(c, '_' | '%')
}

/// The words inside a piece of Latin script: what stands between spaces and joints.
pub(crate) fn latin_words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ':' | '+' | '='))
        .map(|word| word.trim_matches(|c: char| !is_latin(c)))
        .filter(|word| !word.is_empty())
        .collect()
}
