//! What the server and the configuration hold against a move, each said once.

use lotse_engine::change::{
    note::{Note, Weight},
    operation::Operation,
    plan::Plan,
    risk::Risk,
};
use lotse_model::Argument;
use pvesim::{chaos::Action as Chaos, world::version::Version};

use super::change_bench::{Bench, blockers, codes, says};

fn to(node: &str) -> Operation {
    Operation::Migrate { node: node.parse().unwrap(), storage: None }
}

fn notes<'p>(plan: &'p Plan, code: &str) -> Vec<&'p Note> {
    plan.items[0].notes.iter().filter(|note| note.code == code).collect()
}

fn text<'n>(note: &'n Note, name: &str) -> &'n str {
    match note.arguments.get(name) {
        Some(Argument::Text(text)) => text,
        other => panic!("{other:?} in {note:?}"),
    }
}

#[tokio::test]
async fn a_device_of_the_node_is_said_once_whoever_names_it() {
    let bench = Bench::of("three-nodes").await;
    let usb = bench.plan("106", to("pve1")).await.unwrap();
    let said: Vec<_> = notes(&usb, "migrate-passthrough").iter().map(|note| text(note, "devices")).collect();
    assert_eq!(said, ["usb0"]);
    assert!(blockers(&usb).contains(&"migrate-passthrough"), "{:?}", codes(&usb));
    bench.set(106, "serial1", "/dev/ttyS0");
    let port = bench.plan("106", to("pve1")).await.unwrap();
    assert_eq!(text(notes(&port, "migrate-passthrough")[0], "devices"), "serial1, usb0");
}

#[tokio::test]
async fn a_mapped_device_moves_only_with_a_machine_that_is_off() {
    let bench = Bench::of("three-nodes").await;
    bench.set(105, "hostpci0", "mapping=gpu");
    let running = bench.plan("105", to("pve2")).await.unwrap();
    assert!(blockers(&running).contains(&"migrate-passthrough"), "{:?}", codes(&running));
    bench.verified("105", Operation::Stop).await;
    let off = bench.plan("105", to("pve2")).await.unwrap();
    assert!(notes(&off, "migrate-passthrough").is_empty(), "{:?}", codes(&off));
}

#[tokio::test]
async fn a_storage_that_the_target_lacks_is_said_once() {
    let bench = Bench::of("three-nodes").await;
    let nowhere = bench.plan("112", to("pve3")).await.unwrap();
    assert!(blockers(&nowhere).contains(&"storage-unavailable"), "{:?}", codes(&nowhere));
    bench.site.simulator.world().storages.get_mut("tank").unwrap().nodes = vec!["pve1".to_owned()];
    let lacks = bench.plan("102", to("pve3")).await.unwrap();
    let storages: Vec<_> = notes(&lacks, "storage-unavailable").iter().map(|note| text(note, "storage")).collect();
    assert_eq!(storages, ["tank"], "{:?}", codes(&lacks));
    let elsewhere = Operation::Migrate { node: "pve3".parse().unwrap(), storage: Some("ceph".parse().unwrap()) };
    let plan = bench.plan("102", elsewhere).await.unwrap();
    assert!(notes(&plan, "storage-unavailable").is_empty(), "its disks go to another storage: {:?}", codes(&plan));
}

#[tokio::test]
async fn a_disk_that_no_option_names_is_copied_too_and_a_known_one_is_said_once() {
    let bench = Bench::of("three-nodes").await;
    let before = bench.plan("102", to("pve3")).await.unwrap();
    let disks = |plan: &Plan| -> Vec<String> {
        let copied = plan.items[0].notes.iter().filter(|note| note.code.starts_with("migrate-copies-disk"));
        copied.map(|note| text(note, "disk").to_owned()).collect()
    };
    let known = disks(&before);
    assert!(!known.is_empty() && known.iter().all(|disk| !disk.contains(':')), "by option: {known:?}");
    {
        let mut world = bench.site.simulator.world();
        let mut left = world.volumes.get("tank:vm-102-disk-0", "pve1").cloned().unwrap();
        left.volid = "tank:vm-102-disk-9".to_owned();
        world.volumes.put(left);
    }
    let after = bench.plan("102", to("pve3")).await.unwrap();
    assert_eq!(disks(&after), [known, vec!["tank:vm-102-disk-9".to_owned()]].concat());
}

#[tokio::test]
async fn a_rule_of_ha_that_keeps_guests_apart_or_together_is_said() {
    let bench = Bench::of("three-nodes").await;
    bench.site.simulator.world().version = Version::parse("9.1");
    let rule = |affinity: &str| {
        let rule = [("type", "resource-affinity"), ("resources", "vm:100,vm:103"), ("affinity", affinity)];
        rule.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    bench.site.simulator.world().ha.rules.insert("r".to_owned(), rule("negative"));
    let apart = bench.plan("103", to("pve1")).await.unwrap();
    assert_eq!(text(notes(&apart, "migrate-ha-apart")[0], "services"), "vm:100", "{:?}", codes(&apart));
    assert!(blockers(&apart).contains(&"migrate-ha-apart"));
    bench.site.simulator.world().ha.rules.insert("r".to_owned(), rule("positive"));
    let along = bench.plan("103", to("pve1")).await.unwrap();
    assert_eq!(text(notes(&along, "migrate-ha-along")[0], "services"), "vm:100", "{:?}", codes(&along));
    assert_eq!(along.risk, Risk::Destructive, "another guest moves too");
}

#[tokio::test]
async fn a_login_that_may_not_ask_the_server_is_no_obstacle_and_is_said() {
    let bench = Bench::of("three-nodes").await;
    let auditor = bench.site.seen_by("monitor@pve!look");
    let targets = lotse_engine::change::request::Targets::Guests(vec!["103".into()]);
    let plan = bench.ask(&auditor, targets, to("pve1")).await.unwrap();
    let unasked = notes(&plan, "unseen-privilege");
    let unasked = unasked.iter().find(|note| text(note, "what").ends_with("/migrate")).expect("said");
    assert_eq!((unasked.weight, text(unasked, "privileges")), (Weight::Info, "VM.Migrate"));
    assert!(blockers(&plan).is_empty(), "{:?}", codes(&plan));
}

#[tokio::test]
async fn a_locked_guest_is_said_to_be_locked_and_the_server_is_not_asked() {
    let bench = Bench::of("three-nodes").await;
    bench.set(105, "lock", "backup");
    let plan = bench.plan("105", to("pve2")).await.unwrap();
    assert!(says(&plan, "backup-running", Weight::Warning), "{:?}", codes(&plan));
    assert!(notes(&plan, "unseen-failed").is_empty(), "{:?}", codes(&plan));
}

#[tokio::test]
async fn a_target_storage_that_is_nearly_full_raises_the_class() {
    let bench = Bench::of("three-nodes").await;
    let before = bench.plan("102", to("pve3")).await.unwrap();
    bench.site.act(&Chaos::Fill { storage: "tank".to_owned(), node: Some("pve3".to_owned()), share: 0.85 });
    let plan = bench.plan("102", to("pve3")).await.unwrap();
    assert!(says(&plan, "storage-fills", Weight::Warning), "{:?}", codes(&plan));
    assert_eq!((before.risk, plan.risk), (Risk::Disruptive, Risk::Destructive));
    bench.site.act(&Chaos::Fill { storage: "tank".to_owned(), node: Some("pve3".to_owned()), share: 0.97 });
    let short = bench.plan("102", to("pve3")).await.unwrap();
    assert!(says(&short, "storage-short", Weight::Warning), "{:?}", codes(&short));
    assert_eq!(short.risk, Risk::Destructive);
}

#[tokio::test]
async fn too_little_memory_at_the_target_raises_the_class() {
    let bench = Bench::of("three-nodes").await;
    let enough = bench.plan("103", to("pve1")).await.unwrap();
    assert!(says(&enough, "memory-free", Weight::Info), "{:?}", codes(&enough));
    bench.set(103, "memory", "1048576");
    let plan = bench.plan("103", to("pve1")).await.unwrap();
    assert!(says(&plan, "memory-short", Weight::Warning), "{:?}", codes(&plan));
    assert!(says(&plan, "memory-overcommitted", Weight::Warning), "{:?}", codes(&plan));
    assert_eq!((enough.risk, plan.risk), (Risk::Disruptive, Risk::Destructive));
    // One that is off takes none.
    bench.verified("105", Operation::Stop).await;
    let off = bench.plan("105", to("pve2")).await.unwrap();
    assert!(notes(&off, "memory-free").is_empty() && notes(&off, "memory-short").is_empty(), "{:?}", codes(&off));
}

#[tokio::test]
async fn without_quorum_nothing_can_be_run() {
    let bench = Bench::of("three-nodes").await;
    bench.site.act(&Chaos::Quorum { quorate: false });
    for (guest, operation) in [("105", to("pve2")), ("114", Operation::Start), ("105", Operation::Stop)] {
        let plan = bench.plan(guest, operation).await.unwrap();
        assert!(blockers(&plan).contains(&"quorum-lost"), "{guest}: {:?}", codes(&plan));
    }
    bench.site.act(&Chaos::Quorum { quorate: true });
    bench.verified("105", Operation::Stop).await;
}
