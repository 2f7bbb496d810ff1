//! The body: the same bytes at every attempt.

use lotse_text::clean;
use serde_json::{Value, json};

use crate::Letter;

/// The longest body. Receivers take far more; a summary of a whole fleet still has an end.
const MOST: usize = 256 * 1024;

/// The letter as JSON (`docs/channels.md` describes it).
pub(super) fn of(letter: &Letter) -> Vec<u8> {
    let mut fits = letter.notices.len();
    loop {
        let body = json(letter, fits).to_string().into_bytes();
        if body.len() <= MOST || fits == 0 {
            return body;
        }
        fits /= 2;
    }
}

fn json(letter: &Letter, fits: usize) -> Value {
    let lines = |lines: &[String]| -> Vec<String> { lines.iter().map(|line| clean(line).into_owned()).collect() };
    // Words are for people: of a long summary the beginning is enough, the notices have it all.
    let words: Vec<_> = lines(&letter.lines).into_iter().take(500).collect();
    json!({
        "type": format!("alert.{}", letter.kind.word()),
        "timestamp": letter.at.to_string(),
        "data": {
            "version": 1,
            "id": letter.id.to_string(),
            "kind": letter.kind.word(),
            "severity": letter.weight.word(),
            "language": letter.language.tag(),
            "subject": clean(&letter.subject),
            "lines": words,
            "actions": lines(&letter.foot),
            "thread": letter.thread.as_ref().map(|thread| thread.name.as_str()),
            "notices": letter.notices.iter().take(fits).collect::<Vec<_>>(),
            "omitted": letter.notices.len() - fits,
        },
    })
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;
    use serde_json::{Value, json};

    use super::{MOST, of};
    use crate::{Kind, Letter, Weight};

    fn letter(notices: usize) -> Letter {
        Letter {
            id: "0199a1b2-0000-7000-8000-000000000001".parse().unwrap(),
            kind: Kind::Summary,
            weight: Weight::Error,
            subject: "web1\u{1b}[2J is off".to_owned(),
            lines: vec!["one".to_owned()],
            foot: vec!["lotse monitor-ack 17".to_owned()],
            thread: None,
            language: Language::De,
            at: "2026-11-22T07:14:23Z".parse().unwrap(),
            notices: (0..notices).map(|number| json!({ "number": number, "filler": "x".repeat(1000) })).collect(),
        }
    }

    #[test]
    fn the_body_has_what_is_documented() {
        let body: Value = serde_json::from_slice(&of(&letter(1))).unwrap();
        assert_eq!(body["type"], "alert.summary");
        assert_eq!(body["timestamp"], "2026-11-22T07:14:23Z");
        assert_eq!(body["data"]["subject"], "web1 is off");
        assert_eq!(body["data"]["language"], "de");
        assert_eq!(body["data"]["notices"][0]["number"], 0);
        assert_eq!(body["data"]["omitted"], 0);
    }

    #[test]
    fn a_body_has_an_end_and_says_what_is_left_out() {
        let bytes = of(&letter(3000));
        assert!(bytes.len() <= MOST);
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        let told = body["data"]["notices"].as_array().unwrap().len();
        assert!(told > 100);
        assert_eq!(body["data"]["omitted"], 3000 - told);
    }
}
