//! Snapshots, clones, new guests: what they are made of and what holds on to what.

use serde_json::json;

use super::Bench;
use crate::api::Method;

#[test]
fn rolling_back_without_memory_leaves_a_running_guest_stopped() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", "plain")]), "OK");
    assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", "ram"), ("vmstate", "1")]), "OK");
    assert!(bench.world.volumes.get("local:100/vm-100-state-ram.raw", "pve").is_some());
    assert_eq!(bench.post("/qemu/100/snapshot/ram/rollback", &[]), "OK");
    assert_eq!(bench.status(100), "running");
    assert_eq!(bench.post("/qemu/100/snapshot/plain/rollback", &[]), "OK");
    assert_eq!(bench.status(100), "stopped");
    let snapshots = bench.get("/qemu/100/snapshot");
    let current = snapshots.as_array().unwrap().last().unwrap();
    assert_eq!((&current["name"], &current["parent"]), (&json!("current"), &json!("plain")));
}

#[test]
fn a_deleted_snapshot_hands_its_children_to_its_parent() {
    let mut bench = Bench::new();
    for name in ["s2", "s3"] {
        assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", name)]), "OK");
    }
    assert_eq!(bench.task(Method::Delete, "/qemu/100/snapshot/s2", &[]).0, "OK");
    assert_eq!(bench.world.guests[&100].snapshots["s3"].parent.as_deref(), Some("snap1"));
    assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", "s3")]), "snapshot name 's3' already used");
    assert_eq!(bench.post("/lxc/200/snapshot", &[("snapname", "s1")]), "snapshot feature is not available");
}

#[test]
fn a_linked_clone_keeps_its_template_from_being_deleted() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/9000/clone", &[("newid", "310"), ("name", "linked")]), "OK");
    let config = bench.get("/qemu/310/config");
    assert_eq!(config["scsi0"], "fast:9000/base-9000-disk-0.qcow2/310/vm-310-disk-0.qcow2,size=1G");
    assert_ne!(config["net0"], bench.get("/qemu/9000/config")["net0"]);
    assert_eq!(
        bench.task(Method::Delete, "/qemu/9000", &[]).0,
        "base volume 'fast:9000/base-9000-disk-0.qcow2' is still in use by linked cloned"
    );
    assert_eq!(bench.task(Method::Delete, "/qemu/310", &[]).0, "OK");
    assert_eq!(bench.task(Method::Delete, "/qemu/9000", &[]).0, "OK");
    assert!(!bench.world.guests.contains_key(&9000));
}

#[test]
fn a_full_clone_has_disks_of_its_own_and_can_be_grown_but_not_shrunk() {
    let mut bench = Bench::new();
    let params = [("newid", "311"), ("full", "1"), ("storage", "local"), ("pool", "lab")];
    assert_eq!(bench.post("/qemu/9000/clone", &params), "OK");
    assert_eq!(bench.get("/qemu/311/config")["scsi0"], "local:311/vm-311-disk-0.qcow2,size=1G");
    assert!(bench.world.access.pools["lab"].vms.contains(&311));
    let resize = |bench: &mut Bench, size: &str| {
        bench.task(Method::Put, "/qemu/311/resize", &[("disk", "scsi0"), ("size", size)]).0
    };
    assert_eq!(resize(&mut bench, "+1G"), "OK");
    assert_eq!(bench.get("/qemu/311/status/current")["maxdisk"], json!(2_u64 << 30));
    assert_eq!(resize(&mut bench, "1G"), "shrinking disks is not supported");
    assert_eq!(bench.refusal(Method::Put, "/qemu/311/resize", &[("disk", "scsi0"), ("size", "big")]).status, 400);
}

#[test]
fn a_created_vm_has_what_was_asked_for_and_no_system_in_it() {
    let mut bench = Bench::new();
    let params = [
        ("vmid", "320"),
        ("name", "fresh"),
        ("memory", "96"),
        ("scsi0", "fast:1,format=qcow2"),
        ("net0", "virtio,bridge=vmbr0"),
        ("start", "1"),
    ];
    assert_eq!(bench.post("/qemu", &params), "OK");
    let config = bench.get("/qemu/320/config");
    assert_eq!(config["scsi0"], "fast:320/vm-320-disk-0.qcow2,size=1G");
    assert_eq!(config["boot"], "order=scsi0;net0");
    assert_eq!(bench.status(320), "running");
    assert_eq!(
        bench.refusal(Method::Post, "/qemu", &[("vmid", "320")]).reason,
        "unable to create VM 320 - VM 320 already exists on node 'pve'"
    );
    let off = bench.task(Method::Post, "/qemu", &[("vmid", "321"), ("scsi0", "off:1")]).0;
    assert_eq!(off, "unable to create VM 321 - storage 'off' is disabled");
    assert!(!bench.world.guests.contains_key(&321));
}

#[test]
fn a_container_is_made_of_a_template() {
    let mut bench = Bench::new();
    let template = "isos:vztmpl/debian-12-standard_12.5-1_amd64.tar.gz";
    assert_eq!(
        bench.post("/lxc", &[("vmid", "210"), ("ostemplate", template), ("rootfs", "fast:1"), ("memory", "64")]),
        "OK"
    );
    let config = bench.get("/lxc/210/config");
    assert_eq!((&config["rootfs"], &config["memory"]), (&json!("fast:210/vm-210-disk-0.raw,size=1G"), &json!(64)));
    let missing =
        bench.post("/lxc", &[("vmid", "211"), ("ostemplate", "isos:vztmpl/none.tar.gz"), ("rootfs", "fast:1")]);
    assert!(missing.starts_with("unable to create CT 211"), "{missing}");
    assert!(!bench.world.guests.contains_key(&211));
}
