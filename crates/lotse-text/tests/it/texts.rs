use std::collections::BTreeMap;

use lotse_text::{Language, Value, keys, message, tr};

/// What a value shows when Fluent could not resolve a reference.
const UNRESOLVED: &str = "{";

#[test]
fn every_text_exists_in_every_language_with_the_same_arguments() {
    let reference: BTreeMap<_, _> = keys(Language::En).iter().copied().collect();
    let mut wrong = Vec::new();
    for language in Language::ALL {
        let translated: BTreeMap<_, _> = keys(language).iter().copied().collect();
        for (key, arguments) in &reference {
            match translated.get(key) {
                None => wrong.push(format!("{language}: {key} is not translated")),
                Some(others) if others != arguments => {
                    wrong.push(format!("{language}: {key} has {others:?}, the reference {arguments:?}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{} texts are missing or differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_text_resolves_all_it_refers_to() {
    for language in Language::ALL {
        for (key, arguments) in keys(language) {
            for given in [Value::Count(1), Value::Count(2), Value::from("x")] {
                let arguments: Vec<_> = arguments.iter().map(|name| (*name, given.clone())).collect();
                let text = message(language, key, &arguments).unwrap();
                assert!(!text.contains(&format!("{UNRESOLVED}$")), "{language} {key}: {text}");
                assert!(!text.contains(&format!("{UNRESOLVED}-")), "{language} {key}: {text}");
                assert!(!text.contains("???"), "{language} {key}: {text}");
            }
        }
    }
}

#[test]
fn german_says_sie_and_japanese_is_polite_about_it() {
    for (key, arguments) in keys(Language::De) {
        let arguments: Vec<_> = arguments.iter().map(|name| (*name, Value::from("x"))).collect();
        let text = message(Language::De, key, &arguments).unwrap();
        // What stands in backticks is a command, and `du` is one.
        let text: String = text.split('`').step_by(2).collect();
        for familiar in ["du", "dein", "deine", "deinen", "dich"] {
            let said = text.split(|letter: char| !letter.is_alphabetic()).any(|word| word.to_lowercase() == familiar);
            assert!(!said, "{key} addresses with du: {text}");
        }
    }
}

#[test]
fn plurals_follow_the_number() {
    assert_eq!(tr::count_guests(Language::En, 1_u64), "1 guest");
    assert_eq!(tr::count_guests(Language::En, 1234_u64), "1,234 guests");
    assert_eq!(tr::count_guests(Language::De, 1_u64), "1 Gast");
    assert_eq!(tr::count_guests(Language::Ja, 3_u64), "ゲスト3台");
}

#[test]
fn a_key_that_no_language_has_is_none() {
    assert_eq!(message(Language::De, "no-such-key", &[]), None);
    assert_eq!(message(Language::De, "age-now.no-such-attribute", &[]), None);
}

#[test]
fn machine_words_are_cleaned_on_their_way_into_a_text() {
    assert_eq!(tr::age_ago(Language::En, "\u{1b}[2J3 days\n"), "3 days  ago");
}

#[test]
fn texts_carry_no_isolation_marks() {
    assert!(!tr::age_ago(Language::En, "x").contains(['\u{2068}', '\u{2069}']));
}
