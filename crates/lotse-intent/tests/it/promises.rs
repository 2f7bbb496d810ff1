//! Promises that hold for every text.

use std::sync::LazyLock;

use lotse_intent::{AliasTarget, GuestName, Guests, Intent, Kind, Matcher, Names};
use lotse_text::Language;
use proptest::prelude::*;

fn fleet() -> Names {
    let guest = |id, name: &str, cluster: &str| GuestName {
        cluster: cluster.to_owned(),
        id,
        name: name.to_owned(),
        kind: Kind::Vm,
        node: "pve1".to_owned(),
        running: true,
        tags: vec!["web".to_owned()],
        template: id >= 9000,
    };
    let mut names = Names::new([
        guest(100, "web", "home"),
        guest(100, "dns", "lab"),
        guest(101, "backup", "home"),
        guest(102, "gitlab", "home"),
        guest(9000, "debian-template", "home"),
    ]);
    names.add_node("home", "pve2");
    names.add_storage("local");
    names.add_snapshot("home/100", "clean");
    names
}

/// One for all tests: building it reads the lexicon.
fn matcher() -> &'static Matcher {
    static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);
    &MATCHER
}

const WORDS: &[&str] = &[
    "stop",
    "restart",
    "delete",
    "starte",
    "neu",
    "lösche",
    "bitte",
    "nicht",
    "100",
    "101",
    "web",
    "backup",
    "gitlab",
    "pve1",
    "pve2",
    "snapshot",
    "clean",
    "von",
    "auf",
    "nach",
    "to",
    "the",
    "alle",
    "all",
    "if",
    "wenn",
    "morgen",
    "をして",
    "再起動して",
    "停止",
    "を",
    "は",
    "削除",
    "ください",
    "?",
    ",",
    "8 GB",
    "RAM",
    "4 cores",
    "mute",
    "alerts",
    "quittiere",
    "überwache",
    "„",
    "“",
    "と",
    "ないで",
    "migrate",
    "klone",
    "als",
    "home/100",
    "VM",
    "ct",
    "warum",
    "why",
    "監視",
    "通知",
    "30",
    "min",
];

fn change(intent: Intent) -> bool {
    intent.is_change() || intent.is_bookkeeping()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered_the_same_way_twice(text in "\\PC{0,80}") {
        let (matcher, names) = (matcher(), fleet());
        let first = matcher.understand(&text, &names, None);
        prop_assert_eq!(&first, &matcher.understand(&text, &names, None));
        prop_assert_eq!(first.text, text);
    }

    #[test]
    fn an_order_names_its_target_in_the_text(words in prop::collection::vec(prop::sample::select(WORDS), 0..9)) {
        let text = words.join(" ");
        let answer = matcher().understand(&text, &fleet(), None);
        if change(answer.intent) {
            let guests = answer.slots.guest.expect("an order has a target");
            prop_assert!(guests.as_slice().iter().all(|guest| text.contains(guest.as_str())), "{}", text);
        }
    }

    #[test]
    fn no_order_survives_quotation_marks(words in prop::collection::vec(prop::sample::select(WORDS), 2..9)) {
        let text = format!("\"{}\"", words.join(" ").replace(['„', '“'], ""));
        let answer = matcher().understand(&text, &fleet(), None);
        prop_assert!(!change(answer.intent), "{}: {}", text, answer.intent);
    }

    #[test]
    fn no_order_survives_a_negation(words in prop::collection::vec(prop::sample::select(WORDS), 2..8)) {
        for negation in ["nicht", "don't", "never", "auf keinen Fall"] {
            let text = format!("{negation} {}", words.join(" "));
            let answer = matcher().understand(&text, &fleet(), None);
            prop_assert!(!change(answer.intent), "{}: {}", text, answer.intent);
        }
    }
}

#[test]
fn the_answer_serialises_to_its_seven_keys() {
    let answer = matcher().understand("restart web", &fleet(), None);
    let value = serde_json::to_value(&answer).unwrap();
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["text", "intent", "slots", "resolved", "confidence", "candidates", "why"]);
    assert_eq!(value["intent"], "reboot");
    assert_eq!(value["slots"], serde_json::json!({ "guest": "web" }));
    assert_eq!(value["resolved"], serde_json::json!({ "guest": ["home/100"] }));
}

#[test]
fn an_id_of_two_clusters_resolves_to_both() {
    let answer = matcher().understand("stop 100", &fleet(), None);
    assert_eq!(answer.resolved["guest"], ["home/100", "lab/100"]);
    let answer = matcher().understand("stop lab/100", &fleet(), None);
    assert_eq!(answer.resolved["guest"], ["lab/100"]);
}

#[test]
fn a_misspelt_target_is_asked_back_with_candidates() {
    let answer = matcher().understand("restart gitlap", &fleet(), None);
    assert_eq!(answer.intent, Intent::None);
    assert_eq!(answer.resolved["guest"], ["home/102"]);
    assert_eq!(answer.candidates.first().map(|c| c.intent), Some(Intent::Reboot));
}

#[test]
fn a_misspelt_short_name_is_offered_too() {
    for text in ["stop wbe", "starte wbe neu", "wbeを再起動して", "please restart wbe"] {
        let answer = matcher().understand(text, &fleet(), None);
        assert_eq!(answer.intent, Intent::None, "{text}");
        assert_eq!(answer.resolved.get("guest"), Some(&vec!["home/100".to_owned()]), "{text}: {:?}", answer.why);
        assert!(answer.candidates.first().is_some_and(|candidate| candidate.intent.is_change()), "{text}");
    }
}

#[test]
fn a_name_of_several_words_is_asked_for_and_not_cut() {
    for text in [
        "snapshot web named before upgrade",
        "snapshot web named before the upgrade",
        "snapshot web named nightly build",
        "take a snapshot of web called clean state",
        "Snapshot von web namens vor update",
        "webのスナップショットを before upgrade という名前で作成して",
    ] {
        let answer = matcher().understand(text, &fleet(), None);
        assert!(matches!(answer.intent, Intent::SnapshotCreate | Intent::None), "{text}: {}", answer.intent);
        assert_eq!(answer.slots.snapshot, None, "{text}");
    }
    let clone = matcher().understand("clone 9000 named web server", &fleet(), None);
    assert_eq!(clone.slots.name, None);
    for (text, name) in [
        ("snapshot web named before-upgrade", "before-upgrade"),
        ("snapshot web named pre before the upgrade", "pre"),
        ("Snapshot von web namens vor-update erstellen", "vor-update"),
        ("webのスナップショットを pre という名前で作成して", "pre"),
    ] {
        let answer = matcher().understand(text, &fleet(), None);
        assert_eq!(answer.slots.snapshot.as_deref(), Some(name), "{text}: {:?}", answer.why);
    }
}

#[test]
fn what_failed_is_told_from_all_that_ran() {
    let failed = |text| {
        let answer = matcher().understand(text, &fleet(), None);
        (answer.intent, answer.failed)
    };
    for text in ["Gibt es fehlgeschlagene Aufgaben?", "failed tasks", "失敗したタスク", "are there no failed tasks?"]
    {
        assert_eq!(failed(text), (Intent::Tasks, true), "{text}");
    }
    for text in ["Welche Aufgaben liefen?", "tasks", "タスク一覧", "welche Aufgaben sind nicht fehlgeschlagen?"] {
        assert_eq!(failed(text), (Intent::Tasks, false), "{text}");
    }
    assert_eq!(failed("which backups were not successful"), (Intent::Backups, true));
}

#[test]
fn figures_and_reasons_are_fit_to_be_read() {
    for text in ["Welche VMs laufen?", "is gitlap up?", "stop 100", "why was web stopped?", "failed tasks", "VM一覧"]
    {
        let answer = matcher().understand(text, &fleet(), None);
        let figures = answer.candidates.iter().map(|candidate| candidate.confidence).chain([answer.confidence]);
        for figure in figures {
            let written = serde_json::to_string(&figure).expect("a number serialises");
            assert!(written.len() <= 4, "{text}: {written} has more than two decimals");
            assert!((0.0..=1.0).contains(&figure), "{text}: {written}");
        }
        for why in &answer.why {
            assert!(!why.contains(['{', '}', '"', '(']), "{text}: {why}");
        }
    }
}

#[test]
fn a_misspelt_name_in_a_question_is_taken_as_meant() {
    let answer = matcher().understand("is gitlap up?", &fleet(), None);
    assert_eq!(answer.intent, Intent::GuestInfo);
    assert_eq!(answer.slots.guest, Some(Guests::One("gitlap".to_owned())));
    assert_eq!(answer.resolved["guest"], ["home/102"]);
}

#[test]
fn a_guest_called_like_a_command_can_be_a_target() {
    let matcher = matcher();
    let answer = matcher.understand("restart vm backup", &fleet(), None);
    assert_eq!((answer.intent, &answer.resolved["guest"]), (Intent::Reboot, &vec!["home/101".to_owned()]));
    for text in ["stop the backup", "delete backup", "stop the backup of web", "backup stoppen"] {
        let answer = matcher.understand(text, &fleet(), None);
        assert!(!change(answer.intent), "{text}: a backup is no guest, whatever a guest is called");
    }
    assert_eq!(matcher.understand("backup jobs", &fleet(), None).intent, Intent::Backups);
}

#[test]
fn peoples_own_words_name_guests() {
    let mut names = fleet();
    names.add_alias("マイクラ", &AliasTarget::Guest("home/102".to_owned()));
    names.add_alias("Große Straße", &AliasTarget::Guest("lab/dns".to_owned()));
    names.add_alias("spielwiese", &AliasTarget::Selection);
    let matcher = matcher();
    let answer = matcher.understand("マイクラを再起動して", &names, None);
    assert_eq!((answer.intent, &answer.resolved["guest"]), (Intent::Reboot, &vec!["home/102".to_owned()]));
    let answer = matcher.understand("starte GROSSE STRASSE neu", &names, None);
    assert_eq!((answer.intent, &answer.resolved["guest"]), (Intent::Reboot, &vec!["lab/100".to_owned()]));
    let answer = matcher.understand("starte spielwiese neu", &names, None);
    assert_eq!(answer.intent, Intent::None, "a selection is no single guest");
}

#[test]
fn the_language_of_a_phrase_is_recognised() {
    let language = |text| matcher().understand(text, &fleet(), None).language;
    assert_eq!(language("Welche VMs laufen?"), Some(Language::De));
    assert_eq!(language("which vms are running"), Some(Language::En));
    assert_eq!(language("VM一覧"), Some(Language::Ja));
    assert_eq!(language("100"), None);
    let hinted = matcher().understand("100", &fleet(), Some(Language::De)).language;
    assert_eq!(hinted, Some(Language::De));
}
