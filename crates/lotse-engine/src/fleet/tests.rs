use std::{sync::Arc, time::Duration};

use lotse_model::{ClusterName, GuestState, HiddenWhy};
use lotse_pve::{CallError, Deadline};
use serde_json::{Value, json};

use super::Fleet;
use crate::{
    canned::{Canned, refused},
    inventory::{Change, Filter, search},
    topics::Ask,
};

fn ask() -> Ask {
    Ask::by(Deadline::after(Duration::from_secs(5)))
}

fn anew() -> Ask {
    Ask::afresh(Deadline::after(Duration::from_secs(5)))
}

fn guest(vmid: u32, status: &str) -> Value {
    json!({ "type": "qemu", "id": format!("qemu/{vmid}"), "vmid": vmid, "name": format!("web{vmid}"), "node": "pve1",
            "status": status, "maxmem": 1_073_741_824, "mem": 1000, "maxcpu": 2, "cpu": 0.1, "uptime": 100, "template": 0 })
}

fn resources(guests: &[Value]) -> Value {
    let mut list = vec![
        json!({ "type": "node", "id": "node/pve1", "node": "pve1", "status": "online", "maxmem": 100, "mem": 10 }),
        json!({ "type": "storage", "id": "storage/pve1/local", "storage": "local", "node": "pve1", "status": "available",
                "disk": 10, "maxdisk": 100, "content": "images", "plugintype": "dir", "shared": 0 }),
    ];
    list.extend_from_slice(guests);
    Value::Array(list)
}

fn server(guests: &[Value]) -> Arc<Canned> {
    let server = Canned::new();
    server.set("/cluster/resources", resources(guests));
    server.set(
        "/cluster/status",
        json!([{ "type": "node", "id": "node/pve1", "name": "pve1", "online": 1, "local": 1, "nodeid": 0 }]),
    );
    server.set("/cluster/ha/status/current", json!([{ "type": "quorum", "id": "quorum", "quorate": 1 }]));
    server.set("/cluster/tasks", json!([]));
    Arc::new(server)
}

fn name(text: &str) -> ClusterName {
    ClusterName::new(text).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_poll_is_four_calls_at_the_same_time_whatever_the_number_of_guests() {
    for count in [10, 10_000] {
        let guests: Vec<_> = (100..100 + count).map(|vmid| guest(vmid, "running")).collect();
        let server = server(&guests);
        let fleet = Fleet::new([server.client("home")]);
        let polled = fleet.poll(ask()).await;
        let mut calls = server.calls();
        calls.sort();
        assert_eq!(
            calls,
            ["/cluster/ha/status/current", "/cluster/resources", "/cluster/status", "/cluster/tasks"],
            "{count} guests"
        );
        assert_eq!(server.most_at_once(), 4);
        let listed = polled[0].snapshot.resources.value().unwrap().guests().len();
        assert_eq!(listed, count as usize);
        assert_eq!(polled[0].changes, [], "the first look has nothing to compare with");
    }
}

#[tokio::test(start_paused = true)]
async fn what_one_call_could_not_bring_is_named_and_the_rest_stands() {
    let server = server(&[guest(100, "running")]);
    server.fail(
        "/cluster/ha/status/current",
        CallError::Failed { call: String::new(), status: Some(500), message: "got no quorum".to_owned() },
    );
    let fleet = Fleet::new([server.client("home")]);
    let snapshot = fleet.poll(ask()).await.remove(0).snapshot;
    assert!(snapshot.resources.is_whole() && snapshot.status.is_whole() && snapshot.tasks.is_whole());
    let missing: Vec<_> = snapshot.missing().collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].what, "/cluster/ha/status/current");
    assert_eq!(missing[0].why, HiddenWhy::Failed { message: "got no quorum".to_owned() });
    assert_eq!(snapshot.sources().count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_cluster_that_hangs_costs_the_others_nothing() {
    let slow = Arc::new(Canned::new().taking(Duration::from_hours(1)));
    let quick = server(&[guest(100, "running")]);
    let fleet = Fleet::new([slow.client("far"), quick.client("near")]);
    let near = fleet.cluster(&name("near")).unwrap();
    let began = tokio::time::Instant::now();
    let both = fleet.poll(ask());
    let (all, near) = tokio::join!(both, async {
        let polled = near.poll(ask()).await;
        (polled, began.elapsed())
    });
    assert!(near.1 < Duration::from_secs(1));
    assert!(near.0.snapshot.resources.is_whole());
    assert!(began.elapsed() <= Duration::from_secs(5), "the deadline holds");
    assert!(all[0].snapshot.missing().all(|hidden| hidden.why == HiddenWhy::TimedOut));
    assert_eq!(all[0].snapshot.missing().count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_poll_tells_what_changed_since_the_last_one() {
    let server = server(&[guest(100, "running"), guest(101, "running")]);
    let fleet = Fleet::new([server.client("home")]);
    fleet.poll(anew()).await;
    server.set("/cluster/resources", resources(&[guest(100, "stopped"), guest(102, "running")]));
    let changes = fleet.poll(anew()).await.remove(0).changes;
    assert!(
        matches!(
            changes.as_slice(),
            [
                Change::GuestState { from: GuestState::Running, to: GuestState::Stopped, .. },
                Change::GuestGone { .. },
                Change::GuestAppeared { .. },
            ]
        ),
        "{changes:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn after_a_refusal_nothing_that_was_read_before_is_known_any_more() {
    let server = server(&[guest(100, "running")]);
    let fleet = Fleet::new([server.client("home")]);
    fleet.poll(ask()).await;
    let web = Filter { text: "web100".to_owned(), ..Filter::default() };
    assert_eq!(fleet.best(&web, 5, |_| true).len(), 1);
    server.fail_all(&refused());
    let cluster = &fleet.clusters()[0];
    let status = cluster.status(anew()).await;
    assert_eq!(status.missing[0].why, HiddenWhy::Refused);
    assert_eq!(cluster.kept(), []);
    assert_eq!(fleet.best(&web, 5, |_| true), []);
    assert!(!fleet.has_guest(|_| true));
    assert!(!cluster.snapshot().resources.missing.is_empty(), "and it says that nobody could look");
}

#[tokio::test(start_paused = true)]
async fn a_question_moves_the_snapshot_on_and_wakes_those_who_watch() {
    let server = server(&[guest(100, "running")]);
    let fleet = Fleet::new([server.client("home")]);
    let cluster = &fleet.clusters()[0];
    let mut watch = cluster.watch();
    assert!(cluster.snapshot().resources.seen.is_none());
    cluster.resources(ask()).await;
    assert!(watch.has_changed().unwrap());
    assert!(watch.borrow_and_update().resources.is_whole());
    cluster.resources(ask()).await;
    assert!(!watch.has_changed().unwrap(), "a kept answer is nothing new");
    assert_eq!(server.calls(), ["/cluster/resources"]);
}

#[tokio::test(start_paused = true)]
async fn clusters_keep_the_order_of_the_configuration_and_are_found_by_name() {
    let (one, other) = (server(&[]), server(&[]));
    let fleet = Fleet::new([one.client("zeta"), other.client("alpha")]);
    let names: Vec<_> = fleet.clusters().iter().map(|cluster| cluster.name().to_string()).collect();
    assert_eq!(names, ["zeta", "alpha"]);
    assert!(fleet.cluster(&name("alpha")).is_some());
    assert_eq!(fleet.among(&[name("alpha")]).len(), 1);
    assert_eq!(fleet.among(&[]).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn addresses_are_noted_where_a_guest_told_them() {
    let server = server(&[guest(100, "running"), guest(101, "running")]);
    server.set(
        "/nodes/pve1/qemu/100/agent/network-get-interfaces",
        json!({ "result": [{ "name": "eth0", "hardware-address": "bc:24:11:00:00:01",
            "ip-addresses": [{ "ip-address": "192.0.2.7", "prefix": 24, "ip-address-type": "ipv4" },
                             { "ip-address": "fe80::1", "prefix": 64, "ip-address-type": "ipv6" }] }] }),
    );
    let fleet = Fleet::new([server.client("home")]);
    let cluster = &fleet.clusters()[0];
    let resources = cluster.resources(ask()).await;
    let place = resources.value().unwrap().guests().first().map(Into::into).unwrap();
    cluster.interfaces(&place, ask()).await;
    let filter = Filter { text: "192.0.2.7".to_owned(), ..Filter::default() };
    let (snapshot, book) = (cluster.snapshot(), cluster.addresses());
    let found = search([(&*snapshot, &*book)], &filter);
    assert_eq!(found.hits.len(), 1);
    assert_eq!((found.addresses_known, found.searched), (1, 2));
    let local = Filter { text: "fe80::1".to_owned(), ..Filter::default() };
    assert_eq!(search([(&*snapshot, &*book)], &local).hits, [], "a link-local address names no guest");
}

#[tokio::test(start_paused = true)]
async fn a_fixed_address_of_a_configuration_is_an_address_too() {
    let server = server(&[guest(100, "stopped")]);
    server.set(
        "/nodes/pve1/qemu/100/config",
        json!({ "digest": "d", "name": "web100", "ipconfig0": "ip=192.0.2.5/24,gw=192.0.2.1", "ipconfig1": "ip=dhcp" }),
    );
    let fleet = Fleet::new([server.client("home")]);
    let cluster = &fleet.clusters()[0];
    let resources = cluster.resources(ask()).await;
    let place = resources.value().unwrap().guests().first().map(Into::into).unwrap();
    cluster.guest_config(&place, ask()).await;
    let filter = Filter { address: "192.0.2.5".parse().ok(), ..Filter::default() };
    assert_eq!(fleet.best(&filter, 5, |_| true).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_the_archives_of_a_node_that_is_down() {
    let server = server(&[]);
    server.set(
        "/cluster/resources",
        json!([{ "type": "node", "id": "node/pve1", "node": "pve1", "status": "offline" },
               { "type": "node", "id": "node/pve2", "node": "pve2", "status": "online", "mem": 1, "maxmem": 2 }]),
    );
    let fleet = Fleet::new([server.client("home")]);
    let cluster = &fleet.clusters()[0];
    cluster.resources(ask()).await;
    let (node, storage) = ("pve1".parse().unwrap(), "local".parse().unwrap());
    let answer = cluster.archives(&node, &storage, ask()).await;
    assert_eq!(answer.missing[0].why, HiddenWhy::NodeDown);
    assert_eq!(server.calls(), ["/cluster/resources"]);
}
