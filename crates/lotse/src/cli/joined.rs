//! Commands of two words, as people say them: `lotse audit verify` is `lotse audit-verify`.

use std::ffi::OsString;

/// The same arguments with the first two words after the program as one, where only together they name a command. `backup now` is
/// left alone: `backup` is a command that takes the name of a file.
pub(crate) fn joined_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let [_, first, second, ..] = arguments.as_slice() else { return arguments };
    let (Some(first), Some(second)) = (first.to_str(), second.to_str()) else { return arguments };
    let together = format!("{first}-{second}");
    let is_word = |name: &str| lotse_engine::command::find(name).is_some();
    if is_word(&together) && (first == "audit" || !(is_word(first) || first == "backup")) {
        arguments.splice(1..3, [OsString::from(together)]);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::joined_command;

    fn joined(line: &str) -> String {
        let words = line.split(' ').map(OsString::from).collect();
        joined_command(words).iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn two_words_that_name_a_command_together_are_one() {
        assert_eq!(joined("lotse audit verify --head 1:ab"), "lotse audit-verify --head 1:ab");
        assert_eq!(joined("lotse snapshot create web a1"), "lotse snapshot-create web a1");
        assert_eq!(joined("lotse monitor list"), "lotse monitor-list");
        for alone in [
            "lotse audit --since 7d",
            "lotse start web",
            "lotse backup now",
            "lotse backup x.db",
            "lotse",
            "lotse list vm",
        ] {
            assert_eq!(joined(alone), alone);
        }
    }
}
