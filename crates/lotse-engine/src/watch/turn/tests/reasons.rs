//! What explains that a guest is off: backups, moves, the HA manager.

use lotse_model::GuestState;
use lotse_pve::ops::ha::{HaService, HaState};

use super::bench::{Bench, GRACE, INTERVAL};
use crate::{
    inventory::sample,
    watch::{Cause, NoticeKind::Raised, Stage, State, Thing},
};

fn guest(vmid: u32) -> String {
    format!("guest:home/{vmid}")
}

#[test]
fn a_backup_in_stop_mode_explains_as_long_as_it_runs_and_one_in_snapshot_mode_never() {
    let mut bench = Bench::new(&[100]);
    let backup = bench.task("vzdump", "100", "root@pam", 0);
    bench
        .logs
        .insert("100".into(), vec!["INFO: Starting Backup of VM 100 (qemu)".into(), "INFO: backup mode: stop".into()]);
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Stopped, Some("backup".to_owned())));
    bench.looks_for(3 * GRACE);
    assert_eq!(bench.news(), [], "it runs for hours");
    bench.ends(backup);
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Running, None));
    bench.looks(50);
    assert_eq!(bench.news(), []);

    let mut bench = Bench::new(&[100]);
    bench.task("vzdump", "100", "root@pam", 0);
    bench.logs.insert(
        "100".into(),
        vec!["INFO: Starting Backup of VM 100 (qemu)".into(), "INFO: backup mode: snapshot".into()],
    );
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Stopped, Some("backup".to_owned())));
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
}

#[test]
fn a_backup_that_leaves_the_guest_off_is_told_after_the_grace() {
    let mut bench = Bench::new(&[100]);
    let backup = bench.task("vzdump", "100", "root@pam", 0);
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Stopped, Some("backup".to_owned())));
    bench.looks(5);
    bench.ends(backup);
    bench.change(100, |guest| guest.lock = None);
    bench.looks_for(GRACE + 2 * INTERVAL);
    let alert = bench.open_of(100).expect("told");
    assert_eq!(
        (alert.state, alert.reason.as_ref().map(|reason| reason.cause)),
        (State::OffOnPurpose, Some(Cause::Backup))
    );
    // Backed up every night since: that explains nothing, and nothing is told twice.
    bench.news();
    bench.task("vzdump", "100", "root@pam", 30);
    bench.looks_for(GRACE * 3);
    assert_eq!(bench.news(), []);
}

#[test]
fn nightly_backups_of_a_guest_that_was_stopped_do_not_put_the_alert_off() {
    let mut bench = Bench::new(&[100]);
    bench.stop(100);
    for _ in 0..4 {
        bench.looks_for(GRACE / 3);
        bench.task("vzdump", "100", "root@pam", 20);
    }
    bench.looks(2);
    assert_eq!(bench.news(), [(Raised, guest(100), State::OffOnPurpose)]);
}

#[test]
fn a_move_is_never_told() {
    let mut bench = Bench::new(&[100]);
    let task = bench.task("qmigrate", "100", "anna@pam", 0);
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Stopped, Some("migrate".to_owned())));
    bench.looks(3);
    bench.ends(task);
    bench.boots.insert(100, bench.now);
    bench.change(100, |guest| {
        (guest.state, guest.lock, guest.node) = (GuestState::Running, None, sample::node_name("pve2"));
    });
    bench.looks(30);
    assert_eq!(bench.news(), []);
    let thing = Thing::Guest { guest: sample::reference(100) };
    assert_eq!(bench.book.standings[&thing].node, Some(sample::node_name("pve2")));
}

#[test]
fn an_ha_request_follows_later_and_is_known_by_who_asked() {
    let mut bench = Bench::new(&[100]);
    bench.task("hastop", "100", "anna@pam", 1);
    bench.looks(1);
    bench.pass(20);
    bench.task("qmshutdown", "100", "root@pam", 5);
    bench.crash(100);
    bench.look();
    let thing = Thing::Guest { guest: sample::reference(100) };
    match &bench.book.standings[&thing].stage {
        Stage::Explained { reason, .. } => assert_eq!((reason.user.as_str(), reason.cause), ("anna@pam", Cause::Task)),
        other => panic!("explained, not {other:?}"),
    }
}

#[test]
fn what_the_ha_manager_does_delays_and_a_guest_it_gives_up_is_told() {
    let service = |state: &str| HaService {
        sid: "vm:100".to_owned(),
        guest: Some((lotse_model::GuestKind::Vm, sample::reference(100).vmid)),
        node: Some(sample::node_name("pve1")),
        state: HaState::read(state),
        decided: None,
        requested: Some(HaState::Started),
        max_restart: None,
        max_relocate: None,
        failback: None,
        comment: None,
    };
    let mut bench = Bench::new(&[100]);
    bench.ha.services = vec![service("recovery")];
    bench.crash(100);
    bench.looks(3);
    assert_eq!(bench.news(), []);
    bench.ha.services = vec![service("error")];
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
}

#[test]
fn of_a_list_that_ends_with_as_many_tasks_as_were_asked_for_nobody_knows_what_stands_behind() {
    let mut bench = Bench::new(&[100, 101]);
    bench.pass(10);
    bench.stop(100);
    for _ in 0..600 {
        bench.task("qmsnapshot", "101", "anna@pam", 1);
    }
    bench.unlisted = bench.tasks.len() - 25;
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::OffUnexplained)]);
}
