//! While Proxmox hangs, Discord is answered all the same.

use std::time::Duration;

use discordsim::interaction::{Answered, FIRST_ANSWER};
use pvesim::chaos::{Fault, Spoil};
use serde_json::Value;

use crate::site::{Site, guest};

/// So many commands a minute are to be coped with. Here they come in the ten seconds of the stall, which is harder.
const COMMANDS: usize = 200;
/// How long every call to Proxmox hangs, in milliseconds.
const STALL: u64 = 10_000;

/// Commands as people would send them, of all kinds.
fn mixed(number: usize) -> (&'static str, Vec<(&'static str, Value)>) {
    match number % 8 {
        0 => ("list", vec![]),
        1 => ("info", vec![guest("home/100")]),
        2 => ("nodes", vec![]),
        3 => ("graph", vec![guest("home/101")]),
        4 => ("problems", vec![]),
        5 => ("tasks", vec![]),
        6 => ("stop", vec![guest("home/102")]),
        _ => ("status", vec![]),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_commands_are_acknowledged_while_proxmox_stalls_for_ten_seconds() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    site.simulator.site().faults.add(Fault::always(Spoil::Latency { millis: STALL }));
    let mut all = Vec::new();
    for number in 0..COMMANDS {
        let (words, given) = mixed(number);
        all.push(site.slash(words, &given));
        tokio::time::sleep(Duration::from_millis(STALL) / 200).await;
    }
    // The ten seconds are over; what hangs then hangs on.
    site.simulator.site().faults.clear();
    let mut put_off = 0_usize;
    for pressed in &all {
        let ack = pressed.acknowledged().await.unwrap_or_else(|error| panic!("{error}"));
        assert!(ack.after <= FIRST_ANSWER, "acknowledged after {:?}", ack.after);
        put_off += usize::from(ack.how == Answered::Deferred);
    }
    assert!(put_off >= COMMANDS / 8, "Proxmox did not stall: only {put_off} had to be put off");
    // … and answered later, or with a clear error.
    for pressed in &all {
        let post = pressed.any_message_within(Duration::from_secs(90), |_| true).await;
        let post = post.unwrap_or_else(|error| panic!("{error}"));
        assert!(!post.text().is_empty());
    }
    site.fine();
}
