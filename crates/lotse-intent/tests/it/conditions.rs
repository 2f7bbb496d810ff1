//! Criteria in questions are understood, or kept as words; and they never make an order, nor widen one.

use std::path::Path;
use std::sync::LazyLock;

use lotse_intent::{Intent, Matcher, Names, Refused, Understanding};

use crate::measure::names;

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);
static NAMES: LazyLock<Names> =
    LazyLock::new(|| names(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/inventory.json")));

fn understand(text: &str) -> Understanding {
    MATCHER.understand(text, &NAMES, None)
}

/// The criteria as they would be typed, and the words of the conditions that mean none.
fn conditions(text: &str) -> (Intent, String) {
    let answer = understand(text);
    let said = answer.conditions.iter().map(|condition| match &condition.criterion {
        Some(criterion) => criterion.to_string(),
        None => format!("?{}", condition.words),
    });
    (answer.intent, said.collect::<Vec<_>>().join(","))
}

#[test]
fn a_figure_with_a_comparison_is_a_criterion() {
    for (text, intent, criteria) in [
        ("VMs with more than 4 GB", Intent::ListVms, "memory>4G"),
        ("vms with > 4GB ram", Intent::ListVms, "memory>4G"),
        ("list all vms that have at least 8 GB of memory", Intent::ListVms, "memory>=8G"),
        ("containers with less than 512 MB", Intent::ListContainers, "memory<512M"),
        ("guests using over 80 % of memory", Intent::ListGuests, "memory-used>80%"),
        ("which VMs use more than 4 GB of RAM", Intent::ListVms, "memory-used>4G"),
        ("which containers have been up longer than 30 days", Intent::ListContainers, "uptime>30d"),
        ("guests with 4 cores or more", Intent::ListGuests, "cores>=4"),
        ("vms with between 2 and 8 GB of memory", Intent::ListVms, "memory>=2G,memory<=8G"),
        ("VMs with more than two cores and less than 8 GB RAM", Intent::ListVms, "cores>2,memory<8G"),
        ("which vms have 4 cores", Intent::ListVms, "cores=4"),
        ("Welche VMs haben mehr als 4 Kerne?", Intent::ListVms, "cores>4"),
        ("VMs mit mindestens acht GB Arbeitsspeicher", Intent::ListVms, "memory>=8G"),
        ("welche Gäste brauchen über 80 % CPU", Intent::ListGuests, "cpu>80%"),
        ("Container mit weniger als 1 GB RAM", Intent::ListContainers, "memory<1G"),
        ("welche Container laufen länger als 30 Tage", Intent::ListContainers, "uptime>30d"),
        ("VMs mit höchstens 2 Kernen", Intent::ListVms, "cores<=2"),
        ("welche Container laufen seit 10 Tagen", Intent::ListContainers, "uptime>=10d"),
        ("VMs, deren Platte größer als 100 GB ist", Intent::ListVms, "disk>100G"),
        ("メモリが8GB以上のVM", Intent::ListVms, "memory>=8G"),
        ("メモリ使用率が80%を超えているゲスト", Intent::ListGuests, "memory-used>80%"),
        ("30日以上動いているコンテナ", Intent::ListContainers, "uptime>=30d"),
        ("4コアより多いVMは？", Intent::ListVms, "cores>4"),
        ("メモリ2GB未満のコンテナ一覧", Intent::ListContainers, "memory<2G"),
        ("nodes with more than 50 % memory", Intent::Nodes, "memory-used>50%"),
        ("Welche Knoten haben über 90 % CPU?", Intent::Nodes, "cpu>90%"),
        ("storages over 80 % full", Intent::Storage, "used>80%"),
        ("welche Speicher haben weniger als 100 GB frei", Intent::Storage, "free<100G"),
        ("使用率90%以上のストレージ", Intent::Storage, "used>=90%"),
        ("snapshots older than 30 days", Intent::Snapshots, "age>30d"),
        ("Snapshots, die älter als zwei Wochen sind", Intent::Snapshots, "age>14d"),
        ("30日より古いスナップショット", Intent::Snapshots, "age>30d"),
        ("backups older than a week", Intent::Backups, "age>7d"),
        ("guests starting with web", Intent::ListGuests, "name=web*"),
        ("VMs, die mit build anfangen", Intent::ListVms, "name=build*"),
        ("containers containing relay", Intent::ListContainers, "name=*relay*"),
        ("shopで始まるVM", Intent::ListVms, "name=shop*"),
    ] {
        assert_eq!(conditions(text), (intent, criteria.to_owned()), "{text}: {:?}", understand(text).why);
    }
}

#[test]
fn a_condition_that_means_no_figure_is_kept_as_words() {
    for (text, intent, criteria) in [
        ("which VMs are stopped since last week", Intent::ListVms, "?since last week"),
        ("welche VMs sind seit gestern aus", Intent::ListVms, "?seit gestern"),
        ("先週から止まっているVM", Intent::ListVms, "?先週から"),
        ("show me all windows vms", Intent::ListVms, "?windows"),
        ("zeig nur die wichtigen vms", Intent::ListVms, "?wichtigen"),
        ("WindowsのVM", Intent::ListVms, "?Windows"),
        ("tasks that took longer than 10 minutes", Intent::Tasks, "?longer than 10 minutes"),
    ] {
        assert_eq!(conditions(text), (intent, criteria.to_owned()), "{text}: {:?}", understand(text).why);
    }
}

#[test]
fn a_question_without_a_condition_has_none() {
    for text in [
        "Welche VMs laufen?",
        "list all available containers",
        "alle vms mit tag shop bitte",
        "cpu graph of shop-db over the last 24 hours",
        "memory graph for keycloak over the past month",
        "was lief in den letzten 24 Stunden",
        "how much memory does 302 have",
        "VM一覧",
        "laufende VMs auf zeus",
        "Wieviel Platz ist auf cephpool noch frei?",
        "recent tasks",
    ] {
        assert_eq!(conditions(text).1, "", "{text}");
    }
}

#[test]
fn a_condition_never_makes_an_order_and_never_widens_one() {
    for text in [
        "stop all VMs with more than 4 GB",
        "stop the vms with more than 4 GB",
        "stoppe alle VMs mit mehr als 4 GB",
        "4GB以上のVMを全部止めて",
        "delete snapshots older than 30 days",
        "lösche alle Snapshots, die älter als 30 Tage sind",
        "shut down containers up longer than 30 days",
        "restart guests starting with web",
        "starte alle VMs neu, die mit build anfangen",
        "stop shop-db with more than 4 GB",
        "restart wiki over 80 % memory",
    ] {
        let answer = understand(text);
        assert!(!answer.intent.is_change() && !answer.intent.is_bookkeeping(), "{text}: {}", answer.intent);
    }
    for text in ["stop all VMs with more than 4 GB", "stoppe alle VMs mit mehr als 4 GB", "4GB以上のVMを全部止めて"]
    {
        let answer = understand(text);
        assert_eq!(answer.refused, Some(Refused::Several), "{text}");
        assert_eq!(answer.conditions.len(), 1, "{text}: the list of these can be offered");
    }
}

#[test]
fn what_is_said_to_set_a_value_is_no_condition() {
    for text in
        ["bump mqtt up to 2048 MB ram", "gib shop-db 8 GB RAM und 4 Kerne", "set 302 to 6 cores and 12G of memory"]
    {
        assert_eq!(understand(text).intent, Intent::Resize, "{text}");
    }
}
