//! Configurations: who changes them, when a change takes effect, what keeps it from that.

use std::time::Duration;

use serde_json::json;

use super::Bench;
use crate::api::{Answer, Call, Caller, Method, handle};

#[test]
fn a_held_lock_delays_a_change_and_then_refuses_it() {
    let mut bench = Bench::new();
    bench.world.locks.hold(103, "somebody");
    let mut call = Call::new(Method::Put, "/nodes/pve/qemu/103/config", bench.caller.clone()).with("description", "x");
    assert!(matches!(handle(&mut bench.world, &call), Answer::Retry { .. }));
    call.waited = Duration::from_secs(10);
    let Answer::Error(failure) = handle(&mut bench.world, &call) else { panic!("not refused") };
    assert_eq!(failure.reason, "can't lock file '/var/lock/qemu-server/lock-103.conf' - got timeout");
    assert_eq!(bench.post("/qemu/103/status/stop", &[]), failure.reason);
}

#[test]
fn a_running_vm_keeps_what_it_cannot_take_for_its_next_start() {
    let mut bench = Bench::new();
    bench.data(Method::Put, "/qemu/100/config", &[("cores", "3"), ("name", "web02")]);
    assert_eq!(bench.get("/qemu/100/config")["cores"], 3);
    let current = bench.data(Method::Get, "/qemu/100/config", &[("current", "1")]);
    assert_eq!((&current["cores"], &current["name"]), (&json!(1), &json!("web02")));
    let pending = bench.get("/qemu/100/pending");
    let cores = pending.as_array().unwrap().iter().find(|row| row["key"] == "cores").unwrap().clone();
    assert_eq!((&cores["value"], &cores["pending"]), (&json!(1), &json!(3)));
    bench.post("/qemu/100/status/stop", &[]);
    assert_eq!(bench.data(Method::Get, "/qemu/100/config", &[("current", "1")])["cores"], 3);
}

#[test]
fn a_change_based_on_an_old_state_is_refused() {
    let mut bench = Bench::new();
    let digest = bench.get("/qemu/101/config")["digest"].as_str().unwrap().to_owned();
    bench.data(Method::Put, "/qemu/101/config", &[("tags", "Zeta,alpha;alpha"), ("digest", &digest)]);
    assert_eq!(bench.get("/qemu/101/config")["tags"], "alpha;zeta");
    let failure = bench.refusal(Method::Put, "/qemu/101/config", &[("cores", "1"), ("digest", &digest)]);
    assert_eq!(failure.reason, "checksum mismatch (file change by other user?)");
}

#[test]
fn a_lock_is_removed_by_root_itself_only() {
    let params = [("delete", "lock"), ("skiplock", "1")];
    let mut bench = Bench::new();
    assert_eq!(bench.refusal(Method::Put, "/qemu/104/config", &[("delete", "lock")]).reason, "VM is locked (backup)");
    let mut alice = Bench::new().by("alice@pve");
    assert_eq!(alice.refusal(Method::Put, "/qemu/104/config", &params).errors[0].1, "Only root may use this option.");
    bench.caller = Caller::Token { userid: "root@pam".to_owned(), tokenid: "full".to_owned() };
    assert_eq!(bench.refusal(Method::Put, "/qemu/104/config", &params).status, 400);
    let mut root = Bench::new();
    root.data(Method::Put, "/qemu/104/config", &params);
    assert_eq!(root.world.guests[&104].lock(), None);
}
