//! Backups made, protected, removed and brought back, and their jobs.

use lotse_engine::access::{Grant, Grants, May};
use lotse_engine::change::{
    error::ChangeError,
    note::Weight,
    operation::{JobSettings, Operation},
    request::Targets,
    risk::Risk,
};
use lotse_engine::command::CommandError;
use lotse_model::Vmid;

use super::change_bench::{Bench, blockers, codes, says};

fn backup(storage: Option<&str>) -> Operation {
    Operation::BackupNow {
        storage: storage.map(|name| name.parse().unwrap()),
        mode: "snapshot".to_owned(),
        notes: Some("vor dem Update".to_owned()),
    }
}

fn restore(new_id: Option<u32>) -> Operation {
    Operation::Restore { backup: None, new_id: new_id.map(|id| Vmid::new(id).unwrap()), storage: None, start: false }
}

#[tokio::test]
async fn a_backup_is_made_protected_and_removed_and_prunes_nothing() {
    let bench = Bench::of("three-nodes").await;
    // Of several storages the one that its last backup lies on.
    let plan = bench.verified("111", backup(None)).await;
    let call = &plan.items[0].calls[0];
    assert!(call.contains("vmid=111 storage=pbs mode=snapshot remove=0"), "{call}");
    assert!(says(&plan, "backup-keeps-older", Weight::Info) && says(&plan, "last-backup", Weight::Info));
    assert_eq!(plan.risk, Risk::Reversible);
    let protect = bench.verified("111", Operation::BackupProtect { backup: None, on: true }).await;
    assert!(protect.items[0].calls[0].starts_with("PUT /nodes/pve1/storage/pbs/content/pbs:backup/ct/111/"));
    let volume = match &protect.items[0].operation {
        Operation::BackupProtect { backup: Some(backup), .. } => backup.clone(),
        other => panic!("{other:?}"),
    };
    let kept = bench.plan("111", Operation::BackupDelete { backup: volume.clone() }).await.unwrap();
    assert_eq!(blockers(&kept), ["backup-protected"]);
    let off = bench.verified("111", Operation::BackupProtect { backup: Some("last".into()), on: false }).await;
    assert!(says(&off, "backup-now-prunable", Weight::Warning));
    let gone = bench.verified("111", Operation::BackupDelete { backup: volume }).await;
    assert_eq!(gone.risk, Risk::Destructive);
}

#[tokio::test]
async fn a_machine_of_a_single_node_is_backed_up_and_brought_back() {
    let bench = Bench::of("single").await;
    let plan = bench.verified("100", backup(Some("backup"))).await;
    assert!(plan.items[0].calls[0].contains("vmid=100 storage=backup mode=snapshot remove=0"), "{:?}", plan.items);
    bench.verified("100", Operation::Stop).await;
    bench.verified("100", restore(None)).await;
    bench.verified("100", restore(Some(712))).await;
}

#[tokio::test]
async fn a_guest_without_a_backup_must_be_told_where_one_goes() {
    let bench = Bench::of("three-nodes").await;
    match bench.plan("120", backup(None)).await {
        Err(ChangeError::Command(CommandError::BadValue { argument: "storage", suggestions, .. })) => {
            assert_eq!(suggestions, ["nas", "pbs"], "the one that is switched off is none");
        }
        other => panic!("{other:?}"),
    }
    match bench.plan("120", backup(Some("ceph"))).await {
        Err(ChangeError::Command(CommandError::BadValue { argument: "storage", .. })) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_restore_over_a_guest_says_what_is_lost_and_wants_it_off() {
    let bench = Bench::of("three-nodes").await;
    let running = bench.plan("105", restore(None)).await.unwrap();
    assert_eq!(blockers(&running), ["guest-running"]);
    assert_eq!((running.risk, running.phrase.as_str()), (Risk::Destructive, "minecraft"));
    bench.verified("105", Operation::Stop).await;
    let plan = bench.verified("105", restore(None)).await;
    for code in ["restore-loses", "restore-replaces", "disk-removed", "snapshots-lost"] {
        assert!(says(&plan, code, Weight::Warning), "{code}: {:?}", codes(&plan));
    }
    assert!(plan.items[0].calls[0].ends_with("force=1"), "{:?}", plan.items[0].calls);
}

#[tokio::test]
async fn a_restore_beside_a_guest_gets_addresses_of_its_own() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.verified("114", restore(Some(714))).await;
    assert!(plan.items[0].calls[0].starts_with("POST /nodes/pve3/lxc vmid=714 ostemplate=pbs:backup/ct/114/"));
    assert!(plan.items[0].calls[0].ends_with("restore=1 unique=1"), "{:?}", plan.items[0].calls);
    assert!(says(&plan, "restore-new-addresses", Weight::Info));
    assert_eq!(plan.risk, Risk::Disruptive);
}

#[tokio::test]
async fn a_guest_that_was_removed_is_brought_back_by_its_number() {
    let bench = Bench::of("three-nodes").await;
    bench.verified("114", Operation::Delete).await;
    let plan = bench.verified("114", restore(None)).await;
    assert!(says(&plan, "restore-deleted", Weight::Info), "{:?}", codes(&plan));
    assert!(!plan.items[0].calls[0].contains("unique"), "it comes back as it was: {:?}", plan.items[0].calls);
    assert_eq!(bench.plan("999", restore(None)).await.unwrap_err().code(), "E-NOT-FOUND");
}

#[tokio::test]
async fn a_job_is_made_changed_switched_and_removed() {
    let bench = Bench::of("three-nodes").await;
    let job = JobSettings {
        schedule: Some("sat 03:00".into()),
        storage: Some("nas".parse().unwrap()),
        guests: Some("build,104".into()),
        keep: Some("2".into()),
        ..JobSettings::default()
    };
    let plan = bench.job(Operation::BackupJobCreate { job }).await.unwrap();
    let call = &plan.items[0].calls[0];
    assert!(call.contains("schedule=sat 03:00 storage=nas mode=snapshot prune-backups=keep-last=2"), "{call}");
    assert!(call.ends_with("vmid=104,120"), "{call}");
    assert!(says(&plan, "job-next", Weight::Info), "{:?}", codes(&plan));
    verify(&bench, &plan).await;
    let id = plan.phrase.clone();
    let edit = JobSettings { guests: Some("all".into()), ..JobSettings::default() };
    let plan = bench.job(Operation::BackupJobEdit { id: id.clone(), job: edit }).await.unwrap();
    assert!(plan.items[0].calls[0].ends_with("all=1 delete=vmid,pool"), "{:?}", plan.items[0].calls);
    assert!(says(&plan, "job-guests-change", Weight::Info));
    verify(&bench, &plan).await;
    let off = bench.job(Operation::BackupJobSwitch { id: id.clone(), on: false }).await.unwrap();
    verify(&bench, &off).await;
    let again = bench.job(Operation::BackupJobSwitch { id: id.clone(), on: true }).await.unwrap();
    verify(&bench, &again).await;
    let gone = bench.job(Operation::BackupJobDelete { id }).await.unwrap();
    assert_eq!(gone.risk, Risk::Destructive);
    verify(&bench, &gone).await;
}

#[tokio::test]
async fn switching_a_job_off_names_the_guests_that_are_then_in_none() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.job(Operation::BackupJobSwitch { id: "backup-weekly".into(), on: false }).await.unwrap();
    let note = plan.items[0].notes.iter().find(|note| note.code == "job-uncovers").expect("a note");
    assert_eq!(format!("{:?}", note.arguments["count"]), "Count(3)");
    assert!(format!("{:?}", note.arguments["guests"]).contains("120 (build)"), "{note:?}");
}

#[tokio::test]
async fn a_job_that_runs_now_backs_up_each_node_and_prunes_nothing() {
    let bench = Bench::of("three-nodes").await;
    let plan = bench.job(Operation::BackupJobRun { id: "backup-nightly".into() }).await.unwrap();
    assert_eq!(plan.items.len(), 3, "a call for each node");
    assert!(plan.items.iter().all(|item| item.calls[0].contains("remove=0")), "{plan:?}");
    assert!(says(&plan, "job-prunes-nothing", Weight::Info));
}

#[tokio::test]
async fn a_job_says_only_what_the_server_takes() {
    let bench = Bench::of("three-nodes").await;
    let good = JobSettings {
        schedule: Some("21:00".into()),
        storage: Some("nas".parse().unwrap()),
        guests: Some("all".into()),
        ..JobSettings::default()
    };
    for (argument, job) in [
        ("schedule", JobSettings { schedule: Some("when it rains".into()), ..good.clone() }),
        ("storage", JobSettings { storage: Some("ceph".parse().unwrap()), ..good.clone() }),
        ("keep", JobSettings { keep: Some("forever".into()), ..good.clone() }),
        ("mode", JobSettings { mode: Some("hover".into()), ..good.clone() }),
        ("covers", JobSettings { guests: Some("pool:nobody".into()), ..good.clone() }),
    ] {
        match bench.job(Operation::BackupJobCreate { job }).await {
            Err(ChangeError::Command(CommandError::BadValue { argument: found, .. })) => assert_eq!(found, argument),
            other => panic!("{argument}: {other:?}"),
        }
    }
    match bench.job(Operation::BackupJobDelete { id: "nightly".into() }).await {
        Err(ChangeError::Command(CommandError::NotFound { kind: "job", .. })) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_narrow_scope_does_not_tell_whether_a_number_that_is_gone_was_ever_backed_up() {
    let bench = Bench::of("three-nodes").await;
    bench.verified("104", Operation::Delete).await;
    let restore = || Operation::Restore { backup: None, new_id: None, storage: None, start: false };
    let administers = |scope: &str| {
        let grant = Grant { may: May::level("administer").unwrap(), scope: vec![scope.parse().unwrap()] };
        Grants::of(vec!["discord-user:1".to_owned()], vec![grant])
    };
    for scope in ["tag:web", "cluster:home node:pve3", "cluster:home pool:games", "guest:home/104"] {
        let mut answers = Vec::new();
        // Of the first there are backups, of the second there never was a guest, the third is there and not in scope.
        for number in ["104", "7777", "home/101"] {
            bench.site.calls();
            let targets = Targets::Guests(vec![number.to_owned()]);
            let refused = bench.ask_with(&bench.site.fleet, &administers(scope), targets, restore()).await;
            // What is suggested is made of what may be seen.
            let Err(ChangeError::Command(CommandError::NotFound { kind, hidden, .. })) = refused else {
                panic!("{scope} {number}: {refused:?}")
            };
            answers.push((kind, hidden, bench.site.calls()));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{scope}: {answers:?}");
    }
    let targets = Targets::Guests(vec!["104".to_owned()]);
    let whole = bench.ask_with(&bench.site.fleet, &administers("cluster:home"), targets, restore()).await.unwrap();
    assert!(says(&whole, "restore-deleted", Weight::Info), "{:?}", codes(&whole));
}

async fn verify(bench: &Bench, plan: &lotse_engine::change::plan::Plan) {
    let done = bench.carry_out(plan).await;
    let outcome = lotse_engine::change::event::Outcome::Verified;
    assert!(done.iter().all(|(is, _)| *is == outcome), "{done:?}\n{plan:?}");
}
