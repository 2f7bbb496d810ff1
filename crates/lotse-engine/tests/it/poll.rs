use std::time::Duration;

use futures_util::future::join_all;
use lotse_engine::{inventory::Change, topics::Ask};
use lotse_model::{GuestState, HiddenWhy, NodeState};
use lotse_pve::Deadline;
use pvesim::{
    chaos::{Action, Fault, Spoil},
    options::Options,
};

use crate::site::{Site, anew, ask};

fn scale(clusters: usize, nodes: usize, guests: usize) -> Options {
    let (clusters, nodes, guests) = (Some(clusters), Some(nodes), Some(guests));
    Options { clusters, nodes, guests, still: true, ..Options::scenario("scale").impatient() }
}

#[tokio::test]
async fn a_poll_is_at_most_four_calls_for_ten_guests_and_for_thousands() {
    for (nodes, guests) in [(1, 10), (10, 3_000)] {
        let site = Site::with(scale(1, nodes, guests)).await;
        // A session learns once what its token may see; a cluster without any task yet makes it ask.
        site.fleet.clusters()[0].permissions(ask()).await;
        site.calls();
        let polled = site.fleet.poll(anew()).await.remove(0);
        assert!(site.calls() <= 4);
        assert_eq!(polled.snapshot.missing().count(), 0, "{:?}", polled.snapshot.missing().collect::<Vec<_>>());
        let listed = polled.snapshot.resources.value().expect("seen");
        assert_eq!((listed.guests().len(), listed.nodes().len()), (guests, nodes));
        // Nothing happened, since the clock stands still: the second look finds no change.
        assert_eq!(site.fleet.poll(anew()).await.remove(0).changes, []);
        assert!(site.calls() <= 4);
    }
}

#[tokio::test]
async fn every_cluster_is_looked_at_and_named() {
    let site = Site::with(scale(3, 2, 20)).await;
    for cluster in site.fleet.clusters() {
        cluster.permissions(ask()).await;
    }
    site.simulator.sites().iter().for_each(|simulated| drop(simulated.calls.reset()));
    let polled = site.fleet.poll(ask()).await;
    assert_eq!(polled.len(), 3);
    for (polled, cluster) in polled.iter().zip(site.fleet.clusters()) {
        let snapshot = &polled.snapshot;
        assert_eq!(snapshot.cluster(), cluster.name());
        let guests = snapshot.resources.value().expect("seen").guests();
        assert!(guests.iter().all(|guest| guest.id.cluster == *cluster.name()));
    }
    for simulated in site.simulator.sites() {
        assert!(simulated.calls.counted().total <= 4);
    }
}

#[tokio::test]
async fn fifty_questions_at_once_are_one_call() {
    let site = Site::of("three-nodes").await;
    site.calls();
    let cluster = &site.fleet.clusters()[0];
    let answers = join_all((0..50).map(|_| cluster.resources(ask()))).await;
    assert_eq!(site.calls(), 1);
    assert!(answers.iter().all(lotse_engine::topics::Answer::is_whole));
    cluster.resources(ask()).await;
    assert_eq!(site.calls(), 0, "and the next question is answered from memory");
    cluster.status(anew()).await;
    assert_eq!(site.calls(), 1, "a refresh fetches its own call and no other");
}

#[tokio::test]
async fn a_node_that_dies_is_a_change_and_its_guests_are_unknown() {
    let site = Site::of("three-nodes").await;
    site.fleet.poll(anew()).await;
    site.act(&Action::NodeDown { node: "pve3".to_owned() });
    let polled = site.fleet.poll(anew()).await.remove(0);
    let gone = |change: &Change| matches!(change, Change::NodeState { node, to: NodeState::Offline, .. } if node.as_str() == "pve3");
    assert!(polled.changes.iter().any(gone), "{:?}", polled.changes);
    let listed = polled.snapshot.resources.value().expect("the others answer");
    let on_it: Vec<_> = listed.guests().iter().filter(|guest| guest.node.as_str() == "pve3").collect();
    assert!(!on_it.is_empty());
    assert!(on_it.iter().all(|guest| guest.state == GuestState::Unknown));
    assert!(!polled.changes.iter().any(|change| matches!(change, Change::GuestGone { .. })));
}

#[tokio::test]
async fn a_cluster_that_hangs_is_named_at_the_deadline_and_the_others_answer() {
    let site = Site::with(scale(2, 1, 10)).await;
    site.simulator.sites()[1].faults.add(Fault::always(Spoil::Hang));
    let polled = site.fleet.poll(Ask::afresh(Deadline::after(Duration::from_secs(10)))).await;
    assert_eq!(polled[0].snapshot.missing().count(), 0);
    let missing: Vec<_> = polled[1].snapshot.missing().collect();
    assert_eq!(missing.len(), 4);
    assert!(missing.iter().all(|hidden| hidden.why == HiddenWhy::TimedOut), "{missing:?}");
    assert!(missing.iter().all(|hidden| hidden.cluster == *site.fleet.clusters()[1].name()));
}

#[tokio::test]
async fn half_a_body_costs_its_own_call_and_is_named() {
    let site = Site::of("single").await;
    let path = Some("/cluster/tasks".to_owned());
    site.simulator.site().faults.add(Fault { path, ..Fault::always(Spoil::HalfBody) });
    let snapshot = site.fleet.poll(anew()).await.remove(0).snapshot;
    assert!(snapshot.resources.is_whole() && snapshot.status.is_whole());
    let missing: Vec<_> = snapshot.missing().map(|hidden| hidden.what.as_str()).collect();
    assert_eq!(missing, ["/cluster/tasks"]);
}

#[tokio::test]
async fn after_a_revoked_token_nothing_is_known_and_the_reason_is() {
    let site = Site::of("three-nodes").await;
    site.fleet.poll(anew()).await;
    let cluster = &site.fleet.clusters()[0];
    assert!(cluster.snapshot().resources.is_whole());
    let token = site.simulator.announcement().first.token_id.clone();
    site.act(&Action::RevokeToken { token });
    let snapshot = site.fleet.poll(anew()).await.remove(0).snapshot;
    assert!(snapshot.resources.seen.is_none());
    assert!(snapshot.missing().all(|hidden| hidden.why == HiddenWhy::Refused));
    assert_eq!(cluster.kept(), []);
    let kept = cluster.resources(ask()).await;
    assert!(kept.seen.is_none(), "what was read before stands in for nothing");
}

#[tokio::test]
async fn what_a_token_may_not_see_is_missing_and_not_absent() {
    let site = Site::of("single").await;
    let tokens = &site.simulator.announcement().first.tokens;
    for token in tokens {
        let fleet = site.seen_by(&token.token_id);
        let cluster = &fleet.clusters()[0];
        let resources = cluster.resources(anew()).await;
        let Some(list) = resources.value() else { continue };
        if list.guests().is_empty() {
            assert!(!resources.missing.is_empty(), "{}: no guests, and nothing is said to be hidden", token.token_id);
        }
    }
}
