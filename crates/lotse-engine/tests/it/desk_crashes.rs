//! A process that is killed at any entry of the journal: another one goes on, and the call reaches the server at most once.

use lotse_engine::change::{
    desk::Told,
    error::ChangeError,
    event::{Outcome, StepEnd},
    operation::Operation,
    state::Action,
};
use lotse_store::ActionId;

use super::desk_bench::{Bench, ends, outcomes, request, says};

/// The entries of an execution of one call: begun, sending, started, ended, settled, finished.
const ENTRIES: i64 = 6;

/// Runs it until the cut, and drops everything that the process knew.
async fn killed(bench: &Bench, id: ActionId) {
    let desk = bench.desk();
    tokio::select! {
        done = bench.carry_out(&desk, id) => panic!("it was to be killed: {done:?}"),
        () = bench.store.reached() => {}
    }
}

async fn taken_up(bench: &Bench, id: ActionId) -> Action {
    let desk = bench.desk();
    desk.resume(&mut |_, _: Told| ()).await.unwrap();
    desk.action(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn wherever_a_process_is_killed_the_next_one_ends_it_and_sends_nothing_twice() {
    let places = (0..ENTRIES).flat_map(|entry| [(entry, false), (entry, true)]);
    futures_util::future::join_all(places.map(|(entry, written)| killed_at(entry, written))).await;
}

async fn killed_at(entry: i64, written: bool) {
    let place = format!("killed at entry {entry}, written: {written}");
    let bench = Bench::of("three-nodes").await;
    let id = bench.approved(&bench.desk(), &request(Operation::Stop, &["nextcloud"])).await;
    bench.store.stop_after(entry, written);
    killed(&bench, id).await;
    bench.store.mend();
    let sent = bench.writes();
    let now = taken_up(&bench, id).await;
    if entry == 0 && !written {
        assert!(now.is_pending() && sent == 0, "{place}: nothing was begun, and nobody begins it by itself");
        return;
    }
    let ended = outcomes(&now);
    if entry == 1 && written {
        // It was written down that it is sent, and it was not: nobody sends it now.
        assert_eq!((bench.writes(), ended), (0, vec![Outcome::Failed]), "{place}");
        assert_eq!(says(&now, 0), ["failed-not-begun"], "{place}");
    } else {
        assert_eq!((bench.writes(), ended), (1, vec![Outcome::Verified]), "{place}: {:?}", says(&now, 0));
    }
    assert!(bench.desk().resume(&mut |_, _: Told| ()).await.unwrap().is_empty(), "{place}: it is over");
}

#[tokio::test]
async fn of_several_guests_each_is_sent_once_wherever_the_process_is_killed() {
    for entry in [2, 3, 5, 8] {
        let bench = Bench::of("three-nodes").await;
        let mut three = request(Operation::Stop, &["nextcloud", "gitea", "monitoring"]);
        (three.parallel, three.keep_going) = (Some(2), true);
        let id = bench.approved(&bench.desk(), &three).await;
        bench.store.stop_after(entry, true);
        killed(&bench, id).await;
        bench.store.mend();
        let now = taken_up(&bench, id).await;
        let ended = outcomes(&now);
        let counted = bench.site.simulator.site().calls.counted();
        assert!(counted.https.iter().all(|(call, count)| call.starts_with("GET ") || *count == 1), "{entry}");
        let verified = ended.iter().filter(|outcome| **outcome == Outcome::Verified).count();
        assert_eq!(u64::try_from(verified).unwrap(), bench.writes(), "{entry}: {ended:?}");
        assert!(ended.iter().all(|outcome| matches!(outcome, Outcome::Verified | Outcome::Failed)), "{ended:?}");
    }
}

#[tokio::test]
async fn a_process_that_is_killed_while_it_takes_up_is_taken_up_again() {
    let bench = Bench::of("three-nodes").await;
    let id = bench.approved(&bench.desk(), &request(Operation::Stop, &["nextcloud"])).await;
    bench.store.stop_after(2, true);
    killed(&bench, id).await;
    for entries in [1, 2] {
        bench.store.stop_after(entries, true);
        let (desk, mut tell) = (bench.desk(), |_, _: Told| ());
        tokio::select! {
            done = desk.resume(&mut tell) => panic!("{done:?}"),
            () = bench.store.reached() => {}
        }
    }
    bench.store.mend();
    let now = taken_up(&bench, id).await;
    assert_eq!((bench.writes(), outcomes(&now)), (1, vec![Outcome::Verified]));
}

#[tokio::test]
async fn what_another_process_works_on_is_left_to_it() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let id = bench.approved(&desk, &request(Operation::Shutdown { timeout: None }, &["nextcloud"])).await;
    let meanwhile = async {
        while bench.writes() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        desk.resume(&mut |_, _: Told| ()).await.unwrap()
    };
    let (done, taken) = tokio::join!(bench.carry_out(&desk, id), meanwhile);
    assert!(taken.is_empty(), "it is held");
    assert_eq!((outcomes(&done.unwrap()), bench.writes()), (vec![Outcome::Verified], 1));
}

#[tokio::test]
async fn a_store_that_fails_before_the_call_stops_it_and_one_that_fails_behind_loses_nothing() {
    for (entries, sent) in [(1, 0), (2, 1)] {
        let bench = Bench::of("three-nodes").await;
        let desk = bench.desk();
        let id = bench.approved(&desk, &request(Operation::Stop, &["nextcloud"])).await;
        bench.store.fail_after(entries);
        let stopped = bench.carry_out(&desk, id).await;
        assert!(matches!(stopped, Err(ChangeError::Interrupted { .. })), "{stopped:?}");
        assert_eq!(bench.writes(), sent);
        bench.store.mend();
        let now = taken_up(&bench, id).await;
        assert_eq!((bench.writes(), outcomes(&now)), (1, vec![Outcome::Verified]), "{:?}", says(&now, 0));
    }
}

#[tokio::test]
async fn a_guest_that_changed_before_its_turn_is_not_touched_when_it_is_taken_up() {
    let bench = Bench::of("three-nodes").await;
    let id = bench.approved(&bench.desk(), &request(Operation::Stop, &["nextcloud"])).await;
    bench.store.stop_after(0, true);
    killed(&bench, id).await;
    bench.store.mend();
    bench.run(&request(Operation::Suspend { to_disk: false }, &["nextcloud"])).await;
    let before = bench.writes();
    let now = taken_up(&bench, id).await;
    assert_eq!((bench.writes(), outcomes(&now)), (before, vec![Outcome::Failed]));
    assert_eq!(says(&now, 0), ["failed-changed-meanwhile"]);
    assert_eq!(ends(&now, 0), &[] as &[StepEnd]);
}
