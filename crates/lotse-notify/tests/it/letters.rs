//! Letters to send.

use lotse_notify::{Kind, Letter, Thread, Weight};
use lotse_text::Language;
use serde_json::json;

/// The id of [`letter`].
pub(crate) const ID: &str = "0199a1b2-0000-7000-8000-000000000001";

/// An alert with everything that a machine may write into it.
pub(crate) fn letter() -> Letter {
    Letter {
        id: ID.parse().unwrap(),
        kind: Kind::Raised,
        weight: Weight::Critical,
        subject: "web1 <b>& größer</b> is off".to_owned(),
        lines: vec![
            "@everyone @room <!channel> <@U123> *bold* `code`".to_owned(),
            "\u{1b}[2Jforged\r\nDATA".to_owned(),
            "仮想マシン".to_owned(),
        ],
        foot: vec!["lotse monitor-ack 17".to_owned()],
        thread: Some(Thread { name: "alert-17-1795331663".to_owned(), first: None }),
        language: Language::En,
        at: "2026-11-22T07:14:23Z".parse().unwrap(),
        notices: vec![json!({ "kind": "raised", "alert": 17 })],
    }
}

/// The end of the same alert, where the first message is known by this name.
pub(crate) fn recovery(first: &str) -> Letter {
    Letter {
        id: "0199a1b2-0000-7000-8000-000000000002".parse().unwrap(),
        kind: Kind::Recovered,
        subject: "web1 runs again".to_owned(),
        lines: vec!["it was off for 4 min".to_owned()],
        foot: Vec::new(),
        thread: Some(Thread { name: "alert-17-1795331663".to_owned(), first: Some(first.to_owned()) }),
        ..letter()
    }
}

/// A letter of many lines.
pub(crate) fn long() -> Letter {
    Letter { lines: (0..5000).map(|number| format!("guest {number} <größer> & \"仮想\"")).collect(), ..letter() }
}
