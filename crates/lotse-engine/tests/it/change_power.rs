//! Starting and stopping guests of both kinds: what is said before, what is sent, and what is so afterwards.

use lotse_engine::change::{again::Unread, note::Weight, operation::Operation, risk::Risk};
use lotse_model::Seconds;

use super::change_bench::{Bench, blockers, codes, says};

const SHUTDOWN: Operation = Operation::Shutdown { timeout: None };
const REBOOT: Operation = Operation::Reboot { timeout: None };

#[tokio::test]
async fn guests_of_both_kinds_are_started_shut_down_and_stopped() {
    let bench = Bench::of("three-nodes").await;
    let start = bench.verified("114", Operation::Start).await;
    assert_eq!(start.items[0].calls, ["POST /nodes/pve3/lxc/114/status/start"]);
    assert!(says(&start, "state", Weight::Info) && says(&start, "memory-free", Weight::Info), "{:?}", codes(&start));
    assert_eq!(start.risk, Risk::Reversible);
    let shutdown = bench.verified("wiki", SHUTDOWN).await;
    assert!(says(&shutdown, "state-for", Weight::Info) && says(&shutdown, "shutdown-patience", Weight::Info));
    assert!(!says(&shutdown, "agent-missing", Weight::Warning), "a container needs no agent");
    let stop = bench.verified("105", Operation::Stop).await;
    assert_eq!(stop.items[0].calls, ["POST /nodes/pve1/qemu/105/status/stop"]);
    assert!(says(&stop, "stop-loses", Weight::Warning));
    bench.verified("minecraft", Operation::Start).await;
}

#[tokio::test]
async fn what_is_so_already_is_said_and_nothing_is_sent() {
    let bench = Bench::of("three-nodes").await;
    for (guest, operation) in
        [("web", Operation::Start), ("114", Operation::Stop), ("114", SHUTDOWN), ("101", Operation::Resume)]
    {
        let plan = bench.verified(guest, operation).await;
        assert!(plan.items[0].calls.is_empty(), "{:?}", plan.items[0].calls);
        assert!(says(&plan, "already-so", Weight::Info), "{:?}", codes(&plan));
    }
}

#[tokio::test]
async fn a_reboot_is_seen_by_another_process() {
    let bench = Bench::of("three-nodes").await;
    for guest in ["105", "111"] {
        let plan = bench.verified(guest, Operation::Reboot { timeout: Some(Seconds(50)) }).await;
        assert!(plan.items[0].facts.contains_key("pid"), "{:?}", plan.items[0].facts);
        assert!(plan.items[0].calls[0].ends_with("/status/reboot timeout=50"));
    }
}

#[tokio::test]
async fn a_machine_is_paused_written_to_disk_and_woken() {
    let bench = Bench::of("three-nodes").await;
    bench.verified("105", Operation::Suspend { to_disk: false }).await;
    let shutdown = bench.plan("105", SHUTDOWN).await.unwrap();
    assert_eq!(blockers(&shutdown), ["paused-no-shutdown"]);
    bench.verified("105", Operation::Resume).await;
    let sleep = bench.verified("105", Operation::Suspend { to_disk: true }).await;
    assert!(says(&sleep, "to-disk-size", Weight::Info));
    let wake = bench.verified("105", Operation::Resume).await;
    assert!(says(&wake, "start-wakes", Weight::Info), "{:?}", codes(&wake));
    assert!(!says(&wake, "guest-locked", Weight::Warning), "its lock is how it sleeps");
}

#[tokio::test]
async fn what_cannot_work_is_said_before_asking() {
    let bench = Bench::of("three-nodes").await;
    for (guest, operation, code) in [
        ("9000", Operation::Start, "is-template"),
        ("114", REBOOT, "not-running"),
        ("114", Operation::Suspend { to_disk: false }, "not-running"),
        ("114", Operation::Resume, "not-paused"),
        ("111", Operation::Suspend { to_disk: true }, "container-not-to-disk"),
    ] {
        let plan = bench.plan(guest, operation).await.unwrap();
        assert_eq!(blockers(&plan), [code], "{guest}");
    }
}

#[tokio::test]
async fn a_guest_that_ha_manages_is_changed_through_it() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.verified("103", SHUTDOWN).await;
    for code in ["ha-managed", "ha-stays-off", "ha-off-inside"] {
        assert!(says(&plan, code, Weight::Info), "{code}: {:?}", codes(&plan));
    }
}

#[tokio::test]
async fn a_selection_is_read_now_and_without_templates() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.plan("tag:web", SHUTDOWN).await.unwrap();
    let guests: Vec<_> = plan.items.iter().map(|item| item.facts["name"].as_str()).collect();
    assert_eq!(guests, ["web", "proxy"]);
    assert_eq!(plan.phrase, "2 tag:web");
    let nodes = bench.plan("node:pve2", Operation::Start).await.unwrap();
    assert!(nodes.items.iter().all(|item| item.node.as_str() == "pve2" && !item.facts.contains_key("template")));
    let pool = bench.plan("pool:games", Operation::Start).await.unwrap();
    assert_eq!(pool.items.len(), 1);
    let none = bench.plan("tag:nobody", Operation::Start).await.unwrap_err();
    assert_eq!(none.code(), "E-NOT-FOUND", "to do nothing and say it is done would be a lie");
}

#[tokio::test]
async fn facts_tell_when_somebody_else_was_faster() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.plan("105", SHUTDOWN).await.unwrap();
    let identity = &plan.items[0].facts["identity"];
    assert!(identity.starts_with("uuid:"), "{identity}");
    bench.verified("105", Operation::Stop).await;
    let again = bench.again(&plan).await.remove(0).unwrap();
    assert_ne!(again, plan.items[0].facts);
    assert_eq!(again["state"], "stopped");
    let other = bench.plan("114", Operation::Start).await.unwrap();
    bench.verified("114", Operation::Delete).await;
    assert_eq!(bench.again(&other).await, [Err(Unread::Gone)]);
}

#[tokio::test]
async fn a_locked_guest_raises_the_class() {
    let bench = Bench::of("three-nodes").await;
    let before = bench.plan("114", Operation::Start).await.unwrap();
    if let Some(guest) = bench.site.simulator.world().guests.get_mut(&114) {
        guest.config.set("lock", "snapshot");
    }
    let plan = bench.plan("114", Operation::Start).await.unwrap();
    assert_eq!((before.risk, plan.risk), (Risk::Reversible, Risk::Disruptive));
    assert!(says(&plan, "guest-locked", Weight::Warning), "{:?}", codes(&plan));
}
