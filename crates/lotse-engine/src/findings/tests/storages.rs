use lotse_model::{Severity, Subject};
use serde_json::json;

use super::{Site, not_run};

#[tokio::test(start_paused = true)]
async fn a_shared_storage_that_fills_up_is_told_once() {
    let mut site = Site::healthy();
    for id in ["storage/pve1/nas", "storage/pve2/nas"] {
        site.change(id, &json!({ "disk": 85 }));
    }
    let finding = site.one("storage-full").await;
    assert_eq!(finding.severity, Severity::Warning);
    assert!(matches!(&finding.subject, Subject::Storage { node: None, .. }));
    for id in ["storage/pve1/nas", "storage/pve2/nas"] {
        site.change(id, &json!({ "disk": 95 }));
    }
    assert_eq!(site.one("storage-full").await.severity, Severity::Error);
}

#[tokio::test(start_paused = true)]
async fn a_local_storage_names_its_node() {
    let mut site = Site::healthy();
    site.change("storage/pve1/local", &json!({ "disk": 85 }));
    let finding = site.one("storage-full").await;
    assert_eq!(finding.subject.node().map(ToString::to_string).as_deref(), Some("pve1"));
}

#[tokio::test(start_paused = true)]
async fn a_storage_that_is_gone_is_an_error_with_the_nodes_that_miss_it() {
    let mut site = Site::healthy();
    for (node, id) in [("pve1", "storage/pve1/nas"), ("pve2", "storage/pve2/nas")] {
        site.change(id, &json!({ "status": "unknown", "disk": null, "maxdisk": null }));
        site.server.set(&format!("/nodes/{node}/storage"), json!([{ "storage": "nas", "active": 0, "enabled": 1 }]));
    }
    let finding = site.one("storage-unavailable").await;
    let calls: Vec<_> = finding.evidence.iter().map(|evidence| evidence.call.as_str()).collect();
    assert_eq!(calls, ["/cluster/resources", "/nodes/pve1/storage", "/cluster/resources", "/nodes/pve2/storage"]);
    let problems = site.deep().await;
    assert!(!not_run(&problems, "storage-full").is_empty(), "how full it is nobody could see");
}

#[tokio::test(start_paused = true)]
async fn a_storage_without_figures_that_its_node_can_use_is_there() {
    let mut site = Site::healthy();
    for id in ["storage/pve1/nas", "storage/pve2/nas"] {
        site.change(id, &json!({ "status": "unknown", "disk": null, "maxdisk": null }));
    }
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_storage_of_a_node_that_is_down_is_not_judged() {
    let mut site = Site::healthy();
    site.add(json!({ "type": "node", "id": "node/pve4", "node": "pve4", "status": "offline" }));
    let mut far = super::storage("far", "pve4", 10);
    far["status"] = json!("unknown");
    site.add(far);
    let problems = site.deep().await;
    assert!(!super::ids(&problems).contains(&"storage-unavailable".to_owned()));
    assert_eq!(not_run(&problems, "storage-unavailable"), ["/cluster/resources"]);
}

#[tokio::test(start_paused = true)]
async fn metadata_of_a_thin_pool_is_told_by_itself() {
    let site = Site::healthy();
    let pool =
        json!([{ "lv": "data", "vg": "pve", "used": 10, "lv_size": 100, "metadata_used": 92, "metadata_size": 100 }]);
    site.server.set("/nodes/pve1/disks/lvmthin", pool);
    let finding = site.one("thin-pool-full").await;
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.evidence[0].facts["part"], "metadata");
}

#[tokio::test(start_paused = true)]
async fn a_pool_that_cannot_be_opened_is_worse_than_one_without_redundancy() {
    let site = Site::healthy();
    site.server.set("/nodes/pve1/disks/zfs", json!([{ "name": "rpool", "health": "DEGRADED" }]));
    assert_eq!(site.one("zfs-degraded").await.severity, Severity::Error);
    site.server.set("/nodes/pve1/disks/zfs", json!([{ "name": "rpool", "health": "FAULTED" }]));
    assert_eq!(site.one("zfs-degraded").await.severity, Severity::Critical);
}

#[tokio::test(start_paused = true)]
async fn a_node_without_zfs_is_looked_at_and_has_none() {
    let site = Site::healthy();
    for node in ["pve1", "pve2", "pve3"] {
        site.server.fail(
            &format!("/nodes/{node}/disks/zfs"),
            lotse_pve::CallError::Failed {
                call: String::new(),
                status: Some(500),
                message: "zfsutils-linux not installed".to_owned(),
            },
        );
    }
    let problems = site.deep().await;
    assert_eq!(not_run(&problems, "zfs-degraded"), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_says_it_fails_is_critical() {
    let site = Site::healthy();
    site.server.set("/nodes/pve1/disks/list", json!([{ "devpath": "/dev/sda", "health": "FAILED!" }]));
    assert_eq!(site.one("smart-failing").await.severity, Severity::Critical);
}
