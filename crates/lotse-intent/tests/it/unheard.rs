//! Names that the fleet does not have are asked about, not left out; and no other word is taken for one.

use std::path::Path;
use std::sync::LazyLock;

use lotse_intent::{Guests, Intent, Matcher, Names, Understanding};

use crate::measure::names;

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);
static NAMES: LazyLock<Names> =
    LazyLock::new(|| names(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/inventory.json")));

fn understand(text: &str) -> Understanding {
    let answer = MATCHER.understand(text, &NAMES, None);
    assert!(!answer.intent.is_change() && !answer.intent.is_bookkeeping(), "{text}: {}", answer.intent);
    answer
}

#[test]
fn an_unknown_guest_in_a_question_is_kept_and_resolves_to_nothing() {
    for (text, name, intent) in [
        ("Wie geht es der VM foobar?", "foobar", Intent::GuestInfo),
        ("zeige mir die Snapshots von foobar", "foobar", Intent::Snapshots),
        ("Wann wurde Foobar zuletzt gesichert?", "Foobar", Intent::Backups),
        ("when was foobar last backed up?", "foobar", Intent::Backups),
        ("foobar の状態は？", "foobar", Intent::GuestInfo),
        ("grafanaは動いてる？", "grafana", Intent::GuestInfo),
        ("zabbixのスナップショットを見せて", "zabbix", Intent::Snapshots),
        ("how much memory does foobar use", "foobar", Intent::GuestInfo),
        ("is foobar running?", "foobar", Intent::GuestInfo),
        ("Läuft der Container grafana noch?", "grafana", Intent::GuestInfo),
        ("läuft web-99?", "web-99", Intent::GuestInfo),
        ("IP-Adresse von web-99", "web-99", Intent::GuestInfo),
        ("status of grafana", "grafana", Intent::GuestInfo),
        ("why is grafana slow?", "grafana", Intent::WhySlow),
        ("wer hat grafana gestoppt?", "grafana", Intent::Tasks),
        ("Backups für grafana", "grafana", Intent::Backups),
        ("web-99 status", "web-99", Intent::GuestInfo),
        ("Welche Snapshots hat grafana?", "grafana", Intent::Snapshots),
        ("Wie viel RAM verbraucht grafana?", "grafana", Intent::GuestInfo),
        ("auf welchem Node läuft grafana?", "grafana", Intent::GuestInfo),
        ("Wo läuft grafana?", "grafana", Intent::GuestInfo),
        ("hat grafana ein Backup?", "grafana", Intent::Backups),
        ("how many cores does grafana have", "grafana", Intent::GuestInfo),
        ("who restarted web-99?", "web-99", Intent::Tasks),
        ("vm grafana", "grafana", Intent::GuestInfo),
    ] {
        let answer = understand(text);
        assert_eq!(answer.slots.guest, Some(Guests::One(name.to_owned())), "{text}: {:?}", answer.why);
        assert_eq!((answer.intent, answer.resolved.get("guest")), (intent, Some(&Vec::new())), "{text}");
    }
}

#[test]
fn an_unknown_storage_or_node_in_a_question_is_kept() {
    for text in ["How full is the storage xyz?", "Wie voll ist der Speicher xyz?", "ストレージxyzの空き容量は？"]
    {
        let answer = understand(text);
        assert_eq!((answer.intent, answer.slots.storage.as_deref()), (Intent::Storage, Some("xyz")), "{text}");
    }
    for text in ["how full is nas-9", "Wie voll ist nas-9?"] {
        assert_eq!(understand(text).slots.storage.as_deref(), Some("nas-9"), "{text}");
    }
    for text in ["Which VMs run on pve9?", "wie geht es dem Knoten pve9", "how is node pve9 doing", "Journal auf pve9"]
    {
        let answer = understand(text);
        assert_eq!(answer.slots.node.as_deref(), Some("pve9"), "{text}");
        assert_eq!(answer.resolved.get("node"), Some(&Vec::new()), "{text}");
    }
}

#[test]
fn what_is_said_of_a_thing_is_no_name_of_one() {
    for text in [
        "is the vm flapping?",
        "my vm keeps crashing",
        "why is the VM thrashing so much?",
        "which container misbehaves",
        "welche VM verheizt am meisten Strom?",
        "ist ein Container billiger als eine VM",
        "wie ist die VM konfiguriert?",
        "wie heißt die VM",
        "check ob die VM rennt",
        "wie ist der Speicher verteilt?",
        "reicht der Speicher noch?",
        "is the storage replicated?",
        "is there enough memory?",
        "ist tatsächlich alles ok?",
        "is anything weird running?",
        "snapshots of production guests",
        "wurde gestern wirklich gesichert?",
        "how is grandma doing",
        "is the server room warm?",
        "the storage feels slow",
        "does the container leak memory?",
        "hat der Container genug RAM?",
        "has the vm enough memory?",
        "Wann startet die VM immer?",
        "Sind die Knoten synchron?",
        "show vm sizes",
        "zeig vm größen",
        "node temperature",
        "does anybody use the cluster",
    ] {
        let slots = understand(text).slots;
        assert_eq!((slots.guest, slots.node, slots.storage), (None, None, None), "{text}");
    }
}

#[test]
fn words_of_the_host_and_of_other_subjects_are_no_guests() {
    for text in [
        "nginx のログ",
        "Excel の使い方は？",
        "prodのVM一覧",
        "kubernetesのクラスタの状態は？",
        "status of sshd.service",
        "is systemd-resolved active",
        "updates for debian-13",
        "does docker use much memory",
        "what's the weather on example.org",
        "productionは全部動いてる？",
    ] {
        let slots = understand(text).slots;
        assert_eq!((slots.guest, slots.node, slots.storage), (None, None, None), "{text}");
    }
}

#[test]
fn an_unknown_name_never_makes_an_order() {
    for text in ["stop vm foobar", "starte den Container foobar neu", "VM foobarを停止して", "delete foobar"] {
        assert_eq!(understand(text).intent, Intent::None, "{text}");
    }
}
