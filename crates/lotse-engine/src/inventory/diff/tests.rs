use std::collections::BTreeMap;

use lotse_model::{Bytes, GuestKind, GuestState, NodeState, PoolName, Seconds, StorageState, Vmid};
use proptest::prelude::*;

use super::{Whole, diff};
use crate::inventory::{
    Change, Resources,
    sample::{guest, node, node_name, storage},
};

const NOTHING_WHOLE: Whole = Whole { guests: false, nodes: false, storages: false };

fn resources(parts: (Vec<lotse_model::Guest>, Vec<lotse_model::Node>, Vec<lotse_model::Storage>)) -> Resources {
    Resources::new(parts.0, parts.1, parts.2, Vec::new())
}

/// Applies changes to a list; figures keep their old values.
fn apply(old: &Resources, changes: &[Change]) -> Resources {
    let mut guests: BTreeMap<_, _> = old.guests().iter().map(|guest| (guest.id.clone(), guest.clone())).collect();
    let mut nodes: BTreeMap<_, _> = old.nodes().iter().map(|node| (node.name.clone(), node.clone())).collect();
    let mut storages: BTreeMap<_, _> =
        old.storages().iter().map(|storage| ((storage.name.clone(), storage.node.clone()), storage.clone())).collect();
    for change in changes.iter().cloned() {
        match change {
            Change::GuestAppeared { guest } => drop(guests.insert(guest.id.clone(), *guest)),
            Change::GuestGone { guest } => drop(guests.remove(&guest.id).expect("was there")),
            Change::GuestRenamed { guest, to, .. } => guests.get_mut(&guest).unwrap().name = to,
            Change::GuestMoved { guest, to, .. } => guests.get_mut(&guest).unwrap().node = to,
            Change::GuestState { guest, to, .. } => guests.get_mut(&guest).unwrap().state = to,
            Change::GuestLock { guest, to, .. } => guests.get_mut(&guest).unwrap().lock = to,
            Change::GuestTags { guest, to, .. } => guests.get_mut(&guest).unwrap().tags = to,
            Change::GuestPool { guest, to, .. } => guests.get_mut(&guest).unwrap().pool = to,
            Change::GuestHa { guest, to, .. } => guests.get_mut(&guest).unwrap().ha = to,
            Change::GuestTemplate { guest, now } => guests.get_mut(&guest).unwrap().template = now,
            Change::GuestDiskSize { guest, to, .. } => guests.get_mut(&guest).unwrap().disk_size = to,
            Change::NodeAppeared { node } => drop(nodes.insert(node.name.clone(), *node)),
            Change::NodeGone { node } => drop(nodes.remove(&node.name).expect("was there")),
            Change::NodeState { node, to, .. } => nodes.get_mut(&node).unwrap().state = to,
            Change::NodeHa { node, to, .. } => nodes.get_mut(&node).unwrap().ha = to,
            Change::NodeLevel { node, to, .. } => nodes.get_mut(&node).unwrap().level = to,
            Change::StorageAppeared { storage } => {
                storages.insert((storage.name.clone(), storage.node.clone()), *storage);
            }
            Change::StorageGone { storage } => {
                storages.remove(&(storage.name.clone(), storage.node.clone())).expect("was there");
            }
            Change::StorageChanged { to, .. } => {
                storages.insert((to.name.clone(), to.node.clone()), *to);
            }
            Change::GuestRestarted { .. }
            | Change::NodeRestarted { .. }
            | Change::Quorum { .. }
            | Change::HaMaster { .. } => {}
        }
    }
    resources((guests.into_values().collect(), nodes.into_values().collect(), storages.into_values().collect()))
}

/// Without the figures, which are no changes.
fn without_figures(list: &Resources) -> Resources {
    let guests = list.guests().iter().cloned().map(|mut guest| {
        (guest.cpu, guest.memory, guest.disk, guest.uptime) = (None, None, None, None);
        guest
    });
    let nodes = list.nodes().iter().cloned().map(|mut node| {
        (node.cpu, node.memory, node.root_disk, node.uptime) = (None, None, None, None);
        node
    });
    let storages = list.storages().iter().cloned().map(|mut storage| {
        storage.space = None;
        storage
    });
    resources((guests.collect(), nodes.collect(), storages.collect()))
}

fn any_guest() -> impl Strategy<Value = lotse_model::Guest> {
    let word = || prop::option::of(prop::sample::select(vec!["web".to_owned(), "db".to_owned(), "mail".to_owned()]));
    let state = prop::sample::select(vec![GuestState::Running, GuestState::Stopped, GuestState::Paused]);
    (
        100..120u32,
        any::<bool>(),
        word(),
        prop::sample::select(vec!["pve1", "pve2"]),
        state,
        any::<bool>(),
        prop::collection::vec(prop::sample::select(vec!["prod".to_owned(), "test".to_owned()]), 0..2),
        word(),
        word(),
        0..5_000u64,
    )
        .prop_map(|(vmid, vm, name, node, state, template, tags, pool, lock, figure)| lotse_model::Guest {
            kind: if vm { GuestKind::Vm } else { GuestKind::Container },
            name,
            node: node_name(node),
            state,
            template,
            tags,
            pool: pool.map(|pool| PoolName::new(pool).expect("valid")),
            ha: lock.clone(),
            lock,
            disk_size: Some(Bytes(figure / 1_000)),
            uptime: Some(Seconds(figure)),
            ..guest(vmid)
        })
}

fn any_node() -> impl Strategy<Value = lotse_model::Node> {
    (
        prop::sample::select(vec!["pve1", "pve2", "pve3"]),
        prop::sample::select(vec![NodeState::Online, NodeState::Offline, NodeState::Unknown]),
        0..5_000u64,
    )
        .prop_map(|(name, state, up)| lotse_model::Node { state, uptime: Some(Seconds(up)), ..node(name) })
}

fn any_storage() -> impl Strategy<Value = lotse_model::Storage> {
    (prop::sample::select(vec!["local", "fast"]), prop::sample::select(vec!["pve1", "pve2"]), any::<bool>(), 0..100u64)
        .prop_map(|(name, node, up, percent)| lotse_model::Storage {
            state: if up { StorageState::Available } else { StorageState::Unavailable },
            ..storage(name, node, percent)
        })
}

fn any_resources() -> impl Strategy<Value = Resources> {
    (
        prop::collection::vec(any_guest(), 0..20),
        prop::collection::vec(any_node(), 0..3),
        prop::collection::vec(any_storage(), 0..4),
    )
        .prop_map(resources)
}

proptest! {
    #[test]
    fn the_changes_from_one_list_to_another_make_the_one_into_the_other(a in any_resources(), b in any_resources()) {
        let changed = apply(&a, &diff(&a, &b, Whole::ALL));
        prop_assert_eq!(without_figures(&changed), without_figures(&b));
    }

    #[test]
    fn a_list_does_not_differ_from_itself(a in any_resources()) {
        prop_assert_eq!(diff(&a, &a, Whole::ALL), vec![]);
    }

    #[test]
    fn what_is_missing_from_an_incomplete_list_is_not_gone(a in any_resources(), b in any_resources()) {
        let gone = |change: &Change| {
            matches!(change, Change::NodeGone { .. } | Change::StorageGone { .. })
        };
        prop_assert!(!diff(&a, &b, NOTHING_WHOLE).iter().any(gone));
    }
}

#[test]
fn a_shorter_uptime_of_a_guest_that_runs_is_a_restart() {
    let before = guest(100);
    let after = lotse_model::Guest { uptime: Some(Seconds(10)), ..before.clone() };
    let changes =
        diff(&resources((vec![before], vec![], vec![])), &resources((vec![after], vec![], vec![])), Whole::ALL);
    assert_eq!(changes, [Change::GuestRestarted { guest: guest(100).id }]);
}

#[test]
fn a_number_given_to_the_other_kind_is_another_guest() {
    let container = lotse_model::Guest { kind: GuestKind::Container, ..guest(100) };
    let changes =
        diff(&resources((vec![guest(100)], vec![], vec![])), &resources((vec![container], vec![], vec![])), Whole::ALL);
    assert!(matches!(changes.as_slice(), [Change::GuestGone { .. }, Change::GuestAppeared { .. }]), "{changes:?}");
}

#[test]
fn a_guest_on_a_node_that_does_not_report_keeps_what_it_had() {
    let before = lotse_model::Guest { tags: vec!["prod".to_owned()], ..guest(100) };
    let silent = lotse_model::Guest { state: GuestState::Unknown, disk_size: None, uptime: None, ..guest(100) };
    let changes = diff(
        &resources((vec![before.clone()], vec![], vec![])),
        &resources((vec![silent], vec![], vec![])),
        Whole::ALL,
    );
    let (from, to) = (GuestState::Running, GuestState::Unknown);
    assert_eq!(changes, [Change::GuestState { guest: before.id, from, to }]);
}

#[test]
fn a_guest_that_an_incomplete_list_lacks_is_not_reported_gone() {
    let full = resources((vec![guest(100), guest(101)], vec![node("pve1")], vec![]));
    assert_eq!(diff(&full, &Resources::default(), NOTHING_WHOLE), vec![]);
    assert_eq!(diff(&full, &Resources::default(), Whole::ALL).len(), 3);
}

#[test]
fn the_order_in_which_a_server_lists_decides_nothing() {
    let one = resources((
        vec![guest(100), guest(101)],
        vec![node("a"), node("b")],
        vec![storage("x", "a", 1), storage("x", "b", 1)],
    ));
    let other = resources((
        vec![guest(101), guest(100)],
        vec![node("b"), node("a")],
        vec![storage("x", "b", 1), storage("x", "a", 1)],
    ));
    assert_eq!(one, other);
    assert_eq!(one.guest(Vmid::new(101).unwrap()).unwrap().id, guest(101).id);
}

#[test]
fn a_missing_privilege_hides_only_what_it_is_about() {
    let hidden = |privilege: &str| lotse_model::Hidden {
        cluster: crate::inventory::sample::cluster(),
        node: None,
        what: "/cluster/resources".to_owned(),
        why: lotse_model::HiddenWhy::Privilege { needs: vec![privilege.to_owned()], path: "/".to_owned() },
    };
    assert_eq!(Whole::but_for(&[]), Whole::ALL);
    assert_eq!(Whole::but_for(&[hidden("VM.Audit")]), Whole { guests: false, ..Whole::ALL });
    assert_eq!(Whole::but_for(&[hidden("Datastore.Audit")]), Whole { storages: false, ..Whole::ALL });
}
