use lotse_model::{GuestState, Severity, Timestamp};
use lotse_pve::ops::ha::{HaService, HaState};

use super::bench::{Bench, GRACE, INTERVAL};
use crate::{
    inventory::sample,
    watch::{
        Cause,
        NoticeKind::{Changed, Raised, Recovered},
        Phase, Stage, State, Thing,
    },
};

fn guest(vmid: u32) -> String {
    format!("guest:home/{vmid}")
}

#[test]
fn a_crash_is_told_once_and_its_end_once() {
    let mut bench = Bench::new(&[100, 101]);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
    bench.looks(100);
    assert_eq!(bench.news(), []);
    bench.comes_on(100);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, guest(100), State::Off)]);
    bench.looks(100);
    assert_eq!(bench.news(), []);
    assert!(bench.book.alerts.is_empty());
}

#[test]
fn nothing_is_written_when_nothing_happens() {
    let mut bench = Bench::new(&[100, 101, 102]);
    for _ in 0..500 {
        bench.look();
        assert_eq!((bench.last.standings.len(), bench.last.forgotten.len()), (0, 0), "{:?}", bench.last);
    }
    assert_eq!(bench.asked, [], "nothing was in doubt");
}

#[test]
fn a_stop_by_a_user_is_told_after_the_grace_with_who_it_was() {
    let mut bench = Bench::new(&[100]);
    bench.stop(100);
    bench.looks_for(GRACE - INTERVAL);
    assert_eq!(bench.news(), []);
    bench.looks(3);
    let alert = bench.open_of(100).expect("told").clone();
    assert_eq!((alert.state, alert.severity), (State::OffOnPurpose, Severity::Warning));
    let reason = alert.reason.expect("a reason");
    assert_eq!((reason.cause, reason.user.as_str(), reason.task.as_deref()), (Cause::Task, "anna@pam", Some("qmstop")));
    assert_eq!(bench.news().len(), 1);
    bench.start(100);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, guest(100), State::OffOnPurpose)]);
}

#[test]
fn a_stop_and_a_start_by_a_user_are_never_told() {
    let mut bench = Bench::new(&[100]);
    bench.stop(100);
    bench.looks(10);
    bench.start(100);
    bench.looks(100);
    // And both between two looks.
    bench.stop(100);
    bench.pass(20);
    bench.start(100);
    bench.looks(100);
    assert_eq!(bench.news(), []);
}

#[test]
fn a_crash_after_a_stop_and_a_start_is_told_at_once() {
    let mut bench = Bench::new(&[100]);
    bench.stop(100);
    bench.look();
    bench.start(100);
    bench.pass(10);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
    // The same with all of it between two looks.
    let mut bench = Bench::new(&[100]);
    bench.stop(100);
    bench.pass(10);
    bench.start(100);
    bench.pass(10);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
}

#[test]
fn without_the_task_list_it_is_told_at_once_and_nobody_is_named() {
    let mut bench = Bench::new(&[100]);
    bench.tasks_readable = false;
    bench.stop(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::OffUnexplained)]);
}

#[test]
fn a_list_that_does_not_reach_back_is_asked_of_the_node_itself() {
    let mut bench = Bench::new(&[100]);
    bench.looks(10);
    bench.stop(100);
    // So many others ended after it that the cluster's list has it no more; its node's own list has.
    for _ in 0..25 {
        bench.pass(1);
        bench.task("vncproxy", "999", "root@pam", 1);
    }
    bench.unlisted = 1;
    bench.look();
    assert_eq!(bench.news(), []);
    assert!(bench.asked.last().is_some_and(|doubts| !doubts.tasks.is_empty()), "{:?}", bench.asked);
    bench.looks_for(GRACE);
    assert_eq!(bench.news(), [(Raised, guest(100), State::OffOnPurpose)]);
}

#[test]
fn a_lagging_list_is_neither_a_crash_nor_a_recovery() {
    let mut bench = Bench::new(&[100]);
    bench.lag = 15;
    // Started again right before the look: the list still says that it is off.
    bench.stop(100);
    bench.pass(50);
    bench.start(100);
    bench.pass(5 - INTERVAL);
    bench.look();
    assert_eq!(bench.news(), []);
    assert!(!bench.asked.is_empty(), "it was looked at");
    bench.looks(5);
    assert_eq!(bench.news(), []);
    // A crash that is told, and then an older list which says that it runs.
    bench.crash(100);
    bench.looks(2);
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
    bench.lag = 200;
    bench.looks(2);
    assert_eq!(bench.news(), []);
}

#[test]
fn what_cannot_be_looked_at_waits_until_the_list_says_it_for_longer_than_it_lags() {
    let mut bench = Bench::new(&[100]);
    bench.live = false;
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), []);
    let thing = Thing::Guest { guest: sample::reference(100) };
    assert!(matches!(bench.book.standings[&thing].stage, Stage::Suspect { .. }));
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
}

#[test]
fn a_guest_that_is_off_at_the_first_look_is_told_once() {
    let mut bench = Bench::unseen(&[100]);
    bench.crash(100);
    bench.watch("guest:home/100");
    bench.looks(10);
    let news = bench.news();
    assert_eq!(news, [(Raised, guest(100), State::OffUnexplained)], "since when it is off nobody knows");
}

#[test]
fn a_guest_that_is_expected_off_is_told_when_that_changed() {
    let mut bench = Bench::unseen(&[100]);
    bench.crash(100);
    bench.watch("guest:home/100").expected_off = true;
    bench.looks(10);
    bench.start(100);
    bench.looks(3);
    assert_eq!(bench.news(), []);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Off)]);
}

#[test]
fn a_restart_that_nobody_ordered_is_told_once_and_ends_by_itself() {
    let mut bench = Bench::new(&[100]);
    bench.looks(10);
    bench.pass(30);
    bench.comes_on(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Restarted)]);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, guest(100), State::Restarted)]);
    bench.looks(50);
    assert_eq!(bench.news(), []);
}

#[test]
fn a_restart_by_a_task_is_none_and_without_the_tasks_nobody_knows() {
    let mut bench = Bench::new(&[100]);
    bench.pass(30);
    bench.task("qmreboot", "100", "anna@pam", 2);
    bench.comes_on(100);
    bench.looks(3);
    assert_eq!(bench.news(), []);
    bench.tasks_readable = false;
    bench.pass(200);
    bench.comes_on(100);
    bench.looks(3);
    assert_eq!(bench.news(), []);
}

#[test]
fn our_own_clock_set_forward_restarts_nobody() {
    let mut bench = Bench::new(&[100, 101]);
    bench.looks(5);
    let shift = 7_200;
    bench.now += shift;
    for boot in bench.boots.values_mut() {
        *boot += shift;
    }
    for (_, boot) in bench.nodes.values_mut() {
        *boot += shift;
    }
    bench.looks(5);
    assert_eq!(bench.news(), []);
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
fn a_pause_is_seen_although_the_list_knows_none() {
    let mut bench = Bench::new(&[100, 101]);
    bench.change(100, |guest| guest.state = GuestState::Paused);
    bench.look();
    assert_eq!(bench.news(), [(Raised, guest(100), State::Paused)]);
    bench.looks(10);
    assert_eq!(bench.news(), []);
    bench.change(100, |guest| guest.state = GuestState::Running);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, guest(100), State::Paused)]);
    // By a user: after the grace.
    bench.task("qmpause", "101", "anna@pam", 1);
    bench.change(101, |guest| guest.state = GuestState::Paused);
    bench.looks(10);
    assert_eq!(bench.news(), []);
    bench.looks_for(GRACE);
    assert_eq!(bench.news(), [(Raised, guest(101), State::Paused)]);
}

#[test]
fn a_guest_that_is_idle_for_good_is_looked_at_once_and_not_at_every_look() {
    let mut bench = Bench::new(&[100]);
    bench.change(100, |guest| guest.state = GuestState::Paused);
    bench.look();
    bench.news();
    // The list shows a processor that stands still; the guest itself says that it runs.
    bench.change(100, |guest| guest.state = GuestState::Running);
    bench.looks(3);
    let asked = bench.asked.len();
    bench.looks(20);
    assert_eq!(bench.asked.len(), asked);
}

#[test]
fn going_to_and_fro_is_one_alert_with_few_notices() {
    let mut bench = Bench::new(&[100]);
    for _ in 0..30 {
        bench.crash(100);
        bench.look();
        bench.task("qmstart", "100", "watchdog@pve", 1);
        bench.comes_on(100);
        bench.look();
    }
    let news = bench.news();
    assert_eq!(news.len(), 5, "{news:?}");
    assert_eq!(news.last(), Some(&(Raised, guest(100), State::Flapping)));
    bench.looks_for(20 * 60);
    assert_eq!(bench.news(), [(Recovered, guest(100), State::Flapping)]);
    bench.looks(100);
    assert_eq!(bench.news(), []);
}

#[test]
fn flapping_that_ends_badly_says_how() {
    let mut bench = Bench::new(&[100]);
    for _ in 0..4 {
        bench.crash(100);
        bench.look();
        bench.comes_on(100);
        bench.look();
    }
    bench.news();
    bench.crash(100);
    bench.looks_for(20 * 60);
    assert_eq!(bench.news(), [(Changed, guest(100), State::Off)]);
}

#[test]
fn what_is_no_longer_watched_ends_without_a_word() {
    let mut bench = Bench::new(&[100]);
    bench.crash(100);
    bench.look();
    bench.news();
    bench.book.entries.clear();
    bench.look();
    assert_eq!(bench.news(), []);
    assert!(bench.book.alerts.is_empty() && bench.book.standings.is_empty());
    assert!(bench.last.happened.iter().all(|happened| happened.kind.is_none() && !happened.alert.is_open()));
}

#[test]
fn who_gets_the_tag_is_watched_from_then_on_and_templates_never() {
    let mut bench = Bench::unseen(&[100, 101, 102]);
    bench.watch("cluster:home tag:web");
    bench.change(100, |guest| guest.tags = vec!["web".to_owned()]);
    bench.change(102, |guest| {
        (guest.tags, guest.template, guest.state) = (vec!["web".to_owned()], true, GuestState::Stopped);
    });
    bench.looks(2);
    bench.crash(101);
    bench.look();
    assert_eq!(bench.news(), []);
    bench.change(101, |guest| guest.tags = vec!["web".to_owned()]);
    bench.look();
    let news = bench.news();
    assert_eq!(news.len(), 1, "found off at its first look: {news:?}");
    assert!(!bench.book.standings.contains_key(&Thing::Guest { guest: sample::reference(102) }));
}

#[test]
fn an_acknowledged_alert_stays_so_and_its_end_is_told() {
    let mut bench = Bench::new(&[100]);
    bench.crash(100);
    bench.look();
    bench.news();
    let by = crate::access::Person::at_terminal("anna");
    bench.alert_mut(1).phase = Phase::Acknowledged { by, at: Timestamp(bench.now) };
    bench.looks(50);
    assert_eq!(bench.news(), []);
    assert!(matches!(bench.open_of(100).expect("open").phase, Phase::Acknowledged { .. }));
    bench.comes_on(100);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, guest(100), State::Off)]);
}

#[test]
fn a_severity_of_an_entry_is_that_of_its_guests() {
    let mut bench = Bench::unseen(&[100]);
    bench.watch("guest:home/100").severity = Some(Severity::Critical);
    bench.looks(2);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.open_of(100).expect("told").severity, Severity::Critical);
}
