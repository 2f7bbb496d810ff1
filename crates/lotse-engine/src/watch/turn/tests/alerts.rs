//! What becomes of an alert while it is open: flapping, acknowledgement, and who is watched at all.

use lotse_model::{GuestState, Severity, Timestamp};

use super::bench::Bench;
use crate::{
    inventory::sample,
    watch::{
        NoticeKind::{Changed, Raised, Recovered},
        Phase, State, Thing,
    },
};

fn guest(vmid: u32) -> String {
    format!("guest:home/{vmid}")
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
