use std::{sync::Arc, time::Duration};

use lotse_model::Timestamp;
use lotse_pve::Deadline;
use lotse_store::{Shared, Sqlite};
use serde_json::{Value, json};

use super::{DETAILS, LIST, MARK, keep, read, recall};
use crate::{
    access::Grants,
    canned::{Canned, refused},
    fleet::{Fleet, now},
    inventory::Filter,
    topics::Ask,
};

const DAY: i64 = 24 * 60 * 60;

fn resources(names: &[(u32, &str, &str)]) -> Value {
    let guests = names.iter().map(|(vmid, name, status)| {
        json!({ "type": "qemu", "id": format!("qemu/{vmid}"), "vmid": vmid, "name": name, "node": "pve1",
                "status": status, "maxmem": 1024, "mem": 10, "maxcpu": 2, "cpu": 0.1, "uptime": 5, "template": 0 })
    });
    let node = json!({ "type": "node", "id": "node/pve1", "node": "pve1", "status": "online", "maxmem": 9, "mem": 1 });
    Value::Array(guests.chain([node]).collect())
}

fn fleet(server: &Arc<Canned>, origin: &str) -> Fleet {
    let fleet = Fleet::new([server.client("home")]);
    fleet.clusters()[0].known_as(origin.to_owned());
    fleet
}

fn anew() -> Ask {
    Ask::afresh(Deadline::after(Duration::from_secs(5)))
}

async fn store() -> Shared {
    Arc::new(Sqlite::in_memory().await.unwrap())
}

async fn version(store: &Shared, kind: &str) -> u64 {
    store.documents(kind).await.unwrap().first().map_or(0, |document| document.version)
}

fn found(fleet: &Fleet, name: &str) -> usize {
    fleet.best(&Filter { text: name.to_owned(), ..Filter::default() }, 9, |_| true).len()
}

#[tokio::test]
async fn the_next_process_knows_the_names_before_it_asks_and_says_of_when_they_are() {
    let (server, store) = (Arc::new(Canned::new()), store().await);
    server.set("/cluster/resources", resources(&[(100, "web", "running")]));
    let first = fleet(&server, "here");
    let seen = first.clusters()[0].resources(anew()).await.as_of().unwrap();
    keep(&store, &first, now()).await.unwrap();
    let calls = server.calls().len();
    let next = fleet(&server, "here");
    assert_eq!(found(&next, "web"), 0);
    recall(&store, &next, now()).await.unwrap();
    assert_eq!(found(&next, "web"), 1);
    let cluster = &next.clusters()[0];
    assert!(next.sight(&Grants::everything()).resources(cluster.name()).is_some(), "for words and completions");
    assert!(cluster.snapshot().resources.seen.is_none(), "and nothing of it passes for seen");
    let answer = cluster.resources(Ask::cached(Deadline::after(Duration::ZERO))).await;
    assert_eq!((answer.as_of(), server.calls().len()), (Some(seen), calls), "without a call, and with its time");
    assert!(cluster.snapshot().resources.seen.is_none());
    cluster.resources(anew()).await;
    assert_eq!(server.calls().len(), calls + 1, "whoever asks is answered with what is so");
}

#[tokio::test]
async fn another_login_or_place_remembers_nothing_of_this_one() {
    let (server, store) = (Arc::new(Canned::new()), store().await);
    server.set("/cluster/resources", resources(&[(100, "web", "running")]));
    let first = fleet(&server, "here");
    first.clusters()[0].resources(anew()).await;
    keep(&store, &first, now()).await.unwrap();
    let other = fleet(&server, "there");
    recall(&store, &other, now()).await.unwrap();
    assert_eq!(found(&other, "web"), 0);
    let unnamed = Fleet::new([server.client("home")]);
    recall(&store, &unnamed, now()).await.unwrap();
    assert_eq!(found(&unnamed, "web"), 0);
}

#[tokio::test]
async fn what_did_not_change_is_not_written_again() {
    let (server, store) = (Arc::new(Canned::new()), store().await);
    server.set("/cluster/resources", resources(&[(100, "web", "running")]));
    let fleet = fleet(&server, "here");
    for (status, name, versions) in [
        ("running", "web", (1, 1)),
        ("running", "web", (1, 1)),
        // A state waits for its time.
        ("stopped", "web", (1, 1)),
        ("stopped", "shop", (2, 2)),
    ] {
        server.set("/cluster/resources", resources(&[(100, name, status)]));
        fleet.clusters()[0].resources(anew()).await;
        keep(&store, &fleet, now()).await.unwrap();
        assert_eq!((version(&store, LIST).await, version(&store, MARK).await), versions, "{status} {name}");
    }
}

#[tokio::test]
async fn a_login_that_is_refused_is_forgotten_with_what_it_saw() {
    let (server, store) = (Arc::new(Canned::new()), store().await);
    server.set("/cluster/resources", resources(&[(100, "web", "running")]));
    let fleet = fleet(&server, "here");
    fleet.clusters()[0].resources(anew()).await;
    keep(&store, &fleet, now()).await.unwrap();
    recall(&store, &fleet, now()).await.unwrap();
    server.fail_all(&refused());
    fleet.clusters()[0].resources(anew()).await;
    assert_eq!(found(&fleet, "web"), 0);
    keep(&store, &fleet, now()).await.unwrap();
    for kind in [LIST, MARK, DETAILS] {
        assert_eq!(store.documents(kind).await.unwrap(), [], "{kind}");
    }
}

#[tokio::test]
async fn what_nobody_saw_for_a_month_is_not_remembered_any_more() {
    let (server, store) = (Arc::new(Canned::new()), store().await);
    server.set("/cluster/resources", resources(&[(100, "web", "running")]));
    let fleet = fleet(&server, "here");
    fleet.clusters()[0].resources(anew()).await;
    keep(&store, &fleet, now()).await.unwrap();
    let name = fleet.clusters()[0].name();
    let at = |days: i64| Timestamp(now().0 + days * DAY);
    assert!(read(&store, name, "here", at(29)).await.unwrap().is_some());
    assert!(read(&store, name, "here", at(31)).await.unwrap().is_none());
}

#[tokio::test]
async fn what_cannot_be_read_is_written_anew() {
    let (server, store) = (Arc::new(Canned::new()), store().await);
    server.set("/cluster/resources", resources(&[(100, "web", "running")]));
    for kind in [LIST, MARK] {
        store.put_document(kind, "home/here", &json!("another version"), 0, Timestamp(1)).await.unwrap();
    }
    let fleet = fleet(&server, "here");
    fleet.clusters()[0].resources(anew()).await;
    keep(&store, &fleet, now()).await.unwrap();
    assert!(read(&store, fleet.clusters()[0].name(), "here", now()).await.unwrap().is_some());
}
