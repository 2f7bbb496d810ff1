//! How many columns a text takes in a terminal, by grapheme clusters: a Japanese character or an emoji takes two.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a line takes. Characters of ambiguous width (East Asian Width A) count as one, as terminals show
/// them outside of old East Asian locales.
#[must_use]
pub fn width(line: &str) -> usize {
    line.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The line cut to at most `columns`, with `…` in the place of what was cut.
#[must_use]
pub fn truncate(line: &str, columns: usize) -> Cow<'_, str> {
    if width(line) <= columns {
        return Cow::Borrowed(line);
    }
    let Some(room) = columns.checked_sub(1) else { return Cow::Borrowed("") };
    let mut cut = String::new();
    let mut taken = 0;
    for grapheme in line.graphemes(true) {
        taken += grapheme.width();
        if taken > room {
            break;
        }
        cut.push_str(grapheme);
    }
    cut.push('…');
    Cow::Owned(cut)
}

/// The line with spaces after it up to `columns`, or cut to them.
#[must_use]
pub fn pad(line: &str, columns: usize) -> String {
    let mut text = truncate(line, columns).into_owned();
    let gap = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', gap));
    text
}

/// The line with spaces before it up to `columns`, or cut to them.
#[must_use]
pub fn pad_left(line: &str, columns: usize) -> String {
    let text = truncate(line, columns);
    let gap = columns.saturating_sub(width(&text));
    let mut padded = " ".repeat(gap);
    padded.push_str(&text);
    padded
}

#[cfg(test)]
mod tests {
    use super::{pad, pad_left, truncate, width};

    #[test]
    fn japanese_and_emoji_take_two_columns() {
        assert_eq!(width("web"), 3);
        assert_eq!(width("仮想マシン"), 10);
        assert_eq!(width("ｺﾝﾃﾅ"), 4);
        assert_eq!(width("📦"), 2);
        assert_eq!(width("e\u{301}"), 1);
    }

    #[test]
    fn cutting_never_splits_a_character_and_never_exceeds() {
        assert_eq!(truncate("仮想マシン", 5), "仮想…");
        assert_eq!(truncate("仮想マシン", 6), "仮想…");
        assert_eq!(truncate("web", 3), "web");
        assert_eq!(truncate("web", 0), "");
    }

    #[test]
    fn padding_fills_to_the_column() {
        assert_eq!(pad("仮想", 6), "仮想  ");
        assert_eq!(pad_left("5%", 4), "  5%");
        assert_eq!(width(&pad("仮想マシン", 4)), 4);
    }
}
