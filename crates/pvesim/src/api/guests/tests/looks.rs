//! Reading: who sees what, in which order, and what an agent tells.

use serde_json::{Value, json};

use super::{Bench, demo, on};
use crate::api::{Answer, Method};

#[test]
fn rights_are_asked_before_the_guest_is_looked_for() {
    let mut nobody = Bench::new().by("nobody@pve");
    let failure = nobody.refusal(Method::Get, "/qemu/999/status/current", &[]);
    assert_eq!((failure.status, failure.reason.as_str()), (403, "Permission check failed (/vms/999, VM.Audit)"));
    assert_eq!(nobody.get("/qemu"), json!([]));
    let mut auditor = Bench::new().by("bob@pve");
    assert_eq!(auditor.refusal(Method::Post, "/qemu", &[("vmid", "777")]).reason, "Permission check failed");
    assert_eq!(auditor.refusal(Method::Post, "/qemu/100/agent/ping", &[]).status, 403);
    assert_eq!(auditor.get("/qemu/101/config")["name"], "db01");
}

#[test]
fn an_agent_answers_only_where_one_runs() {
    let mut bench = Bench::new();
    let addresses = bench.get("/qemu/100/agent/network-get-interfaces")["result"][1]["ip-addresses"].clone();
    assert_eq!(addresses[0]["ip-address"], "10.77.0.5");
    assert_eq!(bench.refusal(Method::Get, "/qemu/101/agent/get-time", &[]).reason, "No QEMU guest agent configured");
    assert_eq!(bench.refusal(Method::Get, "/qemu/300/agent/get-time", &[]).reason, "VM 300 is not running");
    let pid = bench.data(Method::Post, "/qemu/100/agent/exec", &[("command", "/bin/echo"), ("command", "hi")])["pid"]
        .to_string();
    let ran = bench.data(Method::Get, "/qemu/100/agent/exec-status", &[("pid", &pid)]);
    assert_eq!((&ran["exitcode"], &ran["out-data"]), (&json!(0), &json!("hi\n")));
    assert_eq!(bench.refusal(Method::Post, "/qemu/100/agent/exec", &[("command", "/bin/none")]).status, 596);
}

#[test]
fn lists_come_in_another_order_each_time() {
    let mut bench = Bench::new();
    let order = |bench: &mut Bench| -> Vec<u64> {
        bench.get("/qemu").as_array().unwrap().iter().map(|row| row["vmid"].as_u64().unwrap()).collect()
    };
    let orders: std::collections::HashSet<Vec<u64>> = (0..8).map(|_| order(&mut bench)).collect();
    assert!(orders.len() > 1, "always the same order");
}

/// The mount point of every file system that the agent of a guest of the demo tells, and how full it is.
fn file_systems(bench: &mut Bench, node: &str, vmid: u32) -> Vec<(String, f64)> {
    let Answer::Data(data) = on(bench, Method::Get, &format!("/nodes/{node}/qemu/{vmid}/agent/get-fsinfo"), &[]) else {
        panic!("no file systems of {vmid}")
    };
    let share = |row: &Value| row["used-bytes"].as_f64().unwrap() / row["total-bytes"].as_f64().unwrap();
    let rows = data["result"].as_array().unwrap().iter();
    rows.map(|row| (row["mountpoint"].as_str().unwrap().to_owned(), share(row))).collect()
}

#[test]
fn the_store_of_a_firmware_is_no_file_system_and_the_root_is_as_full_as_the_scenario_says() {
    let mut bench = demo();
    for (node, vmid, full) in [("pve3", 106, 0.38), ("pve1", 101, 0.71)] {
        let found = file_systems(&mut bench, node, vmid);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "/");
        assert!((found[0].1 - full).abs() < 0.001, "{vmid}: {found:?}");
    }
}
