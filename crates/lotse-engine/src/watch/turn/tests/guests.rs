//! Guests that go off and come back.

use lotse_model::{GuestState, Severity};

use super::bench::{Bench, GRACE, INTERVAL};
use crate::{
    inventory::sample,
    watch::{
        Cause,
        NoticeKind::{Raised, Recovered},
        Stage, State, Thing,
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
fn a_move_that_fails_in_the_middle_and_leaves_the_machine_standing_still_is_told_after_the_grace() {
    let mut bench = Bench::new(&[100]);
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Paused, Some("migrate".to_owned())));
    bench.looks_for(GRACE - INTERVAL);
    assert_eq!(bench.news(), []);
    bench.looks(3);
    assert_eq!(bench.news(), [(Raised, guest(100), State::Paused)]);
    bench.looks(60);
    assert_eq!(bench.news(), []);
    bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Running, None));
    bench.look();
    assert_eq!(bench.news(), [(Recovered, guest(100), State::Paused)]);
}

#[test]
fn a_move_that_passes_is_never_told() {
    let mut bench = Bench::new(&[100]);
    for _ in 0..50 {
        bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Paused, Some("migrate".to_owned())));
        bench.looks(3);
        bench.change(100, |guest| (guest.state, guest.lock) = (GuestState::Running, None));
        bench.looks(1);
    }
    assert_eq!(bench.news(), []);
    assert_eq!(bench.book.standings[&Thing::Guest { guest: sample::reference(100) }].stage, Stage::Ok);
}
