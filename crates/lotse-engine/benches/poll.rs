//! Polls of the `scale` scenario over HTTPS, the simulator in the same process, with the calls counted.
//!
//! `cargo bench -p lotse-engine --bench poll`; sizes by `LOTSE_CLUSTERS`, `LOTSE_NODES`, `LOTSE_GUESTS`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot start ends, and says what it counted"
)]

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use divan::Bencher;
use lotse_engine::{fleet::Fleet, topics::Ask};
use lotse_pve::{Credentials, Deadline, EndpointSettings, Pve, Read, Rest, RestSettings, tls::Trust};
use pvesim::{announce::ClusterAnnouncement, options::Options, simulator::Simulator};
use tokio::runtime::Runtime;

/// What was counted, told after the table of times.
static COUNTED: OnceLock<String> = OnceLock::new();

fn main() {
    divan::main();
    if let Some(counted) = COUNTED.get() {
        println!("{counted}");
    }
}

/// Ten clusters of fifty nodes and 2,500 guests each, unless it is said otherwise.
fn size(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn client(cluster: &ClusterAnnouncement) -> Pve {
    // One endpoint is enough to poll a cluster, and fifty would only cost fifty clients.
    let endpoints = cluster
        .nodes
        .iter()
        .take(1)
        .map(|node| EndpointSettings {
            url: node.url.parse().expect("an address"),
            trust: Trust::Pins([node.fingerprint.parse().expect("a fingerprint")].into()),
            server_name: None,
        })
        .collect();
    let credentials = Credentials::Token { id: cluster.token_id.clone(), secret: cluster.token.clone().into() };
    let rest = Rest::new(&RestSettings { endpoints, credentials }).expect("good settings");
    Pve::new(cluster.name.parse().expect("a name"), Arc::new(rest) as Arc<dyn Read>)
}

/// One poll of all clusters.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn poll_of_the_fleet(bencher: Bencher<'_, '_>) {
    let runtime = Runtime::new().expect("a runtime");
    let (clusters, nodes, guests) = (size("LOTSE_CLUSTERS", 10), size("LOTSE_NODES", 50), size("LOTSE_GUESTS", 2_500));
    let options = Options {
        clusters: Some(clusters),
        nodes: Some(nodes),
        guests: Some(guests),
        ..Options::scenario("scale").impatient()
    };
    let simulator = runtime.block_on(Simulator::start(options)).expect("starts");
    let announced = simulator.announcement();
    let one = std::slice::from_ref(&announced.first);
    let fleet = Fleet::new(if announced.clusters.is_empty() { one } else { &announced.clusters }.iter().map(client));
    let poll = || {
        let polled = runtime.block_on(fleet.poll(Ask::afresh(Deadline::after(Duration::from_mins(1)))));
        assert!(polled.iter().all(|polled| polled.snapshot.missing().count() == 0), "whole");
        polled.len()
    };
    poll();
    simulator.sites().iter().for_each(|site| drop(site.calls.reset()));
    let polls = std::cell::Cell::new(0_u64);
    bencher.bench_local(|| {
        polls.set(polls.get() + 1);
        poll()
    });
    let most = simulator.sites().iter().map(|site| site.calls.counted().total).max().unwrap_or(0);
    let a_poll = most.div_ceil(polls.get().max(1));
    assert!(a_poll <= 4, "{a_poll} calls for one poll of a cluster");
    let counted =
        format!("{clusters} clusters of {nodes} nodes, {guests} guests: {a_poll} calls for one poll of a cluster");
    COUNTED.get_or_init(|| counted);
}
