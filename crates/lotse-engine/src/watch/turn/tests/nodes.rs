use lotse_model::{NodeState, Severity, StorageState};

use super::bench::{Bench, GRACE, INTERVAL, storage};
use crate::{
    inventory::sample,
    watch::{
        NoticeKind::{Changed, Raised, Recovered},
        State, Thing,
    },
};

const NODE: &str = "node:home/pve1";

fn down(bench: &mut Bench) {
    bench.node_down("pve1");
    bench.look();
}

#[test]
fn a_node_that_falls_takes_its_guests_into_one_alert() {
    let mut bench = Bench::new(&[100, 101, 102]);
    bench.change(102, |guest| guest.node = sample::node_name("pve2"));
    bench.looks(2);
    down(&mut bench);
    assert_eq!(bench.heard.len(), 1);
    let alert = bench.heard[0].alert.clone();
    assert_eq!((alert.state, alert.severity), (State::NodeOffline, Severity::Critical));
    let fell: Vec<_> = alert.members.iter().map(|member| member.guest.vmid.get()).collect();
    assert_eq!(fell, [100, 101]);
    bench.news();
    bench.looks(60);
    assert_eq!(bench.news(), []);
}

#[test]
fn after_a_node_is_back_its_guests_have_time_to_boot_and_no_longer() {
    let mut bench = Bench::new(&[100, 101]);
    down(&mut bench);
    bench.looks(60);
    bench.news();
    bench.node_up("pve1");
    bench.look();
    assert_eq!(bench.news(), [(Recovered, NODE.to_owned(), State::NodeOffline)]);
    bench.comes_on(100);
    bench.looks(3);
    assert_eq!(bench.news(), []);
    bench.looks_for(GRACE + INTERVAL);
    assert_eq!(bench.news(), [(Raised, "guest:home/101".to_owned(), State::OffOnPurpose)]);
}

#[test]
fn a_reboot_on_purpose_is_not_told_unless_the_node_stays_away() {
    for stays_away in [false, true] {
        let mut bench = Bench::new(&[100]);
        bench.pass(30);
        bench.task("stopall", "", "root@pam", 10);
        bench.crash(100);
        bench.look();
        // Its task list goes with it.
        bench.tasks.clear();
        down(&mut bench);
        bench.looks(5);
        assert_eq!(bench.news(), []);
        if stays_away {
            bench.looks_for(GRACE);
            assert_eq!(bench.news(), [(Raised, NODE.to_owned(), State::NodeOffline)]);
        } else {
            bench.node_up("pve1");
            bench.look();
            bench.comes_on(100);
            bench.looks_for(2 * GRACE);
            assert_eq!(bench.news(), []);
        }
    }
}

#[test]
fn a_node_whose_guests_alone_are_watched_is_told_for_them() {
    let mut bench = Bench::unseen(&[100, 101]);
    bench.watch("guest:home/100");
    bench.looks(2);
    down(&mut bench);
    let alert = bench.heard[0].alert.clone();
    assert_eq!((alert.members.len(), alert.entries.as_slice()), (1, ["m1".to_owned()].as_slice()));
    bench.news();
    bench.node_up("pve1");
    bench.comes_on(100);
    bench.looks(3);
    assert_eq!(bench.news(), [(Recovered, NODE.to_owned(), State::NodeOffline)]);
    // The other node is nobody's matter.
    bench.node_down("pve2");
    bench.looks(3);
    assert_eq!(bench.news(), []);
}

#[test]
fn an_alert_of_a_guest_neither_ends_nor_begins_while_its_node_is_away() {
    let mut bench = Bench::new(&[100, 101]);
    bench.crash(100);
    bench.look();
    bench.news();
    down(&mut bench);
    bench.looks(10);
    assert_eq!(bench.news(), [(Raised, NODE.to_owned(), State::NodeOffline)]);
    assert!(bench.open_of(100).is_some());
}

#[test]
fn a_node_that_restarted_by_itself_is_told() {
    let mut bench = Bench::new(&[100]);
    bench.looks(10);
    bench.pass(20);
    bench.node_up("pve1");
    bench.comes_on(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, NODE.to_owned(), State::Restarted)], "and its guests with it");
    bench.look();
    assert_eq!(bench.news(), [(Recovered, NODE.to_owned(), State::Restarted)]);
}

#[test]
fn a_silent_node_is_told_and_a_booting_one_is_not_told_anew() {
    let mut bench = Bench::new(&[100]);
    bench.nodes.get_mut("pve1").expect("a node").0 = NodeState::Unknown;
    bench.look();
    assert_eq!(bench.news(), [(Raised, NODE.to_owned(), State::NodeSilent)]);
    bench.nodes.get_mut("pve1").expect("a node").0 = NodeState::Offline;
    bench.look();
    assert_eq!(bench.news(), [(Changed, NODE.to_owned(), State::NodeOffline)]);
    bench.nodes.get_mut("pve1").expect("a node").0 = NodeState::Unknown;
    bench.look();
    assert_eq!(bench.news(), []);
}

#[test]
fn a_storage_is_told_once_with_its_nodes_and_again_only_when_more_cannot_use_it() {
    let mut bench = Bench::unseen(&[100]);
    bench.storages =
        vec![storage("nfs", "pve1", StorageState::Available), storage("nfs", "pve2", StorageState::Available)];
    bench.storages.iter_mut().for_each(|storage| storage.shared = true);
    bench.watch("storage:home/nfs");
    bench.looks(2);
    bench.storages[1].state = StorageState::Unavailable;
    bench.look();
    let nodes = |bench: &Bench| -> Vec<String> {
        bench.heard.last().expect("told").alert.nodes.iter().map(ToString::to_string).collect()
    };
    assert_eq!(nodes(&bench), ["pve2"], "whoever reads it wants to know where");
    assert_eq!(bench.news(), [(Raised, "storage:home/nfs".to_owned(), State::Unavailable)]);
    bench.storages[1].state = StorageState::Unknown;
    bench.looks(3);
    assert_eq!(bench.news(), [], "a node without figures cannot use it either, and that was told");
    bench.storages[0].state = StorageState::Unknown;
    bench.looks(3);
    assert_eq!(nodes(&bench), ["pve2", "pve1"]);
    assert_eq!(bench.news(), [(Changed, "storage:home/nfs".to_owned(), State::Unavailable)], "worse, and told once");
    bench.storages[0].state = StorageState::Available;
    bench.looks(3);
    bench.storages[0].state = StorageState::Unavailable;
    bench.looks(3);
    assert_eq!(bench.news(), [], "it was told that this node cannot");
    bench.storages.iter_mut().for_each(|storage| storage.state = StorageState::Available);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, "storage:home/nfs".to_owned(), State::Unavailable)]);
    let thing = Thing::Storage { cluster: sample::cluster(), storage: "nfs".parse().expect("valid"), node: None };
    assert!(bench.book.standings.contains_key(&thing));
}

#[test]
fn a_node_that_is_back_long_before_it_says_anything_of_its_guests_explains_them_all_the_same() {
    let mut bench = Bench::new(&[100, 101]);
    down(&mut bench);
    bench.looks(20);
    bench.node_up("pve1");
    bench.unreported.extend([100, 101]);
    // Its pools take their time.
    bench.looks(8);
    assert_eq!(bench.news().len(), 2, "the node, and its end");
    bench.unreported.clear();
    bench.look();
    assert_eq!(bench.news(), [], "they are off because it booted");
    bench.comes_on(100);
    bench.looks_for(GRACE);
    assert_eq!(bench.news(), [(Raised, "guest:home/101".to_owned(), State::OffOnPurpose)]);
}

#[test]
fn a_storage_that_was_just_made_has_no_figures_yet_and_is_not_told() {
    let mut bench = Bench::new(&[100]);
    bench.storages = vec![storage("new", "pve1", StorageState::Unknown)];
    bench.look();
    bench.storages[0].state = StorageState::Available;
    bench.looks(2);
    assert_eq!(bench.news(), []);
    // One that never works is told all the same, one look later.
    bench.storages.push(storage("broken", "pve1", StorageState::Unknown));
    bench.look();
    assert_eq!(bench.news(), []);
    let first = bench.now - INTERVAL;
    bench.look();
    assert!(bench.heard.last().expect("told").alert.since.0 <= first + INTERVAL, "since it was seen first");
    assert_eq!(bench.news(), [(Raised, "storage:home/broken@pve1".to_owned(), State::Unavailable)]);
}
