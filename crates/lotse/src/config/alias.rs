//! `[alias]`: own words for guests, nodes, tags and selections.

use lotse_text::fold;

use super::{Located, Problem, section::Section};

/// Reads all aliases. Two that fold to the same word could not be told apart, so that is an error.
pub(super) fn read(section: &Section<'_, '_>, problems: &mut Vec<Located>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (word, target) in section.texts(problems) {
        if word.value.trim().is_empty() || target.value.is_empty() {
            problems.push(word.problem(Problem::Empty { key: format!("alias.{}", word.value) }));
        } else if let Some((first, _)) = found.iter().find(|(first, _)| fold(first) == fold(&word.value)) {
            problems.push(word.problem(Problem::SameAlias { alias: word.value.clone(), first: first.clone() }));
        } else {
            found.push((word.value, target.value));
        }
    }
    found
}
