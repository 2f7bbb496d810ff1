//! What the calls on the cluster promise.

use serde_json::{Value, json};

use crate::api::Method::{Get, Put};
use crate::api::bench::{Bench, entry};

#[test]
fn a_caller_without_any_right_sees_nodes_without_figures_and_nothing_else() {
    let mut bench = Bench::of("single").with_token("alice@pve", "sep");
    let rows = bench.get("/cluster/resources");
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert!(rows[0].get("cpu").is_none(), "{rows}");
    assert_eq!(bench.get("/access/permissions"), json!({}));
    assert_eq!(bench.get("/cluster/log"), json!([]));
}

#[test]
fn a_stand_alone_node_is_no_cluster() {
    let mut bench = Bench::of("single");
    let status = bench.get("/cluster/status");
    assert_eq!(status.as_array().unwrap().len(), 1);
    assert_eq!((&status[0]["type"], &status[0]["nodeid"]), (&json!("node"), &json!(0)));
    assert_eq!(bench.refusal(Get, "/cluster/config/join", &[]).status, 424);
}

#[test]
fn the_next_number_is_a_text_and_a_taken_one_a_complaint() {
    let mut bench = Bench::of("single");
    assert_eq!(bench.get("/cluster/nextid"), json!("105"));
    assert_eq!(bench.data(Get, "/cluster/nextid", &[("vmid", "4711")]), json!("4711"));
    let refusal = bench.refusal(Get, "/cluster/nextid", &[("vmid", "100")]);
    assert_eq!((refusal.status, refusal.errors[0].1.as_str()), (400, "VM 100 already exists"));
}

#[test]
fn guests_of_an_offline_node_are_unknown() {
    let mut bench = Bench::of("three-nodes");
    bench.world.node_goes("pve2");
    let rows = bench.data(Get, "/cluster/resources", &[("type", "vm")]);
    let of_pve2: Vec<&Value> = rows.as_array().unwrap().iter().filter(|row| row["node"] == "pve2").collect();
    assert!(!of_pve2.is_empty());
    assert!(of_pve2.iter().all(|row| row["status"] == "unknown" && row.get("cpu").is_none()), "{of_pve2:?}");
}

#[test]
fn lists_come_in_any_order_but_with_the_same_entries() {
    let mut bench = Bench::of("three-nodes");
    let ids = |bench: &mut Bench| -> Vec<String> {
        let rows = bench.get("/cluster/resources");
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let (first, second) = (ids(&mut bench), ids(&mut bench));
    assert_ne!(first, second);
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    assert_eq!(sorted(first), sorted(second));
}

#[test]
fn options_stay_and_show_the_tags_in_use() {
    let mut bench = Bench::of("single");
    bench.data(Put, "/cluster/options", &[("next-id", "lower=500,upper=600")]);
    assert_eq!(bench.get("/cluster/options")["next-id"], json!({"lower": "500", "upper": "600"}));
    assert_eq!(bench.get("/cluster/nextid"), json!("500"));
    assert_eq!(bench.get("/cluster/options")["allowed-tags"], json!(["alpha", "db", "prod", "zeta"]));
}

#[test]
fn ceph_is_missing_where_it_is_not_installed_and_ill_when_a_node_is_away() {
    assert_eq!(
        Bench::of("single").refusal(Get, "/cluster/ceph/status", &[]).reason,
        "binary not installed: /usr/bin/ceph-mon"
    );
    let mut bench = Bench::of("three-nodes");
    assert_eq!(bench.get("/cluster/ceph/status")["health"]["status"], "HEALTH_OK");
    bench.world.node_goes("pve2");
    let status = bench.get("/cluster/ceph/status");
    assert_eq!(status["health"]["status"], "HEALTH_WARN");
    assert!(status["health"]["checks"].get("OSD_DOWN").is_some());
    assert!(status["osdmap"]["num_up_osds"].as_u64() < status["osdmap"]["num_osds"].as_u64());
}

#[test]
fn a_pool_sums_up_its_running_guests() {
    let mut bench = Bench::of("single");
    let rows = bench.get("/cluster/resources");
    let lab = entry(&rows, "id", "/pool/lab");
    assert_eq!(lab["type"], "pool");
    let stopped = entry(&rows, "id", "/pool/prod");
    assert!(stopped.get("cpu").is_none(), "{stopped}");
}
