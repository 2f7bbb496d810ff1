//! What high availability promises: requests at once, states later.

use serde_json::json;

use crate::api::Method::{Delete, Get, Post, Put};
use crate::api::bench::{Bench, entry};
use crate::world::version::Version;

fn state(bench: &mut Bench, sid: &str) -> String {
    let list = bench.get("/cluster/ha/status/current");
    entry(&list, "id", &format!("service:{sid}"))["state"].as_str().unwrap().to_owned()
}

#[test]
fn on_a_stand_alone_node_a_request_stays_queued_and_there_is_only_quorum() {
    let mut bench = Bench::of("single");
    bench.data(Post, "/cluster/ha/resources", &[("sid", "vm:101"), ("state", "stopped")]);
    bench.skip(120);
    assert_eq!(state(&mut bench, "vm:101"), "queued");
    bench.data(Delete, "/cluster/ha/resources/vm:101", &[]);
    assert_eq!(bench.get("/cluster/ha/status/current").as_array().unwrap().len(), 1);
    assert_eq!(
        bench.refusal(Delete, "/cluster/ha/resources/vm:101", &[]).reason,
        "cannot delete service 'vm:101', not HA managed!"
    );
}

#[test]
fn a_state_follows_its_request_within_half_a_minute_and_not_at_once() {
    let mut bench = Bench::of("three-nodes");
    assert_eq!(state(&mut bench, "vm:100"), "started");
    bench.data(Put, "/cluster/ha/resources/vm:100", &[("state", "stopped")]);
    assert_eq!(state(&mut bench, "vm:100"), "started");
    assert!(bench.world.guests[&100].is_alive());
    bench.skip(40);
    assert_eq!(state(&mut bench, "vm:100"), "stopped");
    assert!(!bench.world.guests[&100].is_alive());
    bench.data(Put, "/cluster/ha/resources/vm:100", &[("state", "started")]);
    bench.skip(40);
    assert_eq!(state(&mut bench, "vm:100"), "started");
    assert!(bench.world.guests[&100].is_alive());
}

#[test]
fn a_guest_of_a_lost_node_is_fenced_first_and_started_elsewhere_then() {
    let mut bench = Bench::of("three-nodes");
    let home = bench.world.guests[&103].node.clone();
    bench.skip(30);
    bench.world.node_goes(&home);
    bench.skip(25);
    assert_eq!(state(&mut bench, "vm:103"), "fence");
    bench.skip(120);
    assert_eq!(state(&mut bench, "vm:103"), "started");
    assert_ne!(bench.world.guests[&103].node, home);
    assert!(bench.world.guests[&103].is_alive());
}

#[test]
fn a_guest_that_does_not_exist_cannot_be_managed() {
    let mut bench = Bench::of("three-nodes");
    assert_eq!(
        bench.refusal(Post, "/cluster/ha/resources", &[("sid", "vm:999")]).reason,
        "resource 'vm:999' does not exist in cluster"
    );
    assert_eq!(
        bench.refusal(Get, "/cluster/ha/resources/x", &[]).errors[0].1,
        "invalid format - value does not look like a valid ha resource id\n"
    );
}

#[test]
fn the_managers_are_heard_of_again_and_again() {
    let mut bench = Bench::of("three-nodes");
    let heard = |bench: &mut Bench| {
        let list = bench.get("/cluster/ha/status/current");
        let master = entry(&list, "id", "master").clone();
        assert!(master["status"].as_str().unwrap().contains("(active, "), "{master}");
        master["timestamp"].as_i64().unwrap()
    };
    let first = heard(&mut bench);
    bench.skip(60);
    assert!(heard(&mut bench) >= first + 50);
}

/// Every manager's line of `/cluster/ha/status/current`.
fn managers(bench: &mut Bench) -> Vec<serde_json::Value> {
    let list = bench.get("/cluster/ha/status/current");
    let kinds = ["master", "lrm"];
    list.as_array().unwrap().iter().filter(|line| kinds.contains(&line["type"].as_str().unwrap())).cloned().collect()
}

fn assert_all_are_heard(bench: &mut Bench, when: &str) {
    let lines = managers(bench);
    assert_eq!(lines.len(), 1 + bench.world.nodes.len(), "{when}: {lines:?}");
    for line in lines {
        let status = line["status"].as_str().unwrap();
        assert!(status.contains("(active, ") || status.contains("(idle, "), "{when}: {status}");
        let age = bench.world.now.seconds() - line["timestamp"].as_i64().unwrap();
        assert!((0..30).contains(&age), "{when}: {status} is {age} s old");
    }
}

#[test]
fn no_manager_of_a_healthy_node_is_called_dead_at_any_time() {
    let mut bench = Bench::of("three-nodes");
    assert_all_are_heard(&mut bench, "at once");
    let mut passed = 0;
    for until in [1, 10, 60, 121, 3600] {
        bench.skip(until - passed);
        passed = until;
        assert_all_are_heard(&mut bench, &format!("after {until} s"));
    }
}

#[test]
fn managers_with_nothing_left_to_manage_are_still_heard_of() {
    let mut bench = Bench::of("three-nodes");
    let sids: Vec<String> = bench.world.ha.resources.keys().cloned().collect();
    for sid in sids {
        bench.data(Delete, &format!("/cluster/ha/resources/{sid}"), &[]);
    }
    bench.skip(600);
    assert_all_are_heard(&mut bench, "after ten minutes without resources");
}

#[test]
fn a_manager_whose_node_is_gone_is_called_dead_and_the_others_are_not() {
    let mut bench = Bench::of("three-nodes");
    bench.world.node_goes("pve3");
    bench.skip(180);
    let dead: Vec<String> = managers(&mut bench)
        .iter()
        .filter(|line| line["status"].as_str().unwrap().contains("old timestamp - dead?"))
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(dead, ["lrm:pve3"]);
}

#[test]
fn disarmed_managers_of_nine_decide_nothing_and_say_so() {
    let mut bench = Bench::of("three-nodes");
    bench.world.version = Version::parse("9.1.9");
    bench.data(Post, "/cluster/ha/status/disarm-ha", &[("resource-mode", "freeze")]);
    let list = bench.get("/cluster/ha/status/current");
    let fencing = entry(&list, "id", "fencing");
    assert_eq!((&fencing["armed-state"], &fencing["resource_mode"]), (&json!("disarmed"), &json!("freeze")));
    bench.data(Put, "/cluster/ha/resources/vm:100", &[("state", "stopped")]);
    bench.skip(60);
    assert!(bench.world.guests[&100].is_alive());
    bench.data(Post, "/cluster/ha/status/arm-ha", &[]);
    bench.skip(60);
    assert!(!bench.world.guests[&100].is_alive());
}

#[test]
fn without_quorum_nothing_is_decided_and_nothing_is_written() {
    let mut bench = Bench::of("three-nodes");
    bench.world.quorate = false;
    assert_eq!(
        bench.refusal(Put, "/cluster/ha/resources/vm:100", &[("state", "stopped")]).reason,
        "cluster not ready - no quorum?"
    );
    let list = bench.get("/cluster/ha/status/current");
    assert_eq!(entry(&list, "id", "quorum")["quorate"], 0);
}

/// The types of a guest's tasks since then, the oldest first.
fn tasks_of(bench: &Bench, vmid: &str, since: i64) -> Vec<String> {
    let own = |task: &&crate::world::task::Task| task.upid.id == vmid && task.upid.start >= since;
    let mut kinds: Vec<_> = bench.world.tasks.newest_first().filter(own).map(|task| task.upid.kind.clone()).collect();
    kinds.reverse();
    kinds
}

/// As recorded: `hastop`, and within a round `qmstop` after `stop`, `qmshutdown` after `shutdown`; `hastart`, and `qmstart`.
#[test]
fn what_the_manager_was_asked_for_is_done_by_a_task_of_the_node() {
    let mut bench = Bench::of("three-nodes");
    bench.skip(30);
    for (call, expected) in
        [("shutdown", ["hastop", "qmshutdown"]), ("start", ["hastart", "qmstart"]), ("stop", ["hastop", "qmstop"])]
    {
        let since = bench.world.now.seconds();
        bench.data(Post, &format!("/nodes/pve1/qemu/100/status/{call}"), &[]);
        bench.skip(60);
        assert_eq!(tasks_of(&bench, "100", since), expected, "{call}");
    }
}

#[test]
fn a_guest_is_moved_as_it_runs_and_relocated_by_way_of_off() {
    let mut bench = Bench::of("three-nodes");
    bench.skip(30);
    let since = bench.world.now.seconds();
    bench.data(Post, "/cluster/ha/resources/vm:103/migrate", &[("node", "pve1")]);
    bench.skip(90);
    assert_eq!(state(&mut bench, "vm:103"), "started");
    assert_eq!(bench.world.guests[&103].node, "pve1");
    assert_eq!(tasks_of(&bench, "103", since), ["qmigrate"]);
    let since = bench.world.now.seconds();
    bench.data(Post, "/cluster/ha/resources/vm:103/relocate", &[("node", "pve2")]);
    bench.skip(90);
    assert_eq!(state(&mut bench, "vm:103"), "started");
    assert_eq!(bench.world.guests[&103].node, "pve2");
    assert_eq!(tasks_of(&bench, "103", since), ["qmshutdown", "qmigrate", "qmstart"]);
}

#[test]
fn a_guest_that_cannot_be_started_is_given_up_and_waits_for_a_person() {
    let mut bench = Bench::of("three-nodes");
    bench.skip(30);
    bench.world.guests.get_mut(&103).unwrap().config.set("lock", "rollback");
    bench.world.switch_off(103);
    bench.skip(120);
    assert_eq!(state(&mut bench, "vm:103"), "error");
    bench.world.guests.get_mut(&103).unwrap().config.remove("lock");
    bench.data(Put, "/cluster/ha/resources/vm:103", &[("state", "disabled")]);
    bench.skip(60);
    bench.data(Put, "/cluster/ha/resources/vm:103", &[("state", "started")]);
    bench.skip(60);
    assert_eq!(state(&mut bench, "vm:103"), "started");
}
