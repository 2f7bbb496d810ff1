//! What the calls on storages promise.

use serde_json::json;

use crate::access::Subject;
use crate::api::Method::{Delete, Get, Post, Put};
use crate::api::bench::{Bench, entry};

const BACKUP: &str = "/nodes/pve/storage/backup/content/backup:backup%2Fvzdump-qemu-100-2026_11_22-05_42_28.vma.zst";

#[test]
fn an_auditor_sees_no_backup_and_no_disk_and_is_not_told_so() {
    let mut bench = Bench::of("single").by("bob@pve");
    assert_eq!(bench.get("/nodes/pve/storage/backup/content"), json!([]));
    assert_eq!(bench.get("/nodes/pve/storage/fast/content"), json!([]));
    assert_eq!(bench.get("/nodes/pve/storage/isos/content").as_array().unwrap().len(), 2, "images are for everybody");
}

#[test]
fn whoever_may_write_backups_of_a_guest_sees_them() {
    let mut bench = Bench::of("single").by("bob@pve");
    let bob = || Subject::User("bob@pve".to_owned());
    bench.world.access.acl.grant("/storage/backup", bob(), "PVEDatastoreUser", true);
    bench.world.access.acl.grant("/vms/100", bob(), "PVEVMUser", true);
    let seen = bench.get("/nodes/pve/storage/backup/content");
    let owners: Vec<_> = seen.as_array().unwrap().iter().map(|volume| volume["vmid"].clone()).collect();
    assert_eq!(owners, [json!(100)]);
}

#[test]
fn a_disabled_storage_is_listed_without_a_share_and_refuses_to_be_read() {
    let mut bench = Bench::of("single");
    let list = bench.get("/nodes/pve/storage");
    let off = entry(&list, "storage", "off");
    assert_eq!((&off["enabled"], &off["active"], &off["total"]), (&json!(0), &json!(0), &json!(0)));
    assert!(off.get("used_fraction").is_none());
    assert_eq!(bench.refusal(Get, "/nodes/pve/storage/off/content", &[]).reason, "storage 'off' is disabled");
    let resources = bench.get("/cluster/resources");
    assert!(resources.as_array().unwrap().iter().all(|row| row["storage"] != "off"));
}

#[test]
fn notes_and_protection_of_a_backup_stay_until_they_are_changed() {
    let mut bench = Bench::of("single");
    bench.data(Put, BACKUP, &[("notes", "keep"), ("protected", "1")]);
    let volume = bench.get(BACKUP);
    assert_eq!((&volume["notes"], &volume["protected"]), (&json!("keep"), &json!(1)));
    let (status, _) = bench.task(Delete, BACKUP, &[]);
    assert!(status.starts_with("cannot remove protected volume"), "{status}");
    bench.data(Put, BACKUP, &[("protected", "0")]);
    let (status, log) = bench.task(Delete, BACKUP, &[]);
    assert_eq!(status, "OK");
    assert!(log[0].starts_with("Removed volume"), "{log:?}");
}

#[test]
fn removing_what_is_not_there_ends_well() {
    let mut bench = Bench::of("single");
    let (status, log) = bench.task(Delete, "/nodes/pve/storage/backup/content/backup:backup%2Fnone.vma", &[]);
    assert_eq!(status, "OK");
    assert_eq!(log[0], "disk image '/srv/bak/dump/none.vma' does not exist");
}

#[test]
fn a_definition_is_made_changed_and_removed() {
    let mut bench = Bench::of("single");
    let params = [("storage", "st2"), ("type", "dir"), ("path", "/srv/st2"), ("content", "iso")];
    assert_eq!(bench.data(Post, "/storage", &params), json!({"storage": "st2", "type": "dir"}));
    assert_eq!(
        bench.refusal(Post, "/storage", &params).reason,
        "create storage failed: storage ID 'st2' already defined"
    );
    bench.data(Put, "/storage/st2", &[("content", "images"), ("disable", "1")]);
    let found = bench.get("/storage/st2");
    assert_eq!((&found["content"], &found["disable"]), (&json!("images"), &json!(1)));
    bench.data(Delete, "/storage/st2", &[]);
    assert_eq!(
        bench.refusal(Delete, "/storage/st2", &[]).reason,
        "delete storage failed: storage 'st2' does not exist"
    );
}

#[test]
fn a_definition_without_what_its_type_needs_is_refused() {
    let mut bench = Bench::of("single");
    let refusal = bench.refusal(Post, "/storage", &[("storage", "nas"), ("type", "nfs"), ("server", "192.0.2.9")]);
    assert_eq!(refusal.reason, "create storage failed: missing value for required option 'export'");
}

#[test]
fn a_filled_storage_is_full_in_the_list_and_in_its_graph() {
    let mut bench = Bench::of("three-nodes");
    assert!(bench.world.fill_storage("nas", None, 1.0));
    let list = bench.get("/nodes/pve1/storage");
    let nas = entry(&list, "storage", "nas");
    assert!(nas["used_fraction"].as_f64().unwrap() > 0.99, "{nas}");
    let rows = bench.data(Get, "/nodes/pve1/storage/nas/rrddata", &[("timeframe", "hour")]);
    let newest = rows.as_array().unwrap().last().unwrap();
    assert!(newest["used"].as_f64().unwrap() / newest["total"].as_f64().unwrap() > 0.99, "{newest}");
}

#[test]
fn a_storage_that_is_gone_is_inactive_and_says_why() {
    let mut bench = Bench::of("three-nodes");
    bench.world.set_storage_available("nas", None, false);
    let list = bench.get("/nodes/pve1/storage");
    assert_eq!(entry(&list, "storage", "nas")["active"], 0);
    assert_eq!(bench.refusal(Get, "/nodes/pve1/storage/nas/content", &[]).reason, "storage 'nas' is not online");
    let resources = bench.get("/cluster/resources");
    assert_eq!(entry(&resources, "id", "storage/pve1/nas")["status"], "unknown");
    bench.world.set_storage_available("nas", None, true);
    assert!(bench.get("/nodes/pve1/storage/nas/content").is_array());
}

#[test]
fn an_allocated_volume_is_there_once() {
    let mut bench = Bench::of("single");
    let params = [("vmid", "300"), ("filename", "vm-300-disk-9.qcow2"), ("size", "64M"), ("format", "qcow2")];
    let volid = bench.data(Post, "/nodes/pve/storage/fast/content", &params);
    assert_eq!(volid, "fast:300/vm-300-disk-9.qcow2");
    let list = bench.get("/nodes/pve/storage/fast/content");
    assert_eq!(entry(&list, "volid", "fast:300/vm-300-disk-9.qcow2")["size"], 64 << 20);
    assert!(bench.refusal(Post, "/nodes/pve/storage/fast/content", &params).reason.ends_with("already exists"));
}

#[test]
fn a_dry_run_marks_what_a_retention_would_remove() {
    let mut bench = Bench::of("single");
    let marks = bench.data(Get, "/nodes/pve/storage/backup/prunebackups", &[("prune-backups", "keep-last=1")]);
    let of_300: Vec<_> =
        marks.as_array().unwrap().iter().filter(|mark| mark["vmid"] == 300).map(|mark| mark["mark"].clone()).collect();
    assert_eq!(of_300, ["remove", "keep"]);
    let (status, _) = bench.task(Delete, "/nodes/pve/storage/backup/prunebackups", &[("prune-backups", "keep-last=1")]);
    assert_eq!(status, "OK");
    let left = bench.get("/nodes/pve/storage/backup/content");
    assert_eq!(left.as_array().unwrap().iter().filter(|volume| volume["vmid"] == 300).count(), 1);
}
