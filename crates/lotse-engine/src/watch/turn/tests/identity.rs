use super::bench::{Bench, GRACE, INTERVAL, container};
use crate::{
    inventory::sample,
    watch::{
        Cause,
        NoticeKind::{Changed, Raised, Recovered},
        Phase, State, Thing,
    },
};
use lotse_model::Timestamp;

fn of_number(guests: &[u32]) -> Bench {
    let mut bench = Bench::unseen(guests);
    bench.watch("guest:home/100");
    bench.looks(3);
    bench
}

const GUEST: &str = "guest:home/100";

#[test]
fn a_guest_that_is_gone_is_told_after_a_whole_list_only() {
    let mut bench = of_number(&[100, 101]);
    bench.whole = false;
    bench.remove(100);
    bench.looks(20);
    // That nobody can see it is all that can be said.
    let hidden = ("cluster:home".to_owned(), State::OutOfSight);
    assert_eq!(bench.news(), [(Raised, hidden.0.clone(), hidden.1)]);
    bench.whole = true;
    bench.look();
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Gone), (Recovered, hidden.0, hidden.1)]);
}

#[test]
fn a_guest_that_a_user_removed_is_told_after_the_grace_with_who_it_was() {
    let mut bench = of_number(&[100, 101]);
    bench.stop(100);
    bench.task("qmdestroy", "100", "anna@pam", 1);
    bench.remove(100);
    bench.looks(5);
    assert_eq!(bench.news(), []);
    bench.looks_for(GRACE);
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Gone)]);
    let reason = bench.open_of(100).and_then(|alert| alert.reason.clone()).expect("a reason");
    assert_eq!((reason.cause, reason.user.as_str()), (Cause::Removed, "anna@pam"));
    // Acknowledged, it is over: nothing else could end it.
    let by = crate::access::Person::at_terminal("anna");
    bench.alert_mut(1).phase = Phase::Acknowledged { by, at: Timestamp(bench.now) };
    bench.looks(5);
    assert_eq!(bench.news(), []);
    assert!(bench.book.alerts.is_empty());
}

#[test]
fn another_guest_with_the_number_is_never_taken_for_the_old_one() {
    let mut bench = of_number(&[100, 101]);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Off)]);
    bench.task("qmdestroy", "100", "anna@pam", 1);
    bench.pass(5);
    bench.task("qmcreate", "100", "anna@pam", 1);
    bench.put(100, sample::guest(100), "uuid-new");
    bench.looks(20);
    // The old one did not recover, although what has its number now runs.
    assert_eq!(bench.news(), [(Changed, GUEST.to_owned(), State::Replaced)]);
    // A person says that the new one is meant.
    let entry = bench.book.entries.first_mut().expect("an entry");
    entry.identity.as_mut().expect("by number").identity = Some("uuid-new".to_owned());
    bench.looks(3);
    assert_eq!(bench.news(), [(Recovered, GUEST.to_owned(), State::Replaced)]);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Off)]);
}

#[test]
fn a_container_with_a_machines_number_is_another() {
    let mut bench = of_number(&[100, 101]);
    bench.put(100, container(100), "ctime-1");
    bench.looks(3);
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Replaced)]);
}

#[test]
fn the_guest_itself_back_from_its_backup_is_the_same() {
    let mut bench = of_number(&[100, 101]);
    bench.remove(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Gone)]);
    bench.task("qmrestore", "100", "anna@pam", 5);
    bench.put(100, sample::guest(100), "uuid-100");
    bench.looks(3);
    assert_eq!(bench.news(), [(Recovered, GUEST.to_owned(), State::Gone)]);
}

#[test]
fn a_renamed_guest_is_the_same_and_carries_its_new_name() {
    let mut bench = of_number(&[100, 101]);
    bench.change(100, |guest| guest.name = Some("shop".to_owned()));
    bench.looks(5);
    assert_eq!(bench.news(), []);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.open_of(100).and_then(|alert| alert.members[0].name.clone()).as_deref(), Some("shop"));
}

#[test]
fn a_selection_takes_the_new_guest_and_tells_that_the_old_one_is_gone() {
    let mut bench = Bench::new(&[100, 101]);
    bench.looks(2);
    bench.task("qmdestroy", "100", "anna@pam", 1);
    bench.pass(5);
    bench.put(100, sample::guest(100), "uuid-new");
    bench.looks(10);
    let news = bench.news();
    assert_eq!(news, [(Raised, GUEST.to_owned(), State::Replaced), (Recovered, GUEST.to_owned(), State::Replaced),]);
    bench.crash(100);
    bench.look();
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Off)]);
}

#[test]
fn an_entry_of_a_guest_that_never_was_is_told_once() {
    let mut bench = Bench::unseen(&[101]);
    bench.watch("guest:home/100");
    bench.looks(10);
    assert_eq!(bench.news(), [(Raised, GUEST.to_owned(), State::Gone)]);
}

#[test]
fn what_tells_guests_apart_is_read_at_leisure_and_then_no_more() {
    let mut bench = Bench::unseen(&[100]);
    bench.watch("cluster:home");
    bench.look();
    bench.look();
    assert_eq!(bench.last.identify.len(), 1);
    let thing = Thing::Guest { guest: sample::reference(100) };
    bench.book.standings.get_mut(&thing).expect("seen").identity = Some("uuid-100".to_owned());
    bench.pass(INTERVAL);
    bench.look();
    assert!(bench.last.identify.is_empty());
}
