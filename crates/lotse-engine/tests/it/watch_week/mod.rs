//! A simulated week of a small cluster, and two days of entries by number, tag and pool: with and without a process that is
//! killed at a random moment of each hour. Every real incident is told once, in time, and ends once; nothing else is told.

mod days;
mod live;
mod nodes;
mod numbers;
mod script;

use self::{
    days::week,
    live::live,
    numbers::numbers,
    script::{DAY, HOUR},
};

fn seed() -> u64 {
    let seed = std::env::var("LOTSE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_122);
    println!("LOTSE_SEED={seed}");
    seed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_week_every_incident_is_told_once_and_nothing_else() {
    live(week, &["cluster:home"], &[], 7 * DAY, None).await.check("without a crash");
}

/// The same script, and so the same list of messages: what is expected names every one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_killed_in_each_hour_of_the_week_tells_the_same() {
    let lived = live(week, &["cluster:home"], &[], 7 * DAY, Some(seed())).await;
    lived.check("with crashes");
    assert!(i64::from(lived.killed) >= 7 * DAY / HOUR, "killed {} times", lived.killed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_named_by_number_tag_or_pool_is_never_mistaken_for_another() {
    let entries = ["cluster:home tag:db", "pool:home/games"];
    live(numbers, &entries, &[102, 103, 106], 2 * DAY, None).await.check("without a crash");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_by_a_process_that_is_killed_in_each_hour() {
    let entries = ["cluster:home tag:db", "pool:home/games"];
    let lived = live(numbers, &entries, &[102, 103, 106], 2 * DAY, Some(seed())).await;
    lived.check("with crashes");
    assert!(i64::from(lived.killed) >= 2 * DAY / HOUR, "killed {} times", lived.killed);
}
