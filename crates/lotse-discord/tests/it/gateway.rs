//! The connection to Discord: it comes back, and never storms.

use std::time::Duration;

use discordsim::{
    chaos::{Fault, Spoil},
    record::Opening,
};
use pvesim::options::Options;

use crate::site::{SOON, Site};

fn quiet() -> Options {
    Options::scenario("three-nodes").impatient()
}

/// Lets the bot try for ten seconds, counts how often it does, and sees that it works once the trouble is over.
async fn not_stormed(trouble: impl FnOnce(&Site)) {
    let mut site = Site::closed(quiet(), |options| options).await;
    trouble(&site);
    site.start();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let connections = site.discord.connections().len();
    assert!((1..=10).contains(&connections), "{connections} connections in ten seconds");
    site.discord.heal();
    site.listens().await;
    site.ask("list", &[]).await;
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_closes_after_hello_is_not_stormed() {
    not_stormed(|site| site.discord.close_after_hello(4000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_closes_every_session_is_not_stormed() {
    not_stormed(|site| site.discord.close_on_opening(4000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_ends_is_resumed_and_nothing_is_lost() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    for end in [
        |site: &Site| site.discord.drop_connections(),
        |site: &Site| site.discord.ask_for_reconnect(),
        |site: &Site| {
            site.discord.close_connections(4000);
        },
    ] {
        let before = site.discord.connections().len();
        end(&site);
        let again = tokio::time::timeout(SOON, async {
            while site.discord.connections().iter().filter(|one| one.opening == Opening::Resume && one.open).count()
                == 0
                || site.discord.connections().len() == before
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        again.await.expect("it does not come back with its session");
        site.ask("list", &[]).await;
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_nobody_understands_is_skipped() {
    let site = Site::open().await;
    site.discord.send_undecodable_event();
    site.discord.dispatch("SOMETHING_NEW", &serde_json::json!({ "a": [1] }));
    site.ask("list", &[]).await;
    assert_eq!(site.discord.connections().len(), 1);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_invalid_is_opened_anew() {
    let site = Site::open().await;
    site.discord.invalidate_sessions(false);
    let fresh = tokio::time::timeout(SOON, async {
        while site.discord.connections().iter().filter(|one| one.opening == Opening::Identify).count() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    fresh.await.expect("no new session");
    assert!(site.discord.connected(SOON).await);
    site.ask("list", &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zombie_is_left() {
    let mut site = Site::closed(quiet(), |options| options.with_heartbeat(Duration::from_millis(400))).await;
    site.start();
    site.listens().await;
    site.discord.acknowledge_heartbeats(false);
    let left = tokio::time::timeout(SOON, async {
        while site.discord.connections().len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    left.await.expect("it stays with a gateway that does not answer");
    site.discord.heal();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_that_cannot_pass_end_the_bot_with_a_reason() {
    for code in [4004, 4013, 4014] {
        let mut site = Site::closed(quiet(), |options| options).await;
        site.discord.close_on_opening(code);
        site.start();
        let error = site.ended().await.expect_err("it goes on");
        assert!(!error.to_string().is_empty() && site.discord.connections().len() == 1, "{code}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_in_html_lost_answers_silence_and_a_limit_are_outlived_within_the_three_seconds() {
    let site = Site::open().await;
    let limited = Spoil::RateLimited { after: Duration::from_millis(500), global: false };
    for spoil in [Spoil::Html(502), Spoil::Html(503), Spoil::LostAnswer, Spoil::HalfBody, Spoil::Hang, limited] {
        site.discord.fault(Fault::once("POST /interactions", spoil.clone()));
        let pressed = site.slash("list", &[]);
        assert!(pressed.acknowledged().await.is_ok(), "not answered after {spoil:?}");
        assert!(pressed.any_message_where(|_| true).await.unwrap().text().contains("web"), "{spoil:?}");
    }
    let late: Vec<_> = site.discord.interactions().into_iter().filter(|one| one.ack.is_none()).collect();
    assert!(late.is_empty());
}
