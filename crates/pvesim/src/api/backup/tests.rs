//! What backups promise.

use serde_json::json;

use crate::api::Method::{Delete, Get, Post, Put};
use crate::api::bench::{Bench, entry};

fn archives(bench: &mut Bench, vmid: u32) -> usize {
    let list = bench.get("/nodes/pve/storage/backup/content");
    list.as_array().unwrap().iter().filter(|volume| volume["vmid"] == vmid).count()
}

#[test]
fn a_backup_leaves_an_archive_with_the_guests_configuration() {
    let mut bench = Bench::of("single");
    let (status, log) = bench.task(
        Post,
        "/nodes/pve/vzdump",
        &[
            ("vmid", "300"),
            ("storage", "backup"),
            ("mode", "stop"),
            ("compress", "zstd"),
            ("remove", "0"),
            ("notes-template", "{{guestname}} note"),
        ],
    );
    assert_eq!(status, "OK", "{log:?}");
    assert_eq!(archives(&mut bench, 300), 3);
    let list = bench.get("/nodes/pve/storage/backup/content");
    let made = entry(&list, "notes", "renamed note");
    let volid = made["volid"].as_str().unwrap().to_owned();
    assert!(volid.ends_with(".vma.zst"), "{volid}");
    let config = bench.data(Get, "/nodes/pve/vzdump/extractconfig", &[("volume", &volid)]);
    assert!(config.as_str().unwrap().contains("name: renamed\n"), "{config}");
    assert!(bench.world.guests[&300].lock().is_none(), "the lock is gone");
}

#[test]
fn a_backup_prunes_older_ones_unless_it_is_told_not_to() {
    let mut bench = Bench::of("single");
    for _ in 0..2 {
        let (status, _) = bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "300"), ("storage", "backup")]);
        assert_eq!(status, "OK");
        bench.skip(5);
    }
    // The storage keeps the last three.
    assert_eq!(archives(&mut bench, 300), 3);
    bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "300"), ("storage", "backup"), ("remove", "0")]);
    assert_eq!(archives(&mut bench, 300), 4);
}

#[test]
fn one_guest_that_fails_fails_the_job_and_not_the_others() {
    let mut bench = Bench::of("single");
    let (status, log) =
        bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "300,999"), ("storage", "backup"), ("remove", "0")]);
    assert_eq!(status, "job errors");
    assert!(log.contains(&"ERROR: Backup of VM 999 failed - unable to find VM '999'".to_owned()), "{log:?}");
    assert_eq!(archives(&mut bench, 300), 3);
}

#[test]
fn a_locked_guest_and_a_wrong_storage_fail_in_the_task() {
    let mut bench = Bench::of("single");
    let (status, log) = bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "104"), ("storage", "backup")]);
    assert_eq!(status, "job errors");
    assert!(log.iter().any(|line| line.ends_with("VM is locked (backup)")), "{log:?}");
    let (status, _) = bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "300"), ("storage", "fast")]);
    assert!(status.ends_with("wrong content type"), "{status}");
}

#[test]
fn without_quorum_no_guest_can_be_locked_for_its_backup() {
    let mut bench = Bench::of("single");
    bench.world.quorate = false;
    let (status, log) = bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "300"), ("storage", "backup")]);
    assert_eq!(status, "job errors");
    assert!(log.contains(&"ERROR: Backup of VM 300 failed - cluster not ready - no quorum?".to_owned()), "{log:?}");
}

#[test]
fn a_full_storage_takes_no_backup() {
    let mut bench = Bench::of("single");
    bench.world.fill_storage("backup", None, 1.0);
    let (status, log) = bench.task(Post, "/nodes/pve/vzdump", &[("vmid", "300"), ("storage", "backup")]);
    assert_eq!(status, "job errors");
    assert!(log.iter().any(|line| line.contains("No space left on device")), "{log:?}");
}

#[test]
fn a_job_is_made_changed_listed_with_its_next_run_and_removed() {
    let mut bench = Bench::of("single");
    let params = [
        ("id", "mine"),
        ("schedule", "02:30"),
        ("vmid", "100,101"),
        ("storage", "backup"),
        ("prune-backups", "keep-last=2"),
    ];
    assert!(bench.data(Post, "/cluster/backup", &params).is_null());
    assert_eq!(bench.refusal(Post, "/cluster/backup", &params).reason, "Job 'mine' already exists");
    let jobs = bench.get("/cluster/backup");
    let mine = entry(&jobs, "id", "mine");
    assert_eq!(mine["prune-backups"], json!({"keep-last": "2"}));
    assert_eq!(mine["next-run"].as_i64().unwrap() % 86_400, 9000);
    bench.data(Put, "/cluster/backup/mine", &[("all", "1"), ("enabled", "0")]);
    let mine = bench.get("/cluster/backup/mine");
    assert!(mine.get("vmid").is_none() && mine["enabled"] == 0 && mine.get("next-run").is_none(), "{mine}");
    bench.data(Delete, "/cluster/backup/mine", &[]);
    assert_eq!(bench.refusal(Get, "/cluster/backup/mine", &[]).errors[0].1, "No such job 'mine'");
}

#[test]
fn a_schedule_that_is_none_is_refused_with_the_real_words() {
    let mut bench = Bench::of("single");
    let refusal =
        bench.refusal(Post, "/cluster/backup", &[("schedule", "whenever"), ("vmid", "100"), ("storage", "backup")]);
    assert_eq!(
        refusal.errors[0].1,
        "invalid format - invalid calendar event 'whenever' - unable to parse calendar event - whenever\n\n"
    );
}

#[test]
fn a_job_runs_at_its_time_and_again_the_next_day() {
    let mut bench = Bench::of("single");
    bench.data(
        Post,
        "/cluster/backup",
        &[("id", "mine"), ("schedule", "02:30"), ("vmid", "300"), ("storage", "backup"), ("remove", "0")],
    );
    let before = archives(&mut bench, 300);
    bench.skip(86_400);
    bench.skip(86_400);
    assert_eq!(archives(&mut bench, 300), before + 2);
}

#[test]
fn only_guests_in_no_job_are_called_not_backed_up_and_an_auditor_is_needed_to_hear_it() {
    let mut bench = Bench::of("single");
    let found = bench.get("/cluster/backup-info/not-backed-up");
    assert_eq!(found, json!([{"vmid": 104, "name": "locked", "type": "qemu"}]));
    let mut nobody = Bench::of("single").by("nobody@pve");
    assert_eq!(nobody.refusal(Get, "/cluster/backup", &[]).reason, "Permission check failed (/, Sys.Audit)");
}
