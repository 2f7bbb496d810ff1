//! While Proxmox hangs, Discord is answered all the same.

use std::time::Duration;

use discordsim::{
    interaction::{Answered, FIRST_ANSWER},
    post::Post,
};
use lotse_discord::Patience;
use lotse_text::Language;
use pvesim::chaos::{Fault, Spoil};
use serde_json::Value;

use crate::site::{SOON, Site, guest};

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stall_beyond_every_deadline_ends_in_a_clear_error_and_nothing_is_sent() {
    let mut site = Site::closed(pvesim::options::Options::scenario("three-nodes").impatient(), |options| options).await;
    // What takes forty seconds and a minute otherwise.
    site.patience = Patience { question: Duration::from_millis(600), change: Duration::from_millis(900) };
    site.simulator.site().faults.add(Fault::always(Spoil::Hang));
    site.start();
    site.listens().await;
    for (words, given) in [("tasks", vec![]), ("nodes", vec![]), ("stop", vec![guest("home/100")])] {
        let pressed = site.slash(words, &given);
        let is_said = |post: &Post| post.is_ephemeral() && !post.is_loading() && !post.text().is_empty();
        let said = pressed.any_message_within(SOON, is_said).await.unwrap_or_else(|error| panic!("/{words}: {error}"));
        // What Discord would take for markup is escaped.
        let text = said.text().replace('\\', "");
        let clear =
            [lotse_text::tr::error_unreachable(Language::En), lotse_text::tr::error_not_found_hidden(Language::En)];
        assert!(clear.iter().any(|words| text.contains(words)), "/{words}: {text}");
        // It has an id that the log explains, and nothing to press.
        assert!(said.buttons().is_empty() && text.contains("-#"), "/{words}: {text}");
    }
    let counted = site.simulator.site().calls.counted();
    assert!(counted.https.keys().all(|call| call.starts_with("GET ")), "{:?}", counted.https);
    site.fine();
}
