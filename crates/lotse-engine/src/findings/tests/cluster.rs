use lotse_model::{Argument, Severity, Subject};
use serde_json::{Value, json};

use super::{DAY, Site, guest, ids, not_run, now, ran, status, task};
use crate::findings::{Depth, Problems};

impl Site {
    /// Everything that can be wrong at the same time.
    pub(super) async fn all_wrong() -> Problems {
        let mut site = Self::healthy();
        site.server.set("/cluster/status", status(false, &[("pve1", 1), ("pve2", 0), ("pve3", 0), ("pve4", 1)]));
        site.change("node/pve2", &json!({ "status": "offline" }));
        site.change("node/pve1", &json!({ "mem": 98, "disk": 95 }));
        site.add(super::node("pve4", "unknown"));
        site.healthy_node("pve4");
        site.change("qemu/100", &json!({ "mem": 990, "lock": "backup", "status": "io-error" }));
        site.add(guest("qemu", 101, "pve1", "stopped"));
        site.add(guest("lxc", 201, "pve1", "running"));
        site.change("lxc/201", &json!({ "mem": 990, "disk": 990 }));
        for (kind, vmid) in [("qemu", 101), ("lxc", 201)] {
            site.healthy_guest(kind, vmid, "pve1");
        }
        site.server.set("/nodes/pve1/qemu/101/config", json!({ "digest": "d", "onboot": 1 }));
        let snapshots: Vec<Value> =
            (0..12).map(|n| json!({ "name": format!("s{n:02}"), "snaptime": now() - 400 * DAY + n })).collect();
        site.server.set("/nodes/pve1/qemu/101/snapshot", Value::Array(snapshots));
        site.change("storage/pve1/local", &json!({ "disk": 95 }));
        site.change("storage/pve1/nas", &json!({ "status": "unknown" }));
        site.server.set("/nodes/pve1/storage", json!([{ "storage": "nas", "active": 0, "enabled": 1 }]));
        site.change("storage/pve2/nas", &json!({ "disk": 10 }));
        site.archives(&[(100, 40)]);
        site.server.set("/nodes/pve1/disks/lvmthin", json!([{ "lv": "data", "vg": "pve", "used": 10, "lv_size": 100, "metadata_used": 95, "metadata_size": 100 }]));
        site.server.set("/nodes/pve1/disks/zfs", json!([{ "name": "rpool", "health": "DEGRADED" }]));
        site.server.set("/nodes/pve1/disks/list", json!([{ "devpath": "/dev/sda", "health": "FAILED!" }]));
        site.server.set(
            "/nodes/pve1/apt/update",
            json!([{ "Package": "openssl", "Version": "3", "Origin": "Debian-Security" }]),
        );
        site.server.set("/nodes/pve1/apt/versions", super::kernels("6.8.12-9-pve", &["6.8.12-10-pve"]));
        site.server.set("/nodes/pve1/certificates/info", super::certificate(2));
        site.server.set("/nodes/pve1/status", json!({ "pveversion": "pve-manager/9.0.3/x" }));
        site.server.set("/nodes/pve1/time", json!({ "time": now() + 3_600_000_000, "localtime": 0 }));
        site.server.set(
            "/nodes/pve1/replication",
            json!([{ "id": "100-0", "guest": 100, "target": "pve2", "fail_count": 2, "error": "no" }]),
        );
        site.server.set("/cluster/ceph/status", json!({ "health": { "status": "HEALTH_WARN", "checks": { "OSD_DOWN": { "severity": "HEALTH_WARN", "summary": { "message": "1 osds down" } } } } }));
        site.server.set(
            "/cluster/ha/status/current",
            json!([
                { "type": "service", "id": "service:vm:100", "sid": "vm:100", "node": "pve1", "state": "error" },
                { "type": "service", "id": "service:vm:300", "sid": "vm:300", "node": "pve2", "state": "fence" },
            ]),
        );
        site.server.set("/cluster/backup-info/not-backed-up", json!([{ "vmid": 101, "type": "qemu" }]));
        site.server.set(
            "/cluster/tasks",
            json!([
                task("qmstart", "100", 4_000, Some("no such volume")),
                task("vzdump", "100", 5_000, Some("job errors")),
            ]),
        );
        site.server.set("/nodes/pve3/storage/nas/content", json!([]));
        let mut all = site.deep().await;
        // The archives of an offline node cannot be seen, so what needs all of them is judged on a whole fleet.
        let mut whole = Self::healthy();
        whole.archives(&[(200, 40)]);
        whole.server.set("/cluster/tasks", json!([]));
        whole.add(guest("qemu", 101, "pve1", "running"));
        whole.healthy_guest("qemu", 101, "pve1");
        all.findings.extend(whole.deep().await.findings);
        all
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_quorum_is_critical() {
    let site = Site::healthy();
    site.server.set("/cluster/status", status(false, &[("pve1", 1), ("pve2", 0), ("pve3", 0)]));
    let finding = site.one("quorum-lost").await;
    assert_eq!(finding.severity, Severity::Critical);
    assert_eq!(finding.evidence[0].call, "/cluster/status");
    assert_eq!(finding.evidence[0].facts["quorate"], "0");
    assert!(!site.ids().await.contains(&"quorum-thin".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_quorum_that_the_next_failure_ends_is_told() {
    let site = Site::healthy();
    site.server.set("/cluster/status", status(true, &[("pve1", 1), ("pve2", 1), ("pve3", 0)]));
    assert_eq!(site.one("quorum-thin").await.severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn a_single_node_needs_no_quorum() {
    let site = Site::healthy();
    site.server.set(
        "/cluster/status",
        json!([{ "type": "node", "id": "node/pve1", "name": "pve1", "online": 1, "nodeid": 0 }]),
    );
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_guest_without_an_archive_has_no_backup_when_all_archives_were_seen() {
    let site = Site::healthy();
    site.archives(&[(100, 1)]);
    let finding = site.one("backup-missing").await;
    assert!(matches!(&finding.subject, Subject::Guest { guest, .. } if guest.vmid.get() == 200));
}

#[tokio::test(start_paused = true)]
async fn archives_that_may_not_be_seen_make_no_guest_a_guest_without_backup() {
    let site = Site::on(super::Canned::new().asked_by_token());
    site.server.set("/access/permissions", json!({ "/": { "VM.Audit": 1, "Sys.Audit": 1, "Datastore.Audit": 1 } }));
    site.archives(&[]);
    let problems = site.deep().await;
    assert!(!ids(&problems).contains(&"backup-missing".to_owned()));
    let hidden = not_run(&problems, "backup-missing");
    assert!(hidden.iter().any(|what| what.contains("/storage/nas/content")), "{hidden:?}");
    assert!(!not_run(&problems, "backup-too-old").is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_old_backup_is_told_and_a_young_one_beside_it_ends_that() {
    let site = Site::healthy();
    site.archives(&[(100, 30), (200, 1)]);
    assert_eq!(site.ids().await, ["backup-too-old"]);
    site.archives(&[(100, 30), (100, 2), (200, 1)]);
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_guest_that_only_a_switched_off_job_covers_is_in_no_job() {
    let site = Site::healthy();
    site.server.set("/cluster/backup", json!([{ "id": "off", "all": 1, "enabled": 0 }]));
    assert_eq!(site.ids().await, ["backup-no-job", "backup-no-job"]);
    site.server
        .set("/cluster/backup", json!([{ "id": "off", "all": 1, "enabled": 0 }, { "id": "on", "vmid": "100,200" }]));
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_failed_backup_is_told_until_one_succeeds() {
    let site = Site::healthy();
    site.archives(&[(100, 3), (200, 3)]);
    let failed = task("vzdump", "100", 5_000, Some("job errors"));
    site.server.set("/cluster/tasks", json!([failed]));
    let finding = site.one("backup-failed").await;
    assert_eq!(finding.severity, Severity::Error);
    site.server.set("/cluster/tasks", json!([failed, task("vzdump", "100", 1_000, Some("OK"))]));
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_failed_run_over_several_guests_names_those_that_its_log_names() {
    let site = Site::healthy();
    site.archives(&[(100, 3), (200, 3)]);
    let run = task("vzdump", "", 5_000, Some("job errors"));
    let log = format!("/nodes/pve1/tasks/{}/log", run["upid"].as_str().unwrap());
    let lines = |texts: &[&str]| -> Value {
        (1..).zip(texts).map(|(number, text)| json!({ "n": number, "t": text })).collect::<Vec<_>>().into()
    };
    site.server.set("/cluster/tasks", json!([run]));
    site.server.set(
        &log,
        lines(&[
            "INFO: Finished Backup of VM 100 (00:00:03)",
            "ERROR: Backup of VM 200 failed - no space left",
            "TASK ERROR: job errors",
        ]),
    );
    let finding = site.one("backup-failed").await;
    assert!(
        matches!(&finding.subject, Subject::Guest { guest, .. } if guest.vmid.get() == 200),
        "{:?}",
        finding.subject
    );
    assert!(finding.evidence.iter().any(|evidence| evidence.facts.values().any(|fact| fact.contains("no space left"))));

    // Repeated alone with success, it is history.
    site.server.set("/cluster/tasks", json!([run, task("vzdump", "200", 1_000, Some("OK"))]));
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_failed_run_whose_log_names_nobody_is_told_as_a_run() {
    let site = Site::healthy();
    site.archives(&[(100, 3), (200, 3)]);
    let run = task("vzdump", "", 5_000, Some("job errors"));
    site.server.set("/cluster/tasks", json!([run]));
    let log = format!("/nodes/pve1/tasks/{}/log", run["upid"].as_str().unwrap());
    site.server.set(&log, json!([{ "n": 1, "t": "ERROR: could not activate storage 'nas'" }]));
    let finding = site.one("backup-failed").await;
    assert!(
        matches!(&finding.subject, Subject::Other { name, .. } if name.contains("vzdump")),
        "{:?}",
        finding.subject
    );
    assert!(
        finding.arguments.values().any(|value| *value == Argument::Text("could not activate storage 'nas'".to_owned()))
    );
}

#[tokio::test(start_paused = true)]
async fn a_failed_task_is_told_once_until_its_kind_succeeds_or_a_day_has_passed() {
    let site = Site::healthy();
    let tasks = |list: Value| site.server.set("/cluster/tasks", list);
    tasks(json!([task("qmstart", "100", 900, Some("no space")), task("qmstart", "100", 800, Some("no space"))]));
    assert_eq!(site.ids().await, ["task-failed"]);
    tasks(json!([task("qmstart", "100", 900, Some("no space")), task("qmstart", "100", 800, Some("OK"))]));
    assert_eq!(site.ids().await, Vec::<String>::new());
    tasks(json!([task("qmstart", "100", 3 * DAY, Some("no space"))]));
    assert_eq!(site.ids().await, Vec::<String>::new());
    tasks(json!([
        task("vncproxy", "100", 90, Some("connection timed out")),
        task("qmigrate", "100", 90, Some("received interrupt"))
    ]));
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn ha_in_error_and_fencing_are_told() {
    let site = Site::healthy();
    site.server.set(
        "/cluster/ha/status/current",
        json!([
            { "type": "service", "id": "service:vm:100", "sid": "vm:100", "node": "pve1", "state": "error" },
        ]),
    );
    site.server
        .set("/cluster/ha/status/manager_status", json!({ "manager_status": { "node_status": { "pve2": "fence" } } }));
    assert_eq!(site.ids().await, ["ha-fencing", "ha-error"], "the more severe first");
}

#[tokio::test(start_paused = true)]
async fn ceph_speaks_in_its_own_words_and_a_muted_check_is_silent() {
    let site = Site::healthy();
    site.server.set(
        "/cluster/ceph/status",
        json!({ "health": { "status": "HEALTH_WARN", "checks": {
        "OSD_DOWN": { "severity": "HEALTH_WARN", "summary": { "message": "1 osds down" } },
        "POOL_NO_REDUNDANCY": { "severity": "HEALTH_WARN", "muted": true, "summary": { "message": "muted" } },
    } } }),
    );
    let finding = site.one("ceph-degraded").await;
    assert_eq!(finding.evidence[0].facts["checks"], "OSD_DOWN: 1 osds down");
}

#[tokio::test(start_paused = true)]
async fn what_a_call_could_not_bring_is_not_run_and_the_rest_is() {
    let site = Site::healthy();
    site.server.fail(
        "/cluster/ha/status/current",
        lotse_pve::CallError::TimedOut {
            call: String::new(),
            endpoint: "pve1".to_owned(),
            after: std::time::Duration::from_secs(30),
        },
    );
    let problems = site.problems(Depth::default()).await;
    assert_eq!(not_run(&problems, "ha-error"), ["/cluster/ha/status/current"]);
    assert!(!ran(&problems, "ha-error"));
    assert!(ran(&problems, "quorum-lost"));
}
