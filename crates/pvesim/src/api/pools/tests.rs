//! What the calls on pools promise.

use serde_json::json;

use crate::api::Method::{Delete, Get, Post, Put};
use crate::api::bench::Bench;

#[test]
fn a_pool_takes_guests_that_no_other_pool_has() {
    let mut bench = Bench::of("single");
    bench.data(Post, "/pools", &[("poolid", "tmp")]);
    bench.data(Put, "/pools/tmp", &[("vms", "300")]);
    assert_eq!(bench.world.access.pool_of(300), Some("tmp"));
    assert_eq!(
        bench.refusal(Put, "/pools/tmp", &[("vms", "101")]).reason,
        "update pools failed: VM 101 belongs already to pool 'prod' and 'allow-move' is not set"
    );
    bench.data(Put, "/pools/tmp", &[("vms", "101"), ("allow-move", "1")]);
    assert_eq!(bench.world.access.pool_of(101), Some("tmp"));
    assert!(bench.refusal(Delete, "/pools/tmp", &[]).reason.contains("is not empty"));
    bench.data(Put, "/pools/tmp", &[("vms", "101,300"), ("delete", "1")]);
    bench.data(Delete, "/pools/tmp", &[]);
    assert_eq!(bench.refusal(Get, "/pools/tmp", &[]).reason, "pool 'tmp' does not exist");
}

#[test]
fn the_older_and_the_newer_form_show_the_same_members() {
    let mut bench = Bench::of("single");
    let older = bench.get("/pools/prod");
    let newer = bench.data(Get, "/pools", &[("poolid", "prod")]);
    assert_eq!(newer, json!([older]));
    assert_eq!(older["members"][0]["vmid"], 101);
}

#[test]
fn pools_that_one_may_not_audit_are_left_out() {
    let mut bench = Bench::of("single").by("carol@pve");
    assert_eq!(bench.get("/pools"), json!([]));
    assert_eq!(bench.refusal(Get, "/pools/lab", &[]).reason, "Permission check failed (/pool/lab, Pool.Audit)");
}
