//! One turn of the watch over 2,500 watched guests, with nothing changing and with a node that fell; how many documents each
//! writes is counted.
//!
//! `cargo bench -p lotse-engine --bench watch`; the number of guests by `LOTSE_GUESTS`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot start ends, and says what it counted"
)]

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use divan::Bencher;
use lotse_engine::{
    access::Person,
    inventory::{Resources, Snapshot},
    topics::{Answer, Key},
    watch::{Book, Entry, Flapping, Settings, Sighting, turn},
};
use lotse_model::{
    ClusterName, CpuUse, Guest, GuestKind, GuestRef, GuestState, Node, NodeName, NodeState, Outcome, Seconds, Seen,
    Share, Task, TaskState, Timestamp, Vmid,
};
use lotse_pve::ops::{cluster::ClusterStatus, ha::HaStatus};

/// What was counted, told after the table of times.
static COUNTED: OnceLock<String> = OnceLock::new();

/// When the looks are made.
const NOW: i64 = 1_800_000_000;
/// The cluster has so many nodes, and each shows so many finished tasks.
const NODES: u32 = 50;
const TASKS: u32 = 25;

fn main() {
    divan::main();
    if let Some(counted) = COUNTED.get() {
        println!("{counted}");
    }
}

fn guests() -> u32 {
    std::env::var("LOTSE_GUESTS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_500)
}

fn cluster() -> ClusterName {
    "home".parse().expect("valid")
}

fn node(number: u32) -> NodeName {
    format!("pve{number}").parse().expect("valid")
}

fn guest(number: u32, now: i64) -> Guest {
    Guest {
        id: GuestRef::new(cluster(), Vmid::new(100 + number).expect("valid")),
        kind: GuestKind::Vm,
        name: Some(format!("guest-{number}")),
        node: node(number % NODES),
        state: GuestState::Running,
        template: false,
        tags: vec!["prod".to_owned()],
        pool: None,
        lock: None,
        ha: None,
        cores: Some(2.0),
        cpu: Some(CpuUse { share: Share::new(0.1), cores: 2.0 }),
        memory: None,
        disk: None,
        disk_size: None,
        uptime: Some(Seconds(u64::try_from(now - NOW + 86_400).expect("after the boot"))),
        network: None,
        disk_traffic: None,
    }
}

fn task(number: u32) -> Task {
    let (node, vmid) = (number % NODES, 100 + number % 2_500);
    let started = NOW - 3_600 - i64::from(number);
    let upid = format!("UPID:pve{node}:{number:08X}:00000001:{started:08X}:vzdump:{vmid}:root@pam:");
    let state = TaskState::Finished { ended: Some(Timestamp(started + 60)), outcome: Outcome::Ok };
    Task { cluster: cluster(), upid: upid.parse().expect("a UPID"), state }
}

/// A poll at `now`, with the first nodes offline.
fn sighting(now: i64, offline: u32) -> Sighting {
    let nodes = (0..NODES).map(|number| Node {
        cluster: cluster(),
        name: node(number),
        state: if number < offline { NodeState::Offline } else { NodeState::Online },
        cpu: None,
        memory: None,
        root_disk: None,
        uptime: Some(Seconds(u64::try_from(now - NOW + 864_000).expect("after the boot"))),
        level: None,
        ha: None,
    });
    let guests = (0..guests()).map(|number| {
        let guest = guest(number, now);
        if number % NODES < offline { Guest { state: GuestState::Unknown, uptime: None, ..guest } } else { guest }
    });
    let resources = Resources::new(guests.collect(), nodes.collect(), Vec::new(), Vec::new());
    let status = ClusterStatus { name: Some("home".to_owned()), quorate: Some(true), ..ClusterStatus::default() };
    let tasks: Vec<Task> = (0..NODES * TASKS).map(task).collect();
    let at = Timestamp(now);
    Sighting::of(Arc::new(Snapshot::new(
        cluster(),
        Answer::read(Arc::new(Seen::whole(resources, at)), Key::Resources.to_string()),
        Answer::read(Arc::new(Seen::whole(status, at)), Key::Status.to_string()),
        Answer::read(Arc::new(Seen::whole(HaStatus::default(), at)), Key::HaCurrent.to_string()),
        Answer::read(Arc::new(Seen::whole(tasks, at)), Key::Tasks.to_string()),
    )))
}

fn settings() -> Settings {
    Settings {
        interval: Duration::from_mins(1),
        confirm: Duration::from_secs(3),
        grace: Duration::from_mins(30),
        remind: None,
        flapping: Flapping { changes: 6, within: Duration::from_hours(1), calm: Duration::from_mins(15) },
        blind_after: 3,
        quiet: Vec::new(),
        maintenance: Vec::new(),
        zone: jiff::tz::TimeZone::UTC,
        places: Vec::new(),
        routes: Vec::new(),
        default_route: Vec::new(),
    }
}

/// A book after a look at everything, watched by three entries.
fn book() -> Book {
    let mut book = Book::new(cluster());
    for (number, scope) in ["cluster:home", "cluster:home tag:prod", "guest:home/100"].into_iter().enumerate() {
        book.entries.push(Entry {
            id: format!("m{number}"),
            scope: scope.parse().expect("a scope"),
            identity: None,
            expected_off: false,
            findings: None,
            severity: None,
            by: Person::at_terminal("anna"),
            at: Timestamp(NOW),
        });
    }
    let first = turn(&book, &sighting(NOW, 0), &settings(), Timestamp(NOW));
    assert!(first.doubts.is_empty() && first.happened.is_empty(), "all is well");
    book.apply(&first);
    book
}

/// Nothing changes: the usual minute.
#[divan::bench]
fn turn_with_nothing_changing(bencher: Bencher<'_, '_>) {
    let (mut book, settings) = (book(), settings());
    let mut written = 0;
    for minute in 1..=1_440 {
        let now = NOW + 60 * minute;
        let turn = turn(&book, &sighting(now, 0), &settings, Timestamp(now));
        assert!(turn.doubts.is_empty(), "nothing is in doubt");
        written += turn.standings.len() + turn.forgotten.len() + turn.happened.len();
        book.apply(&turn);
    }
    let guests = guests();
    let counted = format!("{guests} watched guests, a day of looks with nothing changing: {written} documents written");
    COUNTED.get_or_init(|| counted);
    assert_eq!(written, 0, "nothing is written when nothing changes");
    let now = NOW + 60 * 1_441;
    let seen = sighting(now, 0);
    bencher.bench_local(|| turn(&book, &seen, &settings, Timestamp(now)));
}

/// A node of fifty falls.
#[divan::bench]
fn turn_with_a_node_down(bencher: Bencher<'_, '_>) {
    let (book, settings) = (book(), settings());
    let now = NOW + 60;
    let seen = sighting(now, 1);
    let first = turn(&book, &seen, &settings, Timestamp(now));
    assert!(first.doubts.list && first.doubts.guests.is_empty(), "one list answers it");
    bencher.bench_local(|| turn(&book, &seen, &settings, Timestamp(now)));
}
