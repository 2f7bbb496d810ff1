use std::net::IpAddr;

use lotse_model::{Guest, GuestKind, Timestamp, Vmid};
use proptest::prelude::*;

use super::{Filter, Matched, best, search};
use crate::inventory::{
    AddressBook, Snapshot,
    sample::{cluster, guest, node_name},
};

fn snapshot(guests: Vec<Guest>) -> Snapshot {
    Snapshot::of_guests(cluster(), guests, Timestamp(1))
}

fn found(guests: &[Guest], book: &AddressBook, filter: &Filter) -> Vec<(u32, Option<Matched>)> {
    let snapshot = snapshot(guests.to_vec());
    let found = search([(&snapshot, book)], filter);
    found.hits.iter().map(|hit| (hit.guest.id.vmid.get(), hit.by)).collect()
}

fn text(text: &str) -> Filter {
    Filter { text: text.to_owned(), ..Filter::default() }
}

fn named(vmid: u32, name: &str) -> Guest {
    Guest { name: Some(name.to_owned()), ..guest(vmid) }
}

#[test]
fn the_surest_match_comes_first() {
    let guests = [
        Guest { tags: vec!["web".to_owned()], ..named(100, "mail") },
        named(101, "old-web"),
        named(102, "webshop"),
        named(103, "Web"),
        Guest { node: node_name("web"), ..named(104, "db") },
    ];
    let expected = [
        (103, Some(Matched::Name)),
        (102, Some(Matched::NameStart)),
        (101, Some(Matched::NamePart)),
        (100, Some(Matched::Tag)),
        (104, Some(Matched::Node)),
    ];
    assert_eq!(found(&guests, &AddressBook::default(), &text("WEB")), expected);
}

#[test]
fn every_word_must_fit() {
    let guests = [named(100, "web"), Guest { tags: vec!["prod".to_owned()], ..named(101, "web-2") }];
    assert_eq!(found(&guests, &AddressBook::default(), &text("web prod")), [(101, Some(Matched::NameStart))]);
    assert_eq!(found(&guests, &AddressBook::default(), &text("web nothing")), []);
    assert_eq!(found(&guests, &AddressBook::default(), &text("")).len(), 2);
}

#[test]
fn a_number_is_whole_and_not_the_beginning_of_another() {
    let guests = [named(100, "a"), named(1000, "b")];
    assert_eq!(found(&guests, &AddressBook::default(), &text("100")), [(100, Some(Matched::Id))]);
}

#[test]
fn an_address_is_found_only_where_somebody_looked_and_the_answer_says_so() {
    let guests = vec![guest(100), guest(101)];
    let address: IpAddr = "192.0.2.7".parse().unwrap();
    let mut book = AddressBook::default();
    book.note(Vmid::new(100).unwrap(), vec![address], Timestamp(1));
    let snapshot = snapshot(guests);
    for filter in [text("192.0.2.7"), text("192.0.2."), Filter { address: Some(address), ..Filter::default() }] {
        let found = search([(&snapshot, &book)], &filter);
        assert_eq!(found.hits.len(), 1, "{filter:?}");
        assert_eq!((found.addresses_known, found.searched), (1, 2));
        assert!(!found.covers_all_addresses());
    }
}

#[test]
fn a_cluster_whose_list_could_not_be_read_is_named() {
    let (snapshot, book) = (Snapshot::empty(cluster()), AddressBook::default());
    let found = search([(&snapshot, &book)], &Filter::default());
    assert_eq!((found.hits.len(), found.missing.len()), (0, 1));
}

fn any_guest() -> impl Strategy<Value = Guest> {
    let word = prop::sample::select(vec!["web", "WEB-2", "db", "webdb", "prod", "日本", "pve1"]);
    (100..130u32, word.clone(), prop::collection::vec(word, 0..3), any::<bool>()).prop_map(|(vmid, name, tags, vm)| {
        Guest {
            kind: if vm { GuestKind::Vm } else { GuestKind::Container },
            tags: tags.into_iter().map(str::to_lowercase).collect(),
            ..named(vmid, name)
        }
    })
}

proptest! {
    #[test]
    fn a_search_finds_what_looking_at_each_guest_finds(
        guests in prop::collection::vec(any_guest(), 0..30),
        word in prop::sample::select(vec!["web", "prod", "100", "日本", "PVE1", "b"]),
        kind in prop::option::of(prop::sample::select(vec![GuestKind::Vm, GuestKind::Container])),
    ) {
        let filter = Filter { kind, ..text(word) };
        let mut hits: Vec<u32> = found(&guests, &AddressBook::default(), &filter).into_iter().map(|hit| hit.0).collect();
        hits.sort_unstable();
        let word = word.to_lowercase();
        // Of two entries with one number the last one stays.
        let last: std::collections::BTreeMap<u32, &Guest> = guests.iter().map(|guest| (guest.id.vmid.get(), guest)).collect();
        let naive: Vec<u32> = last
            .values()
            .filter(|guest| {
                let name = guest.name.clone().unwrap_or_default().to_lowercase();
                kind.is_none_or(|kind| guest.kind == kind)
                    && (guest.id.vmid.to_string() == word
                        || name.contains(&word)
                        || guest.tags.contains(&word)
                        || guest.node.as_str() == word)
            })
            .map(|guest| guest.id.vmid.get())
            .collect();
        prop_assert_eq!(hits, naive);
    }

    #[test]
    fn the_best_are_the_first_of_all_that_are_found(
        guests in prop::collection::vec(any_guest(), 0..30),
        word in prop::sample::select(vec!["", "web", "prod", "100", "日本", "b"]),
        most in 0..12_usize,
        odd: bool,
    ) {
        let (snapshot, book, filter) = (snapshot(guests), AddressBook::default(), text(word));
        let may = |guest: &Guest| !odd || guest.id.vmid.get() % 2 == 1;
        let all = search([(&snapshot, &book)], &filter);
        let first: Vec<_> = all.hits.iter().map(|hit| hit.guest).filter(|guest| may(guest)).take(most).collect();
        prop_assert_eq!(best([(&snapshot, &book)], &filter, most, may), first);
    }
}
