//! A chain that is touched anywhere is found broken, at the right line.

mod entries;
mod kept;

use lotse_model::{GuestRef, Timestamp};
use lotse_store::AuditLine;
use proptest::prelude::*;
use serde_json::json;

use super::{AuditEntry, Broken, Head, Key, Link, Reason, Record, Verdict, Verifier};
use crate::access::Person;

fn key() -> Key {
    Key::new("a key of a test, 32 characters or more".into())
}

fn guest(text: &str) -> GuestRef {
    text.parse().expect("a guest")
}

fn refused(words: &str, guests: &[&str]) -> AuditEntry {
    let guests = guests.iter().map(|text| guest(text)).collect();
    AuditEntry::Refused {
        why: "E-DENIED".to_owned(),
        command: "stop".to_owned(),
        words: words.to_owned(),
        needs: None,
        guests,
    }
}

/// A chain as it should be.
fn chain(words: &[String]) -> Vec<AuditLine> {
    let (key, person) = (key(), Person::at_terminal("anna"));
    let mut before = None;
    let mut lines = Vec::new();
    for (word, number) in words.iter().zip(1..) {
        let body = Record { by: person.clone(), entry: refused(word, &["home/100"]) }.body();
        let at = Timestamp(1_700_000_000 + i64::try_from(number).expect("small"));
        let guests = vec![guest("home/100")];
        let mut line = AuditLine { number, at, who: person.id.clone(), guests, body, link: String::new() };
        let chained = key.link(before, &line);
        line.link = chained.to_string();
        before = Some(chained);
        lines.push(line);
    }
    lines
}

fn head(lines: &[AuditLine]) -> Head {
    let last = lines.last().expect("a line");
    Head { number: last.number, link: last.link.parse().expect("a link") }
}

fn broken(lines: &[AuditLine], head: Option<&Head>) -> Option<(u64, Reason)> {
    match Verifier::all(&key(), head, lines) {
        Verdict::Whole { .. } => None,
        Verdict::Broken(Broken { number, reason }) => Some((number, reason)),
    }
}

fn words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(".{0,12}", 2..12)
}

proptest! {
    #[test]
    fn an_untouched_chain_is_whole(words in words()) {
        let lines = chain(&words);
        let head = head(&lines);
        prop_assert_eq!(Verifier::all(&key(), None, &lines), Verdict::Whole { head: Some(head), compared: false });
        prop_assert_eq!(Verifier::all(&key(), Some(&head), &lines), Verdict::Whole { head: Some(head), compared: true });
    }

    #[test]
    fn a_changed_line_is_found(words in words(), at: prop::sample::Index, what in 0..6) {
        let mut lines = chain(&words);
        let index = at.index(lines.len());
        let line = &mut lines[index];
        match what {
            0 => line.body.push(' '),
            1 => line.who = "terminal:ben".to_owned(),
            2 => line.at = Timestamp(line.at.0 - 1),
            3 => line.guests = vec![guest("home/101")],
            4 => line.guests.clear(),
            _ => line.link = format!("{}{}", if line.link.starts_with('0') { '1' } else { '0' }, &line.link[1..]),
        }
        let number = lines[index].number;
        prop_assert_eq!(broken(&lines, None), Some((number, Reason::Link)));
    }

    #[test]
    fn a_removed_line_is_found(words in words(), at: prop::sample::Index) {
        let mut lines = chain(&words);
        let head = head(&lines);
        let removed = lines.remove(at.index(lines.len()));
        let found = broken(&lines, Some(&head));
        if removed.number == head.number {
            prop_assert_eq!(found, Some((removed.number, Reason::Cut)));
            prop_assert_eq!(broken(&lines, None), None, "which is what the head is for");
        } else {
            prop_assert_eq!(found, Some((removed.number + 1, Reason::Gap)));
        }
    }

    #[test]
    fn a_removed_line_is_found_when_the_rest_is_numbered_anew(words in words(), at: prop::sample::Index) {
        let mut lines = chain(&words);
        let head = head(&lines);
        let removed = lines.remove(at.index(lines.len()));
        for (line, number) in lines.iter_mut().zip(1..) {
            line.number = number;
        }
        let reason = if removed.number == head.number { Reason::Cut } else { Reason::Link };
        prop_assert_eq!(broken(&lines, Some(&head)), Some((removed.number, reason)));
    }

    #[test]
    fn swapped_lines_are_found(words in words(), one: prop::sample::Index, other: prop::sample::Index) {
        let mut lines = chain(&words);
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        prop_assume!(one != other);
        lines.swap(one, other);
        let first = one.min(other) as u64 + 1;
        prop_assert_eq!(broken(&lines, None).map(|(_, reason)| reason), Some(Reason::Gap));
        // The same with their numbers left in order.
        let (one_number, other_number) = (lines[one].number, lines[other].number);
        lines[one].number = other_number;
        lines[other].number = one_number;
        prop_assert_eq!(broken(&lines, None), Some((first, Reason::Link)));
    }

    #[test]
    fn an_inserted_line_is_found(words in words(), at: prop::sample::Index, copied: prop::sample::Index) {
        let mut lines = chain(&words);
        let index = at.index(lines.len() + 1);
        let copy = lines[copied.index(lines.len())].clone();
        lines.insert(index, copy);
        prop_assert!(broken(&lines, None).is_some());
        for (line, number) in lines.iter_mut().zip(1..) {
            line.number = number;
        }
        let found = broken(&lines, None).expect("found");
        prop_assert_eq!(found.1, Reason::Link);
        prop_assert!(found.0 <= index as u64 + 2);
    }

    #[test]
    fn a_cut_tail_is_found_with_the_head(words in words(), left: prop::sample::Index) {
        let mut lines = chain(&words);
        let head = head(&lines);
        let left = left.index(lines.len());
        lines.truncate(left);
        prop_assert_eq!(broken(&lines, None), None);
        prop_assert_eq!(broken(&lines, Some(&head)), Some((left as u64 + 1, Reason::Cut)));
    }

    #[test]
    fn a_tail_that_was_written_anew_is_found_with_the_head(words in words(), at: prop::sample::Index) {
        let lines = chain(&words);
        let mut other = words.clone();
        other[at.index(words.len())].push('x');
        let other = chain(&other);
        prop_assert_eq!(broken(&other, None), None, "whoever has the key can write a chain");
        prop_assert_eq!(broken(&other, Some(&head(&lines))), Some((lines.len() as u64, Reason::Rewritten)));
    }

    #[test]
    fn another_key_fits_no_line(words in words(), other in ".{0,40}") {
        prop_assume!(other != "a key of a test, 32 characters or more");
        let found = Verifier::all(&Key::new(other.into()), None, &chain(&words));
        prop_assert_eq!(found, Verdict::Broken(Broken { number: 1, reason: Reason::Link }));
    }

    #[test]
    fn a_head_reads_what_it_writes(number in 1..u64::MAX, bytes in prop::array::uniform32(any::<u8>())) {
        let digits = bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        let link: Link = digits.parse().expect("a link");
        let head = Head { number, link };
        prop_assert_eq!(head.to_string().parse(), Ok(head));
    }

    #[test]
    fn any_text_for_a_head_is_read_or_refused(text in ".{0,80}|[0-9]{1,3}:[0-9a-f]{62,66}") {
        if let Ok(head) = text.parse::<Head>() {
            prop_assert_eq!(head.to_string().len(), text.trim().trim_start_matches('0').len());
        }
    }
}

#[test]
fn a_body_that_is_no_json_is_unparsable() {
    let key = key();
    let mut line = chain(&["x".to_owned()]).remove(0);
    line.body = "not JSON".to_owned();
    line.link = key.link(None, &line).to_string();
    assert_eq!(broken(&[line.clone()], None), Some((1, Reason::Unparsable)));
    line.link = "zz".to_owned();
    assert_eq!(broken(&[line], None), Some((1, Reason::Unparsable)));
}

#[test]
fn what_a_newer_version_wrote_is_no_break() {
    let body = json!({"by": Person::at_terminal("anna"), "entry": {"what": "sung", "song": "la"}}).to_string();
    assert_eq!(Record::parse(&body).expect("read").entry, AuditEntry::Other);
}
