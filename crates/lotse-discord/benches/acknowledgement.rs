//! How long a person at Discord waits: `cargo bench -p lotse-discord --bench acknowledgement`.
//!
//! Not a benchmark of a function but of the whole way (local gateway, bot, local REST), so it counts for itself instead of
//! being counted by a harness.

#![expect(
    dead_code,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "what the tests share is more than this uses; figures are printed, and what does not work ends it"
)]

#[path = "../tests/it/site.rs"]
mod site;

use std::time::Duration;

use pvesim::{
    chaos::{Fault, Spoil},
    options::Options,
};
use tokio::time::{Instant, sleep};

use crate::site::{Site, guest};

/// Commands in the ten seconds of a stall.
const COMMANDS: u32 = 200;
/// How long every call to Proxmox takes while it is stalled.
const STALL: Duration = Duration::from_secs(10);
/// Keys pressed.
const KEYS: usize = 500;
/// Lists asked for.
const LISTS: usize = 50;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(stalled());
    runtime.block_on(completion());
    runtime.block_on(list());
}

/// Slash commands while every call to Proxmox takes ten seconds.
async fn stalled() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    site.simulator.site().faults.add(Fault::always(Spoil::Latency { millis: 10_000 }));
    let mut all = Vec::new();
    for number in 0..COMMANDS {
        all.push(match number % 3 {
            0 => site.slash("list", &[]),
            1 => site.slash("info", &[guest("home/100")]),
            _ => site.slash("stop", &[guest("home/101")]),
        });
        sleep(STALL / COMMANDS).await;
    }
    site.simulator.site().faults.clear();
    let mut times = Vec::new();
    for pressed in all {
        times.push(pressed.acknowledged().await.expect("in time").after);
    }
    tell("acknowledgement of a slash command, Proxmox stalled", times);
}

/// Completion over ten thousand guests.
async fn completion() {
    let mut options = Options::scenario("scale").impatient();
    (options.clusters, options.nodes, options.guests) = (Some(4), Some(10), Some(2500));
    let site = Site::of(options).await;
    site.ask("list", &[]).await;
    let mut times = Vec::new();
    for typed in ["1", "we", "db", "c", "mail-0", "25"].into_iter().cycle().take(KEYS) {
        let pressed = site.person(site.anna).complete("info", &[], "vmid", typed).expect("offered");
        times.push(pressed.acknowledged().await.expect("in time").after);
    }
    tell("completion over 10,000 guests, the whole way", times);
}

/// `/list` of a thousand guests: the first one after the start, and many after it.
async fn list() {
    let mut options = Options::scenario("scale").impatient();
    (options.clusters, options.nodes, options.guests) = (Some(1), Some(10), Some(1000));
    let mut site = Site::closed(options, |options| options).await;
    let calls = |site: &Site| -> u64 { site.simulator.sites().iter().map(|one| one.calls.reset().total).sum() };
    calls(&site);
    site.start();
    site.listens().await;
    site.ask("list", &[]).await;
    println!("calls to Proxmox from the start of the bot to the first /list of 1,000 guests: {}", calls(&site));
    let mut times = Vec::new();
    for _ in 0..LISTS {
        let since = Instant::now();
        site.ask("list", &[]).await;
        times.push(since.elapsed());
    }
    println!("calls to Proxmox of {LISTS} more: {}", calls(&site));
    tell("/list of 1,000 guests, from the command to the message", times);
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times.get(times.len() * percent / 100).or(times.last()).copied().unwrap_or_default();
    println!("{what}: p50 {:?}, p99 {:?}, slowest {:?} of {}", at(50), at(99), at(100), times.len());
}
