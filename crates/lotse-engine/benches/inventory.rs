//! Comparing two snapshots of 100,000 guests, and searching 10,000.
//!
//! `cargo bench -p lotse-engine --bench inventory`

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench that cannot start ends")]

use std::net::{IpAddr, Ipv4Addr};

use divan::{Bencher, black_box};
use lotse_engine::inventory::{AddressBook, Filter, Resources, Snapshot, Whole, best, diff, search};
use lotse_model::{
    Bytes, ClusterName, CpuUse, Guest, GuestKind, GuestRef, GuestState, NodeName, PoolName, Seconds, Share, Timestamp,
    Use, Vmid,
};

fn main() {
    divan::main();
}

fn cluster() -> ClusterName {
    ClusterName::new("home").expect("valid")
}

fn guest(number: u32) -> Guest {
    let kind = if number.is_multiple_of(3) { GuestKind::Container } else { GuestKind::Vm };
    Guest {
        id: GuestRef::new(cluster(), Vmid::new(number + 100).expect("valid")),
        kind,
        name: Some(format!("{}-{number}", ["web", "db", "mail", "build"][number as usize % 4])),
        node: NodeName::new(format!("pve{}", number % 50)).expect("valid"),
        state: GuestState::Running,
        template: false,
        tags: vec!["prod".to_owned(), format!("team-{}", number % 7)],
        pool: PoolName::new(format!("pool{}", number % 11)).ok(),
        lock: None,
        ha: None,
        cores: Some(2.0),
        cpu: Some(CpuUse { share: Share::new(0.1), cores: 2.0 }),
        memory: Some(Use::new(Bytes::from_gib(1), Bytes::from_gib(4))),
        disk: None,
        disk_size: Some(Bytes::from_gib(32)),
        uptime: Some(Seconds(3_600)),
        network: None,
        disk_traffic: None,
    }
}

fn list(guests: u32, change: impl Fn(&mut Guest)) -> Resources {
    let guests = (0..guests).map(|number| {
        let mut guest = guest(number);
        change(&mut guest);
        guest
    });
    Resources::new(guests.collect(), Vec::new(), Vec::new(), Vec::new())
}

/// Two snapshots of 100,000 guests between which nothing happened.
#[divan::bench]
fn diff_of_100_000_guests_without_changes(bencher: Bencher<'_, '_>) {
    let (old, new) = (list(100_000, |_| {}), list(100_000, |_| {}));
    bencher.bench_local(|| diff(black_box(&old), black_box(&new), Whole::ALL).len());
}

/// Two snapshots of 100,000 guests of which every tenth stopped.
#[divan::bench]
fn diff_of_100_000_guests_with_10_000_changes(bencher: Bencher<'_, '_>) {
    let old = list(100_000, |_| {});
    let new = list(100_000, |guest| {
        if guest.id.vmid.get().is_multiple_of(10) {
            guest.state = GuestState::Stopped;
        }
    });
    bencher.bench_local(|| diff(black_box(&old), black_box(&new), Whole::ALL).len());
}

/// Bringing 100,000 guests as a server lists them into order.
#[divan::bench]
fn ordering_100_000_guests(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| (0..100_000).rev().map(guest).collect::<Vec<_>>())
        .bench_local_values(|guests| Resources::new(guests, Vec::new(), Vec::new(), Vec::new()));
}

/// A search over 10,000 guests by a part of a name, a tag, a number, an address.
#[divan::bench(args = ["web-9", "team-3", "5000", "192.0.2."])]
fn search_over_10_000_guests(bencher: Bencher<'_, '_>, text: &str) {
    let snapshot = Snapshot::of_guests(cluster(), (0..10_000).map(guest).collect(), Timestamp(0));
    let mut book = AddressBook::default();
    for number in 0..200_u8 {
        let vmid = Vmid::new(u32::from(number) + 100).expect("valid");
        book.note(vmid, vec![IpAddr::V4(Ipv4Addr::new(192, 0, 2, number))], Timestamp(0));
    }
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    bencher.bench_local(|| search([(black_box(&snapshot), &book)], &filter).hits.len());
}

/// What completion shows at every key: the best 25 of 10,000 guests, of which every second may be seen.
#[divan::bench(args = ["", "web-9", "e", "5000", "192.0.2."])]
fn best_25_of_10_000_guests(bencher: Bencher<'_, '_>, text: &str) {
    let snapshot = Snapshot::of_guests(cluster(), (0..10_000).map(guest).collect(), Timestamp(0));
    let book = AddressBook::default();
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    let may = |guest: &Guest| guest.id.vmid.get().is_multiple_of(2);
    bencher.bench_local(|| best([(black_box(&snapshot), &book)], &filter, 25, may).len());
}

/// The first search after a start, which prepares the names of 10,000 guests.
#[divan::bench]
fn first_search_of_10_000_guests(bencher: Bencher<'_, '_>) {
    let book = AddressBook::default();
    let filter = Filter { text: "web-9".to_owned(), ..Filter::default() };
    bencher
        .with_inputs(|| Snapshot::of_guests(cluster(), (0..10_000).map(guest).collect(), Timestamp(0)))
        .bench_local_values(|snapshot| best([(&snapshot, &book)], &filter, 25, |_| true).len());
}
