//! What one phrase costs on a fleet of 10,000 guests. The budget is 200 µs.

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use lotse_intent::{GuestName, Kind, Matcher, Names};

fn main() {
    divan::main();
}

/// Phrases of each kind: questions and orders, sure and unsure, in three languages.
const PHRASES: &[&str] = &[
    "Welche VMs laufen?",
    "Fahr bitte den guest-4711 runter",
    "setz 12000 auf vor-update zurück",
    "Speicherplatzbelegung der Platten im Host",
    "Welche Gaeste haben kein Backup?",
    "take a snaphot of guest-815 called before-upgrade",
    "which guests aren't coverd by any backup job",
    "how much memory does ct 10106 have",
    "is gest-4711 up?",
    "tell me a joke",
    "guest-77のメモリを2GBにして",
    "最近のタスクとストレージの状況を見たい",
    "テンプレート9000から131番でstaging-dbという名前のVMを作って",
];

fn fleet(guests: u32) -> Names {
    let mut names = Names::new((0..guests).map(|n| GuestName {
        cluster: format!("cluster{}", n % 10),
        id: 10_000 + n,
        name: format!("guest-{n}"),
        kind: if n % 3 == 0 { Kind::Ct } else { Kind::Vm },
        node: format!("node{}", n % 50),
        running: n % 5 != 0,
        tags: vec![format!("tag{}", n % 40)],
        template: false,
    }));
    names.add_storage("local-lvm");
    names
}

static READY: LazyLock<(Matcher, Names)> = LazyLock::new(|| {
    let (matcher, names) = (Matcher::new(), fleet(10_000));
    // The index of misspellings is built when it is first asked for.
    black_box(matcher.understand("is gest-4711 up?", &names, None));
    (matcher, names)
});

#[divan::bench(args = PHRASES)]
fn phrase_on_ten_thousand_guests(bencher: Bencher, phrase: &str) {
    let (matcher, names) = &*READY;
    bencher.bench(|| matcher.understand(black_box(phrase), names, None));
}

#[divan::bench(sample_count = 10)]
fn index_of_ten_thousand_guests(bencher: Bencher) {
    bencher.bench(|| fleet(black_box(10_000)));
}

#[divan::bench(sample_count = 10)]
fn lexicon(bencher: Bencher) {
    bencher.bench(Matcher::new);
}
