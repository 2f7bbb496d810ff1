//! Cleaning of text that machines wrote: names, notes, tags, logs and task output can be hostile.
//!
//! A terminal obeys what is printed on it: an escape sequence in a guest's name could clear the screen, change the title,
//! or write into the clipboard (OSC 52); marks of writing direction could show `gpj.exe` as `exe.jpg` (CVE-2021-42574);
//! invisible characters make two names look the same. All of that is taken out. What stays is every letter of every
//! script, and emoji.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Stacked combining marks beyond this many are dropped: they would be drawn over the lines above and below. No script
/// of the three languages needs more than two.
const MOST_MARKS: usize = 4;

/// The text in one line: escape sequences, control characters, and marks that hide or reorder are removed; line breaks
/// and tabs become a space.
///
/// Cleaning what is clean changes nothing and copies nothing.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    cleaned(text, false)
}

/// The text with its line breaks; otherwise like [`clean`]. `\r\n` and `\r` alone count as a line break, so that nothing
/// can be overwritten on its line.
#[must_use]
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    cleaned(text, true)
}

fn cleaned(text: &str, lines: bool) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') || (lines && byte == b'\n')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut marks = 0;
    while let Some(character) = rest.next() {
        match character {
            '\r' => {
                if rest.peek() != Some(&'\n') {
                    out.push(if lines { '\n' } else { ' ' });
                }
            }
            // Next line (C1), line and paragraph separator: terminals and editors disagree on them, a reader does not.
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(if lines { '\n' } else { ' ' }),
            '\t' => out.push(' '),
            '\u{1b}' => skip_escape(&mut rest),
            // The C1 forms of CSI, and of the strings DCS, SOS, OSC, PM and APC (ECMA-48).
            '\u{9b}' => skip_control_sequence(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut rest),
            hidden if hidden.is_control() || is_invisible(hidden) => {}
            mark if is_combining_mark(mark) => {
                marks += 1;
                if marks <= MOST_MARKS {
                    out.push(mark);
                }
                continue;
            }
            other => out.push(other),
        }
        if out.chars().next_back().is_some_and(|last| !is_combining_mark(last)) {
            marks = 0;
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// After ESC (ECMA-48, 5.3 and 5.4).
fn skip_escape(rest: &mut Rest<'_>) {
    match rest.peek().copied() {
        Some('[') => {
            rest.next();
            skip_control_sequence(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            rest.next();
            skip_string(rest);
        }
        Some(' '..='/') => {
            while rest.next_if(|character| matches!(character, ' '..='/')).is_some() {}
            rest.next_if(|character| matches!(character, '0'..='~'));
        }
        Some('0'..='~') => {
            rest.next();
        }
        _ => {}
    }
}

/// After CSI: parameters, intermediates, one final byte. What breaks the form ends it and is kept.
fn skip_control_sequence(rest: &mut Rest<'_>) {
    while rest.next_if(|character| matches!(character, '0'..='?')).is_some() {}
    while rest.next_if(|character| matches!(character, ' '..='/')).is_some() {}
    rest.next_if(|character| matches!(character, '@'..='~'));
}

/// After the start of a control string: up to BEL, the string terminator, or the end of the line. Terminals swallow the
/// rest of the text when the end is missing; a line is what we give up at most.
fn skip_string(rest: &mut Rest<'_>) {
    while let Some(&character) = rest.peek() {
        if matches!(character, '\n' | '\r') {
            return;
        }
        rest.next();
        match character {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' if rest.peek() == Some(&'\\') => {
                rest.next();
                return;
            }
            _ => {}
        }
    }
}

/// Characters that show nothing, or that change how others are shown (Unicode's Default_Ignorable_Code_Point, the
/// bidirectional controls, and the fillers that are drawn as blanks). The emoji variation selector U+FE0F stays.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0e}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{clean, clean_lines};

    #[test]
    fn what_a_terminal_would_obey_is_gone() {
        assert_eq!(clean("a\u{1b}[2J\u{1b}[1;31mb"), "ab");
        assert_eq!(clean("a\u{1b}]52;c;ZXZpbA==\u{7}b"), "ab");
        assert_eq!(clean("a\u{1b}]0;title\u{1b}\\b"), "ab");
        assert_eq!(clean("a\u{9b}31mb"), "ab");
        assert_eq!(clean("a\u{8}\u{0}\u{7f}b"), "ab");
        assert_eq!(clean("a\u{1b}(0b\u{1b}cc"), "abc");
    }

    #[test]
    fn a_string_without_its_end_takes_no_more_than_its_line() {
        assert_eq!(clean_lines("a\u{1b}]0;never ends\nnext"), "a\nnext");
    }

    #[test]
    fn what_hides_or_reorders_is_gone() {
        assert_eq!(clean("exe\u{202e}gpj"), "exegpj");
        assert_eq!(clean("we\u{200b}b\u{feff}"), "web");
        assert_eq!(clean("a\u{e0041}b"), "ab");
    }

    #[test]
    fn line_breaks_become_spaces_or_stay() {
        assert_eq!(clean("a\r\nb\tc"), "a b c");
        assert_eq!(clean_lines("a\r\nb\rc"), "a\nb\nc");
    }

    #[test]
    fn letters_of_every_script_stay_and_are_not_copied() {
        for text in ["Gäste größer", "仮想マシンｺﾝﾃﾅ", "✔️ 📦", "e\u{301}", "がぎぐ"] {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn stacked_marks_are_cut() {
        let stacked = format!("a{}b", "\u{301}".repeat(40));
        assert_eq!(clean(&stacked), format!("a{}b", "\u{301}".repeat(4)));
    }
}
