//! The measured sets: the project's own phrases, the sentences that must never be an order, and the reference set.

use std::path::{Path, PathBuf};

use lotse_intent::{Intent, Matcher};

use crate::measure::{measure, names, phrases};

fn own(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(file)
}

fn check(title: &str, corpus: &Path, inventory: &Path, accuracy: f64, slots: f64) {
    let (figures, mistakes) = measure(&phrases(corpus), &names(inventory));
    for mistake in &mistakes {
        println!("{mistake}");
    }
    for (group, figures) in &figures {
        println!("{title} {group}: {figures}");
    }
    let all = figures.get("all").expect("the corpus is not empty");
    assert_eq!(all.harmful(), 0, "{title}: a change that was not asked for, or a wrong one");
    assert!(all.accuracy() >= accuracy, "{title}: {all}");
    assert!(all.exact_slots() >= slots, "{title}: {all}");
}

#[test]
fn own_phrases_are_understood() {
    check("own", &own("phrases.jsonl"), &own("inventory.json"), 0.95, 0.92);
}

#[test]
fn reference_phrases_are_understood() {
    let (Some(corpus), Some(inventory)) =
        (reference_data::find("intents/dev.jsonl"), reference_data::find("intents/dev-inventory.json"))
    else {
        return;
    };
    check("reference", &corpus, &inventory, 0.95, 0.92);
}

#[derive(serde::Deserialize)]
struct NeverAnOrder {
    text: String,
    kind: String,
}

#[test]
fn what_only_talks_about_an_action_is_never_an_order() {
    let names = names(&own("inventory.json"));
    let matcher = Matcher::new();
    let file = std::fs::read_to_string(own("never_an_order.jsonl")).expect("the corpus can be read");
    let mut taken = Vec::new();
    for line in file.lines() {
        let NeverAnOrder { text, kind } = serde_json::from_str(line).expect(line);
        let answer = matcher.understand(&text, &names, None);
        if answer.intent.is_change() || answer.intent.is_bookkeeping() {
            taken.push(format!("{kind}: `{text}` was taken as {} {:?}", answer.intent, answer.slots));
        }
        assert_ne!(answer.intent, Intent::Stop, "{text}");
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}
