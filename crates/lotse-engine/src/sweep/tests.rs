use std::{sync::Arc, time::Duration};

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::Sweep;
use crate::{canned::Canned, fleet::Fleet};

fn server() -> Arc<Canned> {
    let server = Canned::new();
    server.set(
        "/cluster/resources",
        json!([
            { "type": "node", "id": "node/pve1", "node": "pve1", "status": "online", "maxmem": 100, "mem": 1 },
            { "type": "storage", "id": "storage/pve1/local", "storage": "local", "node": "pve1", "status": "available" },
            { "type": "lxc", "id": "lxc/200", "vmid": 200, "name": "web", "node": "pve1", "status": "running" },
        ]),
    );
    server.set(
        "/nodes/pve1/lxc/200/interfaces",
        json!([{ "name": "eth0", "hwaddr": "bc:24:11:00:00:01", "inet": "192.0.2.9/24" }]),
    );
    Arc::new(server)
}

#[tokio::test(start_paused = true)]
async fn the_sweep_reads_details_at_its_pace_and_ends_when_told() {
    let server = server();
    let fleet = Fleet::new([server.client("home")]);
    let stop = CancellationToken::new();
    let sweep =
        Sweep { guests_every: Duration::from_secs(100), nodes_every: Duration::from_secs(100), ..Sweep::default() };
    let end = async {
        tokio::time::sleep(Duration::from_secs(99)).await;
        stop.cancel();
    };
    tokio::join!(fleet.sweep(sweep, &stop), end);
    let calls = server.calls();
    assert_eq!(calls.iter().filter(|call| call.contains("/lxc/200/")).count(), 3, "{calls:?}");
    assert!(calls.len() <= 99, "at most one a second");
    assert_eq!(server.most_at_once(), 1);
    let vmid = "200".parse().unwrap();
    assert!(fleet.clusters()[0].addresses().covers(vmid), "and a search by address finds it now");
}

#[tokio::test(start_paused = true)]
async fn a_cluster_that_cannot_be_read_is_not_hammered() {
    let server = Arc::new(Canned::new());
    let fleet = Fleet::new([server.client("home")]);
    let stop = CancellationToken::new();
    let end = async {
        tokio::time::sleep(Duration::from_hours(1)).await;
        stop.cancel();
    };
    tokio::join!(fleet.sweep(Sweep::default(), &stop), end);
    assert!(server.calls().len() <= 13, "{}", server.calls().len());
}
