//! A letter as text that fits. What is too long loses lines from the end of what there is to say, with a mark in their place;
//! what one can do about it stays.

use lotse_text::{clean, tr};

use crate::Letter;

/// The characters behind which a program would take what follows an `@` for a name: U+2060, which shows nothing and does not
/// break lines.
const JOINER: char = '\u{2060}';

/// How much room there is, and what a character takes of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// The room, in units of the wire.
    pub(crate) most: usize,
    /// What a character takes.
    pub(crate) cost: fn(char) -> usize,
    /// Whether `@name` would call somebody.
    pub(crate) calls: bool,
}

impl Room {
    /// So many bytes of UTF-8, where nobody is called by text.
    pub(crate) const fn bytes(most: usize) -> Self {
        Self { most, cost: char::len_utf8, calls: false }
    }

    fn cost(&self, text: &str) -> usize {
        text.chars().map(self.cost).sum()
    }

    /// A line as it may be sent.
    fn fit(&self, line: &str) -> String {
        let clean = clean(line);
        if self.calls { uncalled(&clean) } else { clean.into_owned() }
    }

    /// The line cut to `most`.
    fn cut(&self, line: &str, most: usize) -> String {
        const MARK: char = '…';
        if self.cost(line) <= most {
            return line.to_owned();
        }
        let Some(mut left) = most.checked_sub((self.cost)(MARK)) else { return String::new() };
        let mut out = String::new();
        for character in line.chars() {
            match left.checked_sub((self.cost)(character)) {
                Some(rest) => left = rest,
                None => break,
            }
            out.push(character);
        }
        out.push(MARK);
        out
    }
}

/// A line by itself.
pub(crate) fn line(text: &str, room: &Room) -> String {
    room.cut(&room.fit(text), room.most)
}

/// Subject, lines and foot as one text.
pub(crate) fn text(letter: &Letter, room: &Room) -> String {
    laid(letter, Some(&letter.subject), room)
}

/// Lines and foot as one text; the subject where there are none, since no wire takes an empty text.
pub(crate) fn body(letter: &Letter, room: &Room) -> String {
    let bare = letter.lines.is_empty() && letter.foot.is_empty();
    laid(letter, bare.then_some(&letter.subject), room)
}

fn laid(letter: &Letter, subject: Option<&String>, room: &Room) -> String {
    let foot: Vec<_> = letter.foot.iter().map(|line| room.fit(line)).collect();
    let mut foot = foot.join("\n");
    let mut out = String::new();
    if let Some(subject) = subject {
        // The foot is ours and short; a subject is cut before it.
        let left = room.most.saturating_sub(room.cost(&foot) + room.cost("\n\n"));
        out = room.cut(&room.fit(subject), left.max(room.most / 2));
        if !letter.lines.is_empty() {
            out.push('\n');
        }
    }
    if !foot.is_empty() && (!letter.lines.is_empty() || !out.is_empty()) {
        foot.insert_str(0, "\n\n");
    }
    let lines: Vec<_> = letter.lines.iter().map(|line| room.fit(line)).collect();
    let left = room.most.saturating_sub(room.cost(&out) + room.cost(&foot));
    out.push_str(&fitting(&lines, left, room, |missing| tr::notify_cut(letter.language, missing)));
    out.push_str(&foot);
    // Only where a wire has less room than the foot takes.
    room.cut(&out, room.most)
}

/// As many lines as fit, with a mark behind them for the others.
fn fitting(lines: &[String], most: usize, room: &Room, mark: impl Fn(usize) -> String) -> String {
    let whole = lines.join("\n");
    if room.cost(&whole) <= most {
        return whole;
    }
    let newline = room.cost("\n");
    let reserved = newline + room.cost(&mark(lines.len()));
    let mut left = most.saturating_sub(reserved);
    let mut out = Vec::new();
    for line in lines {
        let cost = room.cost(line) + newline;
        if cost > left {
            // A first line that is too long by itself is better cut than missing.
            if out.is_empty() && lines.len() == 1 {
                return room.cut(line, most);
            }
            if out.is_empty() {
                out.push(room.cut(line, left.saturating_sub(newline)));
            }
            break;
        }
        left -= cost;
        out.push(line.clone());
    }
    out.push(mark(lines.len() - out.len()));
    out.join("\n")
}

/// The text with a joiner behind each `@` that begins a word: `@everyone` calls nobody, `root@pam` stays as it is.
fn uncalled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        out.push(character);
        if matches!(character, '@' | '＠') && !before.is_alphanumeric() {
            out.push(JOINER);
        }
        before = character;
    }
    out
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{Room, body, line, text, uncalled};
    use crate::{Kind, Letter, Weight};

    fn letter(lines: Vec<String>) -> Letter {
        Letter {
            id: "0199a1b2-0000-7000-8000-000000000001".parse().unwrap(),
            kind: Kind::Raised,
            weight: Weight::Error,
            subject: "web1 is off".to_owned(),
            lines,
            foot: vec!["lotse monitor-ack 17".to_owned()],
            thread: None,
            language: Language::En,
            at: "2026-11-22T07:14:23Z".parse().unwrap(),
            notices: Vec::<Value>::new(),
        }
    }

    #[test]
    fn what_fits_is_whole() {
        let letter = letter(vec!["one".to_owned(), "two".to_owned()]);
        assert_eq!(text(&letter, &Room::bytes(1000)), "web1 is off\none\ntwo\n\nlotse monitor-ack 17");
        assert_eq!(body(&letter, &Room::bytes(1000)), "one\ntwo\n\nlotse monitor-ack 17");
    }

    #[test]
    fn what_is_cut_says_how_much_and_keeps_what_one_can_do() {
        let letter = letter((1..=200).map(|number| format!("guest number {number}")).collect());
        let shown = text(&letter, &Room::bytes(300));
        assert!(shown.len() <= 300, "{}", shown.len());
        assert!(shown.starts_with("web1 is off\nguest number 1\n"), "{shown}");
        assert!(shown.ends_with("\n\nlotse monitor-ack 17"), "{shown}");
        let told = shown.lines().filter(|line| line.starts_with("guest number")).count();
        assert!(shown.contains(&(200 - told).to_string()), "{shown}");
    }

    #[test]
    fn one_line_that_is_too_long_is_cut_within() {
        let shown = body(&letter(vec!["x".repeat(5000)]), &Room::bytes(100));
        assert_eq!(shown.len(), 100);
        assert!(shown.contains("x…\n\nlotse monitor-ack 17"), "{shown}");
        assert_eq!(line("abcdef", &Room { most: 4, cost: |_| 1, calls: false }), "abc…");
    }

    #[test]
    fn a_letter_of_one_subject_is_not_empty() {
        let bare = Letter { foot: Vec::new(), ..letter(Vec::new()) };
        assert_eq!(body(&bare, &Room::bytes(100)), "web1 is off");
    }

    #[test]
    fn nobody_is_called_and_an_address_stays() {
        assert_eq!(uncalled("@everyone @room root@pam"), "@\u{2060}everyone @\u{2060}room root@pam");
    }

    #[test]
    fn text_from_machines_is_cleaned() {
        let shown = body(&letter(vec!["a\u{1b}[2Jb\nforged".to_owned()]), &Room::bytes(100));
        assert_eq!(shown, "ab forged\n\nlotse monitor-ack 17");
    }

    proptest! {
        #[test]
        fn nothing_is_ever_longer_than_its_room(
            lines in prop::collection::vec(".{0,80}", 0..40),
            subject in ".{0,120}",
            most in 1_usize..600,
            utf16 in any::<bool>(),
        ) {
            let cost = if utf16 { char::len_utf16 } else { char::len_utf8 };
            let room = Room { most, cost, calls: true };
            let letter = Letter { subject, ..letter(lines) };
            prop_assert!(room.cost(&text(&letter, &room)) <= most);
            prop_assert!(room.cost(&body(&letter, &room)) <= most);
        }

        #[test]
        fn the_foot_stays_where_there_is_room_for_it(lines in prop::collection::vec(".{0,80}", 0..40)) {
            let shown = text(&letter(lines), &Room::bytes(160));
            prop_assert!(shown.ends_with("lotse monitor-ack 17"), "{}", shown);
        }
    }
}
