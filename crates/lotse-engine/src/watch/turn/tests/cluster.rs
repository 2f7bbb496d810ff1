use lotse_model::{Argument, Evidence, Finding, FindingId, HiddenWhy, Severity, Subject, Timestamp};

use super::bench::{Bench, settings};
use crate::{
    access::Person,
    findings::{CheckRan, Problems},
    inventory::sample,
    watch::{
        Book,
        NoticeKind::{Changed, Raised, Recovered},
        Phase, Sighting, State, turn,
    },
};

const CLUSTER: &str = "cluster:home";

#[test]
fn a_cluster_that_cannot_be_seen_is_told_after_some_looks_and_nothing_else_is() {
    for (why, state) in [
        (HiddenWhy::Unreachable, State::Unreachable),
        (HiddenWhy::Refused, State::Refused),
        (HiddenWhy::Untrusted, State::Untrusted),
        (HiddenWhy::TimedOut, State::Failing),
    ] {
        let mut bench = Bench::new(&[100, 101]);
        bench.blind = Some(why);
        bench.crash(100);
        bench.looks(2);
        assert_eq!(bench.news(), []);
        bench.look();
        assert_eq!(bench.heard[0].alert.members.len(), 2, "its guests fell with it");
        assert_eq!(bench.news(), [(Raised, CLUSTER.to_owned(), state)]);
        bench.looks(30);
        assert_eq!(bench.news(), []);
        // What happened meanwhile shows afterwards.
        bench.blind = None;
        bench.look();
        let news = bench.news();
        assert_eq!(news, [(Raised, "guest:home/100".to_owned(), State::Off), (Recovered, CLUSTER.to_owned(), state),]);
    }
}

#[test]
fn a_look_that_failed_once_is_forgotten() {
    let mut bench = Bench::new(&[100]);
    for _ in 0..20 {
        bench.blind = Some(HiddenWhy::TimedOut);
        bench.looks(2);
        bench.blind = None;
        bench.looks(2);
    }
    assert_eq!(bench.news(), []);
}

#[test]
fn failing_in_another_way_is_the_same_and_a_refusal_is_not() {
    let mut bench = Bench::new(&[100]);
    bench.blind = Some(HiddenWhy::Unreachable);
    bench.looks(4);
    bench.news();
    bench.blind = Some(HiddenWhy::TimedOut);
    bench.looks(4);
    assert_eq!(bench.news(), []);
    bench.blind = Some(HiddenWhy::Refused);
    bench.looks(4);
    assert_eq!(bench.news(), [(Changed, CLUSTER.to_owned(), State::Refused)]);
}

#[test]
fn a_cluster_without_quorum_that_fails_now_and_then_is_one_alert() {
    let mut bench = Bench::new(&[100]);
    bench.quorate = false;
    bench.looks(2);
    bench.news();
    for _ in 0..10 {
        bench.blind = Some(HiddenWhy::TimedOut);
        bench.looks(4);
        bench.blind = None;
        bench.looks(2);
    }
    assert_eq!(bench.news(), []);
}

#[test]
fn a_stop_during_an_outage_is_explained_after_it() {
    let mut bench = Bench::new(&[100]);
    bench.looks(5);
    bench.blind = Some(HiddenWhy::Unreachable);
    bench.looks(10);
    bench.stop(100);
    bench.looks(10);
    bench.news();
    bench.blind = None;
    bench.looks(3);
    assert_eq!(bench.news(), [(Recovered, CLUSTER.to_owned(), State::Unreachable)]);
}

#[test]
fn a_lost_quorum_is_told_where_the_cluster_is_watched() {
    let mut bench = Bench::new(&[100]);
    bench.quorate = false;
    bench.looks(3);
    assert_eq!(bench.news(), [(Raised, CLUSTER.to_owned(), State::NoQuorum)]);
    bench.quorate = true;
    bench.looks(3);
    assert_eq!(bench.news(), [(Recovered, CLUSTER.to_owned(), State::NoQuorum)]);
    let mut bench = Bench::unseen(&[100]);
    bench.watch("guest:home/100");
    bench.quorate = false;
    bench.looks(3);
    assert_eq!(bench.news(), []);
}

#[test]
fn the_same_look_always_gives_the_same_turn() {
    let book = Book::new(sample::cluster());
    let snapshot = crate::inventory::Snapshot::of_guests(sample::cluster(), vec![sample::guest(100)], Timestamp(5));
    let sighting = Sighting::of(std::sync::Arc::new(snapshot));
    let take = || turn(&book, &sighting, &settings(), Timestamp(5));
    assert_eq!(take(), take());
}

fn problems(present: bool) -> Problems {
    let finding = Finding {
        id: FindingId("storage-full".into()),
        severity: Severity::Error,
        subject: Subject::Storage { cluster: sample::cluster(), storage: "local".parse().expect("valid"), node: None },
        evidence: vec![Evidence { call: "/x".to_owned(), as_of: Timestamp(1), facts: [].into() }],
        arguments: [("storage".to_owned(), Argument::Text("local".to_owned()))].into(),
    };
    Problems {
        findings: if present { vec![finding] } else { Vec::new() },
        ran: vec![CheckRan { check: "storage-full", as_of: Timestamp(1) }],
        not_run: Vec::new(),
    }
}

#[test]
fn a_finding_is_told_and_over_when_two_looks_do_not_find_it() {
    let mut bench = Bench::unseen(&[100]);
    bench.watch("cluster:home").findings = Some(Severity::Error);
    bench.looks(2);
    bench.problems = Some(problems(true));
    bench.looks(5);
    assert_eq!(bench.heard[0].alert.finding, problems(true).findings.first().cloned());
    assert_eq!(bench.news(), [(Raised, "finding:storage-full:storage:home/local@".to_owned(), State::Problem)]);
    // Nobody looked for it: it stays.
    bench.problems = None;
    bench.looks(5);
    assert_eq!(bench.news(), []);
    bench.problems = Some(problems(false));
    bench.look();
    assert_eq!(bench.news(), []);
    bench.look();
    assert_eq!(bench.news().len(), 1);
    bench.book.entries[0].findings = Some(Severity::Critical);
    bench.problems = Some(problems(true));
    bench.looks(2);
    assert_eq!(bench.news(), [], "below what is watched");
}

/// A token that may not see these guests any more: the list is not whole, and lacks them.
fn hide(bench: &mut Bench, guests: &[u32]) {
    bench.whole = guests.is_empty();
    bench.hidden = guests.iter().copied().collect();
}

#[test]
fn guests_that_the_token_may_not_see_any_more_are_not_gone_and_that_nobody_sees_them_is_told_once() {
    let mut bench = Bench::new(&[100, 101, 102]);
    hide(&mut bench, &[100, 101]);
    bench.looks(2);
    assert_eq!(bench.news(), []);
    bench.look();
    assert_eq!(bench.heard[0].alert.members.len(), 2);
    assert_eq!(bench.news(), [(Raised, CLUSTER.to_owned(), State::OutOfSight)]);
    bench.crash(102);
    bench.looks(60);
    assert_eq!(bench.news(), [(Raised, "guest:home/102".to_owned(), State::Off)], "the others are watched as ever");
    hide(&mut bench, &[]);
    bench.look();
    assert_eq!(bench.news(), [(Recovered, CLUSTER.to_owned(), State::OutOfSight)]);
}

#[test]
fn a_list_that_lacks_guests_for_a_moment_is_forgotten() {
    let mut bench = Bench::new(&[100, 101]);
    for _ in 0..20 {
        hide(&mut bench, &[100]);
        bench.looks(2);
        hide(&mut bench, &[]);
        bench.looks(2);
    }
    assert_eq!(bench.news(), []);
}

#[test]
fn who_acknowledges_that_guests_are_out_of_sight_does_not_miss_them_any_more() {
    for named in [false, true] {
        let mut bench = Bench::unseen(&[100, 101]);
        bench.watch(if named { "guest:home/100" } else { "cluster:home tag:prod" });
        bench.watch("guest:home/101");
        bench.change(100, |guest| guest.tags = vec!["prod".to_owned()]);
        bench.looks(2);
        hide(&mut bench, &[100]);
        bench.looks(4);
        assert_eq!(bench.news(), [(Raised, CLUSTER.to_owned(), State::OutOfSight)]);
        let at = Timestamp(bench.now);
        bench.alert_mut(1).phase = Phase::Acknowledged { by: Person::at_terminal("anna"), at };
        bench.looks(30);
        assert_eq!(bench.news(), []);
        assert!(bench.book.alerts.is_empty(), "it is over, and nobody need be told");
    }
}

#[test]
fn a_token_that_sees_nothing_at_all_is_put_right_and_not_forgotten() {
    let mut bench = Bench::new(&[100, 101]);
    hide(&mut bench, &[100, 101]);
    bench.looks(4);
    let at = Timestamp(bench.now);
    bench.alert_mut(1).phase = Phase::Acknowledged { by: Person::at_terminal("anna"), at };
    bench.looks(30);
    bench.news();
    hide(&mut bench, &[]);
    bench.crash(100);
    bench.look();
    let news = bench.news();
    assert!(news.contains(&(Recovered, CLUSTER.to_owned(), State::OutOfSight)), "{news:?}");
    assert!(
        news.contains(&(Raised, "guest:home/100".to_owned(), State::Off)),
        "what happened meanwhile shows: {news:?}"
    );
}
