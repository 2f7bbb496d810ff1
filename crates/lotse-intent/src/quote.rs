//! Text that is somebody else's: quotation marks and pasted log lines. What stands there is never an order.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::names::Names;
use crate::segment::{Class, Segment};

const PAIRS: &[(char, &[char])] = &[
    ('"', &['"']),
    ('„', &['“', '”', '"']),
    ('“', &['”', '“', '"']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('‹', &['›']),
    ('›', &['‹']),
    ('‚', &['‘', '\'', '’']),
    ('「', &['」']),
    ('『', &['』']),
    ('`', &['`']),
    ('《', &['》']),
    ('【', &['】']),
];

/// Whether the character is a quotation mark; the marks themselves are no words.
pub(crate) fn is_mark(c: char) -> bool {
    c == '\'' || PAIRS.iter().any(|(open, close)| *open == c || close.contains(&c))
}

/// The stretches of the text between quotation marks. A single word in quotation marks that is a name, or could be the
/// name of something new, is not somebody else's text and stays.
pub(crate) fn quoted(text: &str, segments: &[Segment], lexicon: &Lexicon, names: &Names) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let inner = at + c.len_utf8();
        let single = c == '\'' && opens(text, at);
        let closing: Option<&[char]> =
            if single { Some(&['\'']) } else { PAIRS.iter().find(|(open, _)| *open == c).map(|(_, close)| *close) };
        let Some(closing) = closing else {
            at = inner;
            continue;
        };
        let rest = text.get(inner..).unwrap_or_default();
        let close = rest.char_indices().find(|(i, c)| closing.contains(c) && (*c != '\'' || closes(text, inner + i)));
        let (end, after) = match close {
            Some((i, c)) => (inner + i, inner + i + c.len_utf8()),
            // An apostrophe opens nothing; any other mark that is never closed quotes the rest.
            None if single => (inner, inner),
            None => (text.len(), text.len()),
        };
        if end > inner && !is_one_name(inner..end, text, segments, lexicon, names) {
            found.push(inner..end);
        }
        at = after.max(inner);
    }
    found
}

fn opens(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ':' | ','))
}

fn closes(text: &str, at: usize) -> bool {
    let after = text.get(at + 1..).and_then(|rest| rest.chars().next());
    after.is_none_or(|c| !c.is_alphanumeric())
}

fn is_one_name(range: Range<usize>, text: &str, segments: &[Segment], lexicon: &Lexicon, names: &Names) -> bool {
    let inside: Vec<&Segment> = segments.iter().filter(|segment| range.contains(&segment.range.start)).collect();
    let [only] = inside.as_slice() else { return false };
    let word = text.get(only.range.clone()).unwrap_or_default();
    match only.class {
        Class::Name => true,
        Class::Latin => names.find(word).is_some() || lexicon.find(word).is_none(),
        _ => false,
    }
}

/// Whether the text was pasted from a log or a shell: a task id, a daemon with its process id, a prompt, several lines.
pub(crate) fn is_pasted(folded: &str) -> bool {
    let lines = folded.lines().filter(|line| !line.trim().is_empty()).count();
    lines > 2
        || [
            "upid:",
            "task error",
            "task ok",
            "traceback",
            "exit code",
            "status = ",
            ":~#",
            ":~$",
            "error:",
            "info:",
            "warning:",
        ]
        .iter()
        .any(|mark| folded.contains(mark))
        || folded.starts_with(['>', '$', '#'])
        || folded.split_whitespace().any(is_daemon)
        || has_timestamp(folded)
}

/// `pvedaemon[1893]:`
fn is_daemon(word: &str) -> bool {
    let word = word.trim_end_matches(':');
    word.strip_suffix(']')
        .and_then(|head| head.split_once('['))
        .is_some_and(|(name, pid)| !name.is_empty() && !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit()))
}

/// `03:14:07`, or `2026-11-21T03:14`.
fn has_timestamp(folded: &str) -> bool {
    folded.split(|c: char| c.is_whitespace() || c == 't').any(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let mut parts = word.split(':');
        let clock = parts.by_ref().take(3).filter(|p| p.len() >= 2 && p.bytes().take(2).all(|b| b.is_ascii_digit()));
        clock.count() == 3
    })
}

#[cfg(test)]
mod tests {
    use super::is_pasted;

    #[test]
    fn pasted_lines_are_told_from_typed_ones() {
        assert!(is_pasted("nov 21 03:14:07 pve1 pvedaemon[1893]: <root@pam> starting task"));
        assert!(is_pasted("root@pve1:~# qm stop 100"));
        assert!(!is_pasted("stop 100"));
        assert!(!is_pasted("clone 9000 to 140 as api-test"));
    }
}
