//! The commands on the simulated demo: what they say must be what the cluster says.

use lotse_engine::{
    Asking,
    access::{Grants, Person},
    command::{Call, CommandError, TABLE},
    fleet::Fleet,
    resolve::Aliases,
    view::{Answer, View},
};
use lotse_model::HiddenWhy;
use lotse_text::{Language, Zone};
use pvesim::chaos::Action;

use super::site::{Site, ask};

async fn run(fleet: &Fleet, words: &[&str]) -> Result<Answer, CommandError> {
    let (aliases, thresholds, zone) = (Aliases::default(), lotse_engine::findings::Thresholds::default(), Zone::utc());
    let asking = Asking {
        fleet,
        only: &[],
        ask: ask(),
        aliases: &aliases,
        thresholds: &thresholds,
        person: &Person::at_terminal("test"),
        grants: &Grants::everything(),
        desk: None,
        store: None,
        language: Language::De,
        zone: &zone,
    };
    let call = Call::parse(words)?;
    asking.answer(&call).await
}

/// Commands that answer from the store; `records` and `monitor` try them.
const OF_THE_STORE: &[&str] = &[
    "freeze",
    "thaw",
    "audit",
    "audit-verify",
    "guest-confirm",
    "monitor-add",
    "monitor-remove",
    "monitor-list",
    "monitor-ack",
    "monitor-snooze",
    "monitor-test",
];

/// A complete command line for each command of the table that looks at the cluster.
fn lines() -> Vec<Vec<&'static str>> {
    TABLE
        .iter()
        .filter(|command| !command.changes() && !OF_THE_STORE.contains(&command.name))
        .map(|command| match command.name {
            "info" => vec!["info", "web"],
            "node" => vec!["node", "pve1"],
            "graph" => vec!["graph", "web", "day"],
            name => vec![name],
        })
        .collect()
}

#[tokio::test]
async fn every_command_answers_on_the_demo_and_says_what_it_rests_on() {
    let site = Site::of("three-nodes").await;
    for line in lines() {
        let answer = run(&site.fleet, &line).await.unwrap();
        let rests_on_nothing = matches!(answer.view, View::Help(_) | View::Cache(_));
        assert_eq!(answer.sources.is_empty(), rests_on_nothing, "{line:?}");
        assert!(serde_json::to_value(&answer.view).is_ok(), "{line:?}");
    }
}

#[tokio::test]
async fn the_last_backup_of_a_guest_is_its_own() {
    let site = Site::of("three-nodes").await;
    for (guest, has_one) in [("web", true), ("build", false)] {
        let View::Info(info) = run(&site.fleet, &["info", guest]).await.unwrap().view else { panic!("info") };
        let View::Backups(backups) = run(&site.fleet, &["backups", guest]).await.unwrap().view else {
            panic!("backups")
        };
        let newest = backups.archives.unwrap_or_default().first().map(|archive| archive.at);
        assert_eq!(info.last_backup, newest, "{guest}");
        assert_eq!(newest.is_some(), has_one, "{guest}");
        assert!(info.backups_seen, "root sees every archive, so none is none");
    }
}

#[tokio::test]
async fn an_ha_service_is_shown_with_its_group() {
    let site = Site::of("three-nodes").await;
    let View::Ha(ha) = run(&site.fleet, &["ha"]).await.unwrap().view else { panic!("ha") };
    let grouped = ha.clusters.iter().flat_map(|cluster| &cluster.services).filter(|service| service.group.is_some());
    assert!(grouped.count() > 0);
}

#[tokio::test]
async fn a_node_that_is_down_makes_every_answer_about_guests_incomplete() {
    let site = Site::of("three-nodes").await;
    site.act(&Action::NodeDown { node: "pve2".to_owned() });
    for line in [vec!["list"], vec!["status"], vec!["nodes"], vec!["storage"], vec!["tasks"]] {
        let answer = run(&site.fleet, &line).await.unwrap();
        let named = answer.missing.iter().any(|hidden| {
            hidden.why == HiddenWhy::NodeDown && hidden.node.as_ref().is_some_and(|node| node.as_str() == "pve2")
        });
        assert!(named, "{line:?}: {:?}", answer.missing);
    }
    match run(&site.fleet, &["info", "nextcloud"]).await {
        Err(CommandError::NotFound { hidden, .. }) => assert!(!hidden.is_empty(), "it may be on the silent node"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_overview_takes_one_round_of_calls() {
    let site = Site::of("three-nodes").await;
    site.calls();
    run(&site.fleet, &["status", "--overview"]).await.unwrap();
    let calls = site.calls();
    // The poll's four, the version, and the permission list that tells absent from hidden.
    assert!(calls <= 6, "{calls} calls");
}

#[tokio::test]
async fn a_graph_covers_the_span_that_was_asked_for() {
    let site = Site::of("three-nodes").await;
    for (span, seconds) in [("hour", 3_600), ("day", 86_400), ("week", 604_800)] {
        let View::Graph(graph) = run(&site.fleet, &["graph", "web", span]).await.unwrap().view else { panic!("graph") };
        let (first, last) = (graph.times.first().unwrap(), graph.times.last().unwrap());
        assert!(last.0 - first.0 <= seconds, "{span}");
        assert!(graph.series.iter().all(|series| series.values.len() == graph.times.len()), "{span}");
    }
}

#[tokio::test]
async fn the_context_document_has_the_headings_and_keys_of_the_seeds() {
    let site = Site::of("three-nodes").await;
    let View::Context(context) = run(&site.fleet, &["context"]).await.unwrap().view else { panic!("context") };
    let headings: Vec<_> = context.sections.iter().map(|section| section.heading.as_str()).collect();
    assert!(headings.contains(&"=== PROXMOX-VMs ===") && headings.contains(&"=== PROXMOX-BACKUP-JOBS ==="));
    let vms = context.sections.iter().find(|section| section.topic == "vms").unwrap();
    assert!(vms.lines.iter().any(|line| line.starts_with("  VM 100: web (running) - CPU: ")), "{:?}", vms.lines);
    assert!(vms.lines.contains(&"pve1:".to_owned()));
    for key in [
        "proxmox_detected",
        "proxmox_version",
        "cluster_status",
        "nodes",
        "storage",
        "ha_status",
        "zfs_status",
        "ceph_status",
        "problems",
        "problems_count",
        "proxmox",
    ] {
        assert!(context.data.contains_key(key), "{key}");
    }
    assert!(context.data["proxmox"]["pve1_vms"].is_array());
}

#[tokio::test]
async fn a_refresh_fetches_its_topic_alone() {
    let site = Site::of("three-nodes").await;
    run(&site.fleet, &["list"]).await.unwrap();
    site.calls();
    let View::Refresh(refresh) = run(&site.fleet, &["refresh", "storage"]).await.unwrap().view else {
        panic!("refresh")
    };
    assert_eq!(site.calls(), 1);
    assert_eq!(refresh.topics.iter().map(|topic| topic.topic).collect::<Vec<_>>(), ["storage"]);
}
