use lotse_model::Severity;
use serde_json::{Value, json};

use super::{DAY, Site, guest, not_run, now, task};
use crate::findings::Depth;

#[tokio::test(start_paused = true)]
async fn a_lock_without_work_is_told_after_a_while() {
    let mut site = Site::healthy();
    site.change("qemu/100", &json!({ "lock": "snapshot" }));
    site.server.set("/cluster/tasks", json!([task("qmsnapshot", "100", 60, Some("OK"))]));
    assert_eq!(site.ids().await, Vec::<String>::new(), "the list lags behind the task");
    site.server.set("/cluster/tasks", json!([task("qmsnapshot", "100", 7_200, Some("OK"))]));
    let finding = site.one("guest-locked").await;
    assert_eq!(finding.evidence[0].facts["lock"], "snapshot");
    assert_eq!(finding.evidence.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_lock_with_work_is_told_only_when_the_work_takes_too_long() {
    let mut site = Site::healthy();
    site.change("qemu/100", &json!({ "lock": "backup" }));
    site.server.set("/cluster/tasks", json!([task("vzdump", "100", 3_600, None)]));
    assert_eq!(site.ids().await, Vec::<String>::new());
    site.server.set("/cluster/tasks", json!([task("vzdump", "", 20 * 3_600, None)]));
    assert_eq!(site.ids().await, ["guest-locked"]);
}

#[tokio::test(start_paused = true)]
async fn since_when_a_guest_is_locked_is_unknown_without_the_tasks() {
    let mut site = Site::healthy();
    site.change("qemu/100", &json!({ "lock": "backup" }));
    let problems = site.deep().await;
    assert_eq!(not_run(&problems, "guest-locked"), ["/nodes/pve1/tasks"]);
}

#[tokio::test(start_paused = true)]
async fn the_lock_of_a_suspended_guest_is_none() {
    let mut site = Site::healthy();
    site.change("qemu/100", &json!({ "lock": "suspended", "status": "stopped" }));
    site.server.set("/cluster/tasks", json!([task("qmsuspend", "100", 7_200, Some("OK"))]));
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_container_out_of_memory_is_an_error_and_a_machine_only_a_warning() {
    let mut site = Site::healthy();
    site.change("lxc/200", &json!({ "mem": 990 }));
    assert_eq!(site.one("guest-memory-high").await.severity, Severity::Error);
    site.change("lxc/200", &json!({ "mem": 10 }));
    site.change("qemu/100", &json!({ "mem": 990 }));
    assert_eq!(site.one("guest-memory-high").await.severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn a_disk_is_told_from_the_list_or_from_inside() {
    let mut site = Site::healthy();
    site.change("lxc/200", &json!({ "disk": 900 }));
    assert_eq!(site.one("guest-disk-full").await.evidence[0].call, "/cluster/resources");
    site.change("lxc/200", &json!({ "disk": 10 }));
    site.server.set(
        "/nodes/pve1/qemu/100/agent/get-fsinfo",
        json!({ "result": [{ "mountpoint": "/var", "total-bytes": 1000, "used-bytes": 990 }] }),
    );
    let inside = site.one("guest-disk-full").await;
    assert_eq!(inside.evidence[0].call, "/nodes/pve1/qemu/100/agent/get-fsinfo");
}

#[tokio::test(start_paused = true)]
async fn a_machine_without_an_agent_is_not_taken_for_one_with_space() {
    let site = Site::healthy();
    site.server.fail(
        "/nodes/pve1/qemu/100/agent/get-fsinfo",
        lotse_pve::CallError::Failed {
            call: String::new(),
            status: Some(500),
            message: "No QEMU guest agent configured".to_owned(),
        },
    );
    let problems = site.deep().await;
    assert_eq!(not_run(&problems, "guest-disk-full"), ["/nodes/pve1/qemu/100/agent/get-fsinfo"]);
}

#[tokio::test(start_paused = true)]
async fn a_guest_that_should_run_since_boot_is_told_once_the_node_is_up_for_a_while() {
    let mut site = Site::healthy();
    site.change("qemu/100", &json!({ "status": "stopped" }));
    assert_eq!(site.ids().await, Vec::<String>::new(), "stopped is no problem by itself");
    site.server.set("/nodes/pve1/qemu/100/config", json!({ "digest": "d", "onboot": 1 }));
    assert_eq!(site.ids().await, ["guest-onboot-stopped"]);
    site.change("node/pve1", &json!({ "uptime": 60 }));
    assert_eq!(site.ids().await, Vec::<String>::new());
    site.change("node/pve1", &json!({ "uptime": 90_000 }));
    site.change("qemu/100", &json!({ "hastate": "stopped" }));
    assert_eq!(site.ids().await, Vec::<String>::new(), "HA decides by itself what runs");
}

#[tokio::test(start_paused = true)]
async fn old_and_many_snapshots_are_told() {
    let site = Site::healthy();
    let snapshots = |count: i64, age: i64| {
        let mut list: Vec<Value> = (0..count)
            .map(|n| json!({ "name": format!("s{n:02}"), "snaptime": now() - age * DAY + n, "vmstate": 0 }))
            .collect();
        list.push(json!({ "name": "current", "running": 1 }));
        Value::Array(list)
    };
    site.server.set("/nodes/pve1/qemu/100/snapshot", snapshots(2, 100));
    assert_eq!(site.ids().await, ["snapshot-old", "snapshot-old"]);
    site.server.set("/nodes/pve1/qemu/100/snapshot", snapshots(11, 1));
    assert_eq!(site.ids().await, ["snapshots-many"]);
}

#[tokio::test(start_paused = true)]
async fn a_template_is_no_guest_that_runs_or_is_backed_up() {
    let mut site = Site::healthy();
    let mut template = guest("qemu", 9000, "pve1", "stopped");
    template["template"] = json!(1);
    site.add(template);
    assert_eq!(site.ids().await, Vec::<String>::new());
    assert!(!site.server.calls().iter().any(|call| call.contains("/9000/")));
}

#[tokio::test(start_paused = true)]
async fn what_was_read_of_a_guest_before_counts_without_asking_again() {
    let site = Site::healthy();
    site.server.set("/cluster/resources", Value::Array(site.resources.clone()));
    let fleet = crate::fleet::Fleet::new([site.server.client("home")]);
    let ask = crate::topics::Ask::by(lotse_pve::Deadline::after(std::time::Duration::from_secs(30)));
    let thresholds = crate::findings::Thresholds::default();
    fleet.problems(&[], Depth { guests: true, disks: false }, &thresholds, ask).await;
    site.server.forget_calls();
    let problems = fleet.problems(&[], Depth::default(), &thresholds, ask).await;
    assert_eq!(site.server.calls(), Vec::<String>::new(), "all of it is young enough");
    assert_eq!(not_run(&problems, "snapshot-old"), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_cannot_write_its_disk_is_in_error() {
    let site = Site::healthy();
    site.server.set(
        "/nodes/pve1/qemu/100/status/current",
        json!({ "vmid": 100, "status": "running", "qmpstatus": "io-error" }),
    );
    let finding = site.one("guest-error").await;
    assert_eq!(finding.evidence[0].facts["qmpstatus"], "io-error");
}

#[tokio::test(start_paused = true)]
async fn guests_of_a_silent_node_are_not_taken_for_healthy_ones() {
    let mut site = Site::healthy();
    site.change("node/pve2", &json!({ "status": "offline" }));
    site.change("lxc/200", &json!({ "status": "unknown", "mem": null, "disk": null }));
    let problems = site.deep().await;
    for check in ["guest-error", "guest-memory-high", "guest-disk-full", "guest-locked"] {
        assert!(!not_run(&problems, check).is_empty(), "{check}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_image_that_is_made_full_is_no_disk_that_fills_up() {
    let site = Site::healthy();
    site.server.set(
        "/nodes/pve1/qemu/100/agent/get-fsinfo",
        json!({ "result": [{ "mountpoint": "/", "type": "squashfs", "total-bytes": 100, "used-bytes": 100 }] }),
    );
    assert_eq!(site.ids().await, Vec::<String>::new());
}
