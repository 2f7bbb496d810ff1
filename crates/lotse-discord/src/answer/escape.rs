//! Words from machines in Discord's markdown: they stay words.

/// Signs that mean something to Discord anywhere in a line. A backslash before any sign that is no letter, digit or space makes
/// it that sign.
const SIGNS: &[char] = &['\\', '*', '_', '~', '|', '`', '<', '>', '[', ']', '(', ')', '#', '@', ':', '-', '+'];

/// The text as ordinary words of one line: no format, no link, no mention, no time, no emoji by name.
pub(crate) fn escape(text: &str) -> String {
    let clean = lotse_text::clean(text);
    let mut escaped = String::with_capacity(clean.len() + 8);
    let mut number_begins = true;
    for letter in clean.chars() {
        // `1.` at the beginning of a line is a list.
        let is_list = number_begins && letter == '.';
        number_begins = number_begins && (letter.is_ascii_digit() || letter == ' ');
        if SIGNS.contains(&letter) || is_list {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The text as code within a line.
pub(crate) fn code(text: &str) -> String {
    let clean = verbatim(text);
    // Discord shows empty code as two signs.
    if clean.trim().is_empty() { "–".to_owned() } else { format!("`{clean}`") }
}

/// The text as it may stand within code: a grave accent, which would end it, becomes one that does not.
pub(crate) fn verbatim(text: &str) -> String {
    lotse_text::clean(text).replace('`', "ˋ")
}

/// A title: Discord shows most signs as they are there, and mentions and links not at all, so that only format is escaped.
pub(crate) fn title(text: &str) -> String {
    let clean = lotse_text::clean(text);
    let mut escaped = String::with_capacity(clean.len());
    for letter in clean.chars() {
        if matches!(letter, '\\' | '*' | '_' | '~' | '|' | '`' | '<' | '[') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{SIGNS, code, escape};

    #[test]
    fn a_hostile_name_is_only_a_name() {
        for (name, shown) in [
            ("@everyone", "\\@everyone"),
            ("<@123>", "\\<\\@123\\>"),
            ("**web**", "\\*\\*web\\*\\*"),
            ("[click](https://x.example)", "\\[click\\]\\(https\\://x.example\\)"),
            ("<t:0:R>", "\\<t\\:0\\:R\\>"),
            ("# big", "\\# big"),
            ("1. one", "1\\. one"),
            ("web01.example", "web01.example"),
            ("a\u{1b}[31mb\nc", "ab c"),
            ("仮想マシン", "仮想マシン"),
        ] {
            assert_eq!(escape(name), shown);
        }
        assert_eq!(code("a`b``"), "`aˋbˋˋ`");
        assert_eq!(code(""), "–");
    }

    proptest! {
        #[test]
        fn every_sign_that_means_something_has_a_backslash_before_it(text in "\\PC{0,80}") {
            let escaped = escape(&text);
            let mut letters = escaped.chars();
            let mut plain = String::new();
            while let Some(letter) = letters.next() {
                if letter == '\\' {
                    let next = letters.next();
                    prop_assert!(next.is_some_and(|next| !next.is_alphanumeric() && next != ' '));
                    plain.extend(next);
                } else {
                    prop_assert!(!SIGNS.contains(&letter));
                    plain.push(letter);
                }
            }
            let clean = lotse_text::clean(&text).into_owned();
            prop_assert_eq!(plain, clean);
        }

        #[test]
        fn code_never_ends_within_itself(text in "[a`\\\\\n]{0,40}") {
            let code = code(&text);
            prop_assert!(code == "–" || code.matches('`').count() == 2);
        }
    }
}
