//! Texts cut to what Discord takes.

/// The length of a text in UTF-16 units.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The sign that a text goes on with code.
const FENCE: &str = "```";

/// The text cut to at most `most` units, with `…` where something is missing, and without leaving code open.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    // Room for the sign of the cut and for the end of an open block of code.
    let room = most.saturating_sub(units("…") + units("\n") + units(FENCE));
    let mut kept = String::new();
    let mut taken = 0;
    for letter in text.chars() {
        taken += letter.len_utf16();
        if taken > room {
            break;
        }
        kept.push(letter);
    }
    // A fence or an escape that was cut in the middle.
    let mut kept = kept.trim_end_matches(['`', '\\']).to_owned();
    if most == 0 {
        return String::new();
    }
    kept.push('…');
    if kept.matches(FENCE).count() % 2 == 1 {
        kept.push('\n');
        kept.push_str(FENCE);
    }
    if units(&kept) > most { String::new() } else { kept }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{cut, units};

    proptest! {
        #[test]
        fn a_cut_text_leaves_no_code_open(text in "(a|`|\n|語|😀){0,200}", most in 0_usize..120) {
            let short = cut(&text, most);
            prop_assert!(units(&short) <= most);
            if units(&text) > most {
                prop_assert_eq!(short.matches("```").count() % 2, 0, "{}", short);
            }
        }
    }
}
