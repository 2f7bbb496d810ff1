use lotse_model::Severity;
use serde_json::json;

use super::{Site, certificate, kernels, not_run, now, ran, status};
use crate::findings::Depth;

#[tokio::test(start_paused = true)]
async fn an_offline_node_is_told_and_nobody_asks_it() {
    let mut site = Site::healthy();
    site.server.set("/cluster/status", status(true, &[("pve1", 1), ("pve2", 1), ("pve3", 1), ("pve4", 0)]));
    site.add(json!({ "type": "node", "id": "node/pve4", "node": "pve4", "status": "offline" }));
    let problems = site.deep().await;
    let finding = problems.findings.iter().find(|finding| finding.id.0 == "node-offline").expect("told");
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.evidence.len(), 2, "membership and list both say so");
    assert!(!site.server.calls().iter().any(|call| call.starts_with("/nodes/pve4")));
    assert!(not_run(&problems, "certificate-expiring").iter().any(|what| what.starts_with("/nodes/pve4/")));
    assert!(ran(&problems, "certificate-expiring"), "the others were looked at");
}

#[tokio::test(start_paused = true)]
async fn a_member_that_does_not_report_is_unreachable_and_not_offline() {
    let mut site = Site::healthy();
    site.change("node/pve2", &json!({ "status": "unknown" }));
    let finding = site.one("node-unreachable").await;
    assert_eq!(finding.evidence[0].facts["status"], "unknown");
    assert!(!site.ids().await.contains(&"node-offline".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_node_whose_every_call_finds_nobody_is_unreachable() {
    let site = Site::healthy();
    for what in [
        "status",
        "time",
        "apt/update",
        "apt/versions",
        "certificates/info",
        "disks/zfs",
        "disks/lvmthin",
        "replication",
    ] {
        site.server.fail(
            &format!("/nodes/pve3/{what}"),
            lotse_pve::CallError::NodeDown {
                call: String::new(),
                node: Some("pve3".to_owned()),
                message: "no route to host".to_owned(),
            },
        );
    }
    let problems = site.problems(Depth::default()).await;
    let finding = problems.findings.iter().find(|finding| finding.id.0 == "node-unreachable").expect("told");
    assert_eq!(finding.evidence[0].call, "/nodes/pve3/status");
    assert!(!not_run(&problems, "zfs-degraded").is_empty());
}

#[tokio::test(start_paused = true)]
async fn figures_that_may_not_be_seen_are_not_taken_for_good_ones() {
    let mut site = Site::healthy();
    site.remove("node/pve3");
    site.add(json!({ "type": "node", "id": "node/pve3", "node": "pve3", "status": "online" }));
    let problems = site.problems(Depth::default()).await;
    assert!(ran(&problems, "node-memory-high"));
    assert_eq!(not_run(&problems, "node-memory-high"), ["/cluster/resources"]);
}

#[tokio::test(start_paused = true)]
async fn a_certificate_is_told_before_its_end_and_more_loudly_near_it() {
    let site = Site::healthy();
    site.server.set("/nodes/pve1/certificates/info", certificate(10));
    assert_eq!(site.one("certificate-expiring").await.severity, Severity::Warning);
    site.server.set("/nodes/pve1/certificates/info", certificate(1));
    assert_eq!(site.one("certificate-expiring").await.severity, Severity::Error);
    site.server.set("/nodes/pve1/certificates/info", certificate(20));
    assert_eq!(site.ids().await, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_newer_kernel_than_the_running_one_waits_for_a_reboot() {
    let site = Site::healthy();
    site.server.set("/nodes/pve1/apt/versions", kernels("6.8.12-9-pve", &["6.8.12-10-pve", "6.8.12-9-pve"]));
    let finding = site.one("reboot-pending").await;
    assert_eq!(finding.evidence[0].facts["installed"], "6.8.12-10-pve");
    site.server.set("/nodes/pve1/apt/versions", kernels("6.17.1-custom", &["6.8.12-10-pve"]));
    assert_eq!(site.ids().await, Vec::<String>::new(), "a kernel of the operator's own has no order with Proxmox's");
}

#[tokio::test(start_paused = true)]
async fn clocks_are_apart_only_beyond_what_the_calls_took() {
    let site = Site::healthy();
    let at = |seconds: i64| json!({ "time": now() + seconds, "localtime": 0 });
    site.server.set("/nodes/pve2/time", at(4));
    assert_eq!(site.ids().await, Vec::<String>::new());
    site.server.set("/nodes/pve2/time", at(3_600));
    let finding = site.one("clocks-apart").await;
    assert_eq!(finding.evidence.len(), 2);
    assert_eq!(finding.arguments["ahead"], lotse_model::Argument::Text("pve2".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn two_majors_are_worse_than_two_minors() {
    let site = Site::healthy();
    site.server.set("/nodes/pve1/status", json!({ "pveversion": "pve-manager/8.4.1/x" }));
    assert_eq!(site.one("versions-mixed").await.severity, Severity::Info);
    site.server.set("/nodes/pve1/status", json!({ "pveversion": "pve-manager/9.0.1/x" }));
    assert_eq!(site.one("versions-mixed").await.severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn security_updates_weigh_more() {
    let site = Site::healthy();
    site.server.set("/nodes/pve1/apt/update", json!([{ "Package": "vim", "Version": "9", "Origin": "Debian" }]));
    assert_eq!(site.one("updates-pending").await.severity, Severity::Info);
    site.server
        .set("/nodes/pve1/apt/update", json!([{ "Package": "vim", "Version": "9", "Origin": "Debian-Security" }]));
    assert_eq!(site.one("updates-pending").await.severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn replication_gets_worse_with_each_failure() {
    let site = Site::healthy();
    let states = |failures: u32| json!([{ "id": "100-0", "guest": 100, "target": "pve2", "fail_count": failures, "error": "no route" }]);
    site.server.set("/nodes/pve1/replication", states(1));
    assert_eq!(site.one("replication-failing").await.severity, Severity::Warning);
    site.server.set("/nodes/pve1/replication", states(5));
    assert_eq!(site.one("replication-failing").await.severity, Severity::Error);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_ran_out_of_time_is_no_evidence_against_a_node() {
    let site = Site::healthy();
    for what in ["status", "time", "certificates/info"] {
        site.server.fail(
            &format!("/nodes/pve3/{what}"),
            lotse_pve::CallError::TimedOut {
                call: String::new(),
                endpoint: "pve1".to_owned(),
                after: std::time::Duration::from_secs(1),
            },
        );
    }
    let problems = site.problems(Depth::default()).await;
    assert!(!problems.findings.iter().any(|finding| finding.id.0 == "node-unreachable"));
    assert!(!not_run(&problems, "certificate-expiring").is_empty(), "and it is said that nobody could look");
}
