//! Who may say yes, on the way through the journal: once, in time, by those who were asked.

use lotse_engine::{
    access::{Medium, Person, Place},
    change::{
        consent::Refusal,
        desk::Told,
        error::ChangeError,
        event::{Consent, Dropped, Outcome},
        operation::Operation,
        policy::Policy,
        state::Stage,
    },
};
use lotse_model::Seconds;

use super::desk_bench::{Bench, anna, bert, outcomes, request};

fn refusal<T: std::fmt::Debug>(result: Result<T, ChangeError>) -> Refusal {
    match result {
        Err(ChangeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn two_clicks_and_two_processes_run_it_once() {
    let bench = Bench::of("three-nodes").await;
    let (one, other) = (bench.desk(), bench.desk());
    let id = bench.approved(&one, &request(Operation::Stop, &["nextcloud"])).await;
    let again = bench.agree(&one, &anna(), id, Consent::Confirmed).await;
    assert_eq!(refusal(again), Refusal::Spent);
    let runs = tokio::join!(
        bench.carry_out(&one, id),
        bench.carry_out(&one, id),
        bench.carry_out(&other, id),
        bench.carry_out(&other, id),
    );
    let done: Vec<_> = [runs.0, runs.1, runs.2, runs.3].into_iter().filter_map(Result::ok).collect();
    assert_eq!(done.len(), 1, "the others are told that it is held");
    assert_eq!((outcomes(&done[0]), bench.writes()), (vec![Outcome::Verified], 1));
    assert_eq!(refusal(bench.carry_out(&one, id).await), Refusal::Spent);
}

#[tokio::test]
async fn without_a_yes_nothing_is_run_and_a_restart_grants_none() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let pending = bench.propose(&desk, &request(Operation::Stop, &["nextcloud"])).await.unwrap().action;
    assert_eq!(refusal(bench.carry_out(&desk, pending.id).await), Refusal::NotAgreed);
    let restarted = bench.desk();
    assert!(restarted.resume(&mut |_, _: Told| ()).await.unwrap().is_empty());
    assert_eq!(restarted.pending().await.unwrap(), std::slice::from_ref(&pending), "it is there as it was");
    assert_eq!(refusal(bench.agree(&restarted, &bert(), pending.id, Consent::Confirmed).await), Refusal::NotYours);
    bench.agree(&restarted, &anna(), pending.id, Consent::Confirmed).await.unwrap();
    assert!(bench.desk().resume(&mut |_, _: Told| ()).await.unwrap().is_empty(), "who agreed carries it out");
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn what_is_too_old_is_visibly_dead() {
    let mut bench = Bench::of("three-nodes").await;
    bench.policy = Policy { expires: Seconds(0), ..Policy::default() };
    let desk = bench.desk();
    let pending = bench.propose(&desk, &request(Operation::Stop, &["nextcloud"])).await.unwrap().action;
    assert_eq!(refusal(bench.agree(&desk, &anna(), pending.id, Consent::Confirmed).await), Refusal::Expired);
    assert!(desk.pending().await.unwrap().is_empty());
    let dead = desk.resume(&mut |_, _: Told| ()).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].stage, Stage::Dropped(Dropped::Expired));
}

#[tokio::test]
async fn a_plan_that_was_only_shown_ends_without_a_line_in_the_audit() {
    let mut bench = Bench::of("three-nodes").await;
    bench.policy = Policy { expires: Seconds(0), ..Policy::default() };
    let (desk, stop) = (bench.desk(), request(Operation::Stop, &["nextcloud"]));
    bench.ask(&anna(), async |asking| desk.sketch(asking, &stop).await).await.unwrap();
    assert_eq!(desk.resume(&mut |_, _: Told| ()).await.unwrap().len(), 1, "it is closed all the same");
    assert_eq!(bench.audited().await, ["proposed"], "that nobody took it up is nobody's decision");
    bench.propose(&desk, &stop).await.unwrap();
    desk.resume(&mut |_, _: Told| ()).await.unwrap();
    assert_eq!(bench.audited().await.len(), 3, "a plan that somebody was asked about is another matter");
}

#[tokio::test]
async fn a_protected_guest_wants_two_identities() {
    let mut bench = Bench::of("three-nodes").await;
    bench.policy.protected = vec!["nextcloud".to_owned()];
    let desk = bench.desk();
    let pending = bench.propose(&desk, &request(Operation::Stop, &["nextcloud"])).await.unwrap().action;
    assert!(pending.proposal.plan.second_person);
    assert_eq!(refusal(bench.agree(&desk, &anna(), pending.id, Consent::Yes).await), Refusal::NotThisWay);
    let one = bench.agree(&desk, &anna(), pending.id, Consent::Confirmed).await.unwrap();
    assert!(!one.is_agreed());
    assert_eq!(refusal(bench.carry_out(&desk, one.id).await), Refusal::NotAgreed);
    assert_eq!(refusal(bench.agree(&desk, &anna(), one.id, Consent::Confirmed).await), Refusal::SecondPerson);
    let restarted = bench.desk();
    assert!(bench.agree(&restarted, &bert(), one.id, Consent::Confirmed).await.unwrap().is_agreed());
    let done = bench.carry_out(&restarted, one.id).await.unwrap();
    assert_eq!((outcomes(&done), bench.writes()), (vec![Outcome::Verified], 1));
}

#[tokio::test]
async fn a_program_cannot_approve_what_it_asked_for() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let place = Place { medium: Medium::Mcp, detail: String::new() };
    let helper = Person { id: "mcp:helper".to_owned(), roles: Vec::new(), name: "helper".to_owned(), place };
    let start = request(Operation::Start, &["wiki"]);
    let asked = bench.ask(&helper, async |asking| desk.propose(asking, &start).await).await.unwrap().action;
    for consent in [Consent::NotNeeded, Consent::Confirmed, Consent::Yes, Consent::Hash(asked.proposal.plan.hash())] {
        assert_eq!(refusal(bench.agree(&desk, &helper, asked.id, consent).await), Refusal::NotThisWay);
    }
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn a_script_deletes_only_what_the_same_plan_showed_before_and_once() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let roll_back = request(Operation::Stop, &["nextcloud"]);
    let mut bench = bench;
    bench.policy.rules = vec![lotse_engine::change::policy::PolicyRule {
        cluster: None,
        tag: None,
        commands: vec!["stop".to_owned()],
        risk: Some(lotse_engine::change::risk::Risk::Destructive),
        second_person: None,
    }];
    drop(desk);
    let desk = bench.desk();
    let asked = bench.propose(&desk, &roll_back).await.unwrap().action;
    let hash = asked.proposal.plan.hash();
    assert_eq!(refusal(bench.agree(&desk, &anna(), asked.id, Consent::Yes).await), Refusal::NotThisWay);
    let unseen = bench.agree(&desk, &anna(), asked.id, Consent::Hash(hash.clone())).await;
    assert_eq!(refusal(unseen), Refusal::NotThisWay, "nobody was shown this plan before");
    bench.ask(&anna(), async |asking| desk.decline(asking, asked.id).await).await.unwrap();
    let shown = bench.ask(&anna(), async |asking| desk.sketch(asking, &roll_back).await).await.unwrap().action;
    assert_eq!(shown.proposal.plan.hash(), hash, "the same plan, the same hash");
    assert!(bench.agree(&desk, &anna(), shown.id, Consent::Typed(shown.proposal.plan.phrase.clone())).await.is_err());
    let asked = bench.propose(&desk, &roll_back).await.unwrap().action;
    assert!(bench.agree(&desk, &anna(), asked.id, Consent::Hash(hash.clone())).await.unwrap().is_agreed());
    let second = bench.propose(&desk, &roll_back).await.unwrap().action;
    assert_eq!(
        refusal(bench.agree(&desk, &anna(), second.id, Consent::Hash(hash)).await),
        Refusal::NotThisWay,
        "what was shown is used up"
    );
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn wrong_words_are_counted_across_restarts() {
    let mut bench = Bench::of("three-nodes").await;
    bench.policy.rules = vec![lotse_engine::change::policy::PolicyRule {
        cluster: None,
        tag: Some("cloud".to_owned()),
        commands: Vec::new(),
        risk: Some(lotse_engine::change::risk::Risk::Destructive),
        second_person: None,
    }];
    let asked = bench.propose(&bench.desk(), &request(Operation::Stop, &["nextcloud"])).await.unwrap().action;
    for _ in 0..lotse_engine::change::consent::TRIES {
        let typed = Consent::Typed("nextclout".to_owned());
        let refused = refusal(bench.agree(&bench.desk(), &anna(), asked.id, typed).await);
        assert_eq!(refused, Refusal::WrongWords { wanted: "nextcloud".to_owned() });
    }
    let right = Consent::Typed("nextcloud".to_owned());
    assert_eq!(refusal(bench.agree(&bench.desk(), &anna(), asked.id, right).await), Refusal::TooOften);
}
