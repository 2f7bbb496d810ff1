//! What somebody may have meant who made a typing error.

/// Up to three of `names` that are so close to `word` that it may be a typing error of theirs, the closest first.
pub fn closest<S: AsRef<str>>(word: &str, names: impl IntoIterator<Item = S>) -> Vec<String> {
    let folded = lotse_text::fold(word);
    // A third of the letters, and at least two, may be wrong: a transposition already counts two.
    let allowed = (folded.chars().count() / 3).max(2);
    let mut near: Vec<(usize, String)> = names
        .into_iter()
        .filter_map(|name| {
            let candidate = lotse_text::fold(name.as_ref());
            let begins = !folded.is_empty() && folded.chars().count() > 1 && candidate.starts_with(&folded);
            let distance = if begins { 0 } else { strsim::damerau_levenshtein(&folded, &candidate) };
            // With every letter wrong it is another word.
            (distance <= allowed && distance < candidate.chars().count()).then(|| (distance, name.as_ref().to_owned()))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_name_that_shares_nothing_is_not_suggested() {
        assert!(closest("zz", ["ha", "list"]).is_empty());
        assert_eq!(closest("webservr", ["webserver", "database"]), ["webserver"]);
    }
}
