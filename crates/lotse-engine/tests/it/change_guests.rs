//! Guests copied, made larger, moved and removed, and their snapshots.

use lotse_engine::change::{error::ChangeError, event::Outcome, note::Weight, operation::Operation, risk::Risk};
use lotse_engine::command::CommandError;
use lotse_model::{Bytes, Vmid};

use super::change_bench::{Bench, blockers, codes, says};

fn create(name: &str, start: bool) -> Operation {
    Operation::Create { new_id: None, name: Some(name.to_owned()), node: None, storage: None, pool: None, start }
}

fn snapshot(name: &str, memory: bool) -> Operation {
    Operation::SnapshotCreate { name: name.to_owned(), description: Some("Vor dem Update".to_owned()), memory }
}

#[tokio::test]
async fn a_copy_is_full_gets_a_number_that_nothing_remembers_and_runs_when_it_is_to() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.verified("9000", create("shop-2", true)).await;
    let calls = &plan.items[0].calls;
    assert!(calls[0].contains("/clone newid=") && calls[0].ends_with("name=shop-2 full=1"), "{calls:?}");
    assert!(calls[1].ends_with("/status/start"), "{calls:?}");
    for code in ["new-guest", "clone-full", "starts-after"] {
        assert!(says(&plan, code, Weight::Info), "{code}: {:?}", codes(&plan));
    }
    // Without a store nobody looked through the audit, and that is said.
    assert!(says(&plan, "id-search-partial", Weight::Warning), "{:?}", codes(&plan));
    let again = bench.plan("9000", create("shop-2", false)).await.unwrap();
    assert!(says(&again, "name-taken", Weight::Warning));
    assert_ne!(again.items[0].calls[0], calls[0], "the number is taken by now");
}

#[tokio::test]
async fn a_container_is_copied_with_its_fixed_address_named() {
    let bench = Bench::of("three-nodes").await;
    bench.verified("111", Operation::Shutdown { timeout: None }).await;
    let plan = bench.verified("111", create("dns-2", false)).await;
    assert!(says(&plan, "static-address", Weight::Warning), "{:?}", codes(&plan));
    assert!(says(&plan, "clone-no-template", Weight::Info));
    assert!(plan.items[0].calls[0].contains("hostname=dns-2"), "{:?}", plan.items[0].calls);
}

#[tokio::test]
async fn a_number_that_is_taken_is_answered_with_a_free_one() {
    let bench = Bench::of("three-nodes").await;
    let mut taken = create("x1", false);
    if let Operation::Create { new_id, .. } = &mut taken {
        *new_id = Some(Vmid::new(100).unwrap());
    }
    match bench.plan("9000", taken).await {
        Err(ChangeError::Command(CommandError::BadValue { argument: "new-id", suggestions, .. })) => {
            assert!(suggestions[0].parse::<Vmid>().is_ok(), "{suggestions:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_name_that_proxmox_refuses_is_answered_before_anything_is_read() {
    let bench = Bench::of("three-nodes").await;
    for (operation, wanted) in [(create("Büro", false), "buero"), (snapshot("マイクラ", false), "maikura")] {
        match bench.plan("9000", operation).await {
            Err(ChangeError::Command(CommandError::BadName { suggestion, .. })) => assert_eq!(suggestion, wanted),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn cores_memory_and_disk_grow_and_what_waits_is_said() {
    let bench = Bench::of("three-nodes").await;
    let operation = Operation::Resize {
        cores: Some(6),
        memory: Some(Bytes::from_gib(6)),
        disk: None,
        grow: Some(Bytes::from_gib(8)),
    };
    let (plan, done) = bench.run("105", operation).await;
    let calls = &plan.items[0].calls;
    assert!(calls[0].contains("cores=6 memory=6144") && calls[0].contains("digest="), "{calls:?}");
    assert!(calls[1].ends_with("/resize disk=scsi0 size=+8G"), "{calls:?}");
    assert!(says(&plan, "after-reboot", Weight::Warning) && says(&plan, "file-system-stays", Weight::Info));
    let notes: Vec<_> = done[0].1.iter().map(|note| note.code.as_ref()).collect();
    assert!(notes.contains(&"value-pending") && notes.contains(&"disk-is"), "{done:?}");
    let (plan, done) = bench
        .run(
            "112",
            Operation::Resize {
                cores: Some(3),
                memory: None,
                disk: Some("rootfs".into()),
                grow: Some(Bytes::from_gib(1)),
            },
        )
        .await;
    assert!(!says(&plan, "after-reboot", Weight::Warning), "a container takes it over at once");
    assert!(done[0].1.iter().all(|note| note.code != "value-pending"), "{done:?}");
}

#[tokio::test]
async fn a_disk_that_there_is_not_and_a_change_of_nothing_are_refused() {
    let bench = Bench::of("three-nodes").await;
    let operation = Operation::Resize { cores: None, memory: None, disk: Some("scsi7".into()), grow: Some(Bytes(1)) };
    match bench.plan("105", operation).await {
        Err(ChangeError::Command(CommandError::BadValue { argument: "disk", suggestions, .. })) => {
            assert_eq!(suggestions, ["scsi0"]);
        }
        other => panic!("{other:?}"),
    }
    let nothing = bench.plan("105", Operation::Resize { cores: Some(4), memory: None, disk: None, grow: None }).await;
    assert!(blockers(&nothing.unwrap()).contains(&"nothing-changes"));
}

#[tokio::test]
async fn a_snapshot_is_taken_gone_back_to_and_removed() {
    let bench = Bench::of("three-nodes").await;
    let taken = bench.verified("105", snapshot("before", true)).await;
    assert!(says(&taken, "snapshot-with-memory", Weight::Info), "{:?}", codes(&taken));
    assert!(taken.items[0].calls[0].ends_with("snapname=before description=Vor dem Update vmstate=1"));
    bench.verified("105", snapshot("later", false)).await;
    let back = bench.verified("105", Operation::SnapshotRollback { name: "before".into(), start: false }).await;
    assert_eq!(back.risk, Risk::Destructive);
    assert_eq!(back.phrase, "minecraft");
    for (code, weight) in [
        ("rollback-loses", Weight::Warning),
        ("rollback-newer", Weight::Warning),
        ("rollback-memory-lost", Weight::Warning),
        ("rollback-memory-returns", Weight::Info),
    ] {
        assert!(says(&back, code, weight), "{code}: {:?}", codes(&back));
    }
    bench.verified("105", Operation::SnapshotDelete { name: "later".into() }).await;
    bench.verified("114", snapshot("ct1", true)).await;
    bench.verified("114", Operation::SnapshotRollback { name: "ct1".into(), start: true }).await;
    match bench.plan("105", Operation::SnapshotDelete { name: "later".into() }).await {
        Err(ChangeError::Command(CommandError::NotFound { kind: "snapshot", .. })) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn zfs_goes_back_to_its_newest_snapshot_only() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.plan("101", Operation::SnapshotRollback { name: "pg15".into(), start: false }).await.unwrap();
    assert!(blockers(&plan).contains(&"rollback-not-newest"), "{:?}", codes(&plan));
}

#[tokio::test]
async fn a_removal_says_what_goes_what_stays_and_what_names_the_guest() {
    let bench = Bench::of("three-nodes").await;
    let running = bench.plan("101", Operation::Delete).await.unwrap();
    assert_eq!(blockers(&running), ["guest-running"]);
    for (code, weight) in [
        ("disk-removed", Weight::Warning),
        ("snapshots-lost", Weight::Warning),
        ("in-job", Weight::Warning),
        ("in-replication", Weight::Warning),
        ("last-backup", Weight::Info),
        ("unreferenced-stay", Weight::Info),
    ] {
        assert!(says(&running, code, weight), "{code}: {:?}", codes(&running));
    }
    let managed = bench.plan("100", Operation::Delete).await.unwrap();
    assert!(says(&managed, "in-ha", Weight::Warning));
    let based_on = bench.plan("9001", Operation::Delete).await.unwrap();
    assert!(blockers(&based_on).contains(&"linked-clones"), "{:?}", codes(&based_on));
    let plan = bench.verified("104", Operation::Delete).await;
    assert_eq!(plan.items[0].calls, ["DELETE /nodes/pve2/qemu/104 purge=1 destroy-unreferenced-disks=0"]);
    assert_eq!((plan.risk, plan.phrase.as_str()), (Risk::Destructive, "win-dc"));
}

#[tokio::test]
async fn a_guest_that_was_never_backed_up_is_said_to_be_so_and_one_that_nobody_could_look_at_is_not() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.plan("120", Operation::Delete).await.unwrap();
    assert!(says(&plan, "no-backup", Weight::Warning), "{:?}", codes(&plan));
    let auditor = bench.site.seen_by("monitor@pve!look");
    let targets = lotse_engine::change::request::Targets::Guests(vec!["120".into()]);
    let blind = bench.ask(&auditor, targets, Operation::Delete).await.unwrap();
    assert!(says(&blind, "backups-unseen", Weight::Warning), "{:?}", codes(&blind));
    assert!(says(&blind, "unseen-privilege", Weight::Warning));
    assert!(!says(&blind, "no-backup", Weight::Warning));
}

#[tokio::test]
async fn guests_move_live_off_and_by_a_restart() {
    let bench = Bench::of("three-nodes").await;
    let to = |node: &str| Operation::Migrate { node: node.parse().unwrap(), storage: None };
    let restart = bench.verified("115", to("pve1")).await;
    assert!(says(&restart, "migrate-restarts", Weight::Warning), "{:?}", codes(&restart));
    assert!(restart.items[0].calls[0].ends_with("target=pve1 restart=1"), "{:?}", restart.items[0].calls);
    let live = bench.verified("103", to("pve1")).await;
    assert!(says(&live, "migrate-live", Weight::Info), "{:?}", codes(&live));
    let there = bench.verified("105", to("pve1")).await;
    assert!(says(&there, "already-there", Weight::Info) && there.items[0].calls.is_empty());
}

#[tokio::test]
async fn a_machine_that_has_fewer_cores_gets_fewer_plugged_in_and_still_starts() {
    let bench = Bench::of("three-nodes").await;
    bench.set(105, "vcpus", "4");
    let fewer = |cores| Operation::Resize { cores: Some(cores), memory: None, disk: None, grow: None };
    let (plan, done) = bench.run("105", fewer(2)).await;
    assert!(plan.items[0].calls[0].contains("cores=2 vcpus=2"), "{:?}", plan.items[0].calls);
    assert!(says(&plan, "vcpus-lowered", Weight::Warning), "{:?}", codes(&plan));
    assert_eq!(done[0].0, Outcome::Verified, "{done:?}");
    bench.verified("105", Operation::Stop).await;
    bench.verified("105", Operation::Start).await;
    let more = bench.plan("105", fewer(4)).await.unwrap();
    assert!(says(&more, "vcpus-below", Weight::Info), "{:?}", codes(&more));
    assert!(!more.items[0].calls[0].contains("vcpus"), "what was chosen stays chosen: {:?}", more.items[0].calls);
}

#[tokio::test]
async fn the_simulator_is_as_strict_about_plugged_in_processors_as_qemu() {
    let bench = Bench::of("three-nodes").await;
    bench.verified("105", Operation::Stop).await;
    bench.set(105, "vcpus", "9");
    let hands = bench.site.hands();
    let plan = bench.plan("105", Operation::Start).await.unwrap();
    let step = &lotse_engine::change::steps::steps(&plan.items[0]).unwrap()[0];
    let lotse_pve::Carried::Task(task) = hands.carry_out(&step.change, &mut |_| {}, super::site::soon()).await.unwrap()
    else {
        panic!("a task")
    };
    let tail = task.tail.iter().map(|line| line.text.as_str());
    let meaning = lotse_engine::change::failure::meaning("start failed: QEMU exited with code 1", tail);
    assert_eq!(meaning, "failed-topology", "{:?}", task.tail);
}
