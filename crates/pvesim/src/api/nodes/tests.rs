//! What the calls on nodes promise.

use serde_json::{Value, json};

use crate::api::Method::{Get, Post, Put};
use crate::api::bench::{Bench, entry};

#[test]
fn figures_of_a_node_are_for_those_who_may_audit_it() {
    let mut bench = Bench::of("single").with_token("alice@pve", "sep");
    let nodes = bench.get("/nodes");
    let node = entry(&nodes, "node", "pve");
    assert_eq!(node["status"], "online");
    assert!(node.get("cpu").is_none() && node.get("uptime").is_none(), "{node}");
    assert_eq!(bench.refusal(Get, "/nodes/pve/status", &[]).reason, "Permission check failed (/nodes/pve, Sys.Audit)");
    let mut root = Bench::of("single");
    let nodes = root.get("/nodes");
    assert!(entry(&nodes, "node", "pve")["maxmem"].as_u64().unwrap() > 0);
}

#[test]
fn an_offline_member_is_named_and_nothing_more_and_its_calls_reach_nobody() {
    let mut bench = Bench::of("single-cluster");
    let nodes = bench.get("/nodes");
    let away = entry(&nodes, "node", "pve2").as_object().unwrap();
    let mut keys: Vec<&str> = away.keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["id", "node", "ssl_fingerprint", "status", "type"]);
    assert_eq!(bench.refusal(Get, "/nodes/pve2/storage", &[]).status, 595);
    assert_eq!(bench.refusal(Get, "/nodes/pve3/status", &[]).reason, "Connection refused");
    assert_eq!(bench.refusal(Get, "/nodes/nope/status", &[]).status, 500);
}

#[test]
fn the_graph_of_a_node_agrees_with_its_status() {
    let mut bench = Bench::of("three-nodes");
    let status = bench.get("/nodes/pve1/status");
    let rows = bench.data(Get, "/nodes/pve1/rrddata", &[("timeframe", "hour")]);
    let last = rows.as_array().unwrap().last().unwrap();
    let (now, then) = (status["memory"]["used"].as_f64().unwrap(), last["memused"].as_f64().unwrap());
    assert!((now - then).abs() / now < 0.1, "{now} and {then}");
    assert_eq!(last["memtotal"], status["memory"]["total"]);
    assert_eq!(last["roottotal"], status["rootfs"]["total"]);
}

#[test]
fn a_graph_begins_with_the_nodes_boot() {
    let mut bench = Bench::of("three-nodes");
    bench.world.nodes["pve1"].booted = bench.world.now.plus_seconds(-1200);
    let rows = bench.data(Get, "/nodes/pve1/rrddata", &[("timeframe", "hour")]);
    let with_figures = rows.as_array().unwrap().iter().filter(|row| row.get("cpu").is_some()).count();
    assert!((19..=22).contains(&with_figures), "{with_figures}");
}

#[test]
fn a_reboot_takes_the_node_away_and_brings_it_back_with_its_guests() {
    let mut bench = Bench::of("three-nodes");
    bench.data(Post, "/nodes/pve3/status", &[("command", "reboot")]);
    assert!(bench.world.is_online("pve3"), "it goes later than the answer");
    bench.skip(30);
    assert!(!bench.world.is_online("pve3"));
    bench.skip(120);
    assert!(bench.world.is_online("pve3"));
    let status = bench.get("/nodes/pve3/status");
    assert!(status["uptime"].as_i64().unwrap() < 120, "{}", status["uptime"]);
    let started = bench.world.guests.values().filter(|guest| guest.node == "pve3" && guest.config.flag("onboot"));
    assert!(started.clone().count() > 0 && started.clone().all(crate::world::guest::Guest::is_alive));
}

#[test]
fn two_members_of_three_are_a_quorum_and_one_is_none() {
    let mut bench = Bench::of("three-nodes");
    bench.world.node_goes("pve2");
    assert!(bench.world.quorate);
    bench.world.node_goes("pve3");
    assert!(!bench.world.quorate);
    assert_eq!(bench.refusal(Put, "/cluster/options", &[("keyboard", "de")]).reason, "cluster not ready - no quorum?");
    bench.world.node_comes("pve3");
    assert!(bench.world.quorate);
}

#[test]
fn the_system_log_needs_its_own_privilege_and_comes_in_two_forms() {
    let mut auditor = Bench::of("three-nodes").by("monitor@pve");
    assert_eq!(
        auditor.refusal(Get, "/nodes/pve1/journal", &[]).reason,
        "Permission check failed (/nodes/pve1, Sys.Syslog)"
    );
    let mut bench = Bench::of("three-nodes");
    let journal = bench.data(Get, "/nodes/pve1/journal", &[("lastentries", "3")]);
    assert_eq!(journal.as_array().unwrap().len(), 5, "a cursor, three lines, a cursor");
    let last = journal.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();
    bench.world.log_line("pve1", "pvedaemon", "root@pam", "something new");
    let newer = bench.data(Get, "/nodes/pve1/journal", &[("startcursor", &last)]);
    assert!(newer[1].as_str().unwrap().ends_with("something new"), "{newer}");
    let lines = bench.data(Get, "/nodes/pve1/syslog", &[("limit", "2"), ("start", "1")]);
    assert_eq!(lines[0]["n"], 2);
}

#[test]
fn updates_are_hidden_from_an_auditor_and_not_empty() {
    let mut auditor = Bench::of("three-nodes").by("monitor@pve");
    assert_eq!(
        auditor.refusal(Get, "/nodes/pve1/apt/update", &[]).reason,
        "Permission check failed (/nodes/pve1, Sys.Modify)"
    );
    assert!(!Bench::of("three-nodes").get("/nodes/pve1/apt/update").as_array().unwrap().is_empty());
}

#[test]
fn a_degraded_pool_says_which_of_its_disks_is_at_fault() {
    let mut bench = Bench::of("three-nodes");
    let pools = bench.get("/nodes/pve3/disks/zfs");
    assert_eq!(entry(&pools, "name", "tank")["health"], "DEGRADED");
    let pool = bench.get("/nodes/pve3/disks/zfs/tank");
    assert_eq!(pool["state"], "DEGRADED");
    let text = pool["children"].to_string();
    assert!(
        ["FAULTED", "UNAVAIL", "REMOVED", "OFFLINE", "DEGRADED"].iter().any(|state| text.contains(state)),
        "{text}"
    );
}

#[test]
fn what_is_configured_on_a_node_stays() {
    let mut bench = Bench::of("single");
    assert_eq!(bench.get("/nodes/pve/config"), json!({}));
    bench.data(Put, "/nodes/pve/config", &[("description", "my node")]);
    assert_eq!(bench.get("/nodes/pve/config")["description"], "my node\n");
    bench.data(Put, "/nodes/pve/time", &[("timezone", "Europe/Berlin")]);
    let time = bench.get("/nodes/pve/time");
    assert_eq!(time["localtime"].as_i64().unwrap() - time["time"].as_i64().unwrap(), 3600);
}

#[test]
fn a_service_is_stopped_by_a_task_unless_the_api_itself_lives_on_it() {
    let mut bench = Bench::of("three-nodes");
    let (status, _) = bench.task(Post, "/nodes/pve1/services/postfix/stop", &[]);
    assert_eq!(status, "OK");
    assert_eq!(bench.get("/nodes/pve1/services/postfix/state")["state"], "dead");
    let (status, _) = bench.task(Post, "/nodes/pve1/services/pveproxy/stop", &[]);
    assert!(status.starts_with("refusing to stop"), "{status}");
}

#[test]
fn starting_all_guests_also_clears_locks_of_backups_that_died() {
    let mut bench = Bench::of("single");
    let (status, log) = bench.task(Post, "/nodes/pve/startall", &[]);
    assert_eq!(status, "OK");
    assert_eq!(log[..2], ["removed left over backup lock from '104'!", "Starting VM 101"]);
    let (_, log) = bench.task(Post, "/nodes/pve/stopall", &[("vms", "101"), ("timeout", "3")]);
    assert_eq!(log[0], "Stopping VM 101 (timeout = 3 seconds)");
    assert!(!bench.world.guests[&101].is_alive());
}

#[test]
fn replication_to_a_node_that_is_away_fails_and_says_so() {
    let mut bench = Bench::of("three-nodes");
    let of = |bench: &mut Bench| -> Value { entry(&bench.get("/nodes/pve1/replication"), "id", "101-0").clone() };
    assert_eq!(of(&mut bench)["fail_count"], 0);
    bench.world.node_goes("pve3");
    let job = of(&mut bench);
    assert!(job["fail_count"].as_i64().unwrap() > 0 && job["error"].is_string(), "{job}");
}

/// The tasks of a node since the beginning, the oldest first: type, guest and user.
fn tasks(bench: &Bench, node: &str, since: i64) -> Vec<(String, String, String)> {
    let own = |task: &&crate::world::task::Task| task.upid.node == node && task.upid.start >= since;
    let mut tasks: Vec<_> = bench.world.tasks.newest_first().filter(own).collect();
    tasks.reverse();
    tasks.iter().map(|task| (task.upid.kind.clone(), task.upid.id.clone(), task.upid.user.clone())).collect()
}

fn has(tasks: &[(String, String, String)], kind: &str, id: &str) -> bool {
    tasks.iter().any(|task| *task == (kind.to_owned(), id.to_owned(), "root@pam".to_owned()))
}

#[test]
fn a_node_that_reboots_stops_and_starts_its_guests_with_tasks_of_its_own() {
    let mut bench = Bench::of("three-nodes");
    let since = bench.world.now.seconds();
    bench.world.switch_on(120);
    bench.data(Post, "/nodes/pve2/status", &[("command", "reboot")]);
    bench.skip(240);
    assert!(bench.world.is_online("pve2"));
    let tasks = tasks(&bench, "pve2", since);
    for (kind, id) in [
        // The HA manager lets its guest go first, then the node stops the others.
        ("qmshutdown", "103"),
        ("stopall", ""),
        ("vzshutdown", "112"),
        ("qmshutdown", "120"),
        ("startall", ""),
        ("vzstart", "112"),
        ("qmstart", "103"),
    ] {
        assert!(has(&tasks, kind, id), "{kind} {id}: {tasks:?}");
    }
    assert!(!has(&tasks, "qmstart", "120"), "it does not start at boot");
    assert_eq!(bench.world.guests[&103].node, "pve2", "it was frozen, not taken over");
    assert!(bench.world.guests[&103].is_alive() && bench.world.guests[&112].is_alive());
}

#[test]
fn a_node_that_is_shut_down_stays_away_and_its_managed_guests_are_taken_over() {
    let mut bench = Bench::of("three-nodes");
    bench.data(Post, "/nodes/pve2/status", &[("command", "shutdown")]);
    bench.skip(400);
    assert!(!bench.world.is_online("pve2"));
    let guest = &bench.world.guests[&103];
    assert!(guest.is_alive() && guest.node != "pve2", "{}", guest.node);
    assert!(!bench.world.guests[&112].is_alive());
}

#[test]
fn all_guests_of_a_node_are_stopped_by_a_task_each_under_the_name_of_who_asked() {
    let mut bench = Bench::of("three-nodes").by("alice@pve");
    let since = bench.world.now.seconds();
    let (status, log) = bench.task(Post, "/nodes/pve3/stopall", &[]);
    assert_eq!((status.as_str(), log.len()), ("OK", 3), "two guests run: {log:?}");
    let tasks = tasks(&bench, "pve3", since);
    for (kind, id) in [("stopall", ""), ("vzshutdown", "115"), ("qmshutdown", "106")] {
        let task = (kind.to_owned(), id.to_owned(), "alice@pve".to_owned());
        assert!(tasks.contains(&task), "{task:?}: {tasks:?}");
    }
}
