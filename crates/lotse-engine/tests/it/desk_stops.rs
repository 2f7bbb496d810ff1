//! What stops a change in the middle: a freeze, an audit that cannot be written, a process that stood still, a journal that says
//! something else than was approved. Nothing more is sent then.

use std::time::Duration;

use lotse_engine::change::{
    consent::Demand,
    desk::{Patience, Told},
    event::{Consent, Outcome, StepEnd},
    freeze::{Freeze, freeze},
    operation::Operation,
};
use lotse_model::Timestamp;
use lotse_store::{ActionId, Journal as _, NewAction};

use super::desk_bench::{Bench, anna, bert, ends, outcomes, request, says};

fn ice() -> Freeze {
    let now = Timestamp(lotse_pve::clock::now().0);
    Freeze { reason: "storage move".to_owned(), by: bert(), at: now, until: None }
}

#[tokio::test]
async fn a_freeze_in_the_middle_lets_what_runs_end_and_begins_nothing_more() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let mut three = request(Operation::Stop, &["nextcloud", "gitea", "monitoring"]);
    (three.parallel, three.keep_going) = (Some(1), true);
    let id = bench.approved(&desk, &three).await;
    // Begun, sending, started: the first task runs.
    bench.store.stop_after(3, true);
    tokio::select! {
        done = bench.carry_out(&desk, id) => panic!("{done:?}"),
        () = bench.store.reached() => {}
    }
    bench.store.mend();
    freeze(desk.store(), None, &ice()).await.unwrap();
    let desk = bench.desk();
    desk.resume(&mut |_, _: Told| ()).await.unwrap();
    let now = desk.action(id).await.unwrap().unwrap();
    assert_eq!(outcomes(&now), [Outcome::Verified, Outcome::NotBegun, Outcome::NotBegun], "{:?}", says(&now, 1));
    assert_eq!((bench.writes(), says(&now, 1)), (1, vec!["left-frozen".to_owned()]));
}

#[tokio::test]
async fn what_the_audit_cannot_hold_is_not_sent() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let id = bench.approved(&desk, &request(Operation::Stop, &["nextcloud"])).await;
    bench.store.fill_audit();
    let done = bench.carry_out(&desk, id).await.unwrap();
    assert_eq!((bench.writes(), outcomes(&done)), (0, vec![Outcome::Failed]));
    assert_eq!(says(&done, 0), ["failed-not-written"]);
}

#[tokio::test]
async fn a_process_that_stood_still_for_longer_than_it_holds_a_change_sends_nothing() {
    let mut bench = Bench::of("three-nodes").await;
    bench.patience = Patience { hold: Duration::from_secs(1), ..bench.patience };
    let desk = bench.desk();
    let id = bench.approved(&desk, &request(Operation::Stop, &["nextcloud"])).await;
    // The entry that it is sent takes so long that another process may have asked the task list.
    bench.store.stall_after(1, 2_500);
    let done = bench.carry_out(&desk, id).await.unwrap();
    assert_eq!((bench.writes(), outcomes(&done)), (0, vec![Outcome::Failed]));
    assert!(matches!(ends(&done, 0), [StepEnd::Failed { meaning, .. }] if meaning == "failed-too-late"));
}

#[tokio::test]
async fn a_journal_that_names_another_call_than_the_plan_makes_is_not_carried_out() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let proposed = bench.propose(&desk, &request(Operation::Stop, &["nextcloud"])).await.unwrap().action;
    assert_eq!(proposed.demand(), Demand::Confirm);
    let mut forged = proposed.proposal.clone();
    forged.plan.items[0].calls[0].push_str(" overrule-shutdown=1");
    let id = ActionId::new();
    let body = serde_json::to_value(&forged).unwrap();
    let new = NewAction { id, at: Timestamp(lotse_pve::clock::now().0), hash: forged.plan.hash(), body };
    bench.store.open_action(&new).await.unwrap();
    bench.agree(&desk, &anna(), id, Consent::Confirmed).await.unwrap();
    let done = bench.carry_out(&desk, id).await.unwrap();
    assert_eq!((bench.writes(), outcomes(&done)), (0, vec![Outcome::Failed]));
    assert_eq!(says(&done, 0), ["failed-other-call"]);
}
