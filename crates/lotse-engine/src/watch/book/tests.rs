use std::sync::Arc;

use lotse_model::Timestamp;
use lotse_store::{Shared, Sqlite};
use serde_json::json;

use super::{
    ALERT, ENTRY, NewEntry, Ordered, acknowledge, add, alert, alerts, entries, put, remove, snooze, test, waiting,
};
use crate::watch::{Alert, AlertId, Phase, sample};

async fn store() -> Shared {
    Arc::new(Sqlite::in_memory().await.expect("a store"))
}

fn new(scope: &str) -> NewEntry {
    let (scope, by) = (sample::scope(scope), sample::anna());
    NewEntry { scope, identity: None, expected_off: false, findings: None, severity: None, by }
}

async fn keep(store: &Shared, alert: &Alert) {
    let write = put(store, ALERT, &alert.id.0.to_string(), alert, 0).expect("written as JSON");
    store.put_documents(&[write], Timestamp(1)).await.expect("written");
}

#[tokio::test]
async fn numbers_of_entries_are_never_used_twice() {
    let store = store().await;
    for (scope, name) in [("guest:home/100", "m1"), ("cluster:home tag:web", "m2")] {
        assert_eq!(add(&store, new(scope), Timestamp(5)).await.expect("added").id, name);
    }
    assert_eq!(remove(&store, "m2").await.expect("removed").map(|entry| entry.id).as_deref(), Some("m2"));
    assert_eq!(remove(&store, "m2").await, Ok(None), "it is gone");
    assert_eq!(add(&store, new("cluster:home tag:web"), Timestamp(6)).await.expect("added").id, "m3");
    for number in 4..=11 {
        add(&store, new(&format!("guest:home/{}", 200 + number)), Timestamp(7)).await.expect("added");
    }
    let names: Vec<_> = entries(&store).await.expect("read").into_iter().map(|entry| entry.id).collect();
    assert_eq!(names, ["m1", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11"], "as numbers, not as words");
}

#[tokio::test]
async fn what_is_added_again_is_replaced_and_keeps_its_name() {
    let store = store().await;
    add(&store, new("guest:home/100"), Timestamp(5)).await.expect("added");
    let again = NewEntry { expected_off: true, ..new("guest:home/100") };
    assert_eq!(add(&store, again, Timestamp(6)).await.expect("added").id, "m1");
    let there = entries(&store).await.expect("read");
    assert_eq!((there.len(), there[0].expected_off, there[0].at), (1, true, Timestamp(6)));
}

#[tokio::test]
async fn of_many_who_add_at_once_each_has_a_name_of_its_own() {
    let store = store().await;
    let all = (100..120).map(|vmid| {
        let store = Arc::clone(&store);
        async move { add(&store, new(&format!("guest:home/{vmid}")), Timestamp(5)).await.expect("added").id }
    });
    let mut names = futures_util::future::join_all(all).await;
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 20);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_an_error_and_not_nothing() {
    let store = store().await;
    store.put_document(ENTRY, "m1", &json!({"scope": "tag"}), 0, Timestamp(1)).await.expect("written");
    assert_eq!(entries(&store).await.map_err(|error| error.code()), Err("E-STORE-ROW"));
}

#[tokio::test]
async fn an_alert_is_acknowledged_once_and_says_by_whom() {
    let store = store().await;
    let first = sample::guest_off(7, "home/100", &[]);
    keep(&store, &first).await;
    let (id, anna) = (AlertId(7), sample::anna());
    let done = acknowledge(&store, id, &anna, Timestamp(1_010)).await.expect("written");
    let acknowledged = Alert { phase: Phase::Acknowledged { by: anna.clone(), at: Timestamp(1_010) }, ..first };
    assert_eq!(done, Ordered::Done(acknowledged.clone()));
    let ben = crate::access::Person::at_terminal("ben");
    assert_eq!(acknowledge(&store, id, &ben, Timestamp(1_020)).await, Ok(Ordered::Already(acknowledged)));
    let snoozed = snooze(&store, id, &ben, Timestamp(5_000), Timestamp(1_030)).await.expect("written");
    assert!(matches!(snoozed, Ordered::Done(Alert { phase: Phase::Snoozed { until: Timestamp(5_000), .. }, .. })));
    let again = snooze(&store, id, &anna, Timestamp(5_000), Timestamp(1_040)).await.expect("read");
    assert!(matches!(again, Ordered::Already(_)), "{again:?}");
    assert_eq!(acknowledge(&store, AlertId(8), &anna, Timestamp(1_050)).await, Ok(Ordered::Unknown));
}

#[tokio::test]
async fn what_is_over_takes_no_order() {
    let store = store().await;
    let over = Alert { phase: Phase::Recovered { at: Timestamp(2_000) }, ..sample::guest_off(7, "home/100", &[]) };
    keep(&store, &over).await;
    keep(&store, &sample::guest_off(8, "home/101", &[])).await;
    keep(&store, &sample::guest_off(9, "home/102", &[])).await;
    let answer = snooze(&store, AlertId(7), &sample::anna(), Timestamp(9_000), Timestamp(2_001)).await;
    assert_eq!(answer, Ok(Ordered::Over(over.clone())));
    assert_eq!(alert(&store, AlertId(7)).await, Ok(Some(over)));
    let order: Vec<_> = alerts(&store).await.expect("read").into_iter().map(|alert| alert.id.0).collect();
    assert_eq!(order, [9, 8, 7], "what is open comes first");
}

#[tokio::test]
async fn a_test_waits_in_the_outbox() {
    let store = store().await;
    let first = test(&store, "mail", Timestamp(5)).await.expect("written");
    let second = test(&store, "ntfy", Timestamp(6)).await.expect("written");
    assert_eq!(waiting(&store).await, Ok(vec![first, second]));
}
