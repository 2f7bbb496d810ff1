//! Starting, stopping, hibernating: what happens at once, what a task does, what is refused.

use std::time::Duration;

use serde_json::{Value, json};

use super::Bench;
use crate::api::Method;

#[test]
fn a_vm_is_started_by_its_task_and_not_by_the_call() {
    let mut bench = Bench::new();
    let upid = bench.data(Method::Post, "/qemu/101/status/start", &[]);
    assert_eq!(bench.status(101), "stopped");
    assert_eq!(bench.get(&format!("/tasks/{}/status", upid.as_str().unwrap()))["status"], "running");
    bench.skip(3);
    assert_eq!(bench.status(101), "running");
    assert_eq!(bench.get(&format!("/tasks/{}/status", upid.as_str().unwrap()))["exitstatus"], "OK");
}

#[test]
fn the_resources_of_the_cluster_follow_ten_seconds_later() {
    let mut bench = Bench::new();
    // Right behind a report, so that the next one is almost ten seconds away.
    while bench.world.reported("pve") != bench.world.now {
        bench.world.skip(Duration::from_millis(1));
    }
    bench.data(Method::Post, "/qemu/100/status/stop", &[]);
    bench.skip(3);
    assert_eq!(bench.status(100), "stopped");
    assert_eq!(bench.reported(100)["status"], "running");
    bench.skip(10);
    assert_eq!(bench.reported(100)["status"], "stopped");
}

#[test]
fn what_a_vm_refuses_its_task_refuses() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/100/status/start", &[]), "VM 100 already running");
    assert_eq!(bench.post("/qemu/104/status/start", &[]), "VM is locked (backup)");
    assert_eq!(bench.post("/qemu/9000/status/start", &[]), "you can't start a vm if it's a template");
    assert_eq!(
        bench.post("/qemu/999/status/start", &[]),
        "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist"
    );
    assert_eq!(bench.post("/qemu/101/status/stop", &[]), "OK");
}

#[test]
fn what_a_container_refuses_the_call_refuses() {
    let mut bench = Bench::new();
    assert_eq!(bench.refusal(Method::Post, "/lxc/200/status/start", &[]).reason, "CT 200 already running");
    assert_eq!(bench.post("/lxc/200/status/stop", &[]), "OK");
    assert_eq!(bench.refusal(Method::Post, "/lxc/200/status/shutdown", &[]).reason, "CT 200 not running");
}

#[test]
fn a_guest_that_does_not_obey_outlives_its_shutdown_unless_forced() {
    let mut bench = Bench::new();
    bench.post("/qemu/102/status/start", &[]);
    assert_eq!(bench.post("/qemu/102/status/shutdown", &[("timeout", "6")]), "VM quit/powerdown failed - got timeout");
    assert_eq!(bench.status(102), "running");
    let (status, log) = bench.task(Method::Post, "/qemu/102/status/shutdown", &[("timeout", "3"), ("forceStop", "1")]);
    assert_eq!(status, "OK");
    assert!(log.contains(&"VM still running - terminating now with SIGTERM".to_owned()), "{log:?}");
    assert_eq!(bench.status(102), "stopped");
}

#[test]
fn a_stop_waits_for_the_shutdown_before_it() {
    let mut bench = Bench::new();
    bench.post("/qemu/102/status/start", &[]);
    bench.data(Method::Post, "/qemu/102/status/shutdown", &[("timeout", "6")]);
    bench.skip(1);
    let (status, log) = bench.task(Method::Post, "/qemu/102/status/stop", &[]);
    assert_eq!(status, "OK");
    assert_eq!(log, ["trying to acquire lock...", " OK", "TASK OK"]);
}

#[test]
fn an_interrupted_task_lets_go_of_its_lock() {
    let mut bench = Bench::new();
    bench.post("/qemu/102/status/start", &[]);
    let upid = bench.data(Method::Post, "/qemu/102/status/shutdown", &[("timeout", "60")]);
    bench.skip(2);
    let path = format!("/tasks/{}", upid.as_str().unwrap());
    assert_eq!(bench.data(Method::Delete, &path, &[]), Value::Null);
    assert_eq!(bench.get(&format!("{path}/status"))["exitstatus"], "received interrupt");
    assert!(!bench.world.locks.is_held(102));
}

#[test]
fn a_hibernated_vm_goes_on_where_it_was() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/103/status/suspend", &[("todisk", "1")]), "OK");
    let row = bench.get("/qemu/103/status/current");
    assert_eq!((&row["status"], &row["lock"]), (&json!("stopped"), &json!("suspended")));
    let (status, log) = bench.task(Method::Post, "/qemu/103/status/start", &[]);
    assert_eq!((status.as_str(), log[0].as_str()), ("OK", "Resuming suspended VM"));
    assert_eq!(bench.world.guests[&103].lock(), None);
    assert!(bench.world.guests[&103].config.get("vmstate").is_none());
}
