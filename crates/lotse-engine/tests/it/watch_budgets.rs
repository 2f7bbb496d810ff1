//! What the watch costs: calls, transactions, documents, bytes. Counted, never timed.

use lotse_engine::watch::BEAT;
use lotse_store::Shared;
use pvesim::options::Options;

use crate::watch_bench::Bench;

/// What a look may cost: four calls for the poll, and a few that read at leisure what tells guests from others.
const CALLS: u64 = 4 + 4;

fn scale(nodes: usize, guests: usize) -> Options {
    Options { clusters: Some(1), nodes: Some(nodes), guests: Some(guests), ..Options::scenario("scale") }
}

/// Documents of the watch, and their bytes.
async fn documents(store: &Shared) -> (usize, usize) {
    let (mut count, mut bytes) = (0, 0);
    for kind in ["monitor", "watched", "alert", "notice", "watch"] {
        for document in store.documents(kind).await.expect("read") {
            count += 1;
            bytes += document.body.to_string().len();
        }
    }
    (count, bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn watching_thousands_of_guests_takes_a_handful_of_calls_and_writes_nothing_while_nothing_changes() {
    let mut bench = Bench::of(scale(10, 2_500), &["cluster:*"]).await;
    bench.look().await;
    // Guests that are off at the first look are told then, and the session learns what its token may see.
    bench.pass(60);
    bench.look().await;
    bench.site.calls();
    let store = bench.store();
    let (before, began) = (documents(&store).await, store.writes());
    let (minutes, mut most) = (30, 0);
    let told = bench.post.lines().len();
    for _ in 0..minutes {
        bench.pass(60);
        bench.look().await;
        most = most.max(bench.site.calls());
    }
    assert!(most <= CALLS, "{most} calls at one look");
    assert_eq!(bench.post.lines().len(), told, "nothing happened, and nothing is told");
    let (after, writes) = (documents(&store).await, store.writes() - began);
    println!("{most} calls a minute at most; {writes} transactions in {minutes} minutes; {before:?} -> {after:?}");
    // Signs of life, and identities that were read for the first time.
    let beats = u64::try_from(minutes * 60 / BEAT + 1).expect("few");
    assert!(writes <= beats + u64::try_from(minutes).expect("few"), "{writes} transactions");
    assert_eq!(after.0, before.0, "no document more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_nothing_changes_only_signs_of_life_are_written() {
    let mut bench = Bench::of(scale(1, 8), &["cluster:*"]).await;
    // Until everything is known of every guest.
    for _ in 0..6 {
        bench.look().await;
        bench.pass(60);
    }
    let store = bench.store();
    let (before, began) = (documents(&store).await, store.writes());
    let hours = 2;
    let versions = async || {
        let mut versions = std::collections::BTreeMap::new();
        for kind in ["monitor", "watched", "alert", "notice", "watch"] {
            for document in store.documents(kind).await.expect("read") {
                versions.insert(format!("{kind}/{}", document.key), (document.version, document.body.to_string()));
            }
        }
        versions
    };
    let known = versions().await;
    for _ in 0..hours * 60 {
        bench.pass(60);
        bench.look().await;
    }
    let writes = store.writes() - began;
    println!("{writes} transactions in {hours} hours, {before:?}");
    let beats = u64::try_from(hours * 3_600 / BEAT + 1).expect("few");
    let changed: Vec<_> = versions().await.into_iter().filter(|(key, one)| known.get(key) != Some(one)).collect();
    assert!(writes <= beats, "{writes} transactions: {known:?} -> {changed:?}");
    assert_eq!(changed.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["watch/holder"]);
    assert_eq!(documents(&store).await.0, before.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_stops_growing_however_much_happens() {
    let mut bench = Bench::of(scale(2, 20), &["cluster:*"]).await;
    bench.look().await;
    let vmid = {
        let world = bench.site.simulator.world();
        world.guests.values().find(|guest| guest.is_alive()).map(|guest| guest.vmid).expect("one runs")
    };
    let mut sizes = Vec::new();
    // Ninety days, each with two incidents that are told and end.
    for day in 0..90 {
        for _ in 0..2 {
            bench.pass(6 * 3_600);
            bench.dies(vmid);
            bench.pass(20);
            bench.look().await;
            bench.pass(6 * 3_600 - 20);
            bench.rises(vmid);
            bench.pass(20);
            bench.look().await;
        }
        if day % 10 == 9 {
            sizes.push(documents(&bench.store()).await);
        }
    }
    let told = bench.post.lines().len();
    println!("{told} notices, documents and bytes every ten days: {sizes:?}");
    assert!(told >= 300, "it was told: {told}");
    let (later, last) = (sizes[4], sizes[8]);
    assert!(last.0 <= later.0 + 3 && last.1 <= later.1 + later.1 / 10, "{sizes:?}");
}
