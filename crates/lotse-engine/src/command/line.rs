//! A command line in words, and words as a command line.

/// The words of a line: parted by spaces, a quoted part as one word (`--description "before the upgrade"`). A quotation
/// mark counts at the beginning of a word only, and only when it is closed: an apostrophe opens nothing.
#[must_use]
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, behind) = quoted(rest).unwrap_or_else(|| plain(rest));
        words.push(word.to_owned());
        rest = behind.trim_start();
    }
    words
}

fn plain(rest: &str) -> (&str, &str) {
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest.split_at(end)
}

fn quoted(rest: &str) -> Option<(&str, &str)> {
    let close = match rest.chars().next()? {
        mark @ ('"' | '\'') => mark,
        '“' | '„' => '”',
        '「' => '」',
        _ => return None,
    };
    let mut letters = rest.char_indices();
    let (_, open) = letters.next()?;
    let inner = rest.get(open.len_utf8()..)?;
    // German quotes close with the mark that opens English ones.
    let end = inner.find(|letter| letter == close || (open == '„' && letter == '“'))?;
    let (word, behind) = inner.split_at(end);
    let behind = behind.get(behind.chars().next()?.len_utf8()..)?;
    (behind.is_empty() || behind.starts_with(char::is_whitespace)).then_some((word, behind))
}

/// A word as it may be typed again.
#[must_use]
pub(super) fn written(word: &str) -> String {
    let is_plain = !word.is_empty() && !word.contains(|letter: char| letter.is_whitespace() || "\"'".contains(letter));
    match (is_plain, word.contains('"')) {
        (true, _) => word.to_owned(),
        (false, false) => format!("\"{word}\""),
        (false, true) => format!("'{}'", word.replace('\'', "’")),
    }
}

#[cfg(test)]
mod tests {
    use super::{words, written};

    #[test]
    fn a_quoted_part_is_one_word() {
        assert_eq!(
            words(r#"snapshot-create web before --description "before the upgrade""#),
            ["snapshot-create", "web", "before", "--description", "before the upgrade"]
        );
        assert_eq!(words("freeze „Umbau am Netz“"), ["freeze", "Umbau am Netz"]);
        assert_eq!(words("freeze 「移行作業」 --for 2h"), ["freeze", "移行作業", "--for", "2h"]);
    }

    #[test]
    fn an_apostrophe_opens_nothing() {
        assert_eq!(words("what's up with web"), ["what's", "up", "with", "web"]);
        assert_eq!(words("'tis odd"), ["'tis", "odd"]);
    }

    #[test]
    fn what_is_written_is_read_as_the_same_word() {
        for word in ["web", "before the upgrade", "", "a\"b c"] {
            assert_eq!(words(&written(word)), [word]);
        }
    }
}
