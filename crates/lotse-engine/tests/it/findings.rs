use std::collections::BTreeSet;

use lotse_engine::findings::{CHECKS, Depth, Needs, Problems, Thresholds};
use lotse_model::{Finding, HiddenWhy, Severity, Subject};
use pvesim::chaos::Action;

use crate::site::{Site, anew};

const DEEP: Depth = Depth { guests: true, disks: true };

fn ids(problems: &Problems) -> BTreeSet<&str> {
    problems.findings.iter().map(|finding| finding.id.0.as_ref()).collect()
}

fn of<'a>(problems: &'a Problems, id: &str) -> Vec<&'a Finding> {
    problems.findings.iter().filter(|finding| finding.id.0 == id).collect()
}

fn guests(findings: &[&Finding]) -> BTreeSet<u32> {
    let guest = |finding: &&Finding| match &finding.subject {
        Subject::Guest { guest, .. } => Some(guest.vmid.get()),
        _ => None,
    };
    findings.iter().filter_map(guest).collect()
}

fn is_skipped(problems: &Problems, check: &str) -> bool {
    problems.not_run.iter().any(|skipped| skipped.check == check)
}

fn ran(problems: &Problems, check: &str) -> bool {
    problems.ran.iter().any(|ran| ran.check == check)
}

#[tokio::test]
async fn the_demo_has_the_troubles_that_its_scenario_states() {
    let site = Site::of("three-nodes").await;
    let problems = site.problems(DEEP).await;
    for id in [
        "backup-failed",
        "certificate-expiring",
        "clocks-apart",
        "guest-locked",
        "replication-failing",
        "smart-failing",
        "storage-full",
        "task-failed",
        "thin-pool-full",
        "updates-pending",
        "versions-mixed",
        "zfs-degraded",
    ] {
        assert!(ids(&problems).contains(id), "{id} is not among {:?}", ids(&problems));
    }
    assert!(guests(&of(&problems, "guest-locked")).contains(&121), "`legacy` keeps the lock of a backup long over");
    for absent in ["node-offline", "node-unreachable", "quorum-lost", "quorum-thin", "ha-fencing", "ceph-degraded"] {
        assert!(!ids(&problems).contains(absent), "{absent}: {:#?}", of(&problems, absent));
    }
    assert!(problems.findings.iter().all(|finding| !finding.evidence.is_empty()));
    assert!(problems.findings.windows(2).all(|pair| pair[0].severity >= pair[1].severity), "the worst first");
    let all: BTreeSet<_> = CHECKS.iter().map(|check| check.id).collect();
    let made: BTreeSet<_> = problems.ran.iter().map(|ran| ran.check).collect();
    assert_eq!(made, all);
}

#[tokio::test]
async fn without_depth_the_checks_of_guests_and_disks_are_named_as_not_made() {
    let site = Site::of("three-nodes").await;
    let problems = site.problems(Depth::default()).await;
    let calls = site.simulator.site().calls.counted();
    assert!(!calls.https.keys().any(|call| call.contains("/qemu/") || call.contains("/lxc/")), "{:?}", calls.https);
    assert!(!calls.https.keys().any(|call| call.ends_with("/disks/list")));
    for check in CHECKS.iter().filter(|check| check.needs == Needs::Guest) {
        assert!(is_skipped(&problems, check.id), "{}", check.id);
    }
    assert!(is_skipped(&problems, "smart-failing"));
}

#[tokio::test]
async fn a_lost_node_is_told_with_what_could_not_be_seen_because_of_it() {
    let site = Site::of("three-nodes").await;
    site.act(&Action::NodeDown { node: "pve3".to_owned() });
    let problems = site.problems(Depth::default()).await;
    let offline = of(&problems, "node-offline");
    assert_eq!(offline.len(), 1);
    assert_eq!(offline[0].subject.node().map(ToString::to_string).as_deref(), Some("pve3"));
    assert!(ids(&problems).contains("quorum-thin"), "two of three are a majority with nothing to spare");
    let zfs = problems.not_run.iter().find(|skipped| skipped.check == "zfs-degraded").expect("not everywhere");
    let down = |hidden: &lotse_model::Hidden| {
        hidden.why == HiddenWhy::NodeDown && hidden.node.as_ref().is_some_and(|node| node.as_str() == "pve3")
    };
    assert!(zfs.missing.iter().all(down), "{:?}", zfs.missing);
    assert!(ran(&problems, "zfs-degraded"), "the others were looked at");
}

#[tokio::test]
async fn a_lost_quorum_is_told() {
    let site = Site::of("three-nodes").await;
    site.act(&Action::Quorum { quorate: false });
    let problems = site.problems(Depth::default()).await;
    let lost = of(&problems, "quorum-lost");
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].severity, Severity::Critical);
    assert_eq!(problems.findings.first().map(|finding| finding.severity), Some(Severity::Critical));
}

#[tokio::test]
async fn a_storage_that_fills_up_is_told_at_the_next_look() {
    let site = Site::of("three-nodes").await;
    let fill = |share| Action::Fill { storage: "nas".to_owned(), node: None, share };
    let of_nas = |problems: &Problems| {
        of(problems, "storage-full")
            .iter()
            .filter(|finding| matches!(&finding.subject, Subject::Storage { storage, .. } if storage.as_str() == "nas"))
            .map(|finding| finding.severity)
            .collect::<Vec<_>>()
    };
    site.act(&fill(0.97));
    assert_eq!(of_nas(&site.problems(Depth::default()).await), [Severity::Error], "once, though three nodes see it");
    let gone = Action::Storage { storage: "nas".to_owned(), node: None, available: false };
    site.act(&gone);
    let problems = site.problems(Depth::default()).await;
    assert_eq!(of_nas(&problems), [], "how full it is nobody can see any more");
    assert!(!of(&problems, "storage-unavailable").is_empty());
    assert!(is_skipped(&problems, "storage-full"));
}

#[tokio::test]
async fn a_revoked_token_leaves_no_finding_and_no_check_made() {
    let site = Site::of("three-nodes").await;
    assert!(!site.problems(Depth::default()).await.findings.is_empty());
    let token = site.simulator.announcement().first.token_id.clone();
    site.act(&Action::RevokeToken { token });
    let problems = site.problems(DEEP).await;
    assert_eq!(problems.findings, vec![]);
    assert_eq!(problems.ran, vec![], "nothing was looked at, so nothing is fine");
    assert_eq!(problems.not_run.len(), CHECKS.len());
}

#[tokio::test]
async fn an_auditor_is_told_what_the_token_cannot_see() {
    let site = Site::of("three-nodes").await;
    let fleet = site.seen_by("monitor@pve!look");
    let problems = fleet.problems(&[], Depth::default(), &Thresholds::default(), anew()).await;
    // Archives need rights that also delete them, and updates the right to change the system.
    for check in ["backup-missing", "backup-too-old", "updates-pending"] {
        assert!(is_skipped(&problems, check), "{check}");
        assert_eq!(of(&problems, check).len(), 0, "{check}");
    }
    for check in ["quorum-lost", "storage-full", "backup-no-job"] {
        assert!(ran(&problems, check) && !is_skipped(&problems, check), "{check}: {:#?}", problems.not_run);
    }
}

#[tokio::test]
async fn everything_that_is_broken_is_told() {
    let site = Site::of("broken").await;
    let problems = site.problems(DEEP).await;
    for id in ["node-offline", "quorum-lost", "storage-unavailable", "zfs-degraded"] {
        assert!(ids(&problems).contains(id), "{id} is not among {:?}", ids(&problems));
    }
    assert!(!problems.not_run.is_empty());
}

#[tokio::test]
async fn every_finding_is_told_in_full_in_every_language() {
    let zone = lotse_text::Zone::utc();
    for scenario in ["three-nodes", "broken"] {
        for finding in &Site::of(scenario).await.problems(DEEP).await.findings {
            let arguments: Vec<_> = finding
                .arguments
                .iter()
                .map(|(name, value)| (name.as_str(), lotse_text::Value::of_argument(value, &zone)))
                .collect();
            for language in [lotse_text::Language::En, lotse_text::Language::De, lotse_text::Language::Ja] {
                for part in ["title", "explanation", "suggestion"] {
                    let key = format!("finding-{}-{part}", finding.id.0);
                    let text = lotse_text::message(language, &key, &arguments).expect("a text");
                    // An abbreviation of a time ends with a point in German, so no text puts one behind it.
                    let is_whole = !text.is_empty() && !text.contains("{$") && !text.contains("..");
                    assert!(is_whole, "{language:?} {key}: {text}");
                }
            }
        }
    }
}
